//! How a reading is displayed (`1-800-GOT-JUNK`) and spoken ("1, 8 0 0, got, junk").

use arrayvec::{ArrayString, ArrayVec};
use serde::{Deserialize, Serialize};
use switchboard_numbering::MAX_GROUPS;
use switchboard_words::Classes;

use crate::phone::Parts;
use crate::reading::{MAX_SURPLUS, MAX_TOKENS, MAX_WORDS, Reading, Token};

/// The most characters: E.164's 15 digits, and surplus letters.
const MAX_CHARACTERS: usize = 15 + MAX_SURPLUS;
/// The most parts: country code, area code, tokens, and the cuts in the first and the last one.
const MAX_PARTS: usize = 2 + MAX_TOKENS + MAX_GROUPS;
/// The longest displayed form: with a plus and hyphens.
const MAX_SHOWN: usize = 1 + MAX_CHARACTERS + MAX_PARTS;
/// The longest spoken form: with "plus ", a blank after each character, and ", " between the parts.
const MAX_SPOKEN: usize = 5 + 2 * MAX_CHARACTERS + 2 * MAX_PARTS;

/// Whether a vanity number is made of words or of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// English words, and digits that were left over.
    Words,
    /// Random letters, because the digits spell nothing better.
    Letters,
}

impl Kind {
    /// Returns the name in the API and on the command line: `words` or `letters`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Letters => "letters",
        }
    }
}

/// A vanity number in displayed and spoken form. Serializes to an entry of `vanityNumbers`.
///
/// The texts have a fixed capacity, so that making one allocates nothing. `Debug` is masked, because
/// the letters dial the caller's number.
///
/// ```
/// let five = switchboard_vanity::best_five(&"+1 800 784 8669".parse()?)?;
/// let best = &five.by_rank()[0];
/// assert_eq!(best.vanity_number.as_str(), "1-800-QUIT-NOW");
/// assert!(best.words.iter().map(|word| word.as_str()).eq(["QUIT", "NOW"]));
/// assert_eq!(best.spoken.as_str(), "1, 8 0 0, quit, now");
/// assert_eq!(format!("{best:?}"), "VanityNumber { rank: 1, kind: Words, .. }");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VanityNumber {
    /// The displayed form: `1-800-GOT-JUNK`. Letters are upper case and dial the caller's digits.
    #[debug(skip)]
    pub vanity_number: ArrayString<MAX_SHOWN>,
    /// The rank among the five; 1 is the best.
    pub rank: u8,
    /// The words in their order, upper case; empty in a letter reading.
    #[debug(skip)]
    pub words: ArrayVec<ArrayString<{ switchboard_words::MAX_LETTERS }>, MAX_WORDS>,
    /// Whether the vanity number is made of words or of letters.
    pub kind: Kind,
    /// How many letters at the end the telephone ignores (1-800-CONTACTS: 1).
    #[debug(skip)]
    pub surplus_letters: u8,
    /// The spoken form: words as words, everything else character by character, commas for pauses.
    /// It holds only letters, digits, blanks and commas, so it is safe inside SSML.
    #[debug(skip)]
    pub spoken: ArrayString<MAX_SPOKEN>,
}

impl VanityNumber {
    /// Returns the spoken form with words spelled too: `1, 8 0 0, F L O W E R S`. It is as safe
    /// inside SSML as `spoken` is.
    #[must_use]
    pub fn spelled(&self) -> String {
        let mut spelled = String::with_capacity(MAX_SPOKEN);
        for part in self.vanity_number.split('-') {
            if !spelled.is_empty() {
                spelled.push_str(", ");
            }
            for (at, character) in part.chars().enumerate() {
                if at > 0 {
                    spelled.push(' ');
                }
                match character {
                    '+' => spelled.push_str("plus"),
                    _ => spelled.push(character),
                }
            }
        }
        spelled
    }
}

/// ASCII characters of a text that is being built. The capacities above prevent an overflow.
type Characters<const N: usize> = ArrayVec<u8, N>;

fn push<const N: usize>(characters: &mut Characters<N>, more: &[u8]) {
    let _ = characters.try_extend_from_slice(more);
}

fn text<const N: usize>(characters: &[u8]) -> ArrayString<N> {
    let mut text = ArrayString::new();
    let _ = text.try_push_str(str::from_utf8(characters).unwrap_or_default());
    text
}

/// Builds the displayed and the spoken form of a vanity number side by side.
#[derive(Clone)]
pub(crate) struct Builder {
    shown: Characters<MAX_SHOWN>,
    spoken: Characters<MAX_SPOKEN>,
}

impl Builder {
    /// Starts with the country code.
    pub(crate) fn new(parts: &Parts<'_>) -> Self {
        let mut builder = Self { shown: Characters::new(), spoken: Characters::new() };
        if !parts.nanp {
            push(&mut builder.shown, b"+");
            push(&mut builder.spoken, b"plus ");
        }
        push(&mut builder.shown, parts.country_code);
        builder.say_characters(parts.country_code);
        builder
    }

    /// Adds digits, or capitals that are spelled out. Blanks between them make a voice say their
    /// names.
    pub(crate) fn characters(mut self, capitals: &[u8]) -> Self {
        if !capitals.is_empty() {
            self.show(capitals);
            self.say_characters(capitals);
        }
        self
    }

    /// Adds digits or capitals that are spelled out, cut before the places `starts`.
    pub(crate) fn groups(mut self, capitals: &[u8], starts: impl Iterator<Item = usize>) -> Self {
        let mut start = 0;
        for end in starts.chain([capitals.len()]) {
            self = self.characters(capitals.get(start..end).unwrap_or_default());
            start = end;
        }
        self
    }

    /// Adds a word in capitals, said as a word.
    fn word(mut self, capitals: &[u8]) -> Self {
        self.show(capitals);
        // A word in capitals might be said letter by letter.
        let start = self.spoken.len();
        push(&mut self.spoken, capitals);
        self.spoken.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        self
    }

    fn show(&mut self, part: &[u8]) {
        push(&mut self.shown, b"-");
        push(&mut self.shown, part);
        push(&mut self.spoken, b", ");
    }

    fn say_characters(&mut self, characters: &[u8]) {
        let spaced = characters.iter().flat_map(|character| [b' ', *character]);
        for character in spaced.skip(1) {
            let _ = self.spoken.try_push(character);
        }
    }

    fn finish(&self, kind: Kind) -> VanityNumber {
        VanityNumber {
            vanity_number: text(&self.shown),
            rank: 0,
            words: ArrayVec::new(),
            kind,
            surplus_letters: 0,
            spoken: text(&self.spoken),
        }
    }
}

/// Formats a word reading. `builder` has the digits before the part that is spelled. Digits at the
/// end are split into the groups that people write. The rank is set later.
pub(crate) fn of_words(mut builder: Builder, parts: &Parts<'_>, reading: &Reading) -> VanityNumber {
    let mut words = ArrayVec::new();
    for token in &reading.tokens {
        let mut capitals = reading.characters(*token, parts.national);
        capitals.make_ascii_uppercase();
        builder = match token {
            Token::Word { word, .. } => {
                let _ = words.try_push(text(&capitals));
                if word.classes().any_of(Classes::ABBREVIATION) {
                    builder.characters(&capitals)
                } else {
                    builder.word(&capitals)
                }
            }
            Token::Digits { .. } if token.end() == parts.national.len() => {
                let inside = parts.groups().filter_map(|at| at.checked_sub(token.start()));
                builder.groups(&capitals, inside)
            }
            Token::Digits { .. } => builder.characters(&capitals),
        };
    }
    let surplus_letters = u8::try_from(reading.surplus.len()).unwrap_or(u8::MAX);
    VanityNumber { words, surplus_letters, ..builder.finish(Kind::Words) }
}

/// Formats a letter reading. `characters` are those of the whole national number, lower case.
pub(crate) fn of_letters(builder: Builder, parts: &Parts<'_>, characters: &[u8]) -> VanityNumber {
    let mut capitals: ArrayVec<u8, MAX_CHARACTERS> = characters.iter().copied().collect();
    capitals.make_ascii_uppercase();
    builder.groups(&capitals, parts.groups()).finish(Kind::Letters)
}
