//! Finds the end of a number among digits and words.
//!
//! A number is *whole* where its plan has a number with these digits and no more. What follows there
//! is an extension, a note, or, in a plan whose numbers differ in length, perhaps more of the number.
//! The rules, in the order in which they apply to a word:
//!
//! 1. A label such as `x` or `ext` with digits behind it starts an extension. It is cut.
//! 2. In the printed form (`+49-30-FLOWERS`) every letter is dialed.
//! 3. Letters that look like digits beside digits, and placeholders such as XXXX, are refused
//!    (`doubt.rs`).
//! 4. Behind a whole number a word is a note and is cut, with all that follows (`note.rs`). If the
//!    number may also go on, letters in capitals or joined to it by a hyphen might be dialed: refused.
//! 5. Before the number is whole, a word is dialed. If digits follow, it has to be joined by hyphens
//!    or in capitals: refused otherwise. Prose is refused too (`prose.rs`).

use arrayvec::ArrayVec;
use switchboard_numbering::{MAX_NATIONAL_DIGITS, Plan};

use super::doubt;
use super::error::{NumberLengths, ParseError};
use super::pieces::{Between, Kind, Piece};
use super::plan::NANP;
use super::{extension, note};
use crate::keypad;

/// The most digits and letters that are collected: the longest number, and surplus letters behind it.
pub(super) const MAX_DIALED: usize = 48;
/// The fewest letters of a name without hyphens or capitals that are dialed: `800 taxi`.
pub(super) const MIN_LETTERS: usize = 4;
/// The digits of a North American number behind its country code.
pub(super) const NANP_DIGITS: usize = 10;

/// The national number that was read.
pub(super) struct National {
    pub(super) digits: ArrayVec<u8, MAX_NATIONAL_DIGITS>,
    /// Whether the plan lists numbers with this start and length.
    pub(super) exists: bool,
}

/// Reads the national number of a plan.
pub(super) struct Reader<'a> {
    pub(super) plan: Plan,
    pub(super) pieces: &'a [Piece<'a>],
    /// What stands behind the last piece.
    pub(super) behind: Between,
    /// The number of pieces of a vanity number in the form in which they are printed. All of them are
    /// dialed.
    pub(super) printed: Option<usize>,
    /// Whether neither a country code nor a trunk prefix is written.
    pub(super) bare: bool,
}

/// What is dialed so far.
#[derive(Default)]
pub(super) struct Dialed {
    pub(super) digits: ArrayVec<u8, MAX_DIALED>,
    /// Where the letters at the end start, if there are any.
    pub(super) letters_from: Option<usize>,
    /// Whether a letter was dialed anywhere.
    pub(super) lettered: bool,
    /// Whether all words were joined by hyphens or in capitals.
    pub(super) plain: bool,
    /// Whether the number was whole before its last group of digits.
    pub(super) whole_before: bool,
}

impl Reader<'_> {
    /// Reads the number behind the first `skipped` digits, which are a prefix and the country code.
    pub(super) fn read(&self, mut skipped: usize) -> Result<National, ParseError> {
        let mut dialed = Dialed { plain: true, ..Dialed::default() };
        for (at, piece) in self.pieces.iter().enumerate() {
            let rest = self.pieces.get(at..).unwrap_or_default();
            if self.printed.is_some_and(|end| at >= end) {
                self.require_end(&dialed, rest)?;
                break;
            }
            if piece.is_digits() {
                let (prefix, digits) =
                    piece.text.split_at_checked(skipped).unwrap_or((piece.text, &[]));
                skipped -= prefix.len();
                if at > 0 && self.is_behind_number(&dialed, rest)? {
                    break;
                }
                dialed.whole_before |=
                    !digits.is_empty() && !dialed.lettered && self.is_whole(&dialed.digits);
                if self.starts_note(&dialed, at) {
                    if self.is_complete(&dialed.digits) && note::is_time(rest) {
                        break;
                    }
                    return Err(ParseError::SeveralNumbers);
                }
                self.push(&mut dialed, digits)?;
                if !digits.is_empty() {
                    dialed.letters_from = None;
                }
            } else if self.ends_before_word(&dialed, at, rest)? {
                break;
            } else {
                dialed.letters_from.get_or_insert(dialed.digits.len());
                dialed.lettered = true;
                dialed.plain &= piece.before.joins() || piece.is_capitals();
                self.push(&mut dialed, piece.text)?;
            }
        }
        self.finish(&dialed)
    }

    fn push(&self, dialed: &mut Dialed, text: &[char]) -> Result<(), ParseError> {
        for digit in text.iter().filter_map(|character| keypad::digit(*character)) {
            dialed.digits.try_push(digit).map_err(|_| self.too_long())?;
        }
        Ok(())
    }

    /// Returns whether the digits at the start of `rest` are an extension or a note, and refuses digits
    /// that belong neither to these nor to the number.
    fn is_behind_number(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> Result<bool, ParseError> {
        let [piece, ..] = rest else { return Ok(false) };
        if piece.before.has_plus() || piece.before.has_tilde() {
            return Err(ParseError::SeveralNumbers);
        }
        if self.is_whole(&dialed.digits) || self.without_surplus(dialed).is_some() {
            let one = !rest.iter().any(|piece| piece.before.has_plus());
            if piece.before.has_pause() && one {
                return Ok(true);
            }
            let in_parentheses = piece.before.opens() && self.is_remark(dialed, rest);
            if in_parentheses || note::is_round_the_clock(rest) {
                return Ok(true);
            }
            let marked = piece.before.starts_extension() && extension::starts(rest);
            if marked || extension::ends_in_hash(rest, self.behind) {
                return Ok(true);
            }
            // 123456/78 means two lines; digits in parentheses behind a number may mean anything.
            if piece.before.opens() || piece.before.has_slash() {
                return Err(ParseError::SeveralNumbers);
            }
        }
        if let Some(other) = piece.before.not_of_a_number() {
            return Err(ParseError::InvalidCharacter(other));
        }
        if piece.before.has_comma() || piece.before.has_hash() {
            return Err(ParseError::SeveralNumbers);
        }
        Ok(false)
    }

    /// Returns whether the number ends before the word at the start of `rest`.
    fn ends_before_word(
        &self,
        dialed: &Dialed,
        at: usize,
        rest: &[Piece<'_>],
    ) -> Result<bool, ParseError> {
        let [word, behind @ ..] = rest else { return Ok(true) };
        let whole = self.is_whole_before_word(dialed);
        let joined = word.before.joins();
        let printed = self.printed.is_some();
        if extension::is_label(word) && extension::starts(behind) {
            let vanity = joined && word.is_capitals() && may_be_spelled(word, behind);
            if whole || !vanity {
                return Ok(true);
            }
        }
        if let Some(letter) = doubt::letter_for_digit(self.pieces, at, whole, printed) {
            return Err(ParseError::LetterForDigit(letter));
        }
        // In an e-mail address the number is a part of a name.
        let has_plus = self.pieces.first().is_some_and(|first| first.before.has_plus());
        if word.before.other == Some('@') && !word.before.has_blank() && !has_plus {
            return Err(ParseError::InvalidCharacter('@'));
        }
        if doubt::is_placeholder(word) && (printed || !whole) {
            return Err(ParseError::Text);
        }
        if word.kind == Kind::Letters {
            if printed {
                return Ok(false);
            }
            // The letters may go on, or be a note.
            let may_end =
                dialed.lettered && self.plan.code() != NANP && self.is_whole(&dialed.digits);
            if may_end && (whole && joined || !whole && !joined && !word.is_capitals()) {
                return Err(ParseError::MayBeName);
            }
            if !whole {
                self.require_vanity(dialed, at, rest)?;
                let first = dialed.digits.is_empty();
                let capitals = word.is_capitals() && !first;
                let digits_follow = behind.iter().any(Piece::is_digits);
                return if digits_follow && !joined && !capitals {
                    Err(ParseError::Text)
                } else {
                    Ok(false)
                };
            }
            let behind_word = dialed.letters_from.is_some();
            if word.before.is_nothing() && word.text.len() > 1 && self.plan.code() != NANP {
                return Err(ParseError::MayBeName);
            }
            let dialable = (joined || word.is_capitals() || behind_word) && !word.before.opens();
            if dialable && self.may_go_on(dialed, rest) {
                return Err(ParseError::MayBeName);
            }
        }
        // A word that no key dials ends a number that the table does not list.
        let ends = word.kind == Kind::Foreign
            && !dialed.lettered
            && self.plan.lengths().contains(dialed.digits.len());
        if !whole && !ends {
            return Err(ParseError::Text);
        }
        note::require(rest)?;
        Ok(true)
    }

    /// Returns whether the plan has a number with these digits and no more.
    pub(super) fn is_whole(&self, digits: &[u8]) -> bool {
        if self.plan.code() == NANP {
            return digits.len() == NANP_DIGITS;
        }
        self.plan.grouping(digits).is_some()
    }

    /// Returns whether no number of the plan goes on behind these digits of a whole one.
    fn is_complete(&self, digits: &[u8]) -> bool {
        self.plan.code() == NANP || self.plan.lengths_of(digits).max() == digits.len()
    }

    /// Returns whether the number may end before a word. Short numbers that nobody writes in groups do
    /// not end in letters: 13 00 67 exists in Australia, but 1300 MR ... goes on.
    fn is_whole_before_word(&self, dialed: &Dialed) -> bool {
        let len = dialed.digits.len();
        let grouped = || self.plan.grouped_lengths_of(&dialed.digits).contains(len);
        self.is_whole(&dialed.digits) && (!dialed.lettered || grouped())
    }

    /// Returns whether the plan has a longer number that starts with these digits and goes on with
    /// the letters at the start of `rest`.
    fn may_go_on(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> bool {
        let words = rest.iter().take_while(|piece| piece.kind == Kind::Letters);
        let lengths = self.plan.lengths_of(&dialed.digits);
        let mut end = dialed.digits.len();
        self.plan.code() != NANP
            && words.into_iter().any(|word| {
                end += word.text.len();
                lengths.contains(end)
            })
    }

    /// Checks the length of what was dialed, and cuts surplus letters at its end.
    fn finish(&self, dialed: &Dialed) -> Result<National, ParseError> {
        let digits = dialed.digits.as_slice();
        let letters = dialed.letters_from.map_or(0, |from| digits.len() - from);
        let exists = self.plan.grouping(digits).is_some();
        let possible = self.plan.lengths().contains(digits.len());
        // Digits behind a number that the table lists do not make one that it does not list.
        let nanp = self.plan.code() == NANP;
        if possible && !nanp && !exists && dialed.whole_before && self.printed.is_none() {
            return Err(ParseError::SeveralNumbers);
        }
        // If the table does not list the number, letters at its end are more likely a name.
        if possible && (nanp || exists || !dialed.lettered || self.printed.is_some()) {
            if dialed.lettered && !dialed.plain && letters < MIN_LETTERS {
                return Err(ParseError::Text);
            }
            return self.national(digits, exists);
        }
        if let Some(cut) = self.without_surplus(dialed) {
            return self.national(cut, self.plan.grouping(cut).is_some());
        }
        if possible {
            return Err(ParseError::Text);
        }
        if digits.len() > self.plan.lengths().max() {
            Err(self.too_long())
        } else {
            Err(self.too_short())
        }
    }

    fn national(&self, digits: &[u8], exists: bool) -> Result<National, ParseError> {
        let digits = digits.try_into().map_err(|_| self.too_long())?;
        Ok(National { digits, exists })
    }

    /// Returns the number without the letters that run on past its end. That is read where numbers
    /// that start so are written with one length only, and where most of the letters are inside.
    pub(super) fn without_surplus<'a>(&self, dialed: &'a Dialed) -> Option<&'a [u8]> {
        let from = dialed.letters_from?;
        let length = if self.plan.code() == NANP {
            NANP_DIGITS
        } else {
            self.plan.grouped_lengths_of(&dialed.digits).only()?
        };
        let inside = length.checked_sub(from).is_some_and(|inside| inside >= MIN_LETTERS);
        if inside { dialed.digits.get(..length) } else { None }
    }

    pub(super) fn too_short(&self) -> ParseError {
        ParseError::TooShort(NumberLengths::of(self.plan))
    }

    fn too_long(&self) -> ParseError {
        ParseError::TooLong(NumberLengths::of(self.plan))
    }
}

/// Returns whether a label with digits behind it may be a part of a vanity number. A vanity number has
/// words of one letter only where all digits but 0 and 1 are spelled.
fn may_be_spelled(label: &Piece<'_>, behind: &[Piece<'_>]) -> bool {
    let digits = behind.iter().take_while(|piece| piece.is_digits()).flat_map(|piece| piece.text);
    label.text.len() > 1 || digits.into_iter().all(|digit| matches!(digit, '0' | '1'))
}
