//! The number that a call came from.

use crate::phone::{PhoneNumber, is_withheld};

/// The number that a call came from, as the telephone network reports it. Only such a number is recorded.
///
/// It is a type of its own so that a number that somebody keys in or asks about cannot be recorded as a
/// caller's: no conversion from a [`PhoneNumber`] exists. `Debug` masks it.
///
/// ```
/// use switchboard_vanity::callers::CallerNumber;
///
/// let caller = CallerNumber::from_endpoint("+18003569377").ok_or("a withheld number")?;
/// assert_eq!(caller.number().as_e164(), "+18003569377");
/// assert_eq!(CallerNumber::from_endpoint("Anonymous"), None);
/// assert_eq!(CallerNumber::from_endpoint("1-800-FLOWERS"), None);
/// # Ok::<(), &str>(())
/// ```
///
/// A keyed-in number does not convert:
///
/// ```compile_fail
/// use switchboard_vanity::{PhoneNumber, callers::CallerNumber};
///
/// let keyed_in: PhoneNumber = "1-800-FLOWERS".parse().unwrap();
/// let caller: CallerNumber = keyed_in.into();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallerNumber(PhoneNumber);

impl CallerNumber {
    /// Reads the address of a contact's telephone endpoint, which Amazon Connect passes in E.164. `None` if the
    /// number is withheld, or if the address is not a phone number.
    #[must_use]
    pub fn from_endpoint(address: &str) -> Option<Self> {
        if is_withheld(address) {
            return None;
        }
        PhoneNumber::from_e164(address).ok().map(Self)
    }

    /// Returns the phone number.
    #[must_use]
    pub const fn number(&self) -> &PhoneNumber {
        &self.0
    }
}
