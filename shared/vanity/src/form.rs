//! How a reading is shown (`1-800-GOT-JUNK`) and spoken ("1, 8 0 0, got, junk").

use arrayvec::{ArrayString, ArrayVec};
use serde::{Deserialize, Serialize};
use switchboard_words::Classes;

use crate::phone::Parts;
use crate::reading::{MAX_SURPLUS, MAX_TOKENS, MAX_WORDS, Reading, Token};

/// E.164's 15 digits at most, and surplus letters.
const MAX_CHARACTERS: usize = 15 + MAX_SURPLUS;
/// Country code, area code, tokens, and the last one cut in two.
const MAX_PARTS: usize = 3 + MAX_TOKENS;
/// With a plus and hyphens.
const MAX_SHOWN: usize = 1 + MAX_CHARACTERS + MAX_PARTS;
/// With "plus ", a blank behind each character, and ", " between the parts.
const MAX_SPOKEN: usize = 5 + 2 * MAX_CHARACTERS + 2 * MAX_PARTS;

/// What a vanity number is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// English words, and digits that were left over.
    Words,
    /// Random letters, because the digits spell no better.
    Letters,
}

impl Kind {
    /// `words` or `letters`, as in the API and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Letters => "letters",
        }
    }
}

/// A reading, formatted. Serialised, it is an entry of `vanityNumbers` in the API. Its texts are
/// kept in place, so that making it allocates nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VanityNumber {
    /// To look at: `1-800-GOT-JUNK`. Letters are upper case and dial the caller's digits.
    pub vanity_number: ArrayString<MAX_SHOWN>,
    /// 1 is the best of the five.
    pub rank: u8,
    /// The words in their order, upper case; none in a letter reading.
    pub words: ArrayVec<ArrayString<{ switchboard_words::MAX_LETTERS }>, MAX_WORDS>,
    /// Words or letters.
    pub kind: Kind,
    /// How many letters at the end the telephone ignores (1-800-CONTACTS: 1).
    pub surplus_letters: u8,
    /// To say: words as words, all else character by character, commas for pauses. Holds letters,
    /// digits, blanks and commas only, so it is safe inside SSML as it is.
    pub spoken: ArrayString<MAX_SPOKEN>,
}

impl VanityNumber {
    /// To say character by character, words too: `1, 8 0 0, F L O W E R S`. As safe inside SSML as
    /// the spoken form.
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

/// Masked: the letters dial the caller's number.
impl std::fmt::Debug for VanityNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VanityNumber")
            .field("rank", &self.rank)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// ASCII characters on the way to a text. Nothing overflows, by the sums above.
type Characters<const N: usize> = ArrayVec<u8, N>;

fn push<const N: usize>(characters: &mut Characters<N>, more: &[u8]) {
    let _ = characters.try_extend_from_slice(more);
}

fn text<const N: usize>(characters: &[u8]) -> ArrayString<N> {
    let mut text = ArrayString::new();
    let _ = text.try_push_str(str::from_utf8(characters).unwrap_or_default());
    text
}

/// Builds the shown and the spoken form side by side.
#[derive(Clone)]
pub(crate) struct Form {
    shown: Characters<MAX_SHOWN>,
    spoken: Characters<MAX_SPOKEN>,
}

impl Form {
    /// Starts with the country code.
    pub(crate) fn new(parts: &Parts<'_>) -> Self {
        let mut form = Self { shown: Characters::new(), spoken: Characters::new() };
        if !parts.nanp {
            push(&mut form.shown, b"+");
            push(&mut form.spoken, b"plus ");
        }
        push(&mut form.shown, parts.country_code);
        form.say_characters(parts.country_code);
        form
    }

    /// Goes on with digits, or letters said one by one: spaced ones are said by their names in
    /// capitals.
    pub(crate) fn characters(mut self, capitals: &[u8]) -> Self {
        if !capitals.is_empty() {
            self.show(capitals);
            self.say_characters(capitals);
        }
        self
    }

    /// Goes on with a word in capitals, said as a word.
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

/// Formats a reading made of words, behind what is not spelled of its national number; digits at the
/// end are grouped as people are used to, before the place `line`. The rank is given later.
pub(crate) fn of_words(
    mut form: Form,
    national: &[u8],
    line: usize,
    reading: &Reading,
) -> VanityNumber {
    let mut words = ArrayVec::new();
    for token in &reading.tokens {
        let mut capitals = reading.characters(*token, national);
        capitals.make_ascii_uppercase();
        form = match token {
            Token::Word { word, .. } => {
                let _ = words.try_push(text(&capitals));
                if word.classes().any_of(Classes::ABBREVIATION) {
                    form.characters(&capitals)
                } else {
                    form.word(&capitals)
                }
            }
            Token::Digits { .. } if token.start() < line && token.end() == national.len() => {
                let (group, last) =
                    capitals.split_at_checked(line - token.start()).unwrap_or_default();
                form.characters(group).characters(last)
            }
            Token::Digits { .. } => form.characters(&capitals),
        };
    }
    let surplus_letters = u8::try_from(reading.surplus.len()).unwrap_or(u8::MAX);
    VanityNumber { words, surplus_letters, ..form.finish(Kind::Words) }
}

/// Formats a letter reading, given with all its national characters, lower case; `groups` are the
/// places where a hyphen belongs.
pub(crate) fn of_letters(mut form: Form, characters: &[u8], groups: &[usize]) -> VanityNumber {
    let mut capitals: ArrayVec<u8, MAX_CHARACTERS> = characters.iter().copied().collect();
    capitals.make_ascii_uppercase();
    let mut start = 0;
    for end in groups.iter().copied().chain([capitals.len()]) {
        form = form.characters(capitals.get(start..end).unwrap_or_default());
        start = start.max(end);
    }
    form.finish(Kind::Letters)
}
