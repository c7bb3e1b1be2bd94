//! Settings of a table.

use jiff::SignedDuration;
use switchboard_settings::{Environment, SettingsError, all};

/// A table's name, and how long its items are kept.
///
/// ```
/// use jiff::SignedDuration;
/// use switchboard_aws::vanity_table;
/// use switchboard_settings::Environment;
///
/// let environment = Environment::new(|name| match name {
///     "VANITY_NUMBERS_TABLE" => Some("vanity-numbers".to_owned()),
///     "VANITY_NUMBERS_RETENTION_DAYS" => Some("30".to_owned()),
///     _ => None,
/// });
/// let settings = vanity_table::settings(&environment)?;
/// assert_eq!(settings.name, "vanity-numbers");
/// assert_eq!(settings.retention, SignedDuration::from_hours(30 * 24));
/// # Ok::<(), switchboard_settings::SettingsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSettings {
    /// The table's name.
    pub name: String,
    /// How long an item is kept: a number after its last call, a request after it expired.
    pub retention: SignedDuration,
}

impl TableSettings {
    /// Reads the variable `name`, and `days`, a number of days that has a default.
    pub(crate) fn read(
        environment: &Environment<'_>,
        name: &str,
        days: &str,
        default_days: u16,
    ) -> Result<Self, SettingsError> {
        let (name, days) =
            all((environment.required(name), environment.with_default(days, default_days)))?;
        Ok(Self { name, retention: SignedDuration::from_hours(24 * i64::from(days)) })
    }
}
