//! Transition coverage: which of a flow's transitions have been taken by calls.

use std::collections::BTreeSet;
use std::fmt;

use crate::document::{Flow, Transition};
use crate::run::Line;

/// The transitions of a flow, and which of them have been taken by calls.
#[derive(Clone, Debug)]
pub struct Coverage {
    all: BTreeSet<Transition>,
    taken: BTreeSet<Transition>,
}

impl Coverage {
    /// Creates the coverage of a flow, with no transition taken.
    #[must_use]
    pub fn of(flow: &Flow) -> Self {
        let transitions = flow.actions.iter().flat_map(|action| {
            action.branches().map(|(branch, to)| Transition {
                block: action.identifier.clone(),
                branch,
                to: to.to_owned(),
            })
        });
        Self { all: transitions.collect(), taken: BTreeSet::new() }
    }

    /// Adds the transitions that a call took.
    pub fn add(&mut self, transcript: &[Line]) {
        self.taken.extend(transcript.iter().filter_map(Line::transition));
    }

    /// Returns the number of transitions of the flow.
    #[must_use]
    pub fn all(&self) -> usize {
        self.all.len()
    }

    /// Iterates over the transitions that no call has taken.
    pub fn missing(&self) -> impl Iterator<Item = &Transition> {
        self.all.difference(&self.taken)
    }
}

/// Writes `90 of 92 transitions taken (97 %)`, and a line for each that was not taken.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.all();
        let taken = all - self.missing().count();
        let percent = (100 * taken).checked_div(all).unwrap_or(100);
        write!(f, "{taken} of {all} transitions taken ({percent} %)")?;
        self.missing().try_for_each(|transition| write!(f, "\n  not taken: {transition}"))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::run::{Contact, ContactData};

    use super::*;

    #[test]
    fn transitions_count_once_they_are_taken() {
        let text = r#"{"Version": "2019-10-30", "StartAction": "Greet", "Actions": [
            {"Identifier": "Greet", "Type": "MessageParticipant", "Parameters": {"Text": "Hi."},
             "Transitions": {"NextAction": "Bye",
                 "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "Bye"}]}},
            {"Identifier": "Bye", "Type": "DisconnectParticipant"}]}"#;
        let flow = Arc::new(Flow::from_json(text).unwrap());
        let call = |failing: Option<&str>| {
            let contact = Contact::new(Arc::clone(&flow), ContactData::voice("id-1", "+1"));
            let mut contact = contact.failing(failing.map(str::to_owned));
            contact.advance().unwrap();
            contact
        };
        let mut coverage = Coverage::of(&flow);
        coverage.add(call(None).transcript());
        assert_eq!(
            coverage.to_string(),
            "1 of 2 transitions taken (50 %)\n  not taken: Greet -- NoMatchingError --> Bye"
        );
        coverage.add(call(Some("Greet")).transcript());
        assert_eq!(coverage.to_string(), "2 of 2 transitions taken (100 %)");
    }
}
