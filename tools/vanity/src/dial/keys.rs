//! Keys of a telephone, as people write them.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// What a caller does when the flow listens: presses a key, or none until the time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(char);

impl Key {
    /// Lets the time for an answer go by.
    pub(super) const NONE: Self = Self('.');
}

/// As the stack reads it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is none of them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is no key; keys are 0 to 9, * and #, and a full stop presses none")]
pub(super) struct NoKey(char);

/// Keys one after the other.
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
        assert!(NoKey('x').to_string().starts_with("'x' is no key; keys are 0 to 9"));
    }
}
