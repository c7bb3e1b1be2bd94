//! A telephone: calls through the people port of a stack.

use std::collections::BTreeMap;
use std::io;

use serde::Deserialize;
use serde_json::{Value, json};
use switchboard_contact_flow::document::{Action, Branch, Flow};
use switchboard_contact_flow::run::Line;
use thiserror::Error;
use ureq::Agent;
use ureq::http::{Method, Request};

use super::Told;
use crate::script::{self, Contact};

/// A telephone of one stack.
#[derive(Debug)]
pub struct Phone {
    agent: Agent,
    calls: String,
    flow: Flow,
    told: Option<Told>,
}

/// How a call is.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Wire")]
pub struct View {
    /// The contact's id.
    pub contact_id: String,
    /// The block that listens for keys, if one does.
    pub listening: Option<String>,
    /// What the caller heard, line by line.
    pub spoken: Vec<String>,
    /// The contact's attributes.
    pub attributes: BTreeMap<String, String>,
    /// What happened, block by block; branches are those of [`Branch::Next`] until the flow is asked.
    pub transcript: Vec<Line>,
}

/// Why a telephone does not get through.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// The stack says why.
    #[error("the local stack refuses this: {0}")]
    Refused(String),
    /// The stack is not reached, or not understood.
    #[error("the local stack does not answer as it should: {0}")]
    Http(#[from] ureq::Error),
    /// Nobody can tell the function what to do.
    #[error("the function cannot be told what to do: {0}")]
    Tell(#[source] io::Error),
}

impl Phone {
    pub(super) fn new(people: &str, flow: &Flow, told: Option<Told>) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A proxy of the environment cannot reach this machine's own ports.
            .proxy(None)
            .max_idle_connections(0)
            .build();
        let calls = format!("{people}/local/calls");
        Self { agent: config.into(), calls, flow: flow.clone(), told }
    }

    /// From now on the function does this. The real one is told nothing.
    pub fn tell(&self, function: &script::Function) -> Result<(), PhoneError> {
        self.told.as_ref().map_or(Ok(()), |told| told.tell(function)).map_err(PhoneError::Tell)
    }

    /// Begins a contact that waits for keys, with these blocks failing.
    pub fn begin(&self, contact: &Contact, failing: &[&str]) -> Result<View, PhoneError> {
        let (number, channel) = match contact {
            Contact::From(number) => (Some(number), "VOICE"),
            Contact::Withheld => (None, "VOICE"),
            Contact::Chat => (None, "CHAT"),
        };
        let order = json!({
            "phoneNumber": number,
            "channel": channel,
            "interactive": true,
            "failingBlocks": failing,
        });
        self.send(Method::POST, &self.calls, &order)
    }

    /// Presses keys; `.` lets the time for an answer go by.
    pub fn press(&self, contact_id: &str, keys: &str) -> Result<View, PhoneError> {
        let url = format!("{}/{contact_id}/keys", self.calls);
        self.send(Method::POST, &url, &json!({ "keys": keys }))
    }

    /// Hangs up.
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
        let mut view: View = response.body_mut().read_json()?;
        for line in &mut view.transcript {
            self.name_branch(line);
        }
        Ok(view)
    }

    /// The wire has a branch as people read it; which kind it is of is in the flow.
    fn name_branch(&self, line: &mut Line) {
        let Some(written) = line.branch.as_ref().map(Branch::to_string) else { return };
        let action = self.flow.action(&line.block);
        let mut branches = action.into_iter().flat_map(Action::branches).map(|(branch, _)| branch);
        line.branch = branches.find(|branch| branch.to_string() == written);
    }
}

/// A call as the stack tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    contact_id: String,
    listening: Option<Listening>,
    spoken: Vec<String>,
    attributes: BTreeMap<String, String>,
    transcript: Vec<WireLine>,
}

#[derive(Deserialize)]
struct Listening {
    block: String,
}

#[derive(Deserialize)]
struct WireLine {
    block: String,
    #[serde(rename = "type")]
    kind: String,
    said: Option<String>,
    pressed: Option<String>,
    note: Option<String>,
    branch: Option<String>,
    next: Option<String>,
}

impl From<Wire> for View {
    fn from(wire: Wire) -> Self {
        Self {
            contact_id: wire.contact_id,
            listening: wire.listening.map(|listening| listening.block),
            spoken: wire.spoken,
            attributes: wire.attributes,
            transcript: wire.transcript.into_iter().map(Line::from).collect(),
        }
    }
}

impl From<WireLine> for Line {
    fn from(wire: WireLine) -> Self {
        Self {
            block: wire.block,
            kind: wire.kind,
            said: wire.said,
            pressed: wire.pressed,
            note: wire.note,
            branch: wire.branch.map(Branch::Condition),
            next: wire.next,
        }
    }
}
