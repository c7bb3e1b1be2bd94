//! What the scenarios share: the local stack as a process, and release approvals on it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a scenario stops where something is not as it should be"
)]

mod approvals;
mod local_stack;
mod logs;
mod people;

pub use approvals::{Approvals, Links, links_in, nonce, path, token, wait};
pub use local_stack::LocalStack;
pub use logs::Logs;
pub use people::{ACCEPT, ANA, JONAS, LOOKED, MEI, REASON, REJECT};

use serde_json::{Value, json};

/// A contact flow event of a call, as Amazon Connect sends it.
#[must_use]
pub fn connect_event(phone_number: &str, contact_id: &str) -> Value {
    json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": {},
                "Channel": "VOICE",
                "ContactId": contact_id,
                "CustomerEndpoint": {"Address": phone_number, "Type": "TELEPHONE_NUMBER"},
                "InitialContactId": contact_id,
                "InitiationMethod": "INBOUND",
                "InstanceARN": "arn:aws:connect:us-east-1:123456789012:instance/local",
                "MediaStreams": {"Customer": {"Audio": null}},
                "PreviousContactId": contact_id,
                "Queue": null,
                "SystemEndpoint": {"Address": "+18005550100", "Type": "TELEPHONE_NUMBER"},
            },
            "Parameters": {},
        },
    })
}
