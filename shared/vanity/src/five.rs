//! The best five of a number.

use crate::form::{self, VanityNumber};
use crate::phone::{Parts, PhoneNumber, UnsupportedNumber};
use crate::reading::{BEST, Pool, Span, letters, search};

/// The last group of a subscriber number, the one people remember.
const LINE_DIGITS: usize = 4;

/// Why a number has no vanity numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoReading {
    /// No numbering plan has it.
    #[error(transparent)]
    Unsupported(#[from] UnsupportedNumber),
    /// Every digit that may be spelled is 0 or 1.
    #[error("the digits 0 and 1 carry no letters, and this number has nothing else to spell")]
    NothingToSpell,
}

/// An order of vanity numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Words before letters, each ascending by text.
    Ascending,
    /// By rank.
    Best,
}

/// Up to five vanity numbers of one number, fewer only if its digits allow no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestFive(Vec<VanityNumber>);

impl BestFive {
    /// Takes what was stored earlier, in any order.
    #[must_use]
    pub fn from_stored(mut vanity_numbers: Vec<VanityNumber>) -> Self {
        vanity_numbers.sort_by_key(|vanity| vanity.rank);
        Self(vanity_numbers)
    }

    /// The best of them only.
    #[must_use]
    pub fn best(mut self, count: usize) -> Self {
        self.0.truncate(count);
        self
    }

    /// In this order.
    #[must_use]
    pub fn in_order(&self, order: Order) -> Vec<&VanityNumber> {
        match order {
            Order::Ascending => self.ascending(),
            Order::Best => self.0.iter().collect(),
        }
    }

    /// Best first: what callers hear.
    #[must_use]
    pub fn by_rank(&self) -> &[VanityNumber] {
        &self.0
    }

    /// Word readings before letter readings, each ascending by text: the stored order, and the
    /// default of the API.
    #[must_use]
    pub fn ascending(&self) -> Vec<&VanityNumber> {
        let mut ascending: Vec<_> = self.0.iter().collect();
        ascending.sort_by_key(|vanity| (vanity.kind, vanity.vanity_number.as_str()));
        ascending
    }
}

/// The five best vanity numbers of a number, best first.
///
/// Words in the subscriber part come first. Where they are too few, words that start in a North
/// American area code join them; letters fill up what is still missing.
///
/// ```
/// let number = vanity::PhoneNumber::from_e164("+18004685865")?;
/// let five = vanity::best_five(&number)?;
/// let best = &five.by_rank()[0];
/// assert_eq!((best.vanity_number.as_str(), best.spoken.as_str()),
///            ("1-800-GOT-JUNK", "1, 8 0 0, got, junk"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn best_five(number: &PhoneNumber) -> Result<BestFive, NoReading> {
    let parts = number.parts()?;
    let pool = words_of(&parts);
    let mut five: Vec<VanityNumber> =
        pool.readings().map(|reading| form::of_words(&parts, reading)).collect();
    fill_up(&mut five, &parts);
    if five.is_empty() {
        return Err(NoReading::NothingToSpell);
    }
    for (rank, vanity) in (1..).zip(&mut five) {
        vanity.rank = rank;
    }
    Ok(BestFive(five))
}

fn words_of(parts: &Parts<'_>) -> Pool {
    let mut pool = Pool::default();
    let national = parts.national;
    let groups = groups(parts);
    let subscriber = Span {
        national,
        start: parts.area_len,
        first_word_before: national.len(),
        groups: if parts.nanp { &groups } else { &[] },
    };
    search(subscriber, &mut pool);
    if !pool.is_full() && parts.nanp {
        search(Span { start: 0, first_word_before: parts.area_len, ..subscriber }, &mut pool);
    }
    pool
}

fn fill_up(five: &mut Vec<VanityNumber>, parts: &Parts<'_>) {
    if five.len() == BEST {
        return;
    }
    let len = parts.national.len();
    let [area, line] = groups(parts);
    let mut places = vec![line..len, area..line, area..len];
    if parts.nanp {
        places.push(0..len);
    }
    for spelling in letters::letter_readings(parts.national, &places) {
        let vanity = form::of_letters(parts, &spelling, &[area, line]);
        let spells = vanity.vanity_number.bytes().any(|byte| byte.is_ascii_uppercase());
        if spells && !five.iter().any(|other| other.is_spelled_like(&vanity)) {
            five.push(vanity);
        }
        if five.len() == BEST {
            return;
        }
    }
}

/// Where a number is grouped: behind the area code, and before the line number.
fn groups(parts: &Parts<'_>) -> [usize; 2] {
    let len = parts.national.len();
    [parts.area_len, len.saturating_sub(LINE_DIGITS).max(parts.area_len)]
}

impl VanityNumber {
    /// Whether both show the same characters, wherever their hyphens stand.
    fn is_spelled_like(&self, other: &Self) -> bool {
        let characters = |vanity: &Self| vanity.vanity_number.replace('-', "");
        characters(self) == characters(other)
    }
}
