//! Combines several results and collects every error.

use crate::error::SettingsError;

/// A tuple of two to eight results, for [`all`].
pub trait Results {
    /// The tuple of their values.
    type Values;

    /// Returns all values, or the problems of every result that failed.
    fn values(self) -> Result<Self::Values, SettingsError>;
}

/// Returns all values, or the problems of every result that failed, in their order.
///
/// ```
/// use switchboard_settings::{Environment, all};
///
/// let environment = Environment::new(|_: &str| None);
/// let table = environment.required::<String>("TABLE");
/// let days = environment.required::<u16>("DAYS");
/// assert_eq!(
///     all((table, days)).unwrap_err().to_string(),
///     "the environment is not set up: TABLE is not set; DAYS is not set",
/// );
/// ```
pub fn all<R: Results>(results: R) -> Result<R::Values, SettingsError> {
    results.values()
}

macro_rules! tuple {
    ($($name:ident)+) => {
        impl<$($name),+> Results for ($(Result<$name, SettingsError>,)+) {
            type Values = ($($name,)+);

            #[allow(non_snake_case, reason = "a value is named as its type is")]
            fn values(self) -> Result<Self::Values, SettingsError> {
                let ($($name,)+) = self;
                let mut problems = Vec::new();
                $(let $name = $name.map_err(|error| problems.extend(error.0));)+
                match ($($name,)+) {
                    ($(Ok($name),)+) => Ok(($($name,)+)),
                    _ => Err(SettingsError(problems)),
                }
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
