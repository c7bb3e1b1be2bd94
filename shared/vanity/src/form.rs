//! How a reading is shown (`1-800-GOT-JUNK`) and spoken ("1, 8 0 0, got, junk").

use serde::{Deserialize, Serialize};
use words::Classes;

use crate::phone::Parts;
use crate::reading::{Reading, Token};

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

/// A reading, formatted. Serialised, it is an entry of `vanityNumbers` in the API.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VanityNumber {
    /// To look at: `1-800-GOT-JUNK`. Letters are upper case and dial the caller's digits.
    pub vanity_number: String,
    /// 1 is the best of the five.
    pub rank: u8,
    /// The words in their order, upper case; none in a letter reading.
    pub words: Vec<String>,
    /// Words or letters.
    pub kind: Kind,
    /// How many letters at the end the telephone ignores (1-800-CONTACTS: 1).
    pub surplus_letters: u8,
    /// To say: words as words, all else character by character, commas for pauses. Holds letters,
    /// digits, blanks and commas only, so it is safe inside SSML as it is.
    pub spoken: String,
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

/// Builds the shown and the spoken form side by side.
struct Form {
    shown: String,
    spoken: String,
}

impl Form {
    /// Starts with the country code, and the area code if it is not spelled.
    fn new(parts: &Parts<'_>, spelled_from: usize) -> Self {
        let plus = if parts.nanp { "" } else { "+" };
        let spoken = if parts.nanp { "" } else { "plus " };
        let mut form = Self { shown: plus.to_owned(), spoken: spoken.to_owned() };
        form.characters(parts.country_code);
        if spelled_from > 0 {
            form.characters(parts.national.get(..spelled_from).unwrap_or_default());
        }
        form
    }

    fn word(&mut self, letters: &[u8]) {
        self.part(letters, "");
    }

    /// Digits, or letters said one by one.
    fn characters(&mut self, characters: &[u8]) {
        self.part(characters, " ");
    }

    fn part(&mut self, characters: &[u8], spoken_between: &str) {
        if !matches!(self.shown.as_str(), "" | "+") {
            self.shown.push('-');
            self.spoken.push_str(", ");
        }
        for (at, character) in characters.iter().map(|byte| char::from(*byte)).enumerate() {
            self.shown.push(character.to_ascii_uppercase());
            self.spoken.push_str(if at == 0 { "" } else { spoken_between });
            // Spaced letters are said by their names in capitals; a word in capitals might be too.
            let loud = !spoken_between.is_empty();
            self.spoken.push(if loud { character.to_ascii_uppercase() } else { character });
        }
    }

    fn finish(self, words: Vec<String>, kind: Kind, surplus_letters: usize) -> VanityNumber {
        VanityNumber {
            vanity_number: self.shown,
            rank: 0,
            words,
            kind,
            surplus_letters: u8::try_from(surplus_letters).unwrap_or(u8::MAX),
            spoken: self.spoken,
        }
    }
}

/// Formats a reading made of words. The rank is given later.
pub(crate) fn of_words(parts: &Parts<'_>, reading: &Reading) -> VanityNumber {
    let spelled_from = reading.dialed.len() - reading.spelling().len();
    let mut form = Form::new(parts, spelled_from);
    let mut words = Vec::new();
    for token in &reading.tokens {
        let characters = reading.characters(*token);
        match token {
            Token::Word { word, .. } => {
                words.push(characters.iter().map(|c| char::from(c.to_ascii_uppercase())).collect());
                if word.classes().any_of(Classes::ABBREVIATION) {
                    form.characters(&characters);
                } else {
                    form.word(&characters);
                }
            }
            Token::Digits { .. } => form.characters(&characters),
        }
    }
    form.finish(words, Kind::Words, reading.surplus)
}

/// Formats a letter reading, given with all its national characters; `groups` are the places
/// where a hyphen belongs.
pub(crate) fn of_letters(parts: &Parts<'_>, spelling: &[u8], groups: &[usize]) -> VanityNumber {
    let mut form = Form::new(parts, 0);
    let mut start = 0;
    for end in groups.iter().copied().chain([spelling.len()]) {
        if end > start {
            form.characters(spelling.get(start..end).unwrap_or_default());
            start = end;
        }
    }
    form.finish(Vec::new(), Kind::Letters, 0)
}
