//! The keys that a caller presses, and how a block interprets them.

use std::fmt;
use std::time::Duration;

use crate::document::Action;

/// A key of a telephone: `0` to `9`, `*` or `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(char);

impl Key {
    /// Returns the key with this character; `None` if telephones have no such key.
    #[must_use]
    pub fn new(key: char) -> Option<Self> {
        (key.is_ascii_digit() || key == '*' || key == '#').then_some(Self(key))
    }

    /// Returns the character of the key.
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

/// The input that a block waits for.
///
/// [`Contact::listening`](super::Contact::listening) and [`Step::Listen`](super::Step::Listen) hand it out.
// `Debug` leaves out what was keyed in, which may be a phone number.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct Listening {
    /// The identifier of the block.
    pub block: String,
    /// The time limit for the first key.
    #[debug(skip)]
    pub time_limit: Duration,
    /// The digits keyed in so far; empty where one key chooses a branch.
    #[debug(skip)]
    pub entered: String,
    /// The most digits that the block takes; `None` where one key chooses a branch.
    #[debug(skip)]
    pub max_digits: Option<usize>,
    /// The keys that end the digits.
    #[debug(skip)]
    terminator: String,
    /// Whether `*` clears what was keyed in.
    #[debug(skip)]
    cancel: bool,
}

/// The effect of a key.
pub(super) enum Pressed {
    /// The key chooses a branch.
    Choice(Key),
    /// The digits are complete.
    Digits(String),
    /// The block waits for more keys.
    More,
}

/// The default terminator. Source: administrator guide, "Store customer input".
const TERMINATOR: &str = "#";

impl Listening {
    /// Returns the input that a block waits for; `None` if a parameter is missing or invalid.
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
