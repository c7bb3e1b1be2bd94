//! Finds the best readings of a number that are made of words.
//!
//! The digits are cut into words and runs of digits in every possible way, depth first; a way that
//! must end up costlier than the worst kept reading is not followed. The lattice knows what the
//! rest costs at least.

use arrayvec::ArrayVec;
use switchboard_words::{Node, Word};

use super::{Lattice, MAX_SURPLUS, MAX_WORDS, MIN_LONGEST_WORD, Pool, Reading, Spelling, Token};
use crate::ranking::cost;

/// An overlong word has to cover this many digits...
pub(crate) const MIN_COVERED: usize = 4;
/// ...or this many if it ends a phrase: FIRST-AI|D, but not 99068-WO|RK.
pub(crate) const MIN_COVERED_IN_PHRASE: usize = 2;

/// What of a national number is to be spelled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Where the spelled part starts.
    pub(crate) start: usize,
    /// The first word has to start before this place.
    pub(crate) first_word_before: usize,
    /// Whether it starts in the area code.
    pub(crate) across_area_code: bool,
    /// What a reading may cost, in tenths.
    pub(crate) max_cost: i32,
}

/// Offers the pool every reading of the span that could be among the best.
pub(crate) fn search(lattice: &mut Lattice<'_>, span: Span, pool: &mut Pool) {
    lattice.reach(span.start);
    let reading = Reading {
        tokens: ArrayVec::new(),
        surplus: ArrayVec::new(),
        spelling: Spelling::default(),
        cost: 0,
    };
    let least = lattice.least(span.start);
    let longest = (0, Spelling::default());
    let mut search = Search { lattice, span, pool, reading, longest, missing_breaks: 0, runs: 0 };
    if least <= search.limit(span.start) {
        search.words_from(span.start, 0);
        search.digits_from_start();
    }
}

struct Search<'a> {
    lattice: &'a Lattice<'a>,
    span: Span,
    pool: &'a mut Pool,
    /// What stands before the place that is looked at.
    reading: Reading,
    /// The length and the places of the first of the longest words so far.
    longest: (usize, Spelling),
    /// How many places so far where people expect a break have none.
    missing_breaks: usize,
    /// How many runs of digits stand so far.
    runs: usize,
}

impl Search<'_> {
    /// How much what goes on at a place may add to get in.
    #[inline]
    fn limit(&self, at: usize) -> i32 {
        let (len, places) = self.longest;
        // No word behind can be longer than what is left to cover.
        let max_cost = if len < self.lattice.national.len() - at {
            self.pool.max_cost()
        } else {
            self.pool.max_cost_with(places, self.reading.spelling)
        };
        max_cost.min(self.span.max_cost) - self.lattice.least_of_end - self.reading.cost
    }

    fn previous_word(&self) -> Option<Word> {
        match self.reading.tokens.last() {
            Some(Token::Word { word, .. }) => Some(*word),
            _ => None,
        }
    }

    fn words_from(&mut self, at: usize, count: usize) {
        if count == MAX_WORDS || count == 0 && at >= self.span.first_word_before {
            return;
        }
        let previous = self.previous_word();
        let lattice = self.lattice;
        let step = if previous.is_some() { lattice.least_of_step(at) } else { 0 };
        let mut limit = self.limit(at);
        // Longest first: what is good is found early, and most of the rest need not be tried.
        for key in lattice.keys(at).iter().rev() {
            let end = usize::from(key.end);
            let rest = lattice.least_behind_word(end);
            if i32::from(key.cheapest) + step + rest > limit {
                continue;
            }
            for word in key.words {
                let mut added = lattice.cost_of_word(word, end) + i32::from(key.missing);
                if added + step + rest > limit {
                    continue;
                }
                added += previous.map_or(0, |previous| cost::of_pair(previous, word));
                if added + rest <= limit {
                    self.with_word(word, at, added, end, count);
                    limit = self.limit(at);
                }
            }
        }
        let covered = lattice.national.len() - at;
        let phrase = previous.is_some_and(|word| word.len() >= MIN_LONGEST_WORD);
        if covered >= if phrase { MIN_COVERED_IN_PHRASE } else { MIN_COVERED }
            && let Some(node) = lattice.beyond(at)
        {
            self.overlong(node, at, previous, count);
        }
    }

    /// Words that start at `at`, cover the rest of the number and run on behind `node`.
    fn overlong(&mut self, node: Node, at: usize, previous: Option<Word>, count: usize) {
        let inside = self.lattice.national.len();
        let behind_word = previous.is_some();
        let missing = self.lattice.cost_of_missing(self.lattice.missing_breaks(at, inside));
        let step = missing + if behind_word { cost::LEAST_OF_STEP } else { 0 };
        let mut limit = self.limit(at);
        let mut below = [0; MAX_SURPLUS];
        for (surplus, below) in (1..).zip(&mut below) {
            let len = inside + surplus - at;
            if len <= switchboard_words::MAX_LETTERS {
                *below = cost::grades_of_overlong(limit - step, len, surplus, behind_word);
            }
        }
        node.for_each_completion(below, |word, digits| {
            let mut added =
                missing + cost::of_word(word, digits.len(), behind_word) + cost::of_last(word);
            if added + step - missing > limit {
                return;
            }
            added += previous.map_or(0, |previous| cost::of_pair(previous, word));
            if added <= limit {
                let _ = self.reading.surplus.try_extend_from_slice(digits);
                self.with_word(word, at, added, inside, count);
                self.reading.surplus.clear();
                limit = self.limit(at);
            }
        });
    }

    /// Goes on behind a word.
    fn with_word(&mut self, word: Word, start: usize, added: i32, end: usize, count: usize) {
        let (longest, spelling) = (self.longest, self.reading.spelling);
        if end - start > longest.0 {
            self.longest = (end - start, Spelling::places(start, end - start));
        }
        self.reading.spelling = spelling.and(Spelling::of(word, start, &self.reading.surplus));
        let missing_breaks = self.lattice.missing_breaks(start, end);
        self.missing_breaks += missing_breaks;
        self.reading.tokens.push(Token::Word { word, start: start as u8 });
        self.reading.cost += added;
        if end == self.lattice.national.len() {
            self.finish();
        } else {
            self.words_from(end, count + 1);
            self.digits_behind_word(end, count + 1);
        }
        self.reading.cost -= added;
        self.reading.tokens.pop();
        self.reading.spelling = spelling;
        self.longest = longest;
        self.missing_breaks -= missing_breaks;
    }

    /// Goes on with a run of digits behind a word.
    fn digits_behind_word(&mut self, start: usize, count: usize) {
        let lattice = self.lattice;
        let (enclosed, as_last) = match self.reading.tokens.as_slice() {
            [.., Token::Digits { .. }, Token::Word { word, .. }] => {
                (cost::of_enclosed(word.len()), cost::of_last(*word))
            }
            [.., Token::Word { word, .. }] => (0, cost::of_last(*word)),
            _ => (0, 0),
        };
        for (at, run) in lattice.runs_behind_word(start).iter().enumerate().rev() {
            let end = start + at + 1;
            let as_last = if end == lattice.national.len() { as_last } else { 0 };
            self.with_digits(start, enclosed + i32::from(*run) + as_last, end, count);
        }
    }

    /// Starts with a run of digits.
    fn digits_from_start(&mut self) {
        let (lattice, start) = (self.lattice, self.span.start);
        for end in start + 1..self.span.first_word_before.min(lattice.national.len()) {
            self.with_digits(start, lattice.cost_of_run(start, end, false), end, 0);
        }
    }

    /// Goes on behind digits.
    fn with_digits(&mut self, start: usize, added: i32, end: usize, count: usize) {
        if added + self.lattice.least_behind_digits(end) > self.limit(end) {
            return;
        }
        let missing_breaks = self.lattice.missing_breaks(start, end);
        self.missing_breaks += missing_breaks;
        self.runs += 1;
        self.reading.tokens.push(Token::Digits { start: start as u8, end: end as u8 });
        self.reading.cost += added;
        if end == self.lattice.national.len() {
            self.finish();
        } else {
            self.words_from(end, count);
        }
        self.reading.cost -= added;
        self.reading.tokens.pop();
        self.runs -= 1;
        self.missing_breaks -= missing_breaks;
    }

    fn finish(&mut self) {
        if self.longest.0 < MIN_LONGEST_WORD {
            return;
        }
        let missing = if self.reading.tokens.len() == 1 { 0 } else { self.missing_breaks };
        let cost = self.reading.cost - self.lattice.cost_of_missing(self.missing_breaks)
            + cost::of_whole(self.runs == 0, self.span.across_area_code, missing);
        if cost <= self.span.max_cost && cost <= self.pool.max_cost() {
            let whole = self.longest.0 == self.lattice.national.len() - self.span.start;
            self.pool.offer(&self.reading, cost, self.longest.1, whole);
        }
    }
}
