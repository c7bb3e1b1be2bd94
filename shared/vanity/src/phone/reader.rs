//! Finds the end of a number among digits and words.
//!
//! A number is *whole* where its plan has a number with these digits and no more. What follows there
//! is an extension, a note, or, in a plan whose numbers differ in length, perhaps more of the number.
//! The rules, in the order in which they apply to a word:
//!
//! 1. A label such as `x` or `ext` with digits behind it starts an extension. It is cut.
//! 2. In the printed form (`+49-30-FLOWERS`) every letter is dialed.
//! 3. Behind a whole number a word is a note and is cut, with all that follows. If the number may
//!    also go on, letters in capitals or joined to it by a hyphen might be dialed: refused.
//! 4. Before the number is whole, a word is dialed. If digits follow, it has to be joined by hyphens
//!    or in capitals: refused otherwise.

use arrayvec::ArrayVec;
use switchboard_numbering::{MAX_NATIONAL_DIGITS, Plan};

use super::error::{NumberLengths, ParseError};
use super::extension;
use super::pieces::{Between, Kind, Piece};
use super::plan::NANP;
use crate::keypad;

/// The most digits and letters that are collected: the longest number, and surplus letters behind it.
const MAX_DIALED: usize = 48;
/// The fewest letters of a name without hyphens or capitals that are dialed: `800 taxi`.
const MIN_LETTERS: usize = 4;
/// The digits of a North American number behind its country code.
const NANP_DIGITS: usize = 10;
/// With so many digits or more, what stands behind a number is another number.
const ANOTHER_NUMBER: usize = 5;

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
    /// Whether the text has the form in which vanity numbers are printed.
    pub(super) printed: bool,
}

/// What is dialed so far.
#[derive(Default)]
struct Dialed {
    digits: ArrayVec<u8, MAX_DIALED>,
    /// Where the letters at the end start, if there are any.
    letters_from: Option<usize>,
    /// Whether a letter was dialed anywhere.
    lettered: bool,
    /// Whether all words were joined by hyphens or in capitals.
    plain: bool,
}

impl Reader<'_> {
    /// Reads the number behind the first `skipped` digits, which are a prefix and the country code.
    pub(super) fn read(&self, mut skipped: usize) -> Result<National, ParseError> {
        let mut dialed = Dialed { plain: true, ..Dialed::default() };
        for (at, piece) in self.pieces.iter().enumerate() {
            let rest = self.pieces.get(at..).unwrap_or_default();
            if piece.is_digits() {
                let (prefix, digits) =
                    piece.text.split_at_checked(skipped).unwrap_or((piece.text, &[]));
                skipped -= prefix.len();
                if at > 0 && self.is_behind_number(&dialed, rest)? {
                    break;
                }
                self.push(&mut dialed, digits)?;
                if !digits.is_empty() {
                    dialed.letters_from = None;
                }
            } else if self.ends_before_word(&dialed, rest)? {
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

    /// Returns whether the digits at the start of `rest` are an extension; refuses them if they are no
    /// part of a number.
    fn is_behind_number(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> Result<bool, ParseError> {
        let [piece, ..] = rest else { return Ok(false) };
        if piece.before.has_plus() {
            return Err(ParseError::SeveralNumbers);
        }
        if self.is_whole(&dialed.digits) {
            let marked = piece.before.starts_extension() && extension::starts(rest);
            if marked || extension::ends_in_hash(rest, self.behind) {
                return Ok(true);
            }
            // 123456/78 is two lines, and (78) behind a number is anything.
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
    fn ends_before_word(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> Result<bool, ParseError> {
        let [word, behind @ ..] = rest else { return Ok(true) };
        let whole = self.is_whole_before_word(dialed);
        let joined = word.before.joins();
        if extension::is_label(word) && extension::starts(behind) {
            let vanity = joined && word.is_capitals() && may_be_spelled(word, behind);
            if whole || !vanity {
                return Ok(true);
            }
        }
        if let Some(letter) = letter_for_digit(dialed, word, behind) {
            return Err(ParseError::LetterForDigit(letter));
        }
        if word.kind == Kind::Letters {
            if self.printed {
                return Ok(false);
            }
            if !whole {
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
            let dialable = (joined || word.is_capitals() || behind_word) && !word.before.opens();
            if dialable && self.may_go_on(dialed, rest) {
                return Err(ParseError::MayBeName);
            }
        }
        if !whole {
            return Err(ParseError::Text);
        }
        require_note(rest)?;
        Ok(true)
    }

    /// Returns whether the plan has a number with these digits and no more.
    fn is_whole(&self, digits: &[u8]) -> bool {
        if self.plan.code() == NANP {
            return digits.len() == NANP_DIGITS;
        }
        self.plan.grouping(digits).is_some()
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
        let letters: usize = words.map(|word| word.text.len()).sum();
        let lengths = self.plan.lengths_of(&dialed.digits);
        self.plan.code() != NANP && lengths.contains(dialed.digits.len() + letters)
    }

    /// Checks the length of what was dialed, and cuts surplus letters at its end.
    fn finish(&self, dialed: &Dialed) -> Result<National, ParseError> {
        let digits = dialed.digits.as_slice();
        let letters = dialed.letters_from.map_or(0, |from| digits.len() - from);
        let exists = self.plan.grouping(digits).is_some();
        let possible = self.plan.lengths().contains(digits.len());
        // Letters behind a number that the table does not list are rather a name.
        let nanp = self.plan.code() == NANP;
        if possible && (nanp || exists || !dialed.lettered || self.printed) {
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
    fn without_surplus<'a>(&self, dialed: &'a Dialed) -> Option<&'a [u8]> {
        let from = dialed.letters_from?;
        let length = if self.plan.code() == NANP {
            NANP_DIGITS
        } else {
            self.plan.grouped_lengths_of(&dialed.digits).only()?
        };
        let inside = length.checked_sub(from).is_some_and(|inside| inside >= MIN_LETTERS);
        if inside { dialed.digits.get(..length) } else { None }
    }

    fn too_short(&self) -> ParseError {
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

/// Returns a letter that somebody typed for a digit that looks like it: 96O123, 8OO. Beside 0 and 1,
/// which are never spelled, it may be a letter. A vanity number that reads otherwise is not offered.
fn letter_for_digit(dialed: &Dialed, word: &Piece<'_>, behind: &[Piece<'_>]) -> Option<char> {
    let looks_like_one = |letter: &char| matches!(letter, 'O' | 'o' | 'I' | 'l');
    let letter = *word.text.first().filter(|_| word.text.iter().all(looks_like_one))?;
    let before = dialed.digits.last().filter(|_| word.before.is_nothing());
    let next = behind.first().filter(|next| next.is_digits() && next.before.is_nothing());
    let next = next.and_then(|next| next.text.first());
    let beside = before.is_some_and(|digit| matches!(digit, b'2'..=b'9'))
        || next.is_some_and(|digit| matches!(digit, '2'..='9'));
    beside.then_some(letter)
}

/// Checks that what stands behind a whole number, from a word on, is a note: words, text in
/// parentheses, an extension. Other digits may belong to another number.
fn require_note(rest: &[Piece<'_>]) -> Result<(), ParseError> {
    let mut in_parentheses = false;
    let mut digits = 0;
    let mut plus = false;
    for (at, piece) in rest.iter().enumerate() {
        in_parentheses = piece.before.opens() || in_parentheses && !piece.before.closes();
        if extension::is_label(piece) && extension::starts(rest.get(at + 1..).unwrap_or_default()) {
            break;
        }
        if piece.is_digits() && !in_parentheses {
            digits += piece.text.len();
            plus |= piece.before.has_plus();
        }
    }
    match digits {
        0 => Ok(()),
        _ if plus || digits >= ANOTHER_NUMBER => Err(ParseError::SeveralNumbers),
        _ => Err(ParseError::Text),
    }
}
