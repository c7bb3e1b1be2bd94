//! A client of the local stack's `/local/calls`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use switchboard_vanity::PhoneNumber;
use thiserror::Error;
use ureq::Agent;
use ureq::http::{Method, Request, Uri};

use super::keys::Key;

/// The time limit for connecting. The stack is on this machine, or near.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// The time limit for an answer. A flow may wait for its functions, eight seconds each.
const ANSWER_LIMIT: Duration = Duration::from_mins(1);

/// The address of a local stack: `http://host:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(String);

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not an address of a local stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "write the stack's address for people as `make run` prints it, such as http://127.0.0.1:8080"
)]
pub(crate) struct NoAddress;

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let uri: Uri = text.parse().map_err(|_| NoAddress)?;
        let is_base = matches!(uri.path(), "" | "/") && uri.query().is_none();
        match (uri.scheme_str(), uri.authority()) {
            (Some("http"), Some(authority)) if is_base => Ok(Self(format!("http://{authority}"))),
            _ => Err(NoAddress),
        }
    }
}

/// The state of a call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Call {
    contact_id: String,
    /// The prompt that waits for keys; `None` if the call is over.
    pub(super) listening: Option<Listening>,
    pub(super) attributes: BTreeMap<String, String>,
    /// The blocks that ran, in their order.
    pub(super) transcript: Vec<Line>,
}

/// A prompt that waits for keys.
#[derive(Deserialize)]
pub(super) struct Listening {
    /// The digits so far, if the prompt takes several.
    pub(super) entered: String,
}

/// A block that ran.
#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) block: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) said: Option<String>,
    pub(super) pressed: Option<String>,
    pub(super) note: Option<String>,
    pub(super) branch: Option<String>,
    pub(super) next: Option<String>,
}

/// Why the stack cannot go on with a call.
#[derive(Debug, Error)]
pub(super) enum StackError {
    #[error(
        "No local stack answers at {address}; start it with `make run`, or say where it is with --stack or SWITCHBOARD_STACK"
    )]
    NotThere { address: Address, source: ureq::Error },
    #[error("the local stack at {address} went away during the call: {source}")]
    WentAway { address: Address, source: ureq::Error },
    #[error(
        "what answers at {address} is not a local stack: {what}; start one with `make run`, or say where it is with --stack or SWITCHBOARD_STACK"
    )]
    Stranger { address: Address, what: String },
    /// The stack refused, with this detail.
    #[error("{0}")]
    Refused(String),
}

/// The part of a problem document (RFC 9457) that people read.
#[derive(Deserialize)]
struct Problem {
    detail: String,
    #[serde(rename = "status")]
    _status: IgnoredAny,
}

/// A local stack that takes calls.
pub(super) struct Stack {
    agent: Agent,
    address: Address,
}

impl Stack {
    pub(super) fn at(address: Address) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A proxy from the environment cannot reach the ports of this machine.
            .proxy(None)
            // A person may take longer between two keys than a connection is kept open.
            .max_idle_connections(0)
            .timeout_connect(Some(CONNECT_LIMIT))
            .timeout_global(Some(ANSWER_LIMIT));
        Self { agent: config.build().into(), address }
    }

    /// Places a call from a number, or from a withheld one, that waits for keys.
    pub(super) fn place(&self, number: Option<&PhoneNumber>) -> Result<Call, StackError> {
        let body = json!({"phoneNumber": number.map(PhoneNumber::as_e164), "interactive": true});
        self.send(Method::POST, "/local/calls", &body.to_string()).map_err(|error| match error {
            StackError::WentAway { address, source } => StackError::NotThere { address, source },
            other => other,
        })
    }

    pub(super) fn press(&self, call: &Call, key: Key) -> Result<Call, StackError> {
        let body = json!({"keys": key.to_string()}).to_string();
        self.send(Method::POST, &format!("/local/calls/{}/keys", call.contact_id), &body)
    }

    pub(super) fn hang_up(&self, call: &Call) -> Result<Call, StackError> {
        self.send(Method::DELETE, &format!("/local/calls/{}", call.contact_id), "")
    }

    fn send(&self, method: Method, path: &str, body: &str) -> Result<Call, StackError> {
        let lost = |source| StackError::WentAway { address: self.address.clone(), source };
        let stranger = |what| StackError::Stranger { address: self.address.clone(), what };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("content-type", "application/json");
        let sent = if body.is_empty() {
            request.body(()).map_err(ureq::Error::Http).and_then(|request| self.agent.run(request))
        } else {
            let request = request.body(body.to_owned()).map_err(ureq::Error::Http);
            request.and_then(|request| self.agent.run(request))
        };
        let mut response = sent.map_err(|source| match source {
            ureq::Error::Protocol(_) => stranger(source.to_string()),
            _ => lost(source),
        })?;
        let status = response.status();
        let body = response.body_mut().read_to_vec().map_err(lost)?;
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|error| stranger(error.to_string()));
        }
        match serde_json::from_slice(&body) {
            Ok(Problem { detail, .. }) => Err(StackError::Refused(detail)),
            Err(_) => Err(stranger(format!("it answered {status}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_http_without_a_path() {
        for (text, address) in [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:9000/", "http://localhost:9000"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), address);
        }
        for bad in
            ["", "127.0.0.1:8080", "https://localhost", "http://a/b", "http://a?b", "http://"]
        {
            assert_eq!(bad.parse::<Address>(), Err(NoAddress), "{bad}");
        }
    }
}
