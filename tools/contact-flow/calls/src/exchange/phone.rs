//! A telephone: places calls over a stack's port for people.

use std::collections::BTreeMap;
use std::io;

use serde::Deserialize;
use serde_json::{Value, json};
use switchboard_contact_flow::run::Line;
use thiserror::Error;
use ureq::Agent;
use ureq::http::{Method, Request};

use super::instructions::Instructions;
use crate::script::{Contact, Function};

/// A telephone of a stack.
#[derive(Debug)]
pub struct Phone {
    agent: Agent,
    calls: String,
    instructions: Option<Instructions>,
}

/// The state of a call.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// The id of the contact.
    pub contact_id: String,
    /// The input that the flow waits for; `None` if it does not wait.
    pub listening: Option<Listening>,
    /// What the caller has heard, line by line.
    pub spoken: Vec<String>,
    /// The attributes of the contact.
    pub attributes: BTreeMap<String, String>,
    /// The transcript of the call.
    pub transcript: Vec<Line>,
}

/// The input that a flow waits for.
#[derive(Clone, Debug, Deserialize)]
pub struct Listening {
    /// The identifier of the block.
    pub block: String,
}

/// The reason why a request of a telephone fails.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// The stack refuses the request, for this reason.
    #[error("the local stack refuses this: {0}")]
    Refused(String),
    /// The stack does not answer, or answers something unexpected.
    #[error("the local stack does not answer as it should: {0}")]
    Http(#[from] ureq::Error),
    /// The instructions of the scripted function cannot be written.
    #[error("the scripted function gets no instructions: {0}")]
    Instructions(#[source] io::Error),
}

impl Phone {
    pub(super) fn new(people: &str, instructions: Option<Instructions>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A proxy of the environment cannot reach this machine's own ports.
            .proxy(None)
            .max_idle_connections(0)
            .build();
        Self { agent: config.into(), calls: format!("{people}/local/calls"), instructions }
    }

    /// Makes the scripted function do this from now on. The real function is not affected.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Instructions`] if the file cannot be written.
    pub fn instruct(&self, function: &Function) -> Result<(), PhoneError> {
        let write = |instructions: &Instructions| instructions.write(function);
        self.instructions.as_ref().map_or(Ok(()), write).map_err(PhoneError::Instructions)
    }

    /// Dials a number. The call waits for keys, and these blocks fail.
    ///
    /// # Errors
    ///
    /// [`PhoneError`] if the stack refuses the call or does not answer.
    pub fn dial(
        &self,
        number: &str,
        contact: &Contact,
        failing_blocks: &[String],
    ) -> Result<View, PhoneError> {
        let (caller, channel) = match contact {
            Contact::From(number) => (Some(number), "VOICE"),
            Contact::Withheld => (None, "VOICE"),
            Contact::Chat => (None, "CHAT"),
        };
        let call = json!({
            "phoneNumber": caller,
            "dialledNumber": number,
            "channel": channel,
            "interactive": true,
            "failingBlocks": failing_blocks,
        });
        self.send(Method::POST, &self.calls, &call)
    }

    /// Presses keys; `.` lets the time limit pass.
    ///
    /// # Errors
    ///
    /// [`PhoneError`] if the stack refuses the keys or does not answer.
    pub fn press(&self, contact_id: &str, keys: &str) -> Result<View, PhoneError> {
        let url = format!("{}/{contact_id}/keys", self.calls);
        self.send(Method::POST, &url, &json!({ "keys": keys }))
    }

    /// Hangs up.
    ///
    /// # Errors
    ///
    /// [`PhoneError`] if the stack does not know the call or does not answer.
    pub fn hang_up(&self, contact_id: &str) -> Result<View, PhoneError> {
        self.send(Method::DELETE, &format!("{}/{contact_id}", self.calls), &Value::Null)
    }

    fn send(&self, method: Method, url: &str, body: &Value) -> Result<View, PhoneError> {
        let request = Request::builder().method(method).uri(url);
        let mut response = if body.is_null() {
            self.agent.run(request.body(()).map_err(ureq::Error::from)?)?
        } else {
            self.agent.run(request.body(body.to_string()).map_err(ureq::Error::from)?)?
        };
        if !response.status().is_success() {
            let problem: Value = response.body_mut().read_json()?;
            let detail = problem.get("detail").and_then(Value::as_str);
            return Err(PhoneError::Refused(detail.map_or(problem.to_string(), str::to_owned)));
        }
        Ok(response.body_mut().read_json()?)
    }
}
