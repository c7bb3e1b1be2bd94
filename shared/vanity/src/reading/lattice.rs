//! The word lattice of a number: the words at each place, and lower bounds on the cost of the rest.

use arrayvec::ArrayVec;
use switchboard_words::{Node, Word, Words};

use super::{MAX_DIGITS, MAX_SURPLUS, NEVER};
use crate::phone::Parts;
use crate::ranking::cost;

/// The words that cover the same digits.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) words: Words,
    /// The place after the words.
    pub(super) end: u8,
    /// The cost of running across a break.
    pub(super) missing: i16,
    /// The cost of the cheapest word.
    pub(super) cheapest: i16,
}

/// One place of the number: the words and runs that start there, and lower bounds for the rest.
struct Place {
    /// The words that start here and end within the number, shortest first.
    keys: ArrayVec<Key, { switchboard_words::MAX_LETTERS }>,
    /// The node of the lexicon after the number's last digit, if words continue from there.
    beyond: Option<Node>,
    /// The costs of the runs of digits that start here after a word, shortest first.
    runs: ArrayVec<i16, MAX_DIGITS>,
    /// Lower bound on the cost of continuing with a word, after digits.
    behind_digits: i32,
    /// Lower bound on the cost of continuing in any way, after a word.
    behind_word: i32,
    /// Lower bound on the cost of the step to a word that starts here from the word before it.
    step: i32,
}

/// All words in the digits of a number, by the place where they start.
pub(crate) struct Lattice<'a> {
    pub(super) national: &'a [u8],
    /// How many breaks are before each place.
    breaks_before: [u8; MAX_DIGITS + 1],
    /// Lower bound on the cost of a part that runs across a break.
    missing_break: i32,
    /// Lower bound on the cost that the end of a reading adds.
    pub(super) least_of_end: i32,
    /// Whether a word may run on past the number's end. It may in North America; `docs/numbers.md` says why
    /// not elsewhere.
    runs_on: bool,
    /// The last place first; earlier ones are added when a search asks for them.
    places: ArrayVec<Place, MAX_DIGITS>,
}

impl<'a> Lattice<'a> {
    /// Creates the empty lattice of a number whose subscriber part is spelled, and perhaps its area
    /// code.
    pub(crate) fn new(parts: &Parts<'a>) -> Self {
        let national = parts.national.get(..MAX_DIGITS).unwrap_or(parts.national);
        let subscriber = national.get(parts.area_len..).unwrap_or_default();
        let digits_stay = subscriber.iter().any(|digit| matches!(digit, b'0' | b'1'));
        let (missing_break, least_of_end) =
            if digits_stay { (cost::MISSING_BREAK, 0) } else { (0, cost::LEAST_OF_END) };
        let mut breaks_before = [0; MAX_DIGITS + 1];
        // Elsewhere people group their numbers in many ways.
        for at in parts.groups().filter(|_| parts.nanp) {
            breaks_before.iter_mut().skip(at + 1).for_each(|count| *count += 1);
        }
        Self {
            national,
            breaks_before,
            missing_break,
            least_of_end,
            runs_on: parts.nanp,
            places: ArrayVec::new(),
        }
    }

    /// Adds all places from `start` on.
    pub(super) fn reach(&mut self, start: usize) {
        while self.places.len() + start < self.national.len() {
            let place = self.place(self.national.len() - self.places.len() - 1);
            let _ = self.places.try_push(place);
        }
    }

    fn at(&self, at: usize) -> Option<&Place> {
        self.places.get(self.national.len().wrapping_sub(at + 1))
    }

    /// Returns the words that start at a place and end within the number, shortest first.
    pub(super) fn keys(&self, at: usize) -> &[Key] {
        self.at(at).map(|place| place.keys.as_slice()).unwrap_or_default()
    }

    /// Returns the costs of the runs of digits that start at a place after a word, shortest first.
    pub(super) fn runs_behind_word(&self, at: usize) -> &[i16] {
        self.at(at).map(|place| place.runs.as_slice()).unwrap_or_default()
    }

    /// Returns the node of the lexicon after the number's last digit, for words that start at a
    /// place.
    pub(super) fn beyond(&self, at: usize) -> Option<Node> {
        self.at(at)?.beyond
    }

    /// Returns a lower bound on the cost of the rest after digits, where a word or the end must
    /// follow.
    pub(super) fn least_behind_digits(&self, at: usize) -> i32 {
        self.at(at).map_or(0, |place| place.behind_digits)
    }

    /// Returns a lower bound on the cost of the rest after a word.
    pub(super) fn least_behind_word(&self, at: usize) -> i32 {
        self.at(at).map_or(0, |place| place.behind_word)
    }

    /// Returns a lower bound on the cost of the step to a word that starts here and ends within the
    /// number.
    pub(super) fn least_of_step(&self, at: usize) -> i32 {
        self.at(at).map_or(0, |place| place.step)
    }

    /// Returns a lower bound on the cost of everything from a place on.
    pub(super) fn least(&self, start: usize) -> i32 {
        let runs = (start + 1..self.national.len())
            .map(|end| self.cost_of_run(start, end, false) + self.least_behind_digits(end));
        runs.chain([self.least_behind_digits(start)]).min().unwrap_or(NEVER)
    }

    /// Counts the breaks inside a part between these places.
    #[inline]
    pub(super) fn missing_breaks(&self, start: usize, end: usize) -> usize {
        let before = |at: usize| self.breaks_before.get(at).copied().unwrap_or_default();
        (before(end) - before(start + 1)).into()
    }

    /// Returns the lower bound on the cost of missing breaks, which the costs of words and runs
    /// include.
    pub(super) fn cost_of_missing(&self, breaks: usize) -> i32 {
        self.missing_break * breaks as i32
    }

    /// Returns the cost of a run of digits between these places.
    #[inline]
    pub(super) fn cost_of_run(&self, start: usize, end: usize, behind_word: bool) -> i32 {
        let digits = self.national.get(start..end).unwrap_or_default();
        cost::of_run(digits, behind_word, end < self.national.len())
            + self.cost_of_missing(self.missing_breaks(start, end))
    }

    /// Returns the cost of a word that ends at a place within the number, wherever it is in a
    /// reading.
    #[inline]
    pub(super) fn cost_of_word(&self, word: Word, end: usize) -> i32 {
        let as_last = if end == self.national.len() { cost::of_last(word) } else { 0 };
        cost::of_word(word, 0, false) + as_last
    }

    fn place(&self, at: usize) -> Place {
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
        if let Some(node) = node.filter(|_| self.runs_on) {
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

    /// Returns whether the digits between two places are also right before them.
    fn is_said_twice(&self, start: usize, end: usize) -> bool {
        let before = (2 * start).checked_sub(end).and_then(|from| self.national.get(from..start));
        before.is_some() && before == self.national.get(start..end)
    }
}
