//! The readers of mails and pages.

use jiff::tz::TimeZone;

use crate::approver::{Approver, ApproverId};
use crate::language::Language;

/// Somebody who reads a mail or a page: how to address them, in which language, and on which clock.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The name to address them by.
    pub name: Option<&'a str>,
    /// The approver whom they are, if they are one.
    pub approver: Option<&'a Approver>,
    /// The language of mails to them.
    pub language: Language,
    /// The IANA name of the time zone that times are shown in.
    pub time_zone: &'a str,
}

impl Reader<'_> {
    /// Returns the id of the approver whom they are.
    #[must_use]
    pub fn id(&self) -> Option<ApproverId> {
        self.approver.map(Approver::id)
    }

    /// Returns the time zone, or UTC if this version's time zone data no longer has it.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

impl<'a> From<&'a Approver> for Reader<'a> {
    fn from(approver: &'a Approver) -> Self {
        Self {
            name: Some(approver.name.as_str()),
            approver: Some(approver),
            language: approver.language,
            time_zone: &approver.time_zone,
        }
    }
}
