//! One fault: the calls that it matches, its effect, and how often it still applies.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

use crate::aws_service::Service;

/// The longest delay, in milliseconds.
const MAX_DELAY_MS: u64 = 10 * 60 * 1000;

/// The moment at which the caller's process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kill {
    /// Before the call, which is then not carried out.
    Before,
    /// After the call has been carried out and before the response.
    After,
}

/// The effect of a fault on a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The call is refused with this error and not carried out.
    Error { code: String, status: Option<u16> },
    /// The call is carried out later.
    Delay(Duration),
    /// The call is carried out, and the connection is closed without a response.
    DropResponse,
    /// The calling process is killed.
    Kill(Kill),
}

/// A requested fault, in the JSON of `/local/faults`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Fault {
    service: Service,
    operation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    function: Option<String>,
    /// How often the fault still applies; `None` is until it is cleared.
    #[serde(default = "once", rename = "times", deserialize_with = "times")]
    pub(super) remaining: Option<u32>,
    /// The number of calls that pass first.
    #[serde(default)]
    skip: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    drop_response: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kill: Option<Kill>,
}

#[expect(clippy::unnecessary_wraps, reason = "it is the default of an optional field")]
fn once() -> Option<u32> {
    Some(1)
}

/// Reads `times`, where null differs from an absent member: absent means once.
fn times<'de, D: Deserializer<'de>>(field: D) -> Result<Option<u32>, D::Error> {
    Option::deserialize(field)
}

impl Fault {
    /// Reads a fault. The error says what is wrong with it.
    pub(super) fn read(body: &[u8]) -> Result<Self, String> {
        let fault: Self = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        fault.check()?;
        Ok(fault)
    }

    fn check(&self) -> Result<(), String> {
        let operations = self.service.operations();
        if self.operation != "*" && !operations.contains(&self.operation.as_str()) {
            let known = operations.join(", ");
            return Err(format!("operation is one of *, {known}"));
        }
        if self.remaining == Some(0) {
            return Err("times is a number from 1 on, or null".to_owned());
        }
        let effects = [
            self.error.is_some(),
            self.delay_ms.is_some(),
            self.drop_response,
            self.kill.is_some(),
        ];
        if effects.into_iter().filter(|effect| *effect).count() != 1 {
            return Err(
                "it takes exactly one of error, delayMs, dropResponse (true) and kill".to_owned()
            );
        }
        if self.error.as_ref().is_some_and(String::is_empty) {
            return Err("error is the name of an exception".to_owned());
        }
        if self.status.is_some_and(|status| self.error.is_none() || !(400..600).contains(&status)) {
            return Err("status goes with error, and is 400 to 599".to_owned());
        }
        if self.delay_ms.is_some_and(|delay| delay > MAX_DELAY_MS) {
            return Err(format!("delayMs is at most {MAX_DELAY_MS}"));
        }
        if self.service == Service::Events && (self.drop_response || self.kill.is_some()) {
            return Err("an event can have an error, which loses it, or a delay".to_owned());
        }
        Ok(())
    }

    /// Returns the effect on a call, if the fault matches it and is not used up.
    pub(super) fn apply(
        &mut self,
        service: Service,
        operation: &str,
        function: Option<&str>,
    ) -> Option<Effect> {
        let matches = self.service == service
            && (self.operation == "*" || self.operation == operation)
            && (self.function.is_none() || self.function.as_deref() == function)
            // Only a function has a process to kill.
            && (self.kill.is_none() || function.is_some());
        if !matches || self.remaining == Some(0) {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        self.remaining = self.remaining.map(|left| left - 1);
        Some(match (&self.error, self.delay_ms, self.kill) {
            (Some(code), ..) => Effect::Error { code: code.clone(), status: self.status },
            (None, Some(delay), _) => Effect::Delay(Duration::from_millis(delay)),
            (None, None, Some(kill)) => Effect::Kill(kill),
            (None, None, None) => Effect::DropResponse,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(body: &str) -> Fault {
        Fault::read(body.as_bytes()).unwrap()
    }

    fn put_item(fault: &mut Fault, function: Option<&str>) -> Option<Effect> {
        fault.apply(Service::DynamoDb, "PutItem", function)
    }

    #[test]
    fn it_applies_as_often_as_requested() {
        let mut once = fault(
            r#"{"service":"dynamodb","operation":"PutItem","skip":1,"error":"X","status":503}"#,
        );
        assert_eq!(put_item(&mut once, None), None, "the first one passes");
        assert_eq!(once.apply(Service::DynamoDb, "GetItem", None), None);
        let effect = Effect::Error { code: "X".to_owned(), status: Some(503) };
        assert_eq!(put_item(&mut once, None), Some(effect));
        assert_eq!(put_item(&mut once, None), None);
        assert_eq!(once.remaining, Some(0));

        let mut ever = fault(r#"{"service":"dynamodb","operation":"*","times":null,"delayMs":5}"#);
        for _ in 0..3 {
            let delay = Effect::Delay(Duration::from_millis(5));
            assert_eq!(put_item(&mut ever, None), Some(delay));
        }
    }

    #[test]
    fn it_applies_to_the_calls_of_one_function() {
        let mut fault = fault(
            r#"{"service":"dynamodb","operation":"PutItem","function":"a","dropResponse":true}"#,
        );
        assert_eq!(put_item(&mut fault, None), None);
        assert_eq!(put_item(&mut fault, Some("b")), None);
        assert_eq!(put_item(&mut fault, Some("a")), Some(Effect::DropResponse));
    }

    #[test]
    fn a_person_has_no_process_to_kill() {
        let mut fault = fault(r#"{"service":"dynamodb","operation":"PutItem","kill":"after"}"#);
        assert_eq!(put_item(&mut fault, None), None);
        assert_eq!(put_item(&mut fault, Some("a")), Some(Effect::Kill(Kill::After)));
    }

    #[test]
    fn an_invalid_fault_is_refused() {
        for body in [
            "",
            r#"{"service":"s3","operation":"*","error":"X"}"#,
            r#"{"service":"dynamodb","operation":"putItem","error":"X"}"#,
            r#"{"service":"ses","operation":"PutItem","error":"X"}"#,
            r#"{"service":"ses","operation":"*"}"#,
            r#"{"service":"ses","operation":"*","error":"X","delayMs":5}"#,
            r#"{"service":"ses","operation":"*","error":""}"#,
            r#"{"service":"ses","operation":"*","error":"X","times":0}"#,
            r#"{"service":"ses","operation":"*","error":"X","status":200}"#,
            r#"{"service":"ses","operation":"*","kill":"before","status":500}"#,
            r#"{"service":"ses","operation":"*","kill":"now"}"#,
            r#"{"service":"ses","operation":"*","dropResponse":false}"#,
            r#"{"service":"ses","operation":"*","delayMs":600001}"#,
            r#"{"service":"events","operation":"*","kill":"after"}"#,
            r#"{"service":"ses","operation":"*","error":"X","sometimes":true}"#,
        ] {
            assert!(Fault::read(body.as_bytes()).is_err(), "{body}");
        }
    }
}
