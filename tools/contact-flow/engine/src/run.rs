//! A contact on its way through a flow.
//!
//! The run only follows the flow. When a function has to be invoked or the caller has to press a
//! key, [`Contact::advance`] returns the [`Step`]; your code does it and reports the result. The
//! run never sleeps: call [`Contact::time_out`] when a time limit has passed.
//!
//! ```
//! use std::sync::Arc;
//! use switchboard_contact_flow::document::Flow;
//! use switchboard_contact_flow::run::{Contact, ContactData, Step};
//!
//! let flow = Flow::from_json(r#"{
//!     "Version": "2019-10-30",
//!     "StartAction": "Greet",
//!     "Actions": [
//!         {"Identifier": "Greet", "Type": "MessageParticipant", "Parameters": {"Text": "Hello."},
//!          "Transitions": {"NextAction": "Hang up",
//!              "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "Hang up"}]}},
//!         {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
//!     ]
//! }"#)?;
//! let mut contact = Contact::new(Arc::new(flow), ContactData::voice("id-1", "+18003569377"));
//! assert!(matches!(contact.advance()?, Step::Ended));
//! assert_eq!(contact.spoken().collect::<Vec<_>>(), ["Hello."]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod actions;
mod contact;
mod data;
mod error;
mod input;
mod invocation;
mod memory;
#[cfg(test)]
mod tests;
mod transcript;
mod values;

pub use contact::{Contact, Step};
pub use data::ContactData;
pub use error::RunError;
pub use input::{Key, Listening};
pub use invocation::{Failed, Invocation, ResponseType};
pub use transcript::Line;
