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

use super::doubt;
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
/// With so many digits or more in parentheses, they are another number.
const LOCAL_DIGITS: usize = 7;
/// The digits of a North American area code.
const AREA_DIGITS: usize = 3;
/// Words beside hours and days.
const TIMES: [&str; 12] =
    ["am", "pm", "h", "hrs", "hours", "mon", "mo", "fri", "uhr", "ore", "hour", "до"];
/// The area codes that vanity numbers mostly have.
const TOLL_FREE: [&[u8]; 8] = [b"800", b"833", b"844", b"855", b"866", b"877", b"888", b"900"];

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
    /// Whether neither a country code nor a trunk prefix is written.
    pub(super) bare: bool,
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
    /// Whether the number was whole before its last group of digits.
    whole_before: bool,
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
                dialed.whole_before |=
                    !digits.is_empty() && !dialed.lettered && self.is_whole(&dialed.digits);
                if self.starts_note(&dialed, at) {
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

    /// Returns whether the digits at the start of `rest` are an extension of the number; refuses
    /// digits that belong to neither.
    fn is_behind_number(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> Result<bool, ParseError> {
        let [piece, ..] = rest else { return Ok(false) };
        if piece.before.has_plus() {
            return Err(ParseError::SeveralNumbers);
        }
        if self.is_whole(&dialed.digits) {
            let one = !rest.iter().any(|piece| piece.before.has_plus());
            if piece.before.has_pause() && one {
                return Ok(true);
            }
            let in_parentheses = piece.before.opens() && self.is_remark(dialed, rest);
            if in_parentheses || is_round_the_clock(rest) {
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
        if extension::is_label(word) && extension::starts(behind) {
            let vanity = joined && word.is_capitals() && may_be_spelled(word, behind);
            if whole || !vanity {
                return Ok(true);
            }
        }
        if let Some(letter) = doubt::letter_for_digit(self.pieces, at, whole, self.printed) {
            return Err(ParseError::LetterForDigit(letter));
        }
        // In an e-mail address the number is a part of a name.
        let has_plus = self.pieces.first().is_some_and(|first| first.before.has_plus());
        if word.before.other == Some('@') && !has_plus {
            return Err(ParseError::InvalidCharacter('@'));
        }
        if doubt::is_placeholder(word) && (self.printed || !whole) {
            return Err(ParseError::Text);
        }
        if word.kind == Kind::Letters {
            if self.printed {
                return Ok(false);
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

    /// Refuses words that are probably prose: `305 Ocean Drive`, `3 little pigs`, `555-0123 BOB`.
    fn require_vanity(
        &self,
        dialed: &Dialed,
        at: usize,
        rest: &[Piece<'_>],
    ) -> Result<(), ParseError> {
        let [word, ..] = rest else { return Ok(()) };
        let nanp = self.plan.code() == NANP;
        if nanp && doubt::has_digit_for_letter(self.pieces, at) {
            return Err(ParseError::Text);
        }
        if dialed.lettered {
            return Ok(());
        }
        let len = dialed.digits.len();
        let joined = word.before.joins();
        let plain = joined && word.is_capitals();
        if len == 0 && !joined || nanp && len < AREA_DIGITS && (self.bare || !plain) {
            return Err(ParseError::Text);
        }
        if !self.bare || joined && len > AREA_DIGITS {
            return Ok(());
        }
        // 555-0123 is a number without its area code, and what follows is a name.
        if len >= LOCAL_DIGITS {
            return Err(self.too_short());
        }
        let mut left = NANP_DIGITS.saturating_sub(len);
        let words = rest.iter().take_while(|piece| piece.kind == Kind::Letters);
        let words: ArrayVec<&Piece<'_>, NANP_DIGITS> = words
            .take_while(|word| {
                let starts_inside = left > 0;
                left = left.saturating_sub(word.text.len());
                starts_inside
            })
            .take(NANP_DIGITS)
            .collect();
        if words.iter().all(|word| word.before.joins()) {
            return Ok(());
        }
        let capitals = words.iter().all(|word| word.is_capitals());
        let digits_follow = rest.get(words.len()).is_some_and(Piece::is_digits) && left > 0;
        let area = TOLL_FREE.iter().any(|code| dialed.digits.starts_with(code));
        let sure = match len {
            AREA_DIGITS if digits_follow => capitals,
            AREA_DIGITS => (area || word.before.closes()) && (capitals || words.len() == 1),
            _ => capitals || len == 2 * AREA_DIGITS,
        };
        if sure { Ok(()) } else { Err(ParseError::Text) }
    }

    /// Returns whether the digits at `at`, behind a number that is whole, are the start of a note:
    /// `2nd floor`, `8 Uhr`, `24h`.
    fn starts_note(&self, dialed: &Dialed, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let behind = self.pieces.get(at + 1..).unwrap_or_default();
        let [next, rest @ ..] = behind else { return false };
        if !dialed.whole_before
            || piece.before.joins()
            || piece.text.len() > 2
            || next.is_digits()
            || next.before.opens()
            || extension::is_label_of_whole(next) && extension::starts(rest)
        {
            return false;
        }
        let before = at.checked_sub(1).and_then(|it| self.pieces.get(it));
        let long_before = before.is_some_and(|before| before.text.len() > MIN_LETTERS);
        next.before.is_nothing() || piece.text.len() == 1 || long_before
    }

    /// Returns whether what stands in parentheses behind a number is a remark: it has words and few
    /// digits, or it says the number again, as in `1-800-FLOWERS (356-9377)`.
    fn is_remark(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> bool {
        let again = rest.iter().flat_map(|piece| piece.text);
        let again: ArrayVec<u8, MAX_DIALED> =
            again.filter_map(|it| keypad::digit(*it)).take(MAX_DIALED).collect();
        let lettered = rest.iter().any(|piece| !piece.is_digits());
        let number = dialed.digits.as_slice();
        let says_again = again.len() >= MIN_LETTERS
            && (number.ends_with(&again)
                || again.ends_with(number) && again.len() <= number.len() + 3);
        says_again || lettered && self.behind.closes() && require_note(rest).is_ok()
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
        // Digits behind a number that the table lists do not make one that it does not list.
        let nanp = self.plan.code() == NANP;
        if possible && !nanp && !exists && dialed.whole_before && !self.printed {
            return Err(ParseError::SeveralNumbers);
        }
        // If the table does not list the number, letters at its end are more likely a name.
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

/// Returns whether these pieces say when somebody answers: `after 6 pm`.
fn is_time(rest: &[Piece<'_>]) -> bool {
    let is_unit = |piece: &Piece<'_>| TIMES.iter().any(|time| piece.is_word(time));
    let short = |piece: &Piece<'_>| !piece.is_digits() || piece.text.len() <= 2;
    rest.iter().any(is_unit) && rest.iter().all(short)
}

/// Returns whether these pieces are `24/7`, which is not an extension.
fn is_round_the_clock(rest: &[Piece<'_>]) -> bool {
    let [hours, days] = rest else { return false };
    hours.text == ['2', '4'] && days.text == ['7'] && days.before.has_slash()
}

/// Checks that what stands behind a whole number, from a word on, is a note: words, text in
/// parentheses, an extension. Other digits may belong to another number.
fn require_note(rest: &[Piece<'_>]) -> Result<(), ParseError> {
    let mut in_parentheses = false;
    let mut digits = 0;
    let mut in_remark = 0;
    let mut plus = false;
    for (at, piece) in rest.iter().enumerate() {
        in_parentheses = piece.before.opens() || in_parentheses && !piece.before.closes();
        let behind = rest.get(at + 1..).unwrap_or_default();
        if extension::is_label_of_whole(piece) && extension::starts(behind) {
            break;
        }
        if piece.is_digits() && in_parentheses {
            // In 9:00 the minutes are not a number's.
            let minutes = piece.before.other == Some(':');
            in_remark += if minutes { 0 } else { piece.text.len() };
        } else if piece.is_digits() {
            digits += piece.text.len();
            plus |= piece.before.has_plus();
        }
    }
    match digits {
        0 if in_remark < LOCAL_DIGITS => Ok(()),
        _ if digits < ANOTHER_NUMBER && !plus && is_time(rest) => Ok(()),
        0 => Err(ParseError::SeveralNumbers),
        _ if plus || digits >= ANOTHER_NUMBER => Err(ParseError::SeveralNumbers),
        _ => Err(ParseError::Text),
    }
}
