//! Turns a caller's number into its five best vanity numbers, records the call and answers the
//! contact flow.
//!
//! Amazon Connect invokes the function from a contact flow, up to three times if it fails, so a contact
//! is recorded once. A contact without a usable number is answered with a status that the flow branches
//! on, and is not recorded.

mod event;
mod reply;

pub use event::ConnectEvent;
pub use reply::Reply;

use jiff::Timestamp;
use switchboard_lambda::{Failure, Invocation};
use switchboard_vanity::best_five;
use switchboard_vanity::callers::{Call, CallLog, ContactId, Recorded};
use tracing::info;

/// Handles one contact.
///
/// Fails with `StoreUnavailable` (worth another try), `StoreRefused` or `StoreCorrupt` when the
/// call cannot be recorded. The flow's error branch then apologizes to the caller.
pub async fn handle(
    calls: &impl CallLog,
    now: Timestamp,
    invocation: &mut Invocation<'_, ConnectEvent>,
) -> Result<Reply, Failure> {
    let event = &invocation.event;
    let Some(phone_number) = event.number() else {
        invocation.metrics.count("WithoutNumber", 1);
        info!(event = "no_number", channel = event.channel(), "no number to spell");
        return Ok(Reply::no_number());
    };
    let best_five = match best_five(&phone_number) {
        Ok(best_five) => best_five,
        Err(reason) => {
            invocation.metrics.count("Unsupported", 1);
            info!(event = "unsupported_number", %phone_number, %reason, "number not supported");
            return Ok(Reply::unsupported_number());
        }
    };

    // Without a contact id, a retry cannot be distinguished from a call and may count twice.
    let contact_id = event.contact_id().unwrap_or(&invocation.request_id);
    let contact_id = ContactId::new(contact_id).map_err(|e| Failure::new("BadContactId", e))?;
    let call = Call { contact_id, phone_number, at: now, best_five };
    let recorded = calls.record(&call).await.map_err(|e| Failure::new(e.kind(), e))?;

    let words = call.best_five.by_rank().iter().filter(|vanity| !vanity.words.is_empty()).count();
    invocation.metrics.count("Calls", u32::from(recorded == Recorded::New));
    invocation.metrics.count("Retries", u32::from(recorded == Recorded::Before));
    invocation.metrics.count("WordReadings", u32::try_from(words).unwrap_or(u32::MAX));
    info!(event = "call_recorded", %phone_number, ?recorded, words, "call recorded");
    Ok(Reply::ok(&phone_number, &call.best_five))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use serde_json::{Value, json};
    use switchboard_vanity::PhoneNumber;
    use switchboard_vanity::callers::memory::MemoryCallers;
    use switchboard_vanity::callers::{StoreError, VanityNumbers as _};

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    async fn answer(calls: &impl CallLog, event: &Value) -> Result<Reply, Failure> {
        let mut invocation = Invocation {
            event: serde_json::from_value(event.clone()).unwrap(),
            request_id: "request-1".to_owned(),
            deadline: NOW,
            metrics: &mut switchboard_lambda::Metrics::default(),
        };
        handle(calls, NOW, &mut invocation).await
    }

    fn call_from(address: &Value, contact_id: &str) -> Value {
        let event = include_str!("../../../tests/payloads/connect-contact-flow.json");
        let mut event: Value = serde_json::from_str(event).unwrap();
        let contact = &mut event["Details"]["ContactData"];
        contact["ContactId"] = contact_id.into();
        contact["CustomerEndpoint"]["Address"] = address.clone();
        event
    }

    fn callers() -> MemoryCallers {
        MemoryCallers::new(SignedDuration::from_hours(24))
    }

    #[tokio::test]
    async fn a_caller_hears_five_and_is_remembered() {
        let callers = callers();
        let reply = answer(&callers, &call_from(&"+18003569377".into(), "c-1")).await.unwrap();
        let reply = serde_json::to_value(&reply).unwrap();
        assert_eq!(reply["status"], "ok");
        assert_eq!(reply["phoneNumber"], "+18003569377");
        assert_eq!(reply["count"], "5");
        assert_eq!(reply["vanity_1"], "1-800-FLOWERS");
        assert_eq!(reply["spoken_1"], "1, 8 0 0, flowers");
        assert_eq!(reply["spelled_1"], "1, 8 0 0, F L O W E R S");
        assert!(reply.as_object().unwrap().values().all(Value::is_string), "{reply}");

        let number = PhoneNumber::from_e164("+18003569377").unwrap();
        let caller = callers.find(&number, NOW).await.unwrap().unwrap();
        assert_eq!(caller.best_five.by_rank()[0].vanity_number.as_str(), "1-800-FLOWERS");
        assert_eq!(caller.calls.count, 1);
    }

    #[tokio::test]
    async fn a_retried_contact_counts_once_and_hears_the_same() {
        let callers = callers();
        let mut replies = Vec::new();
        for contact in ["c-1", "c-1", "c-1", "c-2"] {
            let call = call_from(&"+18003569377".into(), contact);
            replies.push(serde_json::to_string(&answer(&callers, &call).await.unwrap()).unwrap());
        }
        assert!(replies.iter().all(|reply| *reply == replies[0]));
        let number = PhoneNumber::from_e164("+18003569377").unwrap();
        assert_eq!(callers.find(&number, NOW).await.unwrap().unwrap().calls.count, 2);
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_contact_without_a_usable_number() {
        let callers = callers();
        for (address, status) in [
            (Value::Null, "no_number"),
            ("".into(), "no_number"),
            ("Anonymous".into(), "no_number"),
            ("+266696687".into(), "no_number"),
            ("sip:alice@example.com".into(), "no_number"),
            ("+1800".into(), "no_number"),
            ("+1234567890123456".into(), "no_number"),
            ("+10003569377".into(), "unsupported_number"),
            ("+4111111111".into(), "unsupported_number"),
        ] {
            let reply = answer(&callers, &call_from(&address, "c-1")).await.unwrap();
            let reply = serde_json::to_value(&reply).unwrap();
            assert_eq!(
                reply,
                json!({"status": status, "phoneNumber": "", "count": "0"}),
                "{address}"
            );
        }
        assert!(callers.is_empty());
    }

    #[tokio::test]
    async fn a_store_that_fails_is_a_failure_of_a_stable_kind() {
        struct Broken;
        impl CallLog for Broken {
            async fn record(&self, _: &Call) -> Result<Recorded, StoreError> {
                Err(StoreError::Unavailable("connection refused".into()))
            }
        }
        let call = call_from(&"+18003569377".into(), "c-1");
        let failure = answer(&Broken, &call).await.unwrap_err();
        assert_eq!(failure.kind(), "StoreUnavailable");
        assert!(failure.to_string().ends_with("connection refused"), "{failure}");
        assert!(!failure.to_string().contains("800356"), "{failure}");
    }
}
