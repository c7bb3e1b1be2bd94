//! Reads what people write for a phone number into E.164.
//!
//! A text goes through these steps. [`uri`] takes off what only a `tel:` URI has, and
//! [`characters`](super::characters) gives characters that mean the same one form. [`pieces`] cuts
//! the text into runs of digits and words, and [`start`] finds the first of the number.
//! This module finds the country code and the trunk prefix
//! among them, and [`reader`](super::reader) the end of the number.

use arrayvec::ArrayString;
use switchboard_numbering::Plan;

use super::error::{NumberLengths, ParseError};
use super::pieces::{self, Kind, Piece};
use super::plan::NANP;
use super::reader::{National, Reader};
use super::{doubt, start, uri};

/// The fewest and the most digits of an E.164 number.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// What is dialed before a country code: most of the world, North America, Australia. The longer
/// ones come first.
const INTERNATIONAL_PREFIXES: [&str; 3] = ["0011", "011", "00"];

/// Reads `+` and 7 to 15 digits, and nothing else.
pub(super) fn e164(text: &str) -> Result<ArrayString<16>, ParseError> {
    let digits = text.strip_prefix('+').ok_or(ParseError::NotE164)?;
    let sound = DIGITS.contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    let number = sound.then(|| ArrayString::from(text).ok()).flatten();
    number.ok_or(ParseError::NotE164)
}

/// Reads anything that a person would write. Other text is cut if its meaning is certain, and refused
/// otherwise.
pub(super) fn written(text: &str) -> Result<ArrayString<16>, ParseError> {
    let characters = uri::characters(text)?;
    let (pieces, behind) = pieces::cut(&characters)?;
    let start = start::of_number(&pieces, behind)?;
    let pieces = pieces.get(start..).unwrap_or_default();
    let first = pieces.first().ok_or(ParseError::Empty)?;
    let number = Number { characters: &characters, pieces, behind };
    if first.before.has_plus() {
        return number.international(0);
    }
    if !first.text.starts_with(&['0']) {
        return number.north_american();
    }
    INTERNATIONAL_PREFIXES
        .iter()
        .filter(|prefix| number.may_start_with(prefix))
        .find_map(|prefix| number.international_behind(prefix))
        .unwrap_or(Err(ParseError::NationalForm))
}

/// A text that starts with the digits of a phone number.
struct Number<'a> {
    characters: &'a [char],
    pieces: &'a [Piece<'a>],
    behind: pieces::Between,
}

impl Number<'_> {
    /// The digits from the start up to the first word.
    fn digits(&self) -> impl Iterator<Item = u8> {
        let pieces = self.pieces.iter().take_while(|piece| piece.is_digits());
        pieces.flat_map(|piece| piece.text).filter_map(|digit| u8::try_from(*digit).ok())
    }

    /// Returns whether the first group may be an international prefix. In parentheses it is an area
    /// code, as in (011) for Johannesburg and Delhi.
    fn may_start_with(&self, prefix: &str) -> bool {
        let Some(first) = self.pieces.first() else { return false };
        let Some(code) = first.text.get(prefix.len()..) else { return false };
        // 0117 496 0123 is a number in Bristol: a prefix is a group of its own, or has a whole country
        // code behind it.
        let code_digits: arrayvec::ArrayVec<u8, { pieces::MAX_CHARACTERS }> =
            code.iter().filter_map(|digit| u8::try_from(*digit).ok()).collect();
        let whole_code = Plan::of(&code_digits).is_some_and(|(_, national)| national.is_empty());
        first.text.iter().copied().take(prefix.len()).eq(prefix.chars())
            // No area code starts with 00.
            && (!first.before.opens() || prefix == "00" && whole_code)
            && (code.is_empty() || whole_code || code.len() >= *DIGITS.start())
    }

    /// Reads the number behind an international prefix. `None` if no country has it, so that the
    /// prefix must be something else.
    fn international_behind(&self, prefix: &str) -> Option<Result<ArrayString<16>, ParseError>> {
        let mut digits: arrayvec::ArrayVec<u8, 3> = arrayvec::ArrayVec::new();
        digits.extend(self.digits().skip(prefix.len()).take(3));
        Plan::of(&digits)?;
        match self.international(prefix.len()) {
            // A number that is too short may be the national form of another country.
            Err(ParseError::TooShort(_)) => None,
            read => Some(read),
        }
    }

    /// Reads a number whose country code starts behind `skipped` digits.
    fn international(&self, skipped: usize) -> Result<ArrayString<16>, ParseError> {
        let mut code: arrayvec::ArrayVec<u8, 3> = arrayvec::ArrayVec::new();
        code.extend(self.digits().skip(skipped).take(3));
        if code.first() == Some(&b'0') {
            return Err(ParseError::LeadingZero);
        }
        let Some((plan, rest)) = Plan::of(&code) else { return self.unassigned(skipped) };
        let code_len = code.len() - rest.len();
        self.of_plan(plan, skipped + code_len, false)
    }

    /// Reads a number that has no country code, which is North American.
    fn north_american(&self) -> Result<ArrayString<16>, ParseError> {
        let (plan, _) = Plan::of(b"1").ok_or(ParseError::UnknownCountryCode)?;
        let bare = !self.digits().take(1).eq([b'1']);
        if doubt::is_other_than_number(self.pieces) {
            return Err(ParseError::SeveralNumbers);
        }
        self.of_plan(plan, 0, bare)
    }

    /// Reads a number whose country code is not assigned. It is a number, but unsupported.
    fn unassigned(&self, skipped: usize) -> Result<ArrayString<16>, ParseError> {
        let sound =
            self.pieces.iter().all(Piece::is_digits)
                && self.pieces.iter().skip(1).all(|piece| {
                    !piece.before.has_plus() && piece.before.not_of_a_number().is_none()
                });
        let mut number = ArrayString::from("+").map_err(|_| ParseError::UnknownCountryCode)?;
        for digit in self.digits().skip(skipped) {
            number.try_push(char::from(digit)).map_err(|_| ParseError::UnknownCountryCode)?;
        }
        if sound && e164(&number).is_ok() {
            Ok(number)
        } else {
            Err(ParseError::UnknownCountryCode)
        }
    }

    /// Reads a number of this plan whose national part starts behind `skipped` digits, with or without
    /// a trunk prefix before it. `bare`: neither a country code nor a trunk prefix is written.
    fn of_plan(
        &self,
        plan: Plan,
        skipped: usize,
        bare: bool,
    ) -> Result<ArrayString<16>, ParseError> {
        let printed = self.printed_form();
        let Self { pieces, behind, .. } = *self;
        let reader = Reader { plan, pieces, behind, printed, bare };
        let national = match self.trunk(plan, skipped) {
            Some(Trunk { len, .. }) if plan.code() == NANP => reader.read(skipped + len),
            // In the form that answers are printed in, as in E.164, no trunk prefix is expected.
            Some(Trunk { len, .. }) if printed.is_some() => {
                reader.read(skipped).or_else(|kept| reader.read(skipped + len).map_err(|_| kept))
            }
            Some(Trunk { len, certain, zero }) => {
                let kept = reader.read(skipped);
                match (reader.read(skipped + len), kept) {
                    (Ok(cut), Ok(kept)) if !certain && kept.exists && !cut.exists => Ok(kept),
                    // The number is whole with these digits, so what follows does not make another.
                    (Ok(_), Err(ParseError::SeveralNumbers)) if !certain => {
                        Err(ParseError::SeveralNumbers)
                    }
                    // No number starts with a 0 where that is the prefix. Other prefixes may start one.
                    (Ok(cut), Err(kept)) if !zero && !cut.exists => Err(kept),
                    (Ok(cut), _) => Ok(cut),
                    (Err(_), kept) => kept,
                }
            }
            None => reader.read(skipped),
        };
        joined(plan, &national?)
    }

    /// Returns the trunk prefix at the start of the national part, if one may stand there.
    fn trunk(&self, plan: Plan, skipped: usize) -> Option<Trunk> {
        // E.164 has no trunk prefix. A 0 is dropped all the same where 0 is the prefix, because no
        // number starts with it.
        let e164 = self.is_e164();
        let prefixes = plan.trunk_prefixes().iter().filter(|prefix| !e164 || **prefix == "0");
        let own = prefixes
            .copied()
            .find(|prefix| self.digits().skip(skipped).take(prefix.len()).eq(prefix.bytes()));
        let in_parentheses = self.is_zero_in_parentheses(skipped);
        match own {
            Some(prefix) => {
                let zero = prefix == "0";
                Some(Trunk { len: prefix.len(), certain: in_parentheses && zero, zero })
            }
            // People write (0) out of habit. Where the number itself has the 0, it stays.
            None => in_parentheses.then_some(Trunk { len: 1, certain: false, zero: true }),
        }
    }

    /// Returns whether the national part starts with a group `(0)`.
    fn is_zero_in_parentheses(&self, skipped: usize) -> bool {
        let mut before = 0;
        for (at, piece) in self.pieces.iter().enumerate().take_while(|(_, it)| it.is_digits()) {
            if before == skipped {
                let next = self.pieces.get(at + 1).map_or(self.behind, |next| next.before);
                return piece.text == ['0'] && piece.before.opens() && next.closes();
            }
            before += piece.text.len();
        }
        false
    }

    /// Returns whether the text is `+` and digits, and nothing else.
    fn is_e164(&self) -> bool {
        let [plus, digits @ ..] = self.characters else { return false };
        *plus == '+' && digits.iter().all(char::is_ascii_digit)
    }

    /// Returns how many pieces have the form in which vanity numbers are printed: `+`, then groups of
    /// digits and capitals joined by single hyphens. What stands around them is separated.
    fn printed_form(&self) -> Option<usize> {
        let plus = self.characters.iter().position(|character| *character == '+')?;
        let behind = self.characters.get(plus + 1..)?;
        let sound = |it: &char| it.is_ascii_digit() || it.is_ascii_uppercase();
        let len = behind.iter().take_while(|it| sound(it) || **it == '-').count();
        let (number, rest) = behind.split_at_checked(len)?;
        let separated = match rest {
            ['.', next, ..] => !next.is_alphanumeric(),
            [next, ..] => !next.is_alphanumeric() && !"/@_'".contains(*next),
            [] => true,
        };
        let groups = number.split(|character| *character == '-');
        if !separated || !groups.into_iter().all(|group| !group.is_empty()) {
            return None;
        }
        let mut left = number.iter().filter(|it| sound(it)).count();
        let mut letters = false;
        let pieces = self.pieces.iter().take_while(|piece| {
            let inside = left > 0;
            left = left.saturating_sub(piece.text.len());
            letters |= inside && piece.kind == Kind::Letters;
            inside
        });
        let count = pieces.count();
        letters.then_some(count)
    }
}

/// A trunk prefix: how many digits it has, whether it cannot be anything else, and whether it is 0.
struct Trunk {
    len: usize,
    certain: bool,
    zero: bool,
}

/// Returns the number in E.164.
fn joined(plan: Plan, national: &National) -> Result<ArrayString<16>, ParseError> {
    let mut number = ArrayString::new();
    let written = std::fmt::Write::write_fmt(&mut number, format_args!("+{}", plan.code()));
    let too_long = ParseError::TooLong(NumberLengths::of(plan));
    written.map_err(|_| too_long)?;
    for digit in &national.digits {
        number.try_push(char::from(*digit)).map_err(|_| too_long)?;
    }
    let too_short = ParseError::TooShort(NumberLengths::of(plan));
    if e164(&number).is_ok() { Ok(number) } else { Err(too_short) }
}
