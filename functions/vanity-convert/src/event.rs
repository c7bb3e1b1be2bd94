//! The event that Amazon Connect sends.
//!
//! Reading it never fails: any part of it may be absent or null, and newer instances add fields.
//!
//! Shape: AWS Lambda developer guide, "Process contact data with Amazon Connect", and the Connect
//! API's `Endpoint`.

use serde::Deserialize;
use serde_json::Value;
use switchboard_vanity::{PhoneNumber, is_withheld};

/// A contact flow event, reduced to the parts that are used. `Debug` omits the phone numbers.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, derive_more::Debug)]
#[serde(from = "Value")]
pub struct ConnectEvent {
    #[debug(skip)]
    contact_id: Option<String>,
    channel: Option<String>,
    /// `Details.Parameters.phoneNumber`, a text or a number: one that the flow asks about instead of the
    /// caller's.
    #[debug(skip)]
    requested: Option<String>,
    /// The caller's address, if the contact came from a telephone.
    #[debug(skip)]
    caller: Option<String>,
}

impl From<Value> for ConnectEvent {
    fn from(event: Value) -> Self {
        let text = |pointer: &str| {
            let text = event.pointer(pointer).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        // A number without quotes is asked about like one with them, so that it is never taken for no
        // question, which would be answered with the caller's own.
        let unquoted = |pointer: &str| {
            event.pointer(pointer).filter(|value| value.is_number()).map(Value::to_string)
        };
        let requested = "/Details/Parameters/phoneNumber";
        let endpoint = text("/Details/ContactData/CustomerEndpoint/Type");
        let is_telephone = endpoint.is_none_or(|kind| kind == "TELEPHONE_NUMBER");
        Self {
            contact_id: text("/Details/ContactData/ContactId"),
            channel: text("/Details/ContactData/Channel"),
            requested: text(requested).or_else(|| unquoted(requested)),
            caller: text("/Details/ContactData/CustomerEndpoint/Address").filter(|_| is_telephone),
        }
    }
}

impl ConnectEvent {
    pub(crate) fn contact_id(&self) -> Option<&str> {
        self.contact_id.as_deref()
    }

    pub(crate) fn channel(&self) -> Option<&str> {
        self.channel.as_deref()
    }

    /// Returns the number that the flow asks about, in any written form, or else the caller's,
    /// which Connect always passes in E.164. `None` if it is withheld, absent or not a phone
    /// number.
    pub(crate) fn number(&self) -> Option<PhoneNumber> {
        match (&self.requested, &self.caller) {
            (Some(requested), _) if says_withheld(requested) => None,
            (Some(requested), _) => requested.parse().ok(),
            (None, Some(caller)) if is_withheld(caller) => None,
            (None, Some(caller)) => PhoneNumber::from_e164(caller).ok(),
            (None, None) => None,
        }
    }
}

/// Returns whether a requested number means "withheld". A flow may pass on a caller's address; but
/// a person may also enter, without a `+`, a number that happens to spell RESTRICTED.
fn says_withheld(requested: &str) -> bool {
    let is_an_address = requested.starts_with('+') || !requested.contains(char::is_numeric);
    is_an_address && is_withheld(requested)
}

#[cfg(test)]
mod tests {
    use aws_lambda_events::connect::ConnectEvent as PublishedEvent;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(event: Value) -> ConnectEvent {
        serde_json::from_value(event).unwrap()
    }

    fn number(event: Value) -> Option<String> {
        read(event).number().map(|number| number.as_e164().to_owned())
    }

    /// A call, as Connect sends it.
    fn voice_event() -> Value {
        let event = include_str!("../../../tests/payloads/connect-contact-flow.json");
        serde_json::from_str(event).unwrap()
    }

    #[test]
    fn the_caller_is_the_number_unless_the_flow_names_another() {
        let mut event = voice_event();
        assert_eq!(number(event.clone()).as_deref(), Some("+18003569377"));
        event["Details"]["Parameters"] = json!({"phoneNumber": "1-800-GOT-JUNK"});
        assert_eq!(number(event.clone()).as_deref(), Some("+18004685865"));
        event["Details"]["Parameters"] = json!({"phoneNumber": " "});
        assert_eq!(number(event.clone()).as_deref(), Some("+18003569377"));
        event["Details"]["Parameters"] = json!({"phoneNumber": "12"});
        assert_eq!(number(event.clone()), None, "a bad entry is not the caller's own number");
        event["Details"]["Parameters"] = json!({"phoneNumber": 8_004_685_865_u64});
        assert_eq!(number(event.clone()).as_deref(), Some("+18004685865"), "without quotes");
        event["Details"]["Parameters"] = json!({"phoneNumber": 442_079_460_958_u64});
        assert_eq!(number(event.clone()), None, "neither the caller's own number, nor a guess");
        event["Details"]["Parameters"] = json!({"phoneNumber": "８００４６８５８６５"});
        assert_eq!(number(event.clone()).as_deref(), Some("+18004685865"), "full width");
        event["Details"]["Parameters"] = json!({"phoneNumber": "7378742833"});
        assert_eq!(number(event.clone()).as_deref(), Some("+17378742833"), "not RESTRICTED");
        for withheld in ["Restricted", "Unavailable", "+7378742833"] {
            event["Details"]["Parameters"] = json!({"phoneNumber": withheld});
            assert_eq!(number(event.clone()), None, "{withheld}");
        }
    }

    /// The event type is our own because the published one refuses contacts that Connect really sends.
    /// If this test fails after an update, the published type may be used instead.
    #[test]
    fn contacts_that_the_published_type_refuses_are_read() {
        let mut without_caller = voice_event();
        without_caller["Details"]["ContactData"]["CustomerEndpoint"] = Value::Null;
        let mut without_system = voice_event();
        without_system["Details"]["ContactData"]["SystemEndpoint"] = Value::Null;
        let mut with_number = voice_event();
        with_number["Details"]["ContactData"]["Attributes"] = json!({"visits": 3});
        let mut absent = voice_event();
        absent["Details"]["ContactData"].as_object_mut().unwrap().remove("CustomerEndpoint");

        assert!(serde_json::from_value::<PublishedEvent>(voice_event()).is_ok());
        for event in [without_caller, without_system, with_number, absent] {
            assert!(serde_json::from_value::<PublishedEvent>(event.clone()).is_err(), "{event}");
            let own = read(event);
            assert_eq!(own.contact_id(), Some("5ca32fbd-8f92-46af-92a5-6b0f970f0efe"));
        }
    }

    #[test]
    fn only_a_telephone_has_a_phone_number() {
        for (kind, channel, known) in [
            ("TELEPHONE_NUMBER", "VOICE", true),
            ("TELEPHONE_NUMBER", "CHAT", true),
            ("VOIP", "VOICE", false),
            ("EMAIL_ADDRESS", "EMAIL", false),
            ("CONTACT_FLOW", "TASK", false),
        ] {
            let mut event = voice_event();
            event["Details"]["ContactData"]["Channel"] = channel.into();
            event["Details"]["ContactData"]["CustomerEndpoint"]["Type"] = kind.into();
            assert_eq!(number(event).is_some(), known, "{kind}");
        }
    }

    #[test]
    fn neither_number_is_shown() {
        let mut event = voice_event();
        event["Details"]["Parameters"] = json!({"phoneNumber": "+14155550123"});
        let shown = format!("{:?}", read(event));
        assert!(!shown.contains("356") && !shown.contains("555"), "{shown}");
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[+0-9A-Za-z ]{0,16}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let key = prop::sample::select(vec![
                "Details",
                "ContactData",
                "Parameters",
                "phoneNumber",
                "CustomerEndpoint",
                "Address",
                "Type",
                "ContactId",
            ]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(key.prop_map(str::to_owned), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Any JSON in the place of a part of the event, or of all of it. A number comes only from the
        /// two places that may hold one, and the contact id from its place.
        #[test]
        fn any_json_is_read(
            part in prop::sample::select(vec![
                "",
                "/Details",
                "/Details/Parameters",
                "/Details/ContactData",
                "/Details/ContactData/ContactId",
                "/Details/ContactData/CustomerEndpoint",
                "/Details/ContactData/CustomerEndpoint/Address",
            ]),
            json in any_json(),
        ) {
            let mut event = voice_event();
            *event.pointer_mut(part).unwrap() = json;
            let text = |pointer| event.pointer(pointer).and_then(Value::as_str).map(str::trim);
            let read = read(event.clone());
            let id = text("/Details/ContactData/ContactId").filter(|id| !id.is_empty());
            prop_assert_eq!(read.contact_id(), id);
            if let Some(number) = read.number() {
                let requested = event.pointer("/Details/Parameters/phoneNumber");
                let requested = requested.and_then(|value| match value {
                    Value::String(text) => text.parse().ok(),
                    Value::Number(digits) => digits.to_string().parse().ok(),
                    _ => None,
                });
                let caller = text("/Details/ContactData/CustomerEndpoint/Address");
                let caller = caller.and_then(|text| PhoneNumber::from_e164(text).ok());
                prop_assert!([requested, caller].contains(&Some(number)));
            }
        }
    }
}
