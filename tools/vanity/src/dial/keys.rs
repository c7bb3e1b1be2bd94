//! Telephone keys in the notation of people.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A key that a caller presses, or none until the time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(char);

impl Key {
    /// No key: the time for an answer runs out.
    pub(super) const NONE: Self = Self('.');
}

/// The notation that the stack reads.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A character is not a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is not a key; keys are 0 to 9, * and #, and a full stop presses none")]
pub(super) struct NoKey(char);

/// A sequence of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keys(Vec<Key>);

impl FromStr for Keys {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let meant = text.chars().filter(|c| !c.is_whitespace());
        let is_key = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#' | '.');
        let keys = meant.map(|c| if is_key(c) { Ok(Key(c)) } else { Err(NoKey(c)) });
        keys.collect::<Result<_, _>>().map(Self)
    }
}

impl IntoIterator for Keys {
    type Item = Key;
    type IntoIter = std::vec::IntoIter<Key>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_keys_mean_nothing() {
        let keys: Keys = " 4 8003569377#1.\t*\n".parse().unwrap();
        let again: String = keys.into_iter().map(|key| key.to_string()).collect();
        assert_eq!(again, "48003569377#1.*");
        assert_eq!("".parse(), Ok(Keys(Vec::new())));
    }

    #[test]
    fn what_is_no_key_is_named() {
        assert_eq!("1 x".parse::<Keys>(), Err(NoKey('x')));
        assert!(NoKey('x').to_string().starts_with("'x' is not a key; keys are 0 to 9"));
    }
}
