//! The event that Amazon Connect sends.
//!
//! Reading it never fails: any part of it may be absent or null, and newer instances add fields.
//!
//! Shape: AWS Lambda developer guide, "Process contact data with Amazon Connect", and the Connect
//! API's `Endpoint`.

use serde::Deserialize;
use serde_json::Value;
use switchboard_vanity::callers::CallerNumber;
use switchboard_vanity::{PhoneNumber, is_withheld};

/// How a contact begins whose customer has called. In others, such as `OUTBOUND`, `CALLBACK` and `API`, the
/// customer's number was dialled, and somebody may have keyed it in. A transfer (`TRANSFER`, `QUEUE_TRANSFER`)
/// and a disconnect flow are second contacts of a call, which may have been dialled too.
///
/// Source: Amazon Connect administrator guide, "Contact initiation methods and flow types".
const CALLED: &str = "INBOUND";

/// A contact flow event, reduced to the parts that are used. `Debug` omits the phone numbers.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, derive_more::Debug)]
#[serde(from = "Value")]
pub struct ConnectEvent {
    #[debug(skip)]
    contact_id: Option<String>,
    channel: Option<String>,
    /// `Details.Parameters.phoneNumber`: a number that the flow asks about instead of the caller's.
    #[debug(skip)]
    requested: Option<String>,
    /// The customer's address, if it is a telephone's.
    #[debug(skip)]
    customer: Option<String>,
    /// Whether the customer has called, and was not dialled.
    has_called: bool,
}

/// The number to spell, and whose it is. `Debug` masks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// The number that the call came from.
    Callers(CallerNumber),
    /// A number that nobody called from: keyed in, or dialled. It may be anybody's, so nothing of it is
    /// recorded.
    AskedFor(PhoneNumber),
}

impl Spelled {
    pub(crate) const fn number(&self) -> &PhoneNumber {
        match self {
            Self::Callers(caller) => caller.number(),
            Self::AskedFor(number) => number,
        }
    }
}

/// Returns the number that is asked for. A value that is not text counts too: ignoring it would answer
/// with the caller's own number.
fn requested(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

impl From<Value> for ConnectEvent {
    fn from(event: Value) -> Self {
        let text = |pointer: &str| {
            let text = event.pointer(pointer).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let endpoint = text("/Details/ContactData/CustomerEndpoint/Type");
        let is_telephone = endpoint.is_none_or(|kind| kind == "TELEPHONE_NUMBER");
        let initiated = text("/Details/ContactData/InitiationMethod");
        Self {
            contact_id: text("/Details/ContactData/ContactId"),
            channel: text("/Details/ContactData/Channel"),
            requested: requested(event.pointer("/Details/Parameters/phoneNumber")),
            customer: text("/Details/ContactData/CustomerEndpoint/Address")
                .filter(|_| is_telephone),
            has_called: initiated.is_none_or(|method| method == CALLED),
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

    /// Returns the number that the flow asks about, in any written form, or else the customer's.
    /// `None` if it is withheld, absent or not a phone number. A requested number that equals the
    /// caller's own counts as the caller's.
    pub(crate) fn spelled(&self) -> Option<Spelled> {
        let customer = self.customer.as_deref().and_then(CallerNumber::from_endpoint);
        let number = match &self.requested {
            Some(requested) if says_withheld(requested) => return None,
            Some(requested) => requested.parse().ok()?,
            None => *customer.as_ref()?.number(),
        };
        let caller = customer.filter(|caller| self.has_called && *caller.number() == number);
        Some(caller.map_or(Spelled::AskedFor(number), Spelled::Callers))
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
        read(event).spelled().map(|spelled| spelled.number().as_e164().to_owned())
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
        for not_text in [json!(true), json!([]), json!({}), json!(-1.5)] {
            event["Details"]["Parameters"] = json!({"phoneNumber": not_text});
            assert_eq!(number(event.clone()), None, "{not_text}");
        }
        event["Details"]["Parameters"] = json!({"phoneNumber": "８００４６８５８６５"});
        assert_eq!(number(event.clone()).as_deref(), Some("+18004685865"), "full width");
        event["Details"]["Parameters"] = json!({"phoneNumber": "7378742833"});
        assert_eq!(number(event.clone()).as_deref(), Some("+17378742833"), "not RESTRICTED");
        for withheld in ["Restricted", "Unavailable", "+7378742833"] {
            event["Details"]["Parameters"] = json!({"phoneNumber": withheld});
            assert_eq!(number(event.clone()), None, "{withheld}");
        }
    }

    #[test]
    fn only_the_number_that_the_contact_came_from_is_the_callers() {
        let is_callers = |requested: Value, address: Value| {
            let mut event = voice_event();
            event["Details"]["Parameters"] = json!({"phoneNumber": requested});
            event["Details"]["ContactData"]["CustomerEndpoint"]["Address"] = address;
            matches!(read(event).spelled(), Some(Spelled::Callers(_)))
        };
        let caller = || Value::from("+18003569377");
        for own in ["+18003569377", "1-800-FLOWERS", "(800) 356-9377", "8003569377", " ", ""] {
            assert!(is_callers(own.into(), caller()), "{own:?}");
        }
        assert!(is_callers(Value::Null, caller()));
        for (requested, address) in [
            ("+18004685865", caller()),
            ("800-356-9378", caller()),
            ("+448003569377", caller()),
            ("18003569377", Value::Null),
            ("18003569377", "".into()),
            ("18003569377", "anonymous".into()),
            ("18003569377", "sip:+18003569377@example.com".into()),
            ("18003569377", "1-800-356-9377".into()),
        ] {
            assert!(!is_callers(requested.into(), address.clone()), "{requested} {address}");
        }
        // Only a telephone has a number that calls.
        let mut event = voice_event();
        event["Details"]["ContactData"]["CustomerEndpoint"]["Type"] = "VOIP".into();
        event["Details"]["Parameters"] = json!({"phoneNumber": "+18003569377"});
        assert!(matches!(read(event).spelled(), Some(Spelled::AskedFor(_))));
    }

    /// A customer who is called back may have keyed in that number.
    #[test]
    fn a_customer_who_was_dialled_has_not_called() {
        let spelled = |method: Value| {
            let mut event = voice_event();
            event["Details"]["ContactData"]["InitiationMethod"] = method;
            read(event).spelled().unwrap()
        };
        assert!(matches!(spelled("INBOUND".into()), Spelled::Callers(_)));
        assert!(matches!(spelled(Value::Null), Spelled::Callers(_)));
        let second = ["TRANSFER", "QUEUE_TRANSFER", "DISCONNECT"];
        let dialled = ["OUTBOUND", "EXTERNAL_OUTBOUND", "CALLBACK", "API", "SOMETHING_NEWER"];
        for dialled in second.into_iter().chain(dialled) {
            assert!(matches!(spelled(dialled.into()), Spelled::AskedFor(_)), "{dialled}");
            assert_eq!(spelled(dialled.into()).number().as_e164(), "+18003569377");
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
        let event = read(event);
        let shown = format!("{event:?} {:?}", event.spelled());
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
                "InitiationMethod",
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
            let requested = event.pointer("/Details/Parameters/phoneNumber");
            let requested = requested.and_then(|value| match value {
                Value::String(text) => text.parse().ok(),
                other => other.to_string().parse().ok(),
            });
            let caller = text("/Details/ContactData/CustomerEndpoint/Address");
            let caller = caller.and_then(|text| PhoneNumber::from_e164(text).ok());
            match read.spelled() {
                Some(Spelled::Callers(number)) => prop_assert_eq!(caller, Some(*number.number())),
                Some(Spelled::AskedFor(number)) => {
                    prop_assert!([requested, caller].contains(&Some(number)));
                }
                None => {}
            }
        }
    }
}
