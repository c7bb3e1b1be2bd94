//! Letter readings: what fills the five up when words are too few.
//!
//! They are random letters that map to the digits, drawn from a generator seeded by the number.
//! Those that a person can say come first.

use std::cmp::Reverse;
use std::ops::Range;

use rand::seq::IndexedRandom;
use rand_pcg::Pcg64Mcg;

use super::Spelling;
use crate::keypad;

/// Letters drawn for one place in the number. More gain little: the best of fifty can be said.
const DRAWS: usize = 48;
/// A shorter group of letters is not worth a reading of its own.
const MIN_LETTERS: usize = 3;

/// Letter readings of a national number, most sayable first within each group tried. A group is
/// a range of places that become letters; all other digits, and 0 and 1, stay.
pub(crate) fn letter_readings<'a>(
    national: &'a [u8],
    groups: &'a [Range<usize>],
) -> impl Iterator<Item = Spelling> + use<'a> {
    let seed = national.iter().fold(0, |seed, digit| seed * 10 + u128::from(digit - b'0'));
    let mut generator = Pcg64Mcg::new(seed);
    let worthwhile = |group: &&Range<usize>| {
        let digits = national.get((*group).clone()).unwrap_or_default();
        digits.iter().filter(|digit| !keypad::letters(**digit).is_empty()).count() >= MIN_LETTERS
    };
    let last = groups.last();
    groups
        .iter()
        // The last group is the last resort: better one letter than no reading.
        .filter(move |group| worthwhile(group) || last == Some(*group))
        .flat_map(move |group| draw(national, group, &mut generator))
}

fn draw(national: &[u8], group: &Range<usize>, generator: &mut Pcg64Mcg) -> Vec<Spelling> {
    let mut drawn: Vec<Spelling> = (0..DRAWS)
        .map(|_| {
            let letter = |(at, digit): (usize, &u8)| match keypad::letters(*digit) {
                letters if group.contains(&at) => *letters.choose(generator).unwrap_or(digit),
                _ => *digit,
            };
            national.iter().enumerate().map(letter).take(super::MAX_DIGITS).collect()
        })
        .filter(|spelling: &Spelling| words::blocked_in(spelling).next().is_none())
        .collect();
    drawn.sort_by_cached_key(|spelling| (Reverse(sayability(spelling)), spelling.clone()));
    drawn.dedup();
    drawn
}

/// How easily the letters are said: vowels and consonants that alternate are, three consonants
/// in a row and rare letters are not.
fn sayability(spelling: &[u8]) -> i32 {
    let is_vowel = |letter: u8| b"aeiouy".contains(&letter);
    let pairs = spelling.windows(2).filter(|pair| pair.iter().all(u8::is_ascii_lowercase));
    let alternating = pairs.filter(|pair| matches!(pair, [a, b] if is_vowel(*a) != is_vowel(*b)));
    let crowded = spelling.windows(3).filter(|three| {
        three.iter().all(|letter| letter.is_ascii_lowercase() && !is_vowel(*letter))
    });
    let rare = spelling.iter().filter(|letter| b"qxz".contains(letter));
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    2 * count(alternating.count()) - 3 * count(crowded.count()) - count(rare.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_said_comes_first() {
        assert!(sayability(b"212555bako") > sayability(b"212555bcko"));
        assert!(sayability(b"212555bako") > sayability(b"212555bckm"));
    }

    #[test]
    fn the_same_number_gives_the_same_letters() {
        let draw = || letter_readings(b"2125550199", &[6..10, 3..10]).collect::<Vec<_>>();
        assert_eq!(draw(), draw());
        assert!(draw().len() >= 5);
    }

    #[test]
    fn zeros_and_ones_and_what_is_outside_the_group_stay() {
        for spelling in letter_readings(b"2125012999", &[6..10, 5..10]) {
            assert!(spelling.starts_with(b"21250"), "{spelling:?}");
            assert!(spelling.iter().skip(7).all(u8::is_ascii_lowercase), "{spelling:?}");
        }
    }
}
