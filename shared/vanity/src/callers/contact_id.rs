//! The ids of contacts, Amazon Connect's and the synthetic probe's.

use std::fmt;

/// How the id of every contact of the synthetic probe begins.
///
/// The id is a safe mark: Connect chooses ids, which are UUIDs. A flow, its attributes and a caller's keys
/// cannot set one.
const PROBE: &str = "synthetic-probe-";

/// Amazon Connect's id of a contact. Every retry of one call has the same id.
///
/// ```
/// use switchboard_vanity::callers::ContactId;
///
/// let id = ContactId::new("5ca32fbd-8f92-46af-92a5-6b0f970f0efe")?;
/// assert_eq!(id.as_str().len(), 36);
/// assert!(!id.is_of_probe());
/// assert!(ContactId::new("").is_err());
/// # Ok::<(), switchboard_vanity::callers::BadContactId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactId(String);

/// The error for a contact id that is empty or longer than 256 bytes. Connect's ids are UUIDs of 36
/// characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a contact id has 1 to 256 bytes")]
pub struct BadContactId;

impl ContactId {
    /// Checks an id from an event. Fails if it is empty or longer than 256 bytes.
    pub fn new(id: impl Into<String>) -> Result<Self, BadContactId> {
        let id = id.into();
        if (1..=256).contains(&id.len()) { Ok(Self(id)) } else { Err(BadContactId) }
    }

    /// Returns the id of the synthetic probe's call of one minute, in minutes since 1970-01-01 UTC. A run that is
    /// repeated within the minute is a retry of the same call.
    ///
    /// ```
    /// use switchboard_vanity::callers::ContactId;
    ///
    /// let id = ContactId::of_probe(29_920_935);
    /// assert_eq!(id.as_str(), "synthetic-probe-29920935");
    /// assert!(id.is_of_probe());
    /// ```
    #[must_use]
    pub fn of_probe(minute: i64) -> Self {
        Self(format!("{PROBE}{minute}"))
    }

    /// Returns whether the contact is a call of the synthetic probe and not of a person.
    #[must_use]
    pub fn is_of_probe(&self) -> bool {
        self.0.starts_with(PROBE)
    }

    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
