//! A contact, and the block that it is at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde_json::Map;

use super::actions::{self, Done};
use super::data::ContactData;
use super::error::RunError;
use super::input::{Key, Listening, Pressed};
use super::invocation::{Failed, Invocation};
use super::memory::Memory;
use super::transcript::Line;
use crate::document::{Action, Branch, Flow};
use crate::language::NO_MATCHING_ERROR;

/// The number of blocks after which a run counts as endless: far more than the longest call has.
const MAX_BLOCKS: usize = 5000;

/// The input that is stored when the caller keys in nothing. Source: administrator guide, "Store
/// customer input".
const TIMEOUT: &str = "Timeout";

/// What a contact waits for, or that it has ended.
///
/// ```
/// use std::sync::Arc;
/// use switchboard_contact_flow::document::Flow;
/// use switchboard_contact_flow::run::{Contact, ContactData, Key, Step};
///
/// let flow = Flow::from_json(r#"{
///     "Version": "2019-10-30",
///     "StartAction": "Ask",
///     "Actions": [
///         {"Identifier": "Ask", "Type": "GetParticipantInput",
///          "Parameters": {"Text": "Press 1.", "InputTimeLimitSeconds": "8", "StoreInput": "False"},
///          "Transitions": {"NextAction": "Hang up",
///              "Conditions": [{"NextAction": "Thank",
///                  "Condition": {"Operator": "Equals", "Operands": ["1"]}}],
///              "Errors": [{"ErrorType": "NoMatchingCondition", "NextAction": "Hang up"}]}},
///         {"Identifier": "Thank", "Type": "MessageParticipant", "Parameters": {"Text": "Thank you."},
///          "Transitions": {"NextAction": "Hang up"}},
///         {"Identifier": "Hang up", "Type": "DisconnectParticipant"}
///     ]
/// }"#)?;
/// let mut contact = Contact::new(Arc::new(flow), ContactData::voice("id-1", "+18003569377"));
/// let Step::Listen(listening) = contact.advance()? else { panic!("it asks for a key") };
/// assert_eq!((listening.block.as_str(), listening.time_limit.as_secs()), ("Ask", 8));
/// contact.press(Key::new('1').unwrap())?;
/// assert_eq!(contact.advance()?, Step::Ended);
/// assert_eq!(contact.spoken().collect::<Vec<_>>(), ["Press 1.", "Thank you."]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A function has to be invoked; continue with [`Contact::answered`] or [`Contact::failed`].
    Invoke(Invocation),
    /// The caller has to press keys; continue with [`Contact::press`], or with
    /// [`Contact::time_out`] when the time limit has passed.
    Listen(Listening),
    /// The contact has ended.
    Ended,
}

/// The position of a contact in its flow.
#[derive(Clone, PartialEq, Eq)]
enum State {
    /// About to perform this block.
    At(String),
    Invoking {
        block: String,
        invocation: Invocation,
    },
    /// Waiting for keys, at the block that `Listening` names.
    Listening(Listening),
    Ended,
}

/// A contact on its way through a flow.
///
/// Call [`advance`](Self::advance), do what the returned [`Step`] asks for, report the result, and
/// repeat until the contact has ended.
///
/// ```
/// use std::sync::Arc;
/// use switchboard_contact_flow::document::Flow;
/// use switchboard_contact_flow::run::{Contact, ContactData, Step};
///
/// let flow = Flow::from_json(r#"{
///     "Version": "2019-10-30",
///     "StartAction": "Convert",
///     "Actions": [
///         {"Identifier": "Convert", "Type": "InvokeLambdaFunction",
///          "Parameters": {"LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:convert:live",
///              "InvocationTimeLimitSeconds": "8"},
///          "Transitions": {"NextAction": "Say it",
///              "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "Hang up"}]}},
///         {"Identifier": "Say it", "Type": "MessageParticipant",
///          "Parameters": {"Text": "You are $.External.word."}, "Transitions": {"NextAction": "Hang up"}},
///         {"Identifier": "Hang up", "Type": "DisconnectParticipant"}
///     ]
/// }"#)?;
/// let mut contact = Contact::new(Arc::new(flow), ContactData::voice("id-1", "+18003569377"));
/// assert!(matches!(contact.advance()?, Step::Invoke(_)));
/// contact.answered(br#"{"word": "1-800-FLOWERS"}"#)?;
/// assert_eq!(contact.advance()?, Step::Ended);
/// assert_eq!(contact.spoken().last(), Some("You are 1-800-FLOWERS."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Contact {
    flow: Arc<Flow>,
    state: State,
    /// Blocks that take their error branch instead of being performed.
    failing: BTreeSet<String>,
    memory: Memory,
    transcript: Vec<Line>,
}

/// Omits what was said and keyed in, which is personal data.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let block = self.transcript.last().map(|line| &line.block);
        f.debug_struct("Contact")
            .field("data", self.data())
            .field("block", &block)
            .finish_non_exhaustive()
    }
}

impl Contact {
    /// Creates a contact at the start of a flow.
    #[must_use]
    pub fn new(flow: Arc<Flow>, data: ContactData) -> Self {
        Self {
            state: State::At(flow.start_action.clone()),
            flow,
            failing: BTreeSet::new(),
            memory: Memory::new(data),
            transcript: Vec::new(),
        }
    }

    /// Makes these blocks fail: each takes its error branch, as it does when a prompt cannot be played.
    #[must_use]
    pub fn failing(mut self, blocks: impl IntoIterator<Item = String>) -> Self {
        self.failing.extend(blocks);
        self
    }

    /// Returns what the instance knows about the contact.
    #[must_use]
    pub fn data(&self) -> &ContactData {
        &self.memory.values.data
    }

    /// Returns the contact's attributes, as agents and reports see them.
    #[must_use]
    pub fn attributes(&self) -> &BTreeMap<String, String> {
        &self.memory.values.attributes
    }

    /// Returns what has happened so far, one line a block.
    #[must_use]
    pub fn transcript(&self) -> &[Line] {
        &self.transcript
    }

    /// Iterates over what the caller has heard so far.
    pub fn spoken(&self) -> impl Iterator<Item = &str> {
        self.transcript.iter().filter_map(|line| line.said.as_deref())
    }

    /// Returns the input that the contact waits for; `None` if it does not wait for keys.
    #[must_use]
    pub fn listening(&self) -> Option<&Listening> {
        match &self.state {
            State::Listening(listening) => Some(listening),
            _ => None,
        }
    }

    /// Returns whether the contact has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == State::Ended
    }

    /// Performs blocks until the contact has to wait, or ends.
    ///
    /// # Errors
    ///
    /// [`RunError`] if the flow is wrong: a branch leads nowhere, a parameter is missing, or the flow
    /// never ends.
    pub fn advance(&mut self) -> Result<Step, RunError> {
        let flow = Arc::clone(&self.flow);
        loop {
            let block = match &self.state {
                State::At(block) => block.clone(),
                State::Invoking { invocation, .. } => return Ok(Step::Invoke(invocation.clone())),
                State::Listening(listening) => return Ok(Step::Listen(listening.clone())),
                State::Ended => return Ok(Step::Ended),
            };
            let action = self.action(&flow, &block)?;
            if self.transcript.len() >= MAX_BLOCKS {
                return Err(RunError::Endless { block });
            }
            self.perform(action)?;
        }
    }

    fn perform(&mut self, action: &Action) -> Result<(), RunError> {
        let block = &action.identifier;
        self.transcript.push(Line::new(block, &action.kind));
        if self.failing.contains(block) {
            return self.fail_on_purpose(action);
        }
        let done = actions::perform(action, &mut self.memory)?;
        if let Some(line) = self.transcript.last_mut() {
            line.said = self.memory.take_said();
        }
        self.state = match done {
            Done::Take(branch) => return self.take(action, branch),
            Done::Fail(why) => return self.fail(action, &why),
            Done::Invoke(invocation) => State::Invoking { block: block.clone(), invocation },
            Done::Listen(listening) => State::Listening(listening),
            Done::End => State::Ended,
        };
        Ok(())
    }

    /// Continues with the function's reply. A reply that the block does not accept counts as a failure.
    ///
    /// # Errors
    ///
    /// [`RunError::NoBranch`] if the block has no branch for the result.
    pub fn answered(&mut self, reply: &[u8]) -> Result<(), RunError> {
        let State::Invoking { block, invocation } = &self.state else { return Ok(()) };
        match invocation.response.read(reply) {
            Ok(external) => {
                let block = block.clone();
                self.memory.values.external = external;
                self.leave(&block, |_| Branch::Next)
            }
            Err(failed) => self.failed(&failed),
        }
    }

    /// Continues without a reply, because the function failed.
    ///
    /// # Errors
    ///
    /// [`RunError::NoBranch`] if the block has no error branch.
    pub fn failed(&mut self, why: &Failed) -> Result<(), RunError> {
        let State::Invoking { block, .. } = &self.state else { return Ok(()) };
        let block = block.clone();
        self.memory.values.external = Map::new();
        self.note(&why.to_string());
        self.leave(&block, |_| Branch::Error(NO_MATCHING_ERROR.to_owned()))
    }

    /// Presses a key. A key that no block listens for is ignored.
    ///
    /// # Errors
    ///
    /// [`RunError::NoBranch`] if the block has no branch for the key.
    pub fn press(&mut self, key: Key) -> Result<(), RunError> {
        let State::Listening(listening) = &mut self.state else { return Ok(()) };
        let block = listening.block.clone();
        let pressed = listening.press(key);
        if let Some(line) = self.transcript.last_mut() {
            line.pressed.get_or_insert_default().push(key.as_char());
        }
        match pressed {
            Pressed::More => Ok(()),
            Pressed::Digits(digits) => self.store(&block, digits),
            Pressed::Choice(key) => {
                self.leave(&block, |action| action.branch_for(&key.to_string()))
            }
        }
    }

    /// Continues after the time limit for input has passed.
    ///
    /// # Errors
    ///
    /// [`RunError::NoBranch`] if the block has no branch for the timeout.
    pub fn time_out(&mut self) -> Result<(), RunError> {
        let State::Listening(Listening { block, entered, max_digits, .. }) = &self.state else {
            return Ok(());
        };
        let (block, entered) = (block.clone(), entered.clone());
        if max_digits.is_none() {
            self.note("no key was pressed in time");
            return self.leave(&block, |_| Branch::Error("InputTimeLimitExceeded".to_owned()));
        }
        if entered.is_empty() {
            self.note("nothing was keyed in in time");
            return self.store(&block, TIMEOUT.to_owned());
        }
        self.store(&block, entered)
    }

    /// Ends the contact because the caller hung up.
    pub fn hang_up(&mut self) {
        if !self.has_ended() {
            self.note("the caller hung up");
            self.state = State::Ended;
        }
    }

    fn store(&mut self, block: &str, input: String) -> Result<(), RunError> {
        self.memory.values.stored_input = input;
        self.leave(block, |_| Branch::Next)
    }

    /// Leaves the block that the contact waited at.
    fn leave(
        &mut self,
        block: &str,
        branch: impl FnOnce(&Action) -> Branch,
    ) -> Result<(), RunError> {
        let flow = Arc::clone(&self.flow);
        let action = self.action(&flow, block)?;
        self.take(action, branch(action))
    }

    fn action<'a>(&self, flow: &'a Flow, block: &str) -> Result<&'a Action, RunError> {
        flow.action(block).ok_or_else(|| RunError::NoBlock {
            from: self.transcript.last().map(|line| line.block.clone()).unwrap_or_default(),
            to: block.to_owned(),
        })
    }

    fn fail(&mut self, action: &Action, why: &str) -> Result<(), RunError> {
        self.note(why);
        self.take(action, Branch::Error(NO_MATCHING_ERROR.to_owned()))
    }

    /// Takes the general error branch of a block. A block without one, such as a comparison, takes its
    /// first error branch.
    fn fail_on_purpose(&mut self, action: &Action) -> Result<(), RunError> {
        let errors = &action.transitions.errors;
        let general = errors.iter().find(|error| error.error_type == NO_MATCHING_ERROR);
        let error = general.or(errors.first()).map_or(NO_MATCHING_ERROR, |error| &error.error_type);
        self.note("it was made to fail");
        self.take(action, Branch::Error(error.to_owned()))
    }

    fn take(&mut self, action: &Action, branch: Branch) -> Result<(), RunError> {
        let target = action.branches().find(|(known, _)| *known == branch);
        let Some(next) = target.map(|(_, target)| target.to_owned()) else {
            let block = action.identifier.clone();
            return Err(RunError::NoBranch { block, branch: branch.to_string() });
        };
        if let Some(line) = self.transcript.last_mut() {
            line.branch = Some(branch);
            line.next = Some(next.clone());
        }
        self.state = State::At(next);
        Ok(())
    }

    fn note(&mut self, text: &str) {
        if let Some(line) = self.transcript.last_mut() {
            line.note = Some(text.to_owned());
        }
    }
}
