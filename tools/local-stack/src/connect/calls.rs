//! Calls on their way through the contact flow.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::StatusCode;
use serde::Serialize;
use switchboard_contact_flow::catalogue::{Catalogue, CatalogueError};
use switchboard_contact_flow::document::Flow;
use switchboard_contact_flow::run::{Contact, Failed, Invocation, Line, RunError, Step};
use thiserror::Error;
use tokio::task::JoinError;
use tokio::time::Instant;
use uuid::Uuid;

use super::call_request::{Call, Press};
use super::event;
use crate::lambda::{Lambda, Outcome, function};
use crate::problem::Problem;

/// The variable of a flow's template that names the function.
const FUNCTION: &str = "vanity_convert_alias_arn";

/// The alias that the function is invoked by.
const ALIAS: &str = "live";

/// How often Connect calls a function that fails.
const ATTEMPTS: u32 = 3;

/// The number of calls that are remembered.
const REMEMBERED: usize = 100;

/// The state of a call.
// `Debug` leaves out the caller's number, also in what was said.
#[derive(Clone, derive_more::Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallView {
    /// The contact's id.
    pub contact_id: String,
    /// The contact's attribute `status`, which the flow sets; empty before.
    pub status: String,
    /// Whether the call is over.
    #[debug(skip)]
    pub ended: bool,
    /// What the flow listens for; `None` if the call is over, or its function at work.
    #[debug(skip)]
    pub listening: Option<ListeningView>,
    /// What the caller heard, line by line.
    #[debug(skip)]
    pub spoken: Vec<String>,
    /// The contact's attributes, as agents and reports see them.
    #[debug(skip)]
    pub attributes: BTreeMap<String, String>,
    /// What happened, block by block.
    #[debug(skip)]
    pub transcript: Vec<Line>,
    /// The caller's address, for the console page.
    #[serde(skip)]
    #[debug(skip)]
    pub(crate) caller: Option<String>,
}

/// What a flow listens for.
// `Debug` leaves out the entered digits.
#[derive(Clone, derive_more::Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListeningView {
    /// The block that listens.
    pub block: String,
    /// How long it waits for the first key.
    #[debug(skip)]
    pub time_limit_seconds: u64,
    /// How many digits it takes; `None` is one key that chooses.
    #[debug(skip)]
    pub max_digits: Option<usize>,
    /// What was keyed in so far, where it takes several.
    #[debug(skip)]
    pub entered: String,
}

/// The error for a call that cannot continue.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CallError {
    /// The contact flow cannot be read.
    #[error(
        "The contact flow cannot be run. {0}. Fix it and call again: each call reads it again."
    )]
    Flow(#[from] CatalogueError),
    /// The contact flow has a mistake.
    #[error("The contact flow is wrong: {0}. Fix it and call again: each call reads it again.")]
    Run(#[from] RunError),
    /// No contact flow answers the dialled number.
    #[error(
        "No contact flow answers {number:?}. Leave out dialledNumber, or dial one of these: {}.",
        known.join(", ")
    )]
    NoFlow {
        /// The number.
        number: String,
        /// The numbers that flows answer.
        known: Vec<String>,
    },
    /// `failingBlocks` names an unknown block.
    #[error("The contact flow has no block {0:?} that could fail.")]
    NoSuchBlock(String),
    /// `failingBlocks` names a block without an error branch.
    #[error("The block {0:?} has no error branch, so it cannot fail.")]
    CannotFail(String),
    /// The call is unknown, or no longer remembered.
    #[error(
        "There is no call {0:?}; the latest {REMEMBERED} are remembered. Place one with POST /local/calls."
    )]
    Unknown(String),
    /// The call is over.
    #[error(
        "The call {0} is over, and nobody listens for keys. Place another with POST /local/calls."
    )]
    Over(String),
    /// The stack stopped before the operation was complete.
    #[error("The local stack is stopping.")]
    Stopping(#[source] JoinError),
}

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        let status = match error {
            CallError::Flow(_) | CallError::Run(_) => StatusCode::INTERNAL_SERVER_ERROR,
            CallError::NoFlow { .. } | CallError::NoSuchBlock(_) | CallError::CannotFail(_) => {
                StatusCode::BAD_REQUEST
            }
            CallError::Unknown(_) => StatusCode::NOT_FOUND,
            CallError::Over(_) => StatusCode::CONFLICT,
            CallError::Stopping(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, error.to_string())
    }
}

/// A call that several requests may continue, one after the other.
type Open = Arc<tokio::sync::Mutex<Contact>>;

/// The phone line: cheap to clone, each clone is the same line.
#[derive(Clone, Debug)]
pub struct Calls {
    lambda: Lambda,
    flows_dir: PathBuf,
    function_arn: String,
    /// The remembered calls, the latest last.
    latest: Arc<Mutex<VecDeque<(String, Open)>>>,
}

impl Calls {
    /// Creates a phone line whose flows are in this folder and invoke this function.
    pub(crate) fn new(lambda: Lambda, flows_dir: PathBuf, function: &str) -> Self {
        let function_arn = format!("{}:{ALIAS}", function::arn(function));
        Self { lambda, flows_dir, function_arn, latest: Arc::default() }
    }

    /// Checks that every flow that answers a number can be read.
    pub(crate) fn check(&self) -> Result<(), CatalogueError> {
        let catalogue = Catalogue::read(&self.flows_dir)?;
        let mut entries = catalogue.numbers().filter_map(|number| catalogue.answering(number));
        entries.try_for_each(|entry| catalogue.flow(entry, &self.values()).map(drop))
    }

    /// Returns the dialled number and the flow that answers it; without a number, the first that a
    /// flow answers. Files are read again for each call, so that a change takes effect at once.
    fn answering(&self, dialled: Option<&str>) -> Result<(String, Flow), CallError> {
        let catalogue = Catalogue::read(&self.flows_dir)?;
        let number = dialled.or_else(|| catalogue.numbers().next()).unwrap_or_default().to_owned();
        let Some(entry) = catalogue.answering(&number) else {
            let known = catalogue.numbers().map(str::to_owned).collect();
            return Err(CallError::NoFlow { number, known });
        };
        let flow = catalogue.flow(entry, &self.values())?;
        Ok((number, flow))
    }

    fn values(&self) -> BTreeMap<&str, &str> {
        [(FUNCTION, self.function_arn.as_str())].into()
    }

    /// Places a call, and continues it until it waits or is over.
    pub async fn place(&self, call: &Call) -> Result<CallView, CallError> {
        let (number, flow) = self.answering(call.dialled_number.as_deref())?;
        for block in &call.failing_blocks {
            let action = flow.action(block).ok_or_else(|| CallError::NoSuchBlock(block.clone()))?;
            if action.transitions.errors.is_empty() {
                return Err(CallError::CannotFail(block.clone()));
            }
        }
        let id = call.contact_id.clone().unwrap_or_else(|| Uuid::new_v4().to_string());
        let data = event::data(call, id.clone(), number);
        let contact =
            Contact::new(Arc::new(flow), data).failing(call.failing_blocks.iter().cloned());
        let open = Arc::new(tokio::sync::Mutex::new(contact));
        self.remember(id, Arc::clone(&open));
        let (keys, interactive) = (call.keys.clone(), call.interactive);
        self.see_through(move |calls| async move {
            let mut contact = open.lock().await;
            calls.go_on(&mut contact).await?;
            calls.press_all(&mut contact, &keys).await?;
            while !interactive && !contact.has_ended() {
                contact.time_out()?;
                calls.go_on(&mut contact).await?;
            }
            Ok(view(&contact))
        })
        .await
    }

    /// Returns the state of a call.
    pub async fn view(&self, id: &str) -> Result<CallView, CallError> {
        Ok(view(&*self.open(id)?.lock().await))
    }

    /// Presses keys on a call that waits for them; those after its end are ignored.
    pub async fn press(&self, id: &str, keys: &[Press]) -> Result<CallView, CallError> {
        let open = self.open(id)?;
        let (id, keys) = (id.to_owned(), keys.to_vec());
        self.see_through(move |calls| async move {
            let mut contact = open.lock().await;
            if contact.has_ended() {
                return Err(CallError::Over(id));
            }
            calls.press_all(&mut contact, &keys).await?;
            Ok(view(&contact))
        })
        .await
    }

    /// Completes an operation even if the client has disconnected, so that a call is not left in
    /// the middle of a block.
    async fn see_through<F>(
        &self,
        step: impl FnOnce(Self) -> F + Send + 'static,
    ) -> Result<CallView, CallError>
    where
        F: Future<Output = Result<CallView, CallError>> + Send,
    {
        let calls = self.clone();
        tokio::spawn(async move { step(calls).await }).await.map_err(CallError::Stopping)?
    }

    /// Hangs up, even before the flow has ended.
    pub async fn hang_up(&self, id: &str) -> Result<CallView, CallError> {
        let open = self.open(id)?;
        let mut contact = open.lock().await;
        contact.hang_up();
        Ok(view(&contact))
    }

    async fn press_all(&self, contact: &mut Contact, keys: &[Press]) -> Result<(), CallError> {
        for press in keys {
            match press {
                Press::Key(key) => contact.press(*key)?,
                Press::Nothing => contact.time_out()?,
            }
            self.go_on(contact).await?;
        }
        Ok(())
    }

    /// Continues until the call waits for its caller, or is over.
    async fn go_on(&self, contact: &mut Contact) -> Result<(), CallError> {
        while let Step::Invoke(invocation) = contact.advance()? {
            match self.invoke(contact, &invocation).await {
                Ok(reply) => contact.answered(&reply)?,
                Err(failed) => contact.failed(&failed)?,
            }
        }
        Ok(())
    }

    /// Invokes the function, as often as Connect does within the block's time limit.
    async fn invoke(&self, contact: &Contact, invocation: &Invocation) -> Result<Bytes, Failed> {
        let event = Bytes::from(event::of(contact, &invocation.parameters).to_string());
        let deadline = Instant::now() + invocation.time_limit;
        for _ in 0..ATTEMPTS {
            let attempt = self.lambda.invoke(&invocation.function_arn, event.clone());
            match tokio::time::timeout_at(deadline, attempt).await {
                Ok(Ok(finished)) => {
                    if let Outcome::Success(reply) = finished.outcome {
                        return Ok(reply);
                    }
                }
                // A throttle is tried again like any error.
                Ok(Err(_)) => {}
                Err(_elapsed) => return Err(Failed::TimeLimit),
            }
        }
        Err(Failed::Function)
    }

    fn remember(&self, id: String, call: Open) {
        let mut calls = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        calls.retain(|(known, _)| *known != id);
        calls.push_back((id, call));
        while calls.len() > REMEMBERED {
            calls.pop_front();
        }
    }

    fn open(&self, id: &str) -> Result<Open, CallError> {
        let calls = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let call = calls.iter().find(|(known, _)| known == id).map(|(_, call)| Arc::clone(call));
        call.ok_or_else(|| CallError::Unknown(id.to_owned()))
    }
}

fn view(contact: &Contact) -> CallView {
    let listening = contact.listening().map(|listening| ListeningView {
        block: listening.block.clone(),
        time_limit_seconds: listening.time_limit.as_secs(),
        max_digits: listening.max_digits,
        entered: listening.entered.clone(),
    });
    let attributes = contact.attributes().clone();
    CallView {
        contact_id: contact.data().contact_id.clone(),
        status: attributes.get("status").cloned().unwrap_or_default(),
        ended: contact.has_ended(),
        listening,
        spoken: contact.spoken().map(str::to_owned).collect(),
        attributes,
        transcript: contact.transcript().to_vec(),
        caller: contact.data().customer.clone(),
    }
}
