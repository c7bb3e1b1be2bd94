//! Letters and digits that look like a part of a number and are not meant as one.

use super::pieces::{Kind, Piece};

/// The longest group with 0 or 1 among its letters that a vanity number has in North America.
const LONGEST_GROUP: usize = 4;

/// Returns a letter that somebody typed for a digit that looks like it: 96O123, 8OO, S55. A vanity
/// number that reads so is not offered. `whole`: the number may end before the word at `at`. `printed`:
/// the text has the form in which vanity numbers are printed.
pub(super) fn letter_for_digit(
    pieces: &[Piece<'_>],
    at: usize,
    whole: bool,
    printed: bool,
) -> Option<char> {
    let word = pieces.get(at).filter(|word| word.kind == Kind::Letters)?;
    let letter = *word.text.first()?;
    let group = group_of(pieces, at);
    let mut in_group = group.iter().flat_map(|piece| piece.text);
    let has_high_digit = in_group.any(|digit| matches!(digit, '2'..='9'));
    if is_like_digits(word) {
        let is_word = |other: Option<&Piece<'_>>| {
            other.is_some_and(|other| other.kind == Kind::Letters && !is_like_digits(other))
        };
        let among_words =
            is_word(pieces.get(at + 1)) || is_word(at.checked_sub(1).and_then(|it| pieces.get(it)));
        let alone = !group.iter().any(Piece::is_digits);
        return (!alone || !whole && !among_words).then_some(letter);
    }
    // In a printed group a part of the area code may stand before a letter: +49-20A-000.
    (word.text.len() == 1 && !whole && !printed && has_high_digit).then_some(letter)
}

/// Returns whether a 0 or 1 stands for the letter in a word: FL0WERS. Vanity numbers have hyphens
/// around such a digit, or short groups.
pub(super) fn has_digit_for_letter(pieces: &[Piece<'_>], at: usize) -> bool {
    let [Some(before), Some(digit), Some(word)] =
        [at.checked_sub(2), at.checked_sub(1), Some(at)].map(|it| it.and_then(|it| pieces.get(it)))
    else {
        return false;
    };
    let letters = |piece: &Piece<'_>| piece.kind == Kind::Letters;
    let group: usize = group_of(pieces, at).iter().map(|piece| piece.text.len()).sum();
    letters(before)
        && matches!(digit.text, ['0' | '1'])
        && letters(word)
        && digit.before.is_nothing()
        && word.before.is_nothing()
        && group > LONGEST_GROUP
}

/// Returns whether a word stands for digits that are not told: XXXX, NNN.
pub(super) fn is_placeholder(word: &Piece<'_>) -> bool {
    let all = |letter: char| word.text.iter().all(|it| it.eq_ignore_ascii_case(&letter));
    word.text.len() >= 2 && all('x') || word.text.len() >= 3 && all('n')
}

/// Returns whether digits without a country code look like something else than a ten-digit number: a
/// date with an hour, an IP address, a local number with something behind it (`555-0123 305`).
pub(super) fn is_other_than_number(pieces: &[Piece<'_>]) -> bool {
    let mut lengths = [0; 5];
    let groups = pieces.iter().take_while(|piece| piece.is_digits());
    for (length, piece) in lengths.iter_mut().zip(groups) {
        *length = piece.text.len();
    }
    let joined = |at: usize| pieces.get(at).is_some_and(|piece| piece.before.joins());
    match lengths {
        [4, 2, 2, 2, 0] => {
            pieces.first().is_some_and(|year| matches!(year.text, ['1', '9', ..] | ['2', '0', ..]))
        }
        [1..=3, 1..=3, 1..=3, 1..=3, 0] => {
            let ends = !joined(4);
            ends && (1..=3).all(joined) && pieces.iter().take(4).all(is_byte)
        }
        [3, 4, 3, 0, 0] => {
            let apart = |piece: &Piece<'_>| !piece.before.joins() || piece.before.has_slash();
            joined(1) && pieces.get(2).is_some_and(apart)
        }
        _ => false,
    }
}

fn is_byte(piece: &Piece<'_>) -> bool {
    let mut digits = piece.text.iter().filter_map(|digit| digit.to_digit(10));
    let value = digits
        .try_fold(0_u8, |value, digit| value.checked_mul(10)?.checked_add(digit.try_into().ok()?));
    value.is_some()
}

fn is_like_digits(word: &Piece<'_>) -> bool {
    word.text.iter().all(|letter| matches!(letter, 'O' | 'o' | 'I' | 'l'))
}

/// Returns the pieces that nothing stands between, around the one at `at`.
fn group_of<'a, 'b>(pieces: &'b [Piece<'a>], at: usize) -> &'b [Piece<'a>] {
    let starts = |index: usize| pieces.get(index).is_none_or(|it| !it.before.is_nothing());
    let start = (0..=at).rev().find(|index| starts(*index)).unwrap_or(0);
    let end = (at + 1..pieces.len()).find(|index| starts(*index)).unwrap_or(pieces.len());
    pieces.get(start..end).unwrap_or_default()
}
