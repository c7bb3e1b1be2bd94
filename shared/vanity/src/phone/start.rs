//! Where the number of a text starts: behind words that nobody dials.

use super::error::ParseError;
use super::extension;
use super::pieces::{Between, Kind, Piece};

/// Words whose digits are not a phone number. The list is short because a number with `+` needs none.
const OTHER_DIGITS: [&str; 14] = [
    "room", "rm", "suite", "ste", "apt", "floor", "box", "invoice", "product", "sku", "isbn",
    "vin", "iban", "zip",
];

/// Short words that people write against a number.
const LABELS: [&str; 12] =
    ["t", "tel", "ph", "phone", "m", "mob", "mobile", "f", "fax", "cell", "p", "call"];

/// With so many digits or more, what stands before a number is another number.
const ANOTHER_NUMBER: usize = 5;

/// Returns the index of the first piece of the number.
pub(super) fn of_number(pieces: &[Piece<'_>], behind: Between) -> Result<usize, ParseError> {
    let digits = pieces.iter().position(Piece::is_digits).ok_or(ParseError::Empty)?;
    let start = behind_label(pieces, digits);
    let first = pieces.get(start).ok_or(ParseError::Empty)?;
    // Asterisks around a number make it bold.
    let bold = start == 0 && behind.has_star() && !behind.has_hash();
    let starts_code = first.before.starts_extension()
        || first.before.has_tilde()
        || first.before.has_star() && !bold;
    if let Some(mark) = first.before.mark().filter(|_| starts_code) {
        return Err(ParseError::InvalidCharacter(mark));
    }
    let Some(word) = start.checked_sub(1).and_then(|at| pieces.get(at)) else { return Ok(start) };
    // +l 800 ...
    let words = pieces.get(..start).unwrap_or_default();
    if words.iter().any(|word| word.before.has_plus()) {
        return Err(ParseError::Text);
    }
    if first.before.is_nothing() && !is_label(word) {
        return Err(match word.text {
            [letter] if word.kind == Kind::Letters => ParseError::LetterForDigit(*letter),
            _ => ParseError::Text,
        });
    }
    let names_other = OTHER_DIGITS.iter().any(|other| word.is_word(other))
        || word.text.len() > 1 && extension::is_label(word);
    if names_other && !first.before.has_plus() {
        return Err(ParseError::Text);
    }
    Ok(start)
}

/// Returns whether a word may stand against the digits behind it. Scripts without blanks have no gap
/// there.
fn is_label(word: &Piece<'_>) -> bool {
    match word.kind {
        Kind::Letters => LABELS.iter().any(|label| word.is_word(label)),
        _ => word.text.len() > 1,
    }
}

/// Returns where the number starts if the digits at `start` belong to a label: `Phone 2: ...`,
/// `item1: +44 ...`.
fn behind_label(pieces: &[Piece<'_>], start: usize) -> usize {
    let colon = |piece: &Piece<'_>| piece.before.other == Some(':');
    let next = pieces.get(start + 1).filter(|next| next.is_digits() && colon(next));
    let counts = pieces.get(start).is_some_and(|it| matches!(it.text, ['1'..='3']));
    if next.is_some() && counts {
        return start + 1;
    }
    let plus = pieces.iter().position(|piece| piece.is_digits() && piece.before.has_plus());
    let Some(plus) = plus.filter(|at| *at > start && pieces.get(*at).is_some_and(colon)) else {
        return start;
    };
    let before = pieces.get(start..plus).unwrap_or_default().iter().filter(|it| it.is_digits());
    if before.map(|it| it.text.len()).sum::<usize>() < ANOTHER_NUMBER { plus } else { start }
}
