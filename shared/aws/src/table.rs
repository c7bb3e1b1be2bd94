//! Which table, and how long it remembers: the same for every table.

use jiff::SignedDuration;
use switchboard_settings::Environment;

/// Which table, and how long it remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSettings {
    /// The table's name.
    pub name: String,
    /// How long it keeps what is done with.
    pub retention: SignedDuration,
}

impl TableSettings {
    /// Reads the variable with the name, and the one with the days, which has a default.
    pub(crate) fn read(
        environment: &mut Environment<'_>,
        name: &str,
        days: &str,
        default_days: u16,
    ) -> Option<Self> {
        let name = environment.required(name);
        let days = environment.or(days, default_days);
        Some(Self { name: name?, retention: SignedDuration::from_hours(24 * i64::from(days?)) })
    }
}
