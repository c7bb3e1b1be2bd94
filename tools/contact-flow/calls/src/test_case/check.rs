//! Checks a test case, as far as possible without an instance.

use std::collections::{BTreeMap, BTreeSet};

use switchboard_contact_flow::run::Key;
use thiserror::Error;

use super::{
    ActionKind, Command, EntryPoint, EventKind, Instruction, Observation, TestCase, VERSION,
};

/// The maximum length of the content, in characters. Source: `AWS::Connect::TestCase` of
/// `CloudFormation`.
const MAX_CONTENT: usize = 256_000;

/// The maximum length of the description, in characters. Source: the same.
const MAX_DESCRIPTION: usize = 500;

/// The maximum length of a name, in characters: the longest that was seen to be accepted.
const MAX_NAME: usize = 60;

/// A mistake in a test case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Flaw {
    /// The test case has another version.
    #[error("the version is {VERSION}, not {0:?}")]
    Version(String),
    /// The description is missing or too long.
    #[error("the description has 1 to {MAX_DESCRIPTION} characters, not {0}")]
    Description(usize),
    /// The content is too long.
    #[error("the content has at most {MAX_CONTENT} characters, not {0}")]
    Size(usize),
    /// A name has characters or a length that may be refused.
    #[error("{0:?} is not a name: 1 to {MAX_NAME} letters, digits, blanks, - and _")]
    Name(String),
    /// Two observations, events or actions have the same name.
    #[error("two are called {0:?}")]
    Twice(String),
    /// The first observation is not of the beginning.
    #[error("the first observation, and no other, is of TestInitiated")]
    Beginning,
    /// An observation leads to one that does not exist.
    #[error("{from:?} leads to {to:?}, which is not an observation")]
    NoObservation {
        /// The observation.
        from: String,
        /// The missing observation.
        to: String,
    },
    /// An observation is never reached.
    #[error("{0:?} is never reached")]
    Unreached(String),
    /// The actions do not follow one another.
    #[error("the actions of {0:?} do not lead from the first to the last")]
    Chain(String),
    /// The last observation leaves the test running.
    #[error("{0:?} is the last observation, and its last action is not EndTest")]
    NoEnd(String),
    /// An observation ends the test too early.
    #[error("{0:?} ends the test, and observations follow it")]
    EarlyEnd(String),
    /// A message has no words.
    #[error("{0:?} waits for a message without words")]
    NoText(String),
    /// Keys do not exist, or are pressed in a chat.
    #[error("{0:?} presses keys that telephones do not have, or presses them in a chat")]
    Keys(String),
    /// A reference does not name an attribute.
    #[error("{0:?} refers to {1:?}, which is not an attribute of the contact")]
    Namespace(String, String),
}

/// Finds the mistakes of a test case.
#[must_use]
pub fn check(case: &TestCase) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let content = &case.content;
    if content.version != VERSION {
        flaws.push(Flaw::Version(content.version.clone()));
    }
    let description = case.description.chars().count();
    if description == 0 || description > MAX_DESCRIPTION {
        flaws.push(Flaw::Description(description));
    }
    let size = serde_json::to_string(content).map_or(0, |text| text.len());
    if size > MAX_CONTENT {
        flaws.push(Flaw::Size(size));
    }
    check_names(case, &mut flaws);
    check_graph(&content.observations, &mut flaws);
    for observation in &content.observations {
        check_actions(case, observation, &mut flaws);
        if let EventKind::MessageReceived { text, .. } = &observation.event.what
            && text.trim().is_empty()
        {
            flaws.push(Flaw::NoText(observation.identifier.clone()));
        }
    }
    flaws
}

fn check_names(case: &TestCase, flaws: &mut Vec<Flaw>) {
    let mut names = BTreeSet::new();
    let observations = &case.content.observations;
    let all = observations.iter().flat_map(|observation| {
        let own = [&observation.identifier, &observation.event.identifier];
        own.into_iter().chain(observation.actions.iter().map(|action| &action.identifier))
    });
    let case_name = std::iter::once(&case.name);
    for name in case_name.chain(all) {
        let is_good = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_');
        if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(is_good) {
            flaws.push(Flaw::Name(name.clone()));
        }
        if !names.insert(name) {
            flaws.push(Flaw::Twice(name.clone()));
        }
    }
}

fn check_graph(observations: &[Observation], flaws: &mut Vec<Flaw>) {
    let is_beginning =
        |observation: &Observation| matches!(observation.event.what, EventKind::TestInitiated {});
    let beginnings = observations.iter().filter(|observation| is_beginning(observation)).count();
    let Some(first) = observations.first().filter(|first| is_beginning(first) && beginnings == 1)
    else {
        flaws.push(Flaw::Beginning);
        return;
    };
    let by_name: BTreeMap<&str, &Observation> =
        observations.iter().map(|o| (o.identifier.as_str(), o)).collect();
    let mut reached = BTreeSet::from([first.identifier.as_str()]);
    let mut next = vec![first];
    while let Some(observation) = next.pop() {
        for to in &observation.transitions.next_observations {
            match by_name.get(to.as_str()) {
                Some(target) if reached.insert(to) => next.push(target),
                Some(_) => {}
                None => flaws.push(Flaw::NoObservation {
                    from: observation.identifier.clone(),
                    to: to.clone(),
                }),
            }
        }
    }
    let unreached = by_name.keys().filter(|name| !reached.contains(*name));
    flaws.extend(unreached.map(|name| Flaw::Unreached((*name).to_owned())));
}

fn check_actions(case: &TestCase, observation: &Observation, flaws: &mut Vec<Flaw>) {
    let name = || observation.identifier.clone();
    let actions = &observation.actions;
    let following = actions.iter().skip(1).map(|action| Some(action.identifier.as_str()));
    let expected: Vec<Option<&str>> = following.chain([None]).take(actions.len()).collect();
    let found: Vec<Option<&str>> =
        actions.iter().map(|action| action.transitions.next_action.as_deref()).collect();
    if expected != found {
        flaws.push(Flaw::Chain(name()));
    }

    let is_last = observation.transitions.next_observations.is_empty();
    let ends: Vec<bool> = actions
        .iter()
        .map(|action| {
            matches!(action.what, ActionKind::TestControl { command: Command::EndTest, .. })
        })
        .collect();
    match ends.split_last() {
        Some((true, before)) if is_last && !before.contains(&true) => {}
        _ if is_last => flaws.push(Flaw::NoEnd(name())),
        _ if ends.contains(&true) => flaws.push(Flaw::EarlyEnd(name())),
        _ => {}
    }

    for action in actions {
        match &action.what {
            ActionKind::SendInstruction {
                instruction: Instruction::DtmfInput { value }, ..
            } => {
                let are_keys =
                    !value.is_empty() && value.chars().all(|key| Key::new(key).is_some());
                if !are_keys || matches!(case.entry_point, EntryPoint::Chat { .. }) {
                    flaws.push(Flaw::Keys(action.identifier.clone()));
                }
            }
            ActionKind::Assert { namespace, .. } if !namespace.starts_with("$.Attributes.") => {
                flaws.push(Flaw::Namespace(action.identifier.clone(), namespace.clone()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
