//! The event that Amazon Connect sends to a function.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use switchboard_contact_flow::run::{Contact, ContactData};

use super::call_request::Call;
use crate::account::{REGION, arn};

const INSTANCE: &str = "8f4a2f6e-6b5c-4d2b-9a3e-0c1d2e3f4a5b";

/// The address that Connect sends for a withheld number.
const WITHHELD: &str = "anonymous";

/// Returns the contact data that the Connect instance has for a call to the number `dialled`.
pub(super) fn data(call: &Call, contact_id: String, dialled: String) -> ContactData {
    // Chats and tasks have no telephone numbers.
    let is_voice = call.channel == "VOICE";
    let withheld = is_voice.then(|| WITHHELD.to_owned());
    ContactData {
        contact_id,
        channel: call.channel.clone(),
        customer: call.phone_number.clone().or(withheld),
        system: is_voice.then_some(dialled),
        instance_arn: arn("connect", format_args!("instance/{INSTANCE}")),
        region: REGION.to_owned(),
    }
}

/// Returns the event for an invocation with these parameters.
pub(super) fn of(contact: &Contact, parameters: &BTreeMap<String, String>) -> Value {
    let data = contact.data();
    let telephone = |address: &String| json!({ "Address": address, "Type": "TELEPHONE_NUMBER" });
    json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": contact.attributes(),
                "AwsRegion": data.region,
                "Channel": data.channel,
                "ContactId": data.contact_id,
                "CustomerEndpoint": data.customer.as_ref().map(telephone),
                "CustomerId": null,
                "Description": null,
                "InitialContactId": data.contact_id,
                "InitiationMethod": if data.is_voice() { "INBOUND" } else { "API" },
                "InstanceARN": data.instance_arn,
                "LanguageCode": "en-US",
                "MediaStreams": { "Customer": { "Audio": null } },
                "Name": null,
                "PreviousContactId": data.contact_id,
                // No flow has put the contact into a queue.
                "Queue": null,
                "References": {},
                "SystemEndpoint": data.system.as_ref().map(telephone),
            },
            "Parameters": parameters,
        },
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use switchboard_contact_flow::document::Flow;

    use super::*;
    use crate::event_shape;

    fn event(call: &Call) -> Value {
        let flow = json!({ "Version": "2019-10-30", "StartAction": "", "Actions": [] });
        let flow = Arc::new(Flow::from_value(flow).unwrap());
        let contact = Contact::new(flow, data(call, "id-1".to_owned(), "+18005550100".to_owned()));
        of(&contact, &[("phoneNumber".to_owned(), "800".to_owned())].into())
    }

    #[test]
    fn a_call_carries_the_callers_number_and_the_blocks_parameters() {
        let event = event(&Call::from_number(Some("+18003569377".to_owned())));
        assert_eq!(event["Name"], "ContactFlowEvent");
        assert_eq!(event["Details"]["Parameters"], json!({ "phoneNumber": "800" }));
        let data = &event["Details"]["ContactData"];
        assert_eq!(data["ContactId"], "id-1");
        assert_eq!(
            data["CustomerEndpoint"],
            json!({ "Address": "+18003569377", "Type": "TELEPHONE_NUMBER" })
        );
        assert_eq!(data["SystemEndpoint"]["Address"], "+18005550100");
    }

    #[test]
    fn a_withheld_number_is_a_word_and_a_chat_has_none() {
        let customer =
            |call: &Call| event(call)["Details"]["ContactData"]["CustomerEndpoint"].clone();
        let withheld = Call::from_number(None);
        assert_eq!(customer(&withheld)["Address"], "anonymous");
        let chat = Call { channel: "CHAT".to_owned(), ..withheld };
        assert_eq!(customer(&chat), Value::Null);
    }

    #[test]
    fn an_event_has_the_members_of_a_published_one() {
        let event = event(&Call::from_number(Some("+18003569377".to_owned())));
        let published = include_str!("../../../../tests/payloads/connect-contact-flow.json");
        // The published event has one made-up member, and instances of today add the others.
        let differences = [
            "SomethingNewer",
            "AwsRegion",
            "CustomerId",
            "Description",
            "LanguageCode",
            "Name",
            "References",
        ]
        .map(|member| format!(".Details.ContactData.{member}"));
        let differences: Vec<_> = differences.iter().map(String::as_str).collect();
        event_shape::assert_same(&event, published, &differences);
    }
}
