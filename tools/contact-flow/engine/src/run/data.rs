//! What the instance knows of a contact.

use std::fmt;

/// What the instance knows of a contact.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactData {
    /// Its id.
    pub contact_id: String,
    /// `VOICE`, `CHAT`, `TASK` or `EMAIL`.
    pub channel: String,
    /// The customer's address, such as the caller's number.
    pub customer: Option<String>,
    /// The address that was called.
    pub system: Option<String>,
    /// The instance.
    pub instance_arn: String,
    /// Where the instance is.
    pub region: String,
}

impl ContactData {
    /// A call from an address that says who calls.
    #[must_use]
    pub fn voice(contact_id: impl Into<String>, customer: impl Into<String>) -> Self {
        Self {
            contact_id: contact_id.into(),
            channel: "VOICE".to_owned(),
            customer: Some(customer.into()),
            system: None,
            instance_arn: String::new(),
            region: String::new(),
        }
    }

    /// Whether it is a call.
    #[must_use]
    pub fn is_voice(&self) -> bool {
        self.channel == "VOICE"
    }

    pub(super) fn system(&self, path: &str) -> Option<&str> {
        match path {
            "AwsRegion" => Some(&self.region),
            "Channel" => Some(&self.channel),
            "ContactId" | "InitialContactId" => Some(&self.contact_id),
            "CustomerEndpoint.Address" => self.customer.as_deref(),
            "InstanceARN" => Some(&self.instance_arn),
            "SystemEndpoint.Address" => self.system.as_deref(),
            _ => None,
        }
    }
}

/// A caller's number is not for logs.
impl fmt::Debug for ContactData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactData")
            .field("contact_id", &self.contact_id)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}
