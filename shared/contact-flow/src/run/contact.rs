//! A contact, and the block that it is at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use thiserror::Error;

use super::input::{Key, Listening, Pressed};
use super::transcript::Line;
use super::values::{Unknown, Values};
use crate::document::{Action, Branch, Flow};

/// What ends a flow that goes round and round without waiting for its caller.
const MAX_BLOCKS_AT_A_TIME: usize = 1000;

/// The largest reply of a function that Connect takes. Source: administrator guide, "Feature
/// specifications".
const MAX_REPLY_BYTES: usize = 32 * 1024;

/// What is stored when the caller keys in nothing. Source: administrator guide, "Store customer
/// input".
const TIMEOUT: &str = "Timeout";

/// The error that stands for all others.
pub(super) const NO_MATCHING_ERROR: &str = "NoMatchingError";

/// What the instance knows of a contact.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactData {
    /// Its id.
    pub contact_id: String,
    /// `VOICE`, `CHAT`, `TASK` or `EMAIL`.
    pub channel: String,
    /// The customer's address, such as the caller's number.
    pub customer: Option<String>,
    /// The address that was called.
    pub system: Option<String>,
    /// The instance.
    pub instance_arn: String,
    /// Where the instance is.
    pub region: String,
}

impl ContactData {
    /// A call from an address that says who calls.
    #[must_use]
    pub fn voice(contact_id: impl Into<String>, customer: impl Into<String>) -> Self {
        Self {
            contact_id: contact_id.into(),
            channel: "VOICE".to_owned(),
            customer: Some(customer.into()),
            system: None,
            instance_arn: String::new(),
            region: String::new(),
        }
    }

    /// Whether it is a call.
    #[must_use]
    pub fn is_voice(&self) -> bool {
        self.channel == "VOICE"
    }

    pub(super) fn system(&self, path: &str) -> Option<&str> {
        match path {
            "AwsRegion" => Some(&self.region),
            "Channel" => Some(&self.channel),
            "ContactId" | "InitialContactId" => Some(&self.contact_id),
            "CustomerEndpoint.Address" => self.customer.as_deref(),
            "InstanceARN" => Some(&self.instance_arn),
            "SystemEndpoint.Address" => self.system.as_deref(),
            _ => None,
        }
    }
}

/// A caller's number is not for logs.
impl fmt::Debug for ContactData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactData")
            .field("contact_id", &self.contact_id)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

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

/// A function to be invoked.
#[derive(Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Its ARN, with an alias.
    pub function_arn: String,
    /// How long Connect waits, all attempts together.
    pub time_limit: Duration,
    /// The parameters of the block, `Details.Parameters` of the event.
    pub parameters: BTreeMap<String, String>,
    /// What its reply has to be.
    pub response: ResponseType,
}

/// The parameters may be what a caller keyed in.
impl fmt::Debug for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation")
            .field("function_arn", &self.function_arn)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

/// What a function's reply has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseType {
    /// A flat object of strings.
    StringMap,
    /// Any object.
    Json,
}

/// Why a function has no reply.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Failed {
    /// It failed each time that it was tried.
    #[error("the function failed")]
    Function,
    /// It did not answer within the time limit.
    #[error("the function did not answer in time")]
    TimeLimit,
    /// Its reply is larger than Connect takes.
    #[error("the function's reply has {0} bytes, and Connect takes 32 KB")]
    TooLarge(usize),
    /// Its reply is not what the block says it is.
    #[error("the function's reply is no flat object of strings")]
    NotAStringMap,
    /// Its reply is no object at all.
    #[error("the function's reply is no JSON object")]
    NotJson,
}

/// Why a contact cannot go on: the flow itself is wrong. The message names the block.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RunError {
    /// A branch leads to a block that is not there.
    #[error("block {from:?} leads to {to:?}, which is no block of the flow")]
    NoBlock {
        /// Where it leads from; empty at the start.
        from: String,
        /// The block that is not there.
        to: String,
    },
    /// A type of action that is not run here.
    #[error(
        "block {block:?}: actions of type {kind:?} are not run here; those that are: {}",
        super::actions::KNOWN.join(", ")
    )]
    UnknownAction {
        /// The block.
        block: String,
        /// Its type.
        kind: String,
    },
    /// A parameter that is missing, or not what it has to be.
    #[error("block {block:?}: parameter {parameter} is missing or not what it has to be")]
    Parameter {
        /// The block.
        block: String,
        /// The parameter.
        parameter: &'static str,
    },
    /// A reference to something that no contact has.
    #[error("block {block:?}: {reference} is no reference that is known here")]
    Reference {
        /// The block.
        block: String,
        /// The reference.
        reference: String,
    },
    /// A way out that the block does not have.
    #[error("block {block:?} has no branch for {branch:?}, so the call would end in silence")]
    NoBranch {
        /// The block.
        block: String,
        /// The branch.
        branch: String,
    },
    /// A flow that goes round and round.
    #[error("block {block:?} was reached over and over, and the caller was never waited for")]
    Endless {
        /// One of the blocks.
        block: String,
    },
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
        for _ in 0..MAX_BLOCKS_AT_A_TIME {
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
            self.do_block(action)?;
        }
        let block = self.transcript.last().map(|line| line.block.clone()).unwrap_or_default();
        Err(RunError::Endless { block })
    }

    fn do_block(&mut self, action: &Action) -> Result<(), RunError> {
        let block = &action.identifier;
        self.transcript.push(Line::new(block, &action.kind));
        if self.failing.contains(block) {
            return self.fail(action, "it was made to fail");
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
        match read_reply(reply, invocation.response) {
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

fn read_reply(reply: &[u8], response: ResponseType) -> Result<Map<String, Value>, Failed> {
    if reply.len() > MAX_REPLY_BYTES {
        return Err(Failed::TooLarge(reply.len()));
    }
    let reply: Map<String, Value> = serde_json::from_slice(reply).map_err(|_| Failed::NotJson)?;
    if response == ResponseType::StringMap && !reply.values().all(Value::is_string) {
        return Err(Failed::NotAStringMap);
    }
    Ok(reply)
}
