//! The event that Amazon Connect invokes a function with.

use serde_json::{Value, json};

use super::Call;
use crate::{ACCOUNT, REGION};

const INSTANCE: &str = "8f4a2f6e-6b5c-4d2b-9a3e-0c1d2e3f4a5b";
const QUEUE: &str = "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809";

/// The number that was called: one of those that nobody is ever given.
const OUR_NUMBER: &str = "+18005550100";

/// What stands for the number of a caller who withholds it.
const WITHHELD: &str = "anonymous";

/// The event of a call.
pub(super) fn of(call: &Call, contact_id: &str) -> Value {
    let instance = format!("arn:aws:connect:{REGION}:{ACCOUNT}:instance/{INSTANCE}");
    // Chats and tasks have no telephones at either end.
    let is_voice = call.channel == "VOICE";
    let telephone = |address: &str| json!({ "Address": address, "Type": "TELEPHONE_NUMBER" });
    let customer = call.phone_number.as_deref().or(is_voice.then_some(WITHHELD)).map(telephone);
    let system = is_voice.then(|| telephone(OUR_NUMBER));
    json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": {},
                "Channel": call.channel,
                "ContactId": contact_id,
                "CustomerEndpoint": customer,
                "CustomerId": null,
                "Description": null,
                "InitialContactId": contact_id,
                "InitiationMethod": if is_voice { "INBOUND" } else { "API" },
                "InstanceARN": instance,
                "LanguageCode": "en-US",
                "MediaStreams": { "Customer": { "Audio": null } },
                "Name": null,
                "PreviousContactId": contact_id,
                "Queue": { "ARN": format!("{instance}/queue/{QUEUE}"), "Name": "BasicQueue" },
                "References": {},
                "SystemEndpoint": system,
            },
            "Parameters": {},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(call: &Call) -> Value {
        of(call, "id-1")["Details"]["ContactData"]["CustomerEndpoint"].clone()
    }

    #[test]
    fn a_call_carries_the_callers_number() {
        let call = Call::from_number(Some("+18003569377".to_owned()));
        let event = of(&call, "id-1");
        assert_eq!(event["Name"], "ContactFlowEvent");
        assert_eq!(event["Details"]["ContactData"]["ContactId"], "id-1");
        assert_eq!(
            customer(&call),
            json!({ "Address": "+18003569377", "Type": "TELEPHONE_NUMBER" })
        );
    }

    #[test]
    fn a_withheld_number_is_a_word_and_a_chat_has_none() {
        let withheld = Call::from_number(None);
        assert_eq!(customer(&withheld)["Address"], "anonymous");
        let chat = Call { channel: "CHAT".to_owned(), ..withheld };
        assert_eq!(customer(&chat), Value::Null);
    }
}
