//! What an Amazon Connect instance knows about a contact.

/// What an Amazon Connect instance knows about a contact.
// `Debug` leaves out the addresses, which are personal data.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct ContactData {
    /// The id of the contact.
    pub contact_id: String,
    /// The channel: `VOICE`, `CHAT`, `TASK` or `EMAIL`.
    pub channel: String,
    /// The customer's address, such as the caller's number.
    #[debug(skip)]
    pub customer: Option<String>,
    /// The address that the customer reached, such as the number that was dialled.
    #[debug(skip)]
    pub system: Option<String>,
    /// The ARN of the instance.
    #[debug(skip)]
    pub instance_arn: String,
    /// The AWS Region of the instance.
    #[debug(skip)]
    pub region: String,
}

impl ContactData {
    /// Creates the data of a call from a caller whose address is known.
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

    /// Returns whether the contact is a call.
    #[must_use]
    pub fn is_voice(&self) -> bool {
        self.channel == "VOICE"
    }

    /// Reads a system attribute; `None` if it is unknown or the contact does not have it.
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
