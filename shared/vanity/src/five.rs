//! The best five vanity numbers of a phone number.

use arrayvec::ArrayVec;

use crate::display::{self, Builder, VanityNumber};
use crate::phone::{Parts, PhoneNumber, UnsupportedNumber};
use crate::ranking::{MAX_COST, OFFERED_LAST};
use crate::reading::lattice::Lattice;
use crate::reading::letters::Letters;
use crate::reading::pool::{Entry, Pool};
use crate::reading::search::{Span, search};
use crate::reading::{MAX_OFFERED, NEVER};

/// How often letters are drawn for the whole number.
const LAST_DRAWS: usize = 4;

/// The error for a number that has no vanity numbers.
///
/// ```
/// use switchboard_vanity::{NoReading, best_five};
///
/// assert_eq!(best_five(&"+290 1000".parse()?), Err(NoReading::NothingToSpell));
/// assert!(matches!(best_five(&"+1 000 356 9377".parse()?), Err(NoReading::Unsupported(_))));
/// # Ok::<(), switchboard_vanity::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoReading {
    /// No numbering plan has such a number.
    #[error(transparent)]
    Unsupported(#[from] UnsupportedNumber),
    /// Every digit that may be spelled is 0 or 1.
    #[error("the digits 0 and 1 carry no letters, and this number has nothing else to spell")]
    NothingToSpell,
}

/// The order in which vanity numbers are listed.
///
/// ```
/// use switchboard_vanity::SortOrder;
///
/// let five = switchboard_vanity::best_five(&"1-800-FLOWERS".parse()?)?;
/// let first = |order| five.in_order(order).first().map(|vanity| vanity.vanity_number.to_string());
/// assert_eq!(first(SortOrder::Best).as_deref(), Some("1-800-FLOWERS"));
/// assert_eq!(first(SortOrder::Ascending).as_deref(), Some("1-800-3-LOWER-7"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// Word readings before letter readings, each ascending by text.
    Ascending,
    /// By rank, best first.
    Best,
}

/// Up to five vanity numbers of one phone number. There are fewer if its digits have no other
/// spelling, or none that may be said (`docs/words-policy.md`).
///
/// ```
/// let five = switchboard_vanity::best_five(&"1-800-FLOWERS".parse()?)?;
/// let ranks: Vec<u8> = five.by_rank().iter().map(|vanity| vanity.rank).collect();
/// assert_eq!(ranks, [1, 2, 3, 4, 5]);
/// assert_eq!(five.best(2).by_rank().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestFive(ArrayVec<VanityNumber, MAX_OFFERED>);

impl BestFive {
    /// Restores the five from vanity numbers that were stored in any order; more than five are cut.
    #[must_use]
    pub fn from_stored(vanity_numbers: impl IntoIterator<Item = VanityNumber>) -> Self {
        let mut five: ArrayVec<_, MAX_OFFERED> =
            vanity_numbers.into_iter().take(MAX_OFFERED).collect();
        five.sort_unstable_by_key(|vanity| vanity.rank);
        Self(five)
    }

    /// Keeps only the best `count` vanity numbers.
    #[must_use]
    pub fn best(mut self, count: usize) -> Self {
        self.0.truncate(count);
        self
    }

    /// Returns the vanity numbers in the given order.
    #[must_use]
    pub fn in_order(&self, order: SortOrder) -> ArrayVec<&VanityNumber, MAX_OFFERED> {
        match order {
            SortOrder::Ascending => self.ascending(),
            SortOrder::Best => self.0.iter().collect(),
        }
    }

    /// Returns the vanity numbers by rank, best first: the order that callers hear.
    #[must_use]
    pub fn by_rank(&self) -> &[VanityNumber] {
        &self.0
    }

    /// Returns word readings before letter readings, each ascending by text: the stored order, and
    /// the default order of the API.
    #[must_use]
    pub fn ascending(&self) -> ArrayVec<&VanityNumber, MAX_OFFERED> {
        let mut ascending: ArrayVec<_, MAX_OFFERED> = self.0.iter().collect();
        ascending.sort_unstable_by_key(|vanity| (vanity.kind, vanity.vanity_number.as_str()));
        ascending
    }
}

/// Finds the five best vanity numbers of a phone number.
///
/// Words in the subscriber part come first. If they give fewer than five, words that start in a
/// North American area code are added, then letters, then words that are offered last
/// (`docs/words-policy.md`). The same number always gives the same five.
///
/// ```
/// let number = switchboard_vanity::PhoneNumber::from_e164("+18007848669")?;
/// let five = switchboard_vanity::best_five(&number)?;
/// let best = &five.by_rank()[0];
/// assert_eq!((best.vanity_number.as_str(), best.spoken.as_str()),
///            ("1-800-QUIT-NOW", "1, 8 0 0, quit, now"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn best_five(number: &PhoneNumber) -> Result<BestFive, NoReading> {
    let parts = number.parts()?;
    let country = Builder::new(&parts);
    let mut five = ArrayVec::new();
    // If no word is cheap enough, dearer ones are tried.
    let limits = [MAX_COST, OFFERED_LAST - 1];
    add_words(&mut five, number, &words_of(&parts, &limits), &parts, &country);
    fill_up(&mut five, number, &parts, &country);
    // Words that are offered last take the places that are still empty.
    if !five.is_full() {
        add_words(&mut five, number, &words_of(&parts, &[NEVER - 1]), &parts, &country);
    }
    if five.is_empty() {
        return Err(NoReading::NothingToSpell);
    }
    for (rank, vanity) in (1..).zip(&mut five) {
        vanity.rank = rank;
    }
    Ok(BestFive(five))
}

/// Adds the readings of a pool that are not among the five yet, as far as there is room.
fn add_words(
    five: &mut ArrayVec<VanityNumber, MAX_OFFERED>,
    number: &PhoneNumber,
    pool: &Pool,
    parts: &Parts<'_>,
    country: &Builder,
) {
    let (area, _) = parts.national.split_at_checked(parts.area_len).unwrap_or_default();
    let with_area = country.clone().groups(area, parts.groups().take_while(|at| *at < area.len()));
    // No two readings of a pool are spelled alike.
    let before = five.len();
    for Entry { reading, .. } in pool.entries() {
        let across = reading.tokens.first().is_some_and(|token| token.start() < area.len());
        let start = if across { country } else { &with_area };
        let vanity = display::of_words(start.clone(), parts, reading);
        if reads_back(&vanity, number, parts)
            && !five.iter().take(before).any(|other| other.is_spelled_like(&vanity))
        {
            let _ = five.try_push(vanity);
        }
    }
}

/// Finds the best readings in words. Each further limit on their cost is tried only if no reading was
/// found within the one before.
fn words_of(parts: &Parts<'_>, limits: &[i32]) -> Pool {
    let mut pool = Pool::default();
    let mut lattice = Lattice::new(parts);
    let subscriber = Span {
        start: parts.area_len,
        first_word_before: parts.national.len(),
        across_area_code: false,
        max_cost: MAX_COST,
    };
    let across =
        Span { start: 0, first_word_before: parts.area_len, across_area_code: true, ..subscriber };
    let mut fill = |pool: &mut Pool, max_cost| {
        search(&mut lattice, Span { max_cost, ..subscriber }, pool);
        if !pool.is_full() && parts.nanp {
            search(&mut lattice, Span { max_cost, ..across }, pool);
        }
    };
    loop {
        for limit in limits {
            if pool.is_empty() {
                fill(&mut pool, *limit);
            }
        }
        match pool.without_blocked(parts) {
            Some(refusing) => pool = refusing,
            None => return pool,
        }
    }
}

/// Returns whether people who type a vanity number in get the number that it is made from. A group such
/// as O1 reads as a mistake for 01, and XXX as a placeholder. Where numbers differ in length, one such as
/// X1 at the end reads as an extension.
fn reads_back(vanity: &VanityNumber, number: &PhoneNumber, parts: &Parts<'_>) -> bool {
    // Reading takes longer than finding, and in North America few groups can be misread.
    let may_be_misread = |letters: &str| {
        !letters.is_empty()
            && letters.bytes().all(|letter| matches!(letter, b'O' | b'I' | b'X' | b'N'))
    };
    let mut runs = vanity.vanity_number.split(|character: char| !character.is_ascii_alphabetic());
    let plain = parts.nanp && !runs.any(may_be_misread);
    plain || vanity.vanity_number.parse() == Ok(*number)
}

fn fill_up(
    five: &mut ArrayVec<VanityNumber, MAX_OFFERED>,
    number: &PhoneNumber,
    parts: &Parts<'_>,
    country: &Builder,
) {
    if five.is_full() {
        return;
    }
    let len = parts.national.len();
    let (area, line) = (parts.area_len, parts.line());
    let last_resort = if parts.nanp { 0..len } else { area..len };
    let mut letters = Letters::new(parts.national);
    // Some of the last draws may not read back, so there are more of them.
    let last = std::iter::repeat_n(last_resort.clone(), LAST_DRAWS);
    for places in [line..len, area..line, area..len].into_iter().chain(last) {
        // Better one letter than no reading.
        if !letters.are_worthwhile(&places) && places != last_resort {
            continue;
        }
        for mut characters in letters.at(&places) {
            // What is drawn is not unwanted, but its replacement may be.
            let replaced = replace_letters_like_digits(&mut characters, parts);
            if replaced && switchboard_words::unwanted_in(&characters) {
                continue;
            }
            let vanity = display::of_letters(country.clone(), parts, &characters);
            let spells = characters.as_slice() != parts.national;
            if spells
                && reads_back(&vanity, number, parts)
                && !five.iter().any(|other| other.is_spelled_like(&vanity))
            {
                five.push(vanity);
            }
            if five.is_full() {
                return;
            }
        }
    }
}

/// Replaces O and I where they would be taken for a 0 or 1: beside a digit in a group, without other
/// letters. The key stays the same. Returns whether there were any.
fn replace_letters_like_digits(characters: &mut [u8], parts: &Parts<'_>) -> bool {
    let (mut start, mut replaced) = (0, false);
    for end in parts.groups().chain([characters.len()]) {
        let group = characters.get_mut(start..end).unwrap_or_default();
        start = end;
        if !group.iter().any(u8::is_ascii_digit) {
            continue;
        }
        for run in group.split_mut(u8::is_ascii_digit) {
            if !run.iter().all(|letter| matches!(letter, b'o' | b'i')) {
                continue;
            }
            replaced |= !run.is_empty();
            for (at, letter) in run.iter_mut().enumerate() {
                *letter = match (*letter, at % 2) {
                    (b'o', 0) => b'n',
                    (b'o', _) => b'm',
                    (_, 0) => b'g',
                    _ => b'h',
                };
            }
        }
    }
    replaced
}

impl VanityNumber {
    /// Returns whether both have the same characters, wherever their hyphens are.
    fn is_spelled_like(&self, other: &Self) -> bool {
        let [one, other] =
            [self, other].map(|vanity| vanity.vanity_number.bytes().filter(|byte| *byte != b'-'));
        one.eq(other)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::exhaustive::{CountedReading, ranked, readings};
    use crate::ranking::Tally;
    use crate::reading::Reading;

    #[test]
    fn words_that_are_offered_last_take_the_places_that_are_empty() {
        let number = PhoneNumber::from_e164("+12012011463").unwrap();
        let parts = number.parts().unwrap();
        let country = Builder::new(&parts);
        assert!(words_of(&parts, &[MAX_COST, OFFERED_LAST - 1]).is_empty());
        let BestFive(letters) = best_five(&number).unwrap();
        assert!(letters.iter().all(|vanity| vanity.kind == display::Kind::Letters), "{letters:?}");

        let mut five: ArrayVec<_, MAX_OFFERED> = letters.iter().take(4).cloned().collect();
        add_words(&mut five, &number, &words_of(&parts, &[NEVER - 1]), &parts, &country);
        assert_eq!(five.len(), MAX_OFFERED);
        assert!(five.starts_with(&letters[..4]));
        assert_eq!(five.last().map(|last| &*last.vanity_number), Some("1-201-2011-GOD"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Pruning loses nothing, and the costs that the search adds up are those of the counts: it is
        /// compared with every reading there is, in order.
        #[test]
        fn the_best_of_all_readings_are_offered(
            // Letters on every key make the most readings, and the closest contests.
            number in "\\+1212[2-9]([2-9]{6}|[0-9]{6})",
        ) {
            let number = PhoneNumber::from_e164(&number)?;
            let all = readings(&number)?;
            let offered_first = all.iter().filter(|reading| !reading.has_last_word).cloned();
            let all: Vec<CountedReading> = offered_first.collect();
            let best = ranked(&all, Tally::cost).take(MAX_OFFERED);
            let best: Vec<_> =
                best.map(|reading| (reading.spelling(), reading.tally.cost())).collect();
            let parts = number.parts()?;
            let characters = |reading: &Reading| {
                let tokens = reading.tokens.iter();
                let characters: Vec<u8> =
                    tokens.flat_map(|token| reading.characters(*token, parts.national)).collect();
                String::from_utf8_lossy(&characters).to_uppercase()
            };
            let pool = words_of(&parts, &[MAX_COST, OFFERED_LAST - 1]);
            let found: Vec<_> = pool
                .entries()
                .iter()
                .filter(|found| found.reading.tokens.first().is_some_and(|first| first.start() == 3))
                .map(|found| (characters(&found.reading), found.rank.cost))
                .collect();
            // A number without a better word is given readings that cost more.
            let last_resort = found.iter().any(|(_, cost)| *cost > MAX_COST);
            let wanted: Vec<_> =
                best.into_iter().filter(|(_, cost)| last_resort || *cost <= MAX_COST).collect();
            // If the same characters can be cut in two ways with different longest words, the result
            // depends on which cut was found first. Such numbers are left out.
            let longest = |reading: &CountedReading| {
                (reading.spelling(), reading.longest_word.clone())
            };
            let worst = wanted.last().map_or(0, |(_, cost)| *cost);
            let close = all.iter().filter(|reading| reading.tally.cost() <= worst);
            let spellings: HashSet<_> = close.map(CountedReading::spelling).collect();
            let cuts = all.iter().filter(|reading| spellings.contains(&reading.spelling()));
            prop_assume!(cuts.map(longest).collect::<HashSet<_>>().len() == spellings.len());
            // If there are fewer than five, readings across the area code join, which may cost less.
            let all_wanted = found.iter().all(|reading| wanted.contains(reading));
            prop_assert!(all_wanted, "{:?} of {:?}", found, wanted);
            if wanted.len() == MAX_OFFERED || !pool.is_full() {
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
