//! Amazon Connect: a call through the contact flow, reduced to what the function sees and what the
//! caller hears.

mod event;

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::time::Instant;
use uuid::Uuid;

use crate::lambda::{Lambda, Outcome};

/// How long a flow waits for its function, retries included: the most that Connect allows.
const TIME_LIMIT: Duration = Duration::from_secs(8);

/// How often Connect calls a function that fails.
const ATTEMPTS: u32 = 3;

/// The largest reply that Connect takes.
const MAX_REPLY_BYTES: usize = 32 * 1024;

/// How many spoken lines a reply has at most.
const SPOKEN_LINES: usize = 5;

/// The status of a call that ended in the flow's error branch.
pub const ERROR_STATUS: &str = "error";

/// A call to be placed.
#[derive(Clone)]
pub struct Call {
    /// The caller's number as Connect knows it; `None` is a withheld one.
    pub phone_number: Option<String>,
    /// `VOICE`, `CHAT` or `TASK`; only voice has a phone number.
    pub channel: String,
    /// The contact's id, or `None` for a new one. The same id again is the same call, tried again.
    pub contact_id: Option<String>,
}

impl Call {
    /// A voice call from this number, or from a withheld one.
    #[must_use]
    pub fn from_number(phone_number: Option<String>) -> Self {
        Self { phone_number, channel: "VOICE".to_owned(), contact_id: None }
    }
}

/// A caller's number is not for logs.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("phone_number", &self.phone_number.as_ref().map(|_| "***"))
            .field("channel", &self.channel)
            .field("contact_id", &self.contact_id)
            .finish()
    }
}

/// How a call went.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Answer {
    /// The contact's id.
    pub contact_id: String,
    /// The function's `status`, or [`ERROR_STATUS`].
    pub status: String,
    /// What the caller heard, line by line.
    pub spoken: Vec<String>,
    /// The function's reply, as the flow sees it under `$.External`.
    pub attributes: Map<String, Value>,
}

/// The contact flow in front of one function.
#[derive(Clone, Debug)]
pub struct ContactFlow {
    lambda: Lambda,
    function: String,
}

impl ContactFlow {
    pub(crate) fn new(lambda: Lambda, function: String) -> Self {
        Self { lambda, function }
    }

    /// Takes a call through the flow. This never fails: a caller always hears something.
    pub async fn place(&self, call: Call) -> Answer {
        let contact_id = call.contact_id.clone().unwrap_or_else(|| Uuid::new_v4().to_string());
        let event = Bytes::from(event::of(&call, &contact_id).to_string());
        let deadline = Instant::now() + TIME_LIMIT;
        for _ in 0..ATTEMPTS {
            let attempt = self.lambda.invoke(&self.function, event.clone());
            match tokio::time::timeout_at(deadline, attempt).await {
                Ok(Ok(invocation)) => {
                    if let Outcome::Success(reply) = invocation.outcome {
                        // A reply that the flow cannot use is not tried again.
                        return match flat(&reply) {
                            Some(attributes) => answer(contact_id, attributes),
                            None => error_branch(contact_id),
                        };
                    }
                }
                // A throttle is tried again like any error.
                Ok(Err(_)) => {}
                Err(_elapsed) => break,
            }
        }
        error_branch(contact_id)
    }
}

/// The reply as a map of strings, which is all that the flow's block takes.
fn flat(reply: &[u8]) -> Option<Map<String, Value>> {
    if reply.len() > MAX_REPLY_BYTES {
        return None;
    }
    let attributes: Map<String, Value> = serde_json::from_slice(reply).ok()?;
    attributes.values().all(Value::is_string).then_some(attributes)
}

fn answer(contact_id: String, attributes: Map<String, Value>) -> Answer {
    let text = |name: &str| attributes.get(name).and_then(Value::as_str);
    let status = text("status").unwrap_or_default().to_owned();
    let spoken = match status.as_str() {
        "ok" => (1..=SPOKEN_LINES)
            .filter_map(|rank| text(&format!("spoken_{rank}")))
            .map(str::to_owned)
            .collect(),
        "no_number" => vec![
            "We cannot see the number that you are calling from. Please call again without \
             withholding it."
                .to_owned(),
        ],
        "unsupported_number" => vec![
            "There are no vanity numbers for the number that you are calling from. Thank you for \
             calling."
                .to_owned(),
        ],
        _ => return error_branch(contact_id),
    };
    Answer { contact_id, status, spoken, attributes }
}

fn error_branch(contact_id: String) -> Answer {
    Answer {
        contact_id,
        status: ERROR_STATUS.to_owned(),
        spoken: vec![
            "We are sorry, something went wrong on our side. Please call again in a few minutes."
                .to_owned(),
        ],
        attributes: Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn heard(reply: &Value) -> Answer {
        match flat(reply.to_string().as_bytes()) {
            Some(attributes) => answer("id-1".to_owned(), attributes),
            None => error_branch("id-1".to_owned()),
        }
    }

    #[test]
    fn the_caller_hears_the_numbers_by_rank() {
        let reply = json!({ "spoken_2": "two", "status": "ok", "spoken_1": "one", "count": "2" });
        assert_eq!(heard(&reply).spoken, ["one", "two"]);
    }

    #[test]
    fn a_caller_without_a_usable_number_hears_why() {
        for status in ["no_number", "unsupported_number"] {
            let answer = heard(&json!({ "status": status }));
            assert_eq!((answer.status.as_str(), answer.spoken.len()), (status, 1));
        }
    }

    #[test]
    fn a_reply_that_the_flow_cannot_use_takes_the_error_branch() {
        let too_long = "x".repeat(MAX_REPLY_BYTES);
        for reply in [
            json!({ "status": "ok", "count": 5 }),
            json!({ "status": "ok", "words": { "nested": "map" } }),
            json!({ "status": "new" }),
            json!(["ok"]),
            json!({ "status": "ok", "spoken_1": too_long }),
        ] {
            let answer = heard(&reply);
            assert_eq!((answer.status.as_str(), answer.spoken.len()), (ERROR_STATUS, 1));
        }
    }

    #[test]
    fn a_call_does_not_show_its_number() {
        let call = Call::from_number(Some("+18003569377".to_owned()));
        assert!(!format!("{call:?}").contains("3569377"));
    }
}
