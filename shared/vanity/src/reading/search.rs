//! Finds the best readings of a number that are made of words.
//!
//! The search is a depth-first branch and bound: it cuts the digits into words and runs of digits
//! in every possible way, and prunes a branch when its lower bound exceeds the worst kept cost. The
//! lattice gives the lower bound on the cost of the rest.

use arrayvec::ArrayVec;
use switchboard_words::{Node, Word};

use super::lattice::Lattice;
use super::pool::{Pool, Rank};
use super::spelling::Spelling;
use super::{MAX_SURPLUS, MAX_WORDS, MIN_LONGEST_WORD, Reading, Token};
use crate::ranking::cost;

/// The fewest digits that an overlong word covers, unless it ends a phrase.
pub(crate) const MIN_COVERED: usize = 4;
/// The fewest digits that an overlong word covers if it ends a phrase: FIRST-AI|D is found, but not
/// 99068-WO|RK, which has no word before the overlong one.
pub(crate) const MIN_COVERED_IN_PHRASE: usize = 2;

/// The part of a national number that is to be spelled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Where the spelled part starts.
    pub(crate) start: usize,
    /// The first word has to start before this place.
    pub(crate) first_word_before: usize,
    /// Whether the spelled part starts in the area code.
    pub(crate) across_area_code: bool,
    /// The most that a reading may cost, in tenths of a point.
    pub(crate) max_cost: i32,
}

/// Offers the pool every reading of the span that could be among the best.
pub(crate) fn search(lattice: &mut Lattice<'_>, span: Span, pool: &mut Pool) {
    lattice.reach(span.start);
    let mut search = Search { lattice, span, pool };
    let start = Frame::at_start(span);
    if search.lattice.least(span.start) <= search.limit(&start, span.start) {
        search.words_from(&start);
        search.digits_from_start(&start);
    }
}

struct Search<'a> {
    lattice: &'a Lattice<'a>,
    span: Span,
    pool: &'a mut Pool,
}

/// A reading of the digits before a place: its last token, and what all of its tokens add up to.
/// Every branch of the search has a frame of its own, so backtracking undoes nothing.
#[derive(Clone, Copy)]
struct Frame<'a> {
    /// The reading without its last token.
    before: Option<&'a Frame<'a>>,
    /// The last token; `None` in the empty reading.
    token: Option<Token>,
    /// The place after the last token.
    end: usize,
    words: usize,
    /// The runs of digits.
    runs: usize,
    /// How many breaks have a word or a run across them.
    missing_breaks: usize,
    /// The digits covered by the longest word, or by the first of several.
    longest_len: usize,
    /// The places of that word.
    longest: Spelling,
    spelling: Spelling,
    /// The cost so far, in tenths of a point.
    cost: i32,
}

impl<'a> Frame<'a> {
    /// Creates the empty reading.
    fn at_start(span: Span) -> Self {
        Self {
            before: None,
            token: None,
            end: span.start,
            words: 0,
            runs: 0,
            missing_breaks: 0,
            longest_len: 0,
            longest: Spelling::default(),
            spelling: Spelling::default(),
            cost: 0,
        }
    }

    /// Returns this reading and a word that covers the digits up to `end` and has the surplus
    /// digits `surplus`.
    #[inline]
    fn and_word(&'a self, word: Word, end: usize, surplus: &[u8], added: Added) -> Self {
        let len = end - self.end;
        let (longest_len, longest) = if len > self.longest_len {
            (len, Spelling::places(self.end, len))
        } else {
            (self.longest_len, self.longest)
        };
        Self {
            before: Some(self),
            token: Some(Token::Word { word, start: self.end as u8 }),
            end,
            words: self.words + 1,
            runs: self.runs,
            missing_breaks: self.missing_breaks + added.missing_breaks,
            longest_len,
            longest,
            spelling: self.spelling.and(Spelling::of(word, self.end, surplus)),
            cost: self.cost + added.cost,
        }
    }

    /// Returns this reading and a run of digits up to `end`.
    #[inline]
    fn and_digits(&'a self, end: usize, added: Added) -> Self {
        Self {
            before: Some(self),
            token: Some(Token::Digits { start: self.end as u8, end: end as u8 }),
            end,
            runs: self.runs + 1,
            missing_breaks: self.missing_breaks + added.missing_breaks,
            cost: self.cost + added.cost,
            ..*self
        }
    }

    /// Returns the last token, if it is a word.
    #[inline]
    fn last_word(&self) -> Option<Word> {
        match self.token {
            Some(Token::Word { word, .. }) => Some(word),
            _ => None,
        }
    }

    /// Returns whether a run of digits is before the last token.
    fn is_behind_digits(&self) -> bool {
        let before = self.before.and_then(|before| before.token);
        matches!(before, Some(Token::Digits { .. }))
    }

    fn reading(&self, surplus: &[u8]) -> Reading {
        let mut reading = Reading { tokens: ArrayVec::new(), surplus: ArrayVec::new() };
        let mut frame = Some(self);
        while let Some(Self { before, token: Some(token), .. }) = frame {
            let _ = reading.tokens.try_push(*token);
            frame = *before;
        }
        reading.tokens.reverse();
        let _ = reading.surplus.try_extend_from_slice(surplus);
        reading
    }
}

/// What a token adds to a reading.
#[derive(Clone, Copy)]
struct Added {
    missing_breaks: usize,
    cost: i32,
}

impl Search<'_> {
    /// Returns the most that the rest of a reading may add, from a place on, for the reading to be
    /// kept.
    #[inline]
    fn limit(&self, frame: &Frame<'_>, at: usize) -> i32 {
        // No later word can be longer than what is left to cover.
        let max_cost = if frame.longest_len < self.lattice.national.len() - at {
            self.pool.max_cost()
        } else {
            self.pool.max_cost_with(frame.longest, frame.spelling)
        };
        max_cost.min(self.span.max_cost) - self.lattice.least_of_end - frame.cost
    }

    fn words_from(&mut self, frame: &Frame<'_>) {
        let at = frame.end;
        if frame.words == MAX_WORDS || frame.words == 0 && at >= self.span.first_word_before {
            return;
        }
        let previous = frame.last_word();
        let lattice = self.lattice;
        let step = if previous.is_some() { lattice.least_of_step(at) } else { 0 };
        let mut limit = self.limit(frame, at);
        // Longest first: good readings are found early, and most of the rest need not be tried.
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
                    self.word(frame, word, end, added);
                    limit = self.limit(frame, at);
                }
            }
        }
        let covered = lattice.national.len() - at;
        let phrase = previous.is_some_and(|word| word.len() >= MIN_LONGEST_WORD);
        if covered >= if phrase { MIN_COVERED_IN_PHRASE } else { MIN_COVERED }
            && let Some(node) = lattice.beyond(at)
        {
            self.overlong(frame, node);
        }
    }

    /// Continues with words that cover the rest of the number and continue after `node`.
    fn overlong(&mut self, frame: &Frame<'_>, node: Node) {
        let (at, inside) = (frame.end, self.lattice.national.len());
        let previous = frame.last_word();
        let behind_word = previous.is_some();
        let missing_breaks = self.lattice.missing_breaks(at, inside);
        let missing = self.lattice.cost_of_missing(missing_breaks);
        let step = missing + if behind_word { cost::LEAST_OF_STEP } else { 0 };
        let mut limit = self.limit(frame, at);
        let mut below = [0; MAX_SURPLUS];
        for (surplus, below) in (1..).zip(&mut below) {
            let len = inside + surplus - at;
            if len <= switchboard_words::MAX_LETTERS {
                *below = cost::grades_of_overlong(limit - step, len, surplus, behind_word);
            }
        }
        node.for_each_completion(below, |word, surplus| {
            let mut cost =
                missing + cost::of_word(word, surplus.len(), behind_word) + cost::of_last(word);
            if cost + step - missing > limit {
                return;
            }
            cost += previous.map_or(0, |previous| cost::of_pair(previous, word));
            if cost <= limit {
                let added = Added { missing_breaks, cost };
                self.finish(&frame.and_word(word, inside, surplus, added), surplus);
                limit = self.limit(frame, at);
            }
        });
    }

    /// Continues with a word that ends within the number.
    fn word(&mut self, frame: &Frame<'_>, word: Word, end: usize, cost: i32) {
        let missing_breaks = self.lattice.missing_breaks(frame.end, end);
        let frame = frame.and_word(word, end, &[], Added { missing_breaks, cost });
        if end == self.lattice.national.len() {
            self.finish(&frame, &[]);
        } else {
            self.words_from(&frame);
            self.digits_behind_word(&frame, word);
        }
    }

    /// Continues with a run of digits after a word.
    fn digits_behind_word(&mut self, frame: &Frame<'_>, word: Word) {
        let lattice = self.lattice;
        let enclosed = if frame.is_behind_digits() { cost::of_enclosed(word.len()) } else { 0 };
        for (at, run) in lattice.runs_behind_word(frame.end).iter().enumerate().rev() {
            let end = frame.end + at + 1;
            let as_last = if end == lattice.national.len() { cost::of_last(word) } else { 0 };
            self.digits(frame, end, enclosed + i32::from(*run) + as_last);
        }
    }

    /// Starts with a run of digits.
    fn digits_from_start(&mut self, frame: &Frame<'_>) {
        let lattice = self.lattice;
        for end in frame.end + 1..self.span.first_word_before.min(lattice.national.len()) {
            self.digits(frame, end, lattice.cost_of_run(frame.end, end, false));
        }
    }

    /// Continues with a run of digits.
    fn digits(&mut self, frame: &Frame<'_>, end: usize, cost: i32) {
        if cost + self.lattice.least_behind_digits(end) > self.limit(frame, end) {
            return;
        }
        let missing_breaks = self.lattice.missing_breaks(frame.end, end);
        let frame = frame.and_digits(end, Added { missing_breaks, cost });
        if end == self.lattice.national.len() {
            self.finish(&frame, &[]);
        } else {
            self.words_from(&frame);
        }
    }

    fn finish(&mut self, frame: &Frame<'_>, surplus: &[u8]) {
        if frame.longest_len < MIN_LONGEST_WORD {
            return;
        }
        let alone = frame.words + frame.runs == 1;
        let missing = if alone { 0 } else { frame.missing_breaks };
        let cost = frame.cost - self.lattice.cost_of_missing(frame.missing_breaks)
            + cost::of_whole(frame.runs == 0, self.span.across_area_code, missing);
        if cost <= self.span.max_cost && cost <= self.pool.max_cost() {
            let whole = frame.longest_len == self.lattice.national.len() - self.span.start;
            let Frame { words, spelling, longest, .. } = *frame;
            let rank = Rank { cost, words, spelling, longest };
            self.pool.offer(rank, whole, || frame.reading(surplus));
        }
    }
}
