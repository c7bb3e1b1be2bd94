//! Keys that a caller presses, and what a block makes of them.

use std::fmt;
use std::time::Duration;

use crate::document::Action;

/// A key of a telephone: `0` to `9`, `*` or `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(char);

impl Key {
    /// The key with this character.
    #[must_use]
    pub fn new(key: char) -> Option<Self> {
        (key.is_ascii_digit() || key == '*' || key == '#').then_some(Self(key))
    }

    /// Its character.
    #[must_use]
    pub fn as_char(self) -> char {
        self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A block that waits for keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Listening {
    /// The block.
    pub block: String,
    /// How long it waits for the first key.
    pub time_limit: Duration,
    /// What was keyed in so far, where a block takes several digits.
    pub entered: String,
    /// How many digits it takes; `None` is one key that chooses a branch.
    pub max_digits: Option<usize>,
    /// What ends the digits.
    terminator: String,
    /// Whether `*` takes back what was keyed in.
    cancel: bool,
}

/// What is keyed in may be a number.
impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listening").field("block", &self.block).finish_non_exhaustive()
    }
}

/// What a key did.
pub(super) enum Pressed {
    /// It chose.
    Choice(Key),
    /// It was the last of these digits.
    Digits(String),
    /// There is more to come.
    More,
}

/// What a block listens for that says nothing else. Source: administrator guide, "Store customer
/// input".
const TERMINATOR: &str = "#";

impl Listening {
    /// What a block listens for; `None` if its parameters are not what they have to be.
    pub(super) fn to(action: &Action) -> Option<Self> {
        let seconds = action.text("InputTimeLimitSeconds")?.parse().ok()?;
        let stores = action.text("StoreInput") == Some("True");
        let max_digits = if stores {
            Some(action.text("InputValidation.CustomValidation.MaximumLength")?.parse().ok()?)
        } else {
            None
        };
        let terminator = action.text("DTMFConfiguration.InputTerminationSequence");
        Some(Self {
            block: action.identifier.clone(),
            time_limit: Duration::from_secs(seconds),
            entered: String::new(),
            max_digits,
            terminator: terminator.unwrap_or(TERMINATOR).to_owned(),
            cancel: action.text("DTMFConfiguration.DisableCancelKey") != Some("True"),
        })
    }

    pub(super) fn press(&mut self, key: Key) -> Pressed {
        let Some(max_digits) = self.max_digits else { return Pressed::Choice(key) };
        if self.cancel && key.as_char() == '*' {
            self.entered.clear();
            return Pressed::More;
        }
        self.entered.push(key.as_char());
        if let Some(digits) = self.entered.strip_suffix(&self.terminator) {
            return Pressed::Digits(digits.to_owned());
        }
        if self.entered.chars().count() >= max_digits {
            return Pressed::Digits(self.entered.clone());
        }
        Pressed::More
    }
}
