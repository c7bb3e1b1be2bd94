//! Finds the readings of a number that are made of words.
//!
//! The digits are cut into words and runs of digits in every possible way, depth first; a way that
//! already costs more than the worst kept reading is not followed. Words are found by walking the
//! lexicon along the digits, so a dead end is seen at its first digit.

use words::{Node, Word};

use super::{MAX_SURPLUS, MAX_WORDS, Pool, Reading, Token, cost};

/// A reading needs one word of this length.
const MIN_LONGEST_WORD: usize = 3;
/// An overlong word has to cover this many digits...
const MIN_COVERED: usize = 4;
/// ...or this many if it ends a phrase: HOME-DE|POT, but not 99068-WO|RK.
const MIN_COVERED_IN_PHRASE: usize = 2;

/// What of a national number is to be spelled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span<'a> {
    /// The national number, ASCII digits.
    pub(crate) national: &'a [u8],
    /// Where the spelled part starts.
    pub(crate) start: usize,
    /// The first word has to start before this place.
    pub(crate) first_word_before: usize,
    /// Where people expect a break, such as before the last four digits.
    pub(crate) groups: &'a [usize],
}

/// Offers the pool every reading of the span that could be among the best.
pub(crate) fn search(span: Span<'_>, pool: &mut Pool) {
    search_assuming(span, pool, cost::LEAST_REST);
}

/// `least_rest` is what spelling the rest costs at least.
fn search_assuming(span: Span<'_>, pool: &mut Pool, least_rest: i32) {
    let reading = Reading {
        tokens: arrayvec::ArrayVec::new(),
        dialed: span.national.iter().copied().take(super::MAX_DIGITS).collect(),
        surplus: 0,
        cost: 0,
    };
    Search { span, pool, reading, least_rest }.from(span.start);
}

struct Search<'a> {
    span: Span<'a>,
    pool: &'a mut Pool,
    /// What stands before the place that is looked at.
    reading: Reading,
    least_rest: i32,
}

impl Search<'_> {
    fn from(&mut self, at: usize) {
        if at >= self.span.national.len() {
            self.finish();
            return;
        }
        if !self.pool.admits(self.reading.cost + self.least_rest) {
            return;
        }
        self.words_from(at);
        if !matches!(self.reading.tokens.last(), Some(Token::Digits { .. })) {
            self.digits_from(at);
        }
    }

    fn words_from(&mut self, at: usize) {
        let count = self.reading.words().count();
        if count == MAX_WORDS || count == 0 && at >= self.span.first_word_before {
            return;
        }
        let digits = self.span.national.get(at..).unwrap_or_default();
        let mut node = Node::ROOT;
        for (covered, digit) in (1..).zip(digits) {
            let Some(next) = node.child(*digit) else {
                return;
            };
            node = next;
            for word in node.words() {
                self.with_word(word, at, at + covered);
            }
        }
        if digits.len() >= self.least_covered() {
            self.overlong(node, at);
        }
    }

    fn least_covered(&self) -> usize {
        match self.reading.tokens.last() {
            Some(Token::Word { word, .. }) if word.len() >= MIN_LONGEST_WORD => {
                MIN_COVERED_IN_PHRASE
            }
            _ => MIN_COVERED,
        }
    }

    /// Words that start at `at`, cover the rest of the number and run on behind `node`.
    fn overlong(&mut self, node: Node, at: usize) {
        if self.reading.surplus == MAX_SURPLUS {
            return;
        }
        for (digit, node) in node.children() {
            self.reading.dialed.push(digit);
            self.reading.surplus += 1;
            for word in node.words() {
                self.with_word(word, at, self.span.national.len());
            }
            self.overlong(node, at);
            self.reading.surplus -= 1;
            self.reading.dialed.pop();
        }
    }

    fn with_word(&mut self, word: Word, start: usize, end: usize) {
        let added = cost::of_word(&self.reading.tokens, word, self.reading.surplus);
        self.with(Token::Word { word, start }, added, end);
    }

    fn digits_from(&mut self, start: usize) {
        for end in start + 1..=self.span.national.len() {
            let digits = self.span.national.get(start..end).unwrap_or_default();
            let next_is_word = end < self.span.national.len();
            let added = cost::of_digits(&self.reading.tokens, digits, next_is_word);
            self.with(Token::Digits { start, end }, added, end);
        }
    }

    fn with(&mut self, token: Token, added: i32, end: usize) {
        self.reading.tokens.push(token);
        self.reading.cost += added;
        self.from(end);
        self.reading.cost -= added;
        self.reading.tokens.pop();
    }

    fn finish(&mut self) {
        if !self.reading.words().any(|(word, _)| word.len() >= MIN_LONGEST_WORD) {
            return;
        }
        let end = cost::of_end(&self.reading, self.span);
        if self.pool.admits(self.reading.cost + end) {
            let cost = self.reading.cost + end;
            self.pool.offer(Reading { cost, ..self.reading.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(national: &[u8], start: usize, least_rest: i32) -> Vec<(i32, Vec<u8>)> {
        let mut pool = Pool::default();
        let first_word_before = if start == 0 { 3 } else { national.len() };
        let span = Span { national, start, first_word_before, groups: &[3, 6] };
        search_assuming(span, &mut pool, least_rest);
        pool.readings().map(|reading| (reading.cost, reading.spelling().to_vec())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn cutting_the_search_loses_nothing(
            // Letters on every key make the most readings, and the closest contests.
            national in "[2-9][0-9]{2}([2-9]{7}|[2-9][0-9]{6})",
            start in prop::sample::select(vec![0_usize, 3]),
        ) {
            let national = national.as_bytes();
            let cut = found(national, start, cost::LEAST_REST);
            let whole = found(national, start, -1_000);
            prop_assert_eq!(cut, whole);
        }
    }
}
