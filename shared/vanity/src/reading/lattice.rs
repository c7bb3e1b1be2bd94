//! The words that stand in a number, and the least that what follows a place can cost.

use arrayvec::ArrayVec;
use switchboard_words::{Node, Word, Words};

use super::{MAX_DIGITS, MAX_SURPLUS, NEVER};
use crate::phone::Parts;
use crate::ranking::cost;

/// The words that cover the same digits.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) words: Words,
    /// The place behind them.
    pub(super) end: u8,
    /// What it costs that they run across a break.
    pub(super) missing: i16,
    /// What the cheapest of them costs.
    pub(super) cheapest: i16,
}

/// What is known of one place of the number.
struct Place {
    /// The words that start here and end within the number, shortest first.
    keys: ArrayVec<Key, { switchboard_words::MAX_LETTERS }>,
    /// Where the lexicon stands behind the number's last digit, if words go on from there.
    beyond: Option<Node>,
    /// What a run of digits costs that starts here behind a word, shortest first.
    runs: ArrayVec<i16, MAX_DIGITS>,
    /// The least that it costs to go on with a word, behind digits.
    behind_digits: i32,
    /// The least that it costs to go on in any way, behind a word.
    behind_word: i32,
    /// The least that it adds that a word from here stands behind another.
    step: i32,
}

/// All words in the digits of a number.
pub(crate) struct Lattice<'a> {
    pub(super) national: &'a [u8],
    /// How many places where people expect a break stand before each place.
    breaks_before: [u8; MAX_DIGITS + 1],
    /// What a part costs at least that runs across a break.
    missing_break: i32,
    /// What the end adds at least.
    pub(super) least_of_end: i32,
    /// From the last place on: the places before join when they are asked for.
    places: ArrayVec<Place, MAX_DIGITS>,
}

impl<'a> Lattice<'a> {
    /// Of a number whose subscriber part is spelled, and its area code perhaps.
    pub(crate) fn new(parts: &Parts<'a>) -> Self {
        let national = parts.national.get(..MAX_DIGITS).unwrap_or(parts.national);
        let subscriber = national.get(parts.area_len..).unwrap_or_default();
        let digits_stay = subscriber.iter().any(|digit| matches!(digit, b'0' | b'1'));
        let (missing_break, least_of_end) =
            if digits_stay { (cost::MISSING_BREAK, 0) } else { (0, cost::LEAST_OF_END) };
        let mut breaks_before = [0; MAX_DIGITS + 1];
        // Elsewhere people group their numbers in many ways.
        for at in parts.groups().into_iter().filter(|_| parts.nanp) {
            breaks_before.iter_mut().skip(at + 1).for_each(|count| *count += 1);
        }
        Self { national, breaks_before, missing_break, least_of_end, places: ArrayVec::new() }
    }

    /// Looks at all places from `start` on.
    pub(super) fn reach(&mut self, start: usize) {
        while self.places.len() + start < self.national.len() {
            let place = self.look_at(self.national.len() - self.places.len() - 1);
            let _ = self.places.try_push(place);
        }
    }

    fn at(&self, at: usize) -> Option<&Place> {
        self.places.get(self.national.len().wrapping_sub(at + 1))
    }

    /// The words that start at a place and end within the number, shortest first.
    pub(super) fn keys(&self, at: usize) -> &[Key] {
        self.at(at).map(|place| place.keys.as_slice()).unwrap_or_default()
    }

    /// What a run of digits costs that starts at a place behind a word, shortest first.
    pub(super) fn runs_behind_word(&self, at: usize) -> &[i16] {
        self.at(at).map(|place| place.runs.as_slice()).unwrap_or_default()
    }

    /// Where the lexicon stands behind the last digit for words that start at a place.
    pub(super) fn beyond(&self, at: usize) -> Option<Node> {
        self.at(at)?.beyond
    }

    /// The least that it costs to spell the rest behind digits: a word has to come, or the end.
    pub(super) fn least_behind_digits(&self, at: usize) -> i32 {
        self.at(at).map_or(0, |place| place.behind_digits)
    }

    /// The least that it costs to spell the rest behind a word.
    pub(super) fn least_behind_word(&self, at: usize) -> i32 {
        self.at(at).map_or(0, |place| place.behind_word)
    }

    /// The least that it adds that a word which starts here and ends within the number stands
    /// behind another.
    pub(super) fn least_of_step(&self, at: usize) -> i32 {
        self.at(at).map_or(0, |place| place.step)
    }

    /// The least that it costs to spell all from a place on.
    pub(super) fn least(&self, start: usize) -> i32 {
        let runs = (start + 1..self.national.len())
            .map(|end| self.cost_of_run(start, end, false) + self.least_behind_digits(end));
        runs.chain([self.least_behind_digits(start)]).min().unwrap_or(NEVER)
    }

    /// How many places where people expect a break are missed by a part between these places.
    #[inline]
    pub(super) fn missing_breaks(&self, start: usize, end: usize) -> usize {
        let before = |at: usize| self.breaks_before.get(at).copied().unwrap_or_default();
        (before(end) - before(start + 1)).into()
    }

    /// What so many missing breaks cost at least. A word's and a run's cost holds it already.
    pub(super) fn cost_of_missing(&self, breaks: usize) -> i32 {
        self.missing_break * breaks as i32
    }

    /// What a run of digits costs between these places.
    #[inline]
    pub(super) fn cost_of_run(&self, start: usize, end: usize, behind_word: bool) -> i32 {
        let digits = self.national.get(start..end).unwrap_or_default();
        cost::of_run(digits, behind_word, end < self.national.len())
            + self.cost_of_missing(self.missing_breaks(start, end))
    }

    /// What a word costs that ends at a place within the number, wherever it stands in a reading.
    #[inline]
    pub(super) fn cost_of_word(&self, word: Word, end: usize) -> i32 {
        let as_last = if end == self.national.len() { cost::of_last(word) } else { 0 };
        cost::of_word(word, 0, false) + as_last
    }

    fn look_at(&self, at: usize) -> Place {
        let rest = self.national.get(at..).unwrap_or_default();
        let mut place = Place {
            keys: ArrayVec::new(),
            beyond: None,
            runs: ArrayVec::new(),
            behind_digits: NEVER,
            behind_word: NEVER,
            step: cost::LEAST_OF_PLAIN_PAIR,
        };
        let mut node = Some(Node::ROOT);
        for (digit, end) in rest.iter().zip(at + 1..) {
            node = node.and_then(|node| node.child(*digit));
            let Some(node) = node else { break };
            let words = node.words();
            if words.len() > 0 {
                let key = self.key(words, at, end);
                place.step = place.step.min(self.least_of_step_to(words, at, end));
                let rest = i32::from(key.cheapest) + self.least_behind_word(end);
                place.behind_digits = place.behind_digits.min(rest);
                let _ = place.keys.try_push(key);
            }
        }
        place.behind_word = place.behind_digits + place.step;
        if let Some(node) = node {
            place.beyond = Some(node);
            let overlong = self.least_of_overlong(node, at);
            place.behind_digits = place.behind_digits.min(overlong);
            place.behind_word = place.behind_word.min(overlong + cost::LEAST_OF_STEP);
        }
        for end in at + 1..=self.national.len() {
            let run = self.cost_of_run(at, end, true);
            let last = end == self.national.len();
            let rest = if last { cost::LEAST_OF_LAST } else { self.least_behind_digits(end) };
            place.behind_word = place.behind_word.min(run + rest);
            let _ = place.runs.try_push(run as i16);
        }
        place
    }

    fn key(&self, words: Words, at: usize, end: usize) -> Key {
        let missing = self.cost_of_missing(self.missing_breaks(at, end));
        let cheapest = words.map(|word| self.cost_of_word(word, end)).min().unwrap_or(NEVER);
        let cheapest = (cheapest + missing) as i16;
        Key { words, end: end as u8, missing: missing as i16, cheapest }
    }

    fn least_of_step_to(&self, mut words: Words, at: usize, end: usize) -> i32 {
        let compound = if words.any(cost::may_end_compound) { cost::COMPOUND } else { 0 };
        let twice = if self.is_said_twice(at, end) { cost::SAME_WORD_TWICE } else { 0 };
        compound.min(twice)
    }

    fn least_of_overlong(&self, node: Node, at: usize) -> i32 {
        let missing = self.cost_of_missing(self.missing_breaks(at, self.national.len()));
        let least = (1..=MAX_SURPLUS).map(|surplus| {
            let len = self.national.len() - at + surplus;
            if len > switchboard_words::MAX_LETTERS {
                return NEVER;
            }
            missing + cost::least_of_overlong(node.commonest(surplus), len, surplus, false)
        });
        least.min().unwrap_or(NEVER)
    }

    /// Whether the digits between two places stand before them, too.
    fn is_said_twice(&self, start: usize, end: usize) -> bool {
        let before = (2 * start).checked_sub(end).and_then(|from| self.national.get(from..start));
        before.is_some() && before == self.national.get(start..end)
    }
}
