//! A test case in the making: a chain of observations, each with a chain of actions.

use crate::test_case::{
    Action, ActionKind, Actor, Content, Event, EventKind, NextAction, NextObservations, Nothing,
    Observation, VERSION,
};

/// A test case in the making.
pub(super) struct Draft {
    before: Vec<Observation>,
    /// The observation that actions are added to.
    last: Observation,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self { before: Vec::new(), last: observation("start", EventKind::TestInitiated {}) }
    }

    /// Expects an event next.
    pub(super) fn observe(&mut self, what: EventKind) {
        let next = observation(&format!("hear-{}", self.before.len() + 1), what);
        self.last.transitions.next_observations.push(next.identifier.clone());
        self.before.push(std::mem::replace(&mut self.last, next));
    }

    /// Adds an action that follows the latest event and its actions so far.
    pub(super) fn act(&mut self, what: ActionKind) {
        let actions = &mut self.last.actions;
        let identifier = format!("{}-action-{}", self.last.identifier, actions.len() + 1);
        if let Some(before) = actions.last_mut() {
            before.transitions.next_action = Some(identifier.clone());
        }
        actions.push(Action { identifier, what, transitions: NextAction::default() });
    }

    pub(super) fn content(self) -> Content {
        let mut observations = self.before;
        observations.push(self.last);
        Content { version: VERSION.to_owned(), metadata: Nothing {}, observations }
    }
}

fn observation(name: &str, what: EventKind) -> Observation {
    Observation {
        identifier: name.to_owned(),
        event: Event { identifier: format!("{name}-event"), actor: Actor::System, what },
        actions: Vec::new(),
        transitions: NextObservations::default(),
    }
}
