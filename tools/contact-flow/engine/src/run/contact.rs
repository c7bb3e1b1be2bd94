//! A contact, and the block that it is at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde_json::Map;

use super::data::ContactData;
use super::error::RunError;
use super::input::{Key, Listening, Pressed};
use super::invocation::{Failed, Invocation};
use super::transcript::Line;
use super::values::{Unknown, Values};
use crate::document::{Action, Branch, Flow};
use crate::language::NO_MATCHING_ERROR;

/// What ends a flow that goes round and round: far more blocks than the longest call has.
const MAX_BLOCKS: usize = 5000;

/// What is stored when the caller keys in nothing. Source: administrator guide, "Store customer
/// input".
const TIMEOUT: &str = "Timeout";

/// What a run waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This function's reply: [`Contact::answered`] or [`Contact::failed`].
    Invoke(Invocation),
    /// Keys: [`Contact::press`], or [`Contact::wait`] when none came in time.
    Listen(Listening),
    /// Nothing, the call is over.
    Ended,
}

/// Where a contact is.
#[derive(Clone, PartialEq, Eq)]
enum State {
    /// About to do this block.
    At(String),
    Invoking(Invocation),
    Listening(Listening),
    Ended,
}

/// A contact on its way through a flow.
#[derive(Clone)]
pub struct Contact {
    flow: Arc<Flow>,
    state: State,
    /// Blocks that take their error branch, whatever they would have done.
    failing: BTreeSet<String>,
    pub(super) values: Values,
    pub(super) loops: BTreeMap<String, u32>,
    transcript: Vec<Line>,
}

/// What was said and keyed in is personal.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let block = self.transcript.last().map(|line| &line.block);
        f.debug_struct("Contact")
            .field("data", &self.values.data)
            .field("block", &block)
            .finish_non_exhaustive()
    }
}

/// What doing a block came to.
pub(super) enum Done {
    Take(Branch),
    Fail(String),
    Invoke(Invocation),
    Listen(Listening),
    End,
}

impl Contact {
    /// A contact at the start of a flow.
    #[must_use]
    pub fn new(flow: Arc<Flow>, data: ContactData) -> Self {
        Self {
            state: State::At(flow.start_action.clone()),
            flow,
            failing: BTreeSet::new(),
            values: Values {
                data,
                attributes: BTreeMap::new(),
                external: Map::new(),
                stored_input: String::new(),
            },
            loops: BTreeMap::new(),
            transcript: Vec::new(),
        }
    }

    /// Lets these blocks fail: each takes its error branch, as when a prompt cannot be played.
    #[must_use]
    pub fn failing(mut self, blocks: impl IntoIterator<Item = String>) -> Self {
        self.failing.extend(blocks);
        self
    }

    /// What the instance knows of it.
    #[must_use]
    pub fn data(&self) -> &ContactData {
        &self.values.data
    }

    /// Its attributes, as agents and reports see them.
    #[must_use]
    pub fn attributes(&self) -> &BTreeMap<String, String> {
        &self.values.attributes
    }

    /// What happened so far.
    #[must_use]
    pub fn transcript(&self) -> &[Line] {
        &self.transcript
    }

    /// What the caller heard so far.
    pub fn spoken(&self) -> impl Iterator<Item = &str> {
        self.transcript.iter().filter_map(|line| line.said.as_deref())
    }

    /// What it waits for, if it waits for keys.
    #[must_use]
    pub fn listening(&self) -> Option<&Listening> {
        match &self.state {
            State::Listening(listening) => Some(listening),
            _ => None,
        }
    }

    /// Whether the call is over.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.state == State::Ended
    }

    /// Goes on until something has to come from outside.
    pub fn advance(&mut self) -> Result<Step, RunError> {
        let flow = Arc::clone(&self.flow);
        loop {
            let block = match &self.state {
                State::At(block) => block.clone(),
                State::Invoking(invocation) => return Ok(Step::Invoke(invocation.clone())),
                State::Listening(listening) => return Ok(Step::Listen(listening.clone())),
                State::Ended => return Ok(Step::Ended),
            };
            let action = flow.action(&block).ok_or_else(|| RunError::NoBlock {
                from: self.transcript.last().map(|line| line.block.clone()).unwrap_or_default(),
                to: block.clone(),
            })?;
            if self.transcript.len() >= MAX_BLOCKS {
                return Err(RunError::Endless { block });
            }
            self.do_block(action)?;
        }
    }

    fn do_block(&mut self, action: &Action) -> Result<(), RunError> {
        let block = &action.identifier;
        self.transcript.push(Line::new(block, &action.kind));
        if self.failing.contains(block) {
            return self.fail_on_purpose(action);
        }
        match self.act(action)? {
            Done::Take(branch) => self.take(action, branch),
            Done::Fail(why) => self.fail(action, &why),
            Done::Invoke(invocation) => {
                self.state = State::Invoking(invocation);
                Ok(())
            }
            Done::Listen(listening) => {
                self.state = State::Listening(listening);
                Ok(())
            }
            Done::End => {
                self.state = State::Ended;
                Ok(())
            }
        }
    }

    /// The function answered this.
    pub fn answered(&mut self, reply: &[u8]) -> Result<(), RunError> {
        let State::Invoking(invocation) = &self.state else { return Ok(()) };
        match invocation.response.read(reply) {
            Ok(external) => {
                self.values.external = external;
                let action = self.current()?;
                self.take(&action, Branch::Next)
            }
            Err(failed) => self.failed(&failed),
        }
    }

    /// The function did not answer.
    pub fn failed(&mut self, why: &Failed) -> Result<(), RunError> {
        let State::Invoking(_) = &self.state else { return Ok(()) };
        self.values.external = Map::new();
        let action = self.current()?;
        self.fail(&action, &why.to_string())
    }

    /// The caller pressed a key. Where nothing listens it is lost.
    pub fn press(&mut self, key: Key) -> Result<(), RunError> {
        let State::Listening(listening) = &mut self.state else { return Ok(()) };
        let pressed = listening.press(key);
        if let Some(line) = self.transcript.last_mut() {
            line.pressed.get_or_insert_default().push(key.as_char());
        }
        match pressed {
            Pressed::More => Ok(()),
            Pressed::Digits(digits) => self.store(digits),
            Pressed::Choice(key) => {
                let action = self.current()?;
                let branch = super::actions::matching(&action, &key.to_string());
                self.take(&action, branch)
            }
        }
    }

    /// The time for an answer is over.
    pub fn wait(&mut self) -> Result<(), RunError> {
        let State::Listening(listening) = &self.state else { return Ok(()) };
        if listening.max_digits.is_none() {
            let action = self.current()?;
            self.note("no key was pressed in time");
            return self.take(&action, Branch::Error("InputTimeLimitExceeded".to_owned()));
        }
        if listening.entered.is_empty() {
            self.note("nothing was keyed in in time");
            self.store(TIMEOUT.to_owned())
        } else {
            let entered = listening.entered.clone();
            self.store(entered)
        }
    }

    /// The caller hung up.
    pub fn hang_up(&mut self) {
        if !self.has_ended() {
            self.note("the caller hung up");
            self.state = State::Ended;
        }
    }

    fn store(&mut self, input: String) -> Result<(), RunError> {
        self.values.stored_input = input;
        let action = self.current()?;
        self.take(&action, Branch::Next)
    }

    /// The block that the contact is at.
    fn current(&self) -> Result<Action, RunError> {
        let block = self.transcript.last().map_or("", |line| line.block.as_str());
        let action = self.flow.action(block).cloned();
        action.ok_or_else(|| RunError::NoBlock { from: String::new(), to: block.to_owned() })
    }

    fn fail(&mut self, action: &Action, why: &str) -> Result<(), RunError> {
        self.note(why);
        self.take(action, Branch::Error(NO_MATCHING_ERROR.to_owned()))
    }

    /// Takes the error branch of a block, whatever the error is: a comparison has but the one for a
    /// value that meets no condition.
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

    /// Writes down what the caller heard.
    pub(super) fn said(&mut self, text: String) {
        if let Some(line) = self.transcript.last_mut() {
            line.said = Some(text);
        }
    }

    /// A text with its references filled in.
    pub(super) fn fill(&self, action: &Action, text: &str) -> Result<String, RunError> {
        self.values.fill(text).map_err(|Unknown(reference)| RunError::Reference {
            block: action.identifier.clone(),
            reference,
        })
    }
}
