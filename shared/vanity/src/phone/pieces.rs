//! A text cut into runs of digits and words, with what stands between them.

use arrayvec::ArrayVec;

use super::error::ParseError;

/// The most characters that are read, after invisible ones are dropped.
pub(super) const MAX_CHARACTERS: usize = 128;
/// The most runs of digits and words.
const MAX_PIECES: usize = 64;

/// The characters of a text in the form that [`super::characters::folded`] gives.
pub(super) type Characters = ArrayVec<char, MAX_CHARACTERS>;
pub(super) type Pieces<'a> = ArrayVec<Piece<'a>, MAX_PIECES>;

/// What a piece consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Digits,
    /// Letters of the keypad, A to Z.
    Letters,
    /// A word with other letters, which no key dials.
    Foreign,
}

/// A run of digits, or a word, and what stands before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a [char],
    pub(super) before: Between,
}

impl Piece<'_> {
    pub(super) fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    pub(super) fn is_capitals(&self) -> bool {
        self.kind == Kind::Letters && self.text.iter().all(char::is_ascii_uppercase)
    }

    /// Returns whether the piece is this word, in letters of either case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        if self.kind == Kind::Letters {
            let same =
                |(letter, other): (&char, u8)| letter.eq_ignore_ascii_case(&char::from(other));
            return self.text.len() == word.len() && self.text.iter().zip(word.bytes()).all(same);
        }
        let lower = self.text.iter().flat_map(|character| character.to_lowercase());
        lower.eq(word.chars())
    }
}

/// The characters between two pieces, or behind the last one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Between {
    seen: u16,
    separated: bool,
    /// The first of the characters that start an extension or a code: `,`, `#`, `~`, `*`.
    mark: Option<char>,
    /// The first character that never stands inside a phone number.
    pub(super) other: Option<char>,
}

impl Between {
    const BLANK: u16 = 1;
    const OPEN: u16 = 1 << 1;
    const CLOSE: u16 = 1 << 2;
    const PLUS: u16 = 1 << 3;
    const COMMA: u16 = 1 << 4;
    const COMMAS: u16 = 1 << 5;
    const HASH: u16 = 1 << 6;
    const STAR: u16 = 1 << 7;
    const SLASH: u16 = 1 << 8;
    const TILDE: u16 = 1 << 9;

    fn see(&mut self, character: char) {
        self.separated = true;
        if matches!(character, ',' | '#' | '~' | '*') {
            self.mark = self.mark.or(Some(character));
        }
        self.seen |= match character {
            ' ' => Self::BLANK,
            '(' | '[' | '{' => Self::OPEN,
            ')' | ']' | '}' => Self::CLOSE,
            '+' => Self::PLUS,
            ',' if self.has(Self::COMMA) => Self::COMMAS,
            ',' => Self::COMMA,
            '#' => Self::HASH,
            '~' => Self::TILDE,
            '*' => Self::STAR,
            '/' => Self::SLASH,
            '-' | '.' | '_' | '\'' | '\u{2019}' | '\u{b7}' | '\u{2022}' => 0,
            _ => {
                self.other = self.other.or(Some(character));
                0
            }
        };
    }

    fn has(self, seen: u16) -> bool {
        self.seen & seen != 0
    }

    /// Returns whether nothing, or only hyphens, dots and the like, and slashes, stand there.
    pub(super) fn joins(self) -> bool {
        self.seen & !Self::SLASH == 0 && self.other.is_none()
    }

    /// Returns whether nothing stands there, so that two pieces are one group.
    pub(super) fn is_nothing(self) -> bool {
        !self.separated
    }

    pub(super) fn has_blank(self) -> bool {
        self.has(Self::BLANK)
    }

    pub(super) fn opens(self) -> bool {
        self.has(Self::OPEN)
    }

    pub(super) fn closes(self) -> bool {
        self.has(Self::CLOSE)
    }

    pub(super) fn has_plus(self) -> bool {
        self.has(Self::PLUS)
    }

    pub(super) fn has_star(self) -> bool {
        self.has(Self::STAR)
    }

    pub(super) fn has_tilde(self) -> bool {
        self.has(Self::TILDE)
    }

    /// Returns the first character that starts an extension or a code, if there is one.
    pub(super) fn mark(self) -> Option<char> {
        self.mark
    }

    /// Returns whether two commas stand there: a telephone waits, and dials the rest later.
    pub(super) fn has_pause(self) -> bool {
        self.has(Self::COMMAS)
    }

    pub(super) fn has_comma(self) -> bool {
        self.has(Self::COMMA)
    }

    pub(super) fn has_hash(self) -> bool {
        self.has(Self::HASH)
    }

    pub(super) fn has_slash(self) -> bool {
        self.has(Self::SLASH)
    }

    /// Returns whether this starts an extension in every plan: `#5`, or two commas, which make a
    /// telephone wait.
    pub(super) fn starts_extension(self) -> bool {
        self.has(Self::HASH | Self::COMMAS)
    }

    /// Returns a character that has no place inside a number, if there is one.
    pub(super) fn not_of_a_number(self) -> Option<char> {
        if self.has(Self::STAR) { Some('*') } else { self.other }
    }
}

/// Cuts a text into pieces, and returns them with what stands behind the last one.
pub(super) fn cut(text: &[char]) -> Result<(Pieces<'_>, Between), ParseError> {
    let mut pieces = Pieces::new();
    let mut before = Between::default();
    let mut rest = text;
    while let Some(first) = rest.first() {
        if !is_word_character(*first) && !first.is_ascii_digit() {
            before.see(*first);
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let digits = first.is_ascii_digit();
        let same = |character: &&char| {
            if digits { character.is_ascii_digit() } else { is_word_character(**character) }
        };
        let (text, behind) =
            rest.split_at_checked(rest.iter().take_while(same).count()).unwrap_or((rest, &[]));
        let kind = match text {
            _ if digits => Kind::Digits,
            _ if text.iter().all(char::is_ascii_alphabetic) => Kind::Letters,
            _ => Kind::Foreign,
        };
        let piece = Piece { kind, text, before: std::mem::take(&mut before) };
        pieces.try_push(piece).map_err(|_| ParseError::TooMuchText)?;
        rest = behind;
    }
    Ok((pieces, before))
}

fn is_word_character(character: char) -> bool {
    character.is_alphabetic()
}
