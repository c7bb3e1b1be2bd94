//! Every reading of a number, found without pruning, and the features counted in each.
//!
//! The search is tested against these readings, and the weights are fitted to them. No function
//! needs them, so the module exists only with the feature `exhaustive` and in tests.

#![allow(clippy::cast_possible_truncation, reason = "places are far below any limit")]

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use arrayvec::ArrayVec;
use switchboard_words::{Node, Word};

use crate::phone::{Parts, PhoneNumber, UnsupportedNumber};
use crate::ranking::count::{self, Run, RunSort};
use crate::ranking::pairs::Neighbor;
use crate::ranking::{Feature, Tally};
use crate::reading::pool::most_alike;
use crate::reading::search::{MIN_COVERED, MIN_COVERED_IN_PHRASE};
use crate::reading::{MAX_TOKENS, MAX_WORDS, MIN_LONGEST_WORD, Reading, Token, blocked};

/// A reading of the digits after the area code, and the features counted in it. `Debug` is masked,
/// because the letters dial the number.
#[derive(Clone, derive_more::Debug)]
pub struct CountedReading {
    /// The words and digits, upper case, with hyphens between them: `GOT-JUNK`.
    #[debug(skip)]
    pub text: String,
    /// The place after the area code where the longest word starts, and its letters inside the
    /// number.
    #[debug(skip)]
    pub longest_word: (usize, String),
    /// How many readings offered together may have that word at that place.
    #[debug(skip)]
    pub most_alike: usize,
    /// The number of words.
    pub words: usize,
    /// Whether a word of the reading is offered last (verdict `last` in `words/exclude.tsv`).
    pub has_last_word: bool,
    /// The features counted in the reading.
    #[debug(skip)]
    pub tally: Tally,
}

type Rank = (bool, i32, usize, String, (Reverse<usize>, usize));

impl CountedReading {
    /// Returns the characters, without hyphens.
    #[must_use]
    pub fn spelling(&self) -> String {
        self.text.replace('-', "")
    }

    /// Returns the key that readings are ordered by; lower comes first. Readings with a word that is
    /// offered last come after all others, whatever they cost. Fewer words break a tie, then the text,
    /// then how it is cut.
    fn rank(&self, cost: impl Fn(&Tally) -> i32) -> Rank {
        let (start, longest) = &self.longest_word;
        let how_cut = (Reverse(*start), longest.len());
        (self.has_last_word, cost(&self.tally), self.words, self.spelling(), how_cut)
    }
}

/// Returns every reading of the digits after a number's area code, in arbitrary order.
///
/// ```
/// use switchboard_vanity::exhaustive::readings;
/// use switchboard_vanity::ranking::Feature;
///
/// let readings = readings(&"+1 800 468 5865".parse()?)?;
/// let junk = readings.iter().find(|reading| reading.text == "GOT-JUNK");
/// assert_eq!(junk.map(|reading| reading.tally.count(Feature::Word)), Some(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn readings(number: &PhoneNumber) -> Result<Vec<CountedReading>, UnsupportedNumber> {
    let parts = number.parts()?;
    let digits = parts.national.get(parts.area_len..).unwrap_or_default();
    let mut all = AllReadings {
        parts,
        digits,
        line: parts.nanp.then(|| parts.line() - parts.area_len),
        surplus: Vec::new(),
        tokens: ArrayVec::new(),
        found: Vec::new(),
    };
    all.from(0);
    Ok(all.found)
}

/// Returns the readings by cost, after the diversity rules have removed near-duplicates.
///
/// The first five are those that [`best_five`](crate::best_five) offers, with three exceptions: it
/// leaves out readings that cost too much, adds readings across the area code if there are fewer than
/// five, and prefers letters to words that are offered last.
pub fn ranked(
    readings: &[CountedReading],
    cost: impl Fn(&Tally) -> i32,
) -> impl Iterator<Item = &CountedReading> {
    let mut ranked: Vec<_> =
        readings.iter().map(|reading| (reading.rank(&cost), reading)).collect();
    ranked.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut spellings = HashSet::new();
    let mut alike = HashMap::new();
    ranked.into_iter().filter_map(move |((.., spelling, _), reading)| {
        let alike = alike.entry(&reading.longest_word).or_insert(0);
        if *alike == reading.most_alike || !spellings.insert(spelling) {
            return None;
        }
        *alike += 1;
        Some(reading)
    })
}

struct AllReadings<'a> {
    parts: Parts<'a>,
    /// The digits after the area code.
    digits: &'a [u8],
    /// The place of the break before the line number, after the area code, in North America. Elsewhere no
    /// word runs on past the end either.
    line: Option<usize>,
    surplus: Vec<u8>,
    tokens: ArrayVec<Token, MAX_TOKENS>,
    found: Vec<CountedReading>,
}

impl AllReadings<'_> {
    fn from(&mut self, at: usize) {
        if at >= self.digits.len() {
            self.finish();
            return;
        }
        self.words_from(at);
        if !matches!(self.tokens.last(), Some(Token::Digits { .. })) {
            for end in at + 1..=self.digits.len() {
                self.with(Token::Digits { start: at as u8, end: end as u8 });
            }
        }
    }

    fn words_from(&mut self, at: usize) {
        if self.words().count() == MAX_WORDS {
            return;
        }
        let rest = self.digits.get(at..).unwrap_or_default();
        let mut node = Some(Node::ROOT);
        for digit in rest {
            node = node.and_then(|node| node.child(*digit));
            let Some(node) = node else { return };
            for word in node.words() {
                self.with(Token::Word { word, start: at as u8 });
            }
        }
        let phrase = matches!(self.tokens.last(),
            Some(Token::Word { word, .. }) if word.len() >= MIN_LONGEST_WORD);
        let least = if phrase { MIN_COVERED_IN_PHRASE } else { MIN_COVERED };
        if let (Some(node), true) = (node, rest.len() >= least && self.line.is_some()) {
            node.for_each_completion(switchboard_words::ALL_GRADES, |word, digits| {
                self.surplus = digits.to_vec();
                self.with(Token::Word { word, start: at as u8 });
                self.surplus.clear();
            });
        }
    }

    fn with(&mut self, token: Token) {
        self.tokens.push(token);
        self.from(token.end());
        self.tokens.pop();
    }

    fn words(&self) -> impl Iterator<Item = Word> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Word { word, .. } => Some(*word),
            Token::Digits { .. } => None,
        })
    }

    fn finish(&mut self) {
        if self.is_blocked() {
            return;
        }
        let texts: Vec<String> = self.tokens.iter().map(|token| self.text(*token)).collect();
        let mut longest_word = (0, String::new());
        for (token, text) in self.tokens.iter().zip(&texts) {
            let inside = self.digits.len().min(token.end()) - token.start();
            if matches!(token, Token::Word { .. }) && inside > longest_word.1.len() {
                longest_word = (token.start(), text.chars().take(inside).collect());
            }
        }
        if longest_word.1.len() < MIN_LONGEST_WORD {
            return;
        }
        let has_last_word = self.words().any(|word| word.attributes().kind().is_last());
        self.found.push(CountedReading {
            text: texts.join("-"),
            most_alike: most_alike(longest_word.1.len() == self.digits.len()),
            longest_word,
            words: self.words().count(),
            has_last_word,
            tally: self.tally(),
        });
    }

    fn tally(&self) -> Tally {
        let alone = self.tokens.len() == 1;
        let is_word = |token: Option<&Token>| matches!(token, Some(Token::Word { .. }));
        let is_digits = |token: Option<&Token>| matches!(token, Some(Token::Digits { .. }));
        let mut tally = Tally::NONE;
        let (mut missing_breaks, mut all_spelled) = (0, true);
        for (at, token) in self.tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
            let behind = self.tokens.get(at + 1);
            match *token {
                Token::Word { word, .. } => {
                    tally = tally + self.of_word(word, behind.is_none(), is_word(before));
                    if let Some(Token::Word { word: first, .. }) = before {
                        tally = tally + of_pair(*first, word);
                    }
                    if is_digits(before) && is_digits(behind) {
                        tally = tally + count::of_enclosed(word.len());
                    }
                }
                Token::Digits { start, end } => {
                    all_spelled = false;
                    let digits = self.digits.get(start.into()..end.into()).unwrap_or_default();
                    let run = Run {
                        len: digits.len(),
                        behind_word: is_word(before),
                        before_word: behind.is_some(),
                        sort: RunSort::of(digits),
                    };
                    tally = tally + run.tally();
                }
            }
            let crosses = |place: usize| token.start() < place && place < token.end();
            missing_breaks += usize::from(!alone && self.line.is_some_and(crosses));
        }
        if let Some(last) = self.words().last() {
            tally = tally + count::of_last(last.attributes().kind());
        }
        tally + count::of_whole(all_spelled, false, missing_breaks)
    }

    fn of_word(&self, word: Word, last: bool, behind_word: bool) -> Tally {
        let attributes = word.attributes();
        let surplus = if last { self.surplus.len() } else { 0 };
        let surplus_s = count::is_surplus_s(attributes.kind(), surplus);
        count::of_kind(attributes.kind())
            + count::of_grade(attributes.grade())
            + count::of_len(word.len())
            + count::of_surplus(surplus, behind_word).and_if(surplus_s, Feature::SurplusS)
    }

    /// Returns the text of a token, upper case.
    fn text(&self, token: Token) -> String {
        let dialed = [self.digits, &self.surplus].concat();
        let digits = dialed.get(token.start()..token.end()).unwrap_or_default();
        match token {
            Token::Word { word, .. } => word.text(digits).to_string().to_uppercase(),
            Token::Digits { .. } => digits.iter().map(|digit| char::from(*digit)).collect(),
        }
    }

    fn is_blocked(&self) -> bool {
        let area = self.parts.area_len as u8;
        let in_national = |token: &Token| match *token {
            Token::Word { word, start } => Token::Word { word, start: start + area },
            Token::Digits { start, end } => Token::Digits { start: start + area, end: end + area },
        };
        let reading = Reading {
            tokens: self.tokens.iter().map(in_national).collect(),
            surplus: self.surplus.iter().copied().collect(),
        };
        blocked::is_in_words(&reading, &self.parts)
    }
}

fn of_pair(first: Word, second: Word) -> Tally {
    if first == second {
        Tally::NONE.and(1, Feature::SameWordTwice)
    } else if first.forms_compound_with(second) {
        Tally::NONE.and(1, Feature::Compound)
    } else {
        let neighbor = |word: Word| Neighbor::of(word.attributes().kind());
        neighbor(first).before(neighbor(second)).tally()
    }
}
