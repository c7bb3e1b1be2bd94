//! The cost of each part of a reading, from tables that are made at compile time, so that the search
//! adds numbers and counts nothing.

#![allow(
    clippy::indexing_slicing,
    reason = "each table has an entry for every index that its key gives"
)]

use switchboard_words::{Attributes, Kind, Word};

use super::count::{self, Run, RunSort};
use super::pairs::{Neighbor, Pair};
use super::tally::Tally;
use super::weights::Feature;

const GRADES: usize = 16;
/// How many surplus letters an overlong word may have, from 0 on.
const SURPLUSES: usize = switchboard_words::MAX_FURTHER + 1;

/// An array with an entry for each index below `$len`. A macro, because constants are computed
/// without closures and iterators.
macro_rules! table {
    ($len:expr, $at:ident => $entry:expr) => {{
        let mut $at = 0;
        let mut table = [$entry; $len];
        while $at < $len {
            table[$at] = $entry;
            $at += 1;
        }
        table
    }};
}

/// The lowest cost among the tallies for the indices below `$count`.
macro_rules! least {
    ($count:expr, $at:ident => $tally:expr) => {{
        let (mut least, mut $at) = (i32::MAX, 0);
        while $at < $count {
            let cost = $tally.cost();
            least = if cost < least { cost } else { least };
            $at += 1;
        }
        least
    }};
}

const fn tenths(tally: Tally) -> i16 {
    tally.cost() as i16
}

const fn kind(index: usize) -> Kind {
    Kind::from_index(index as u16)
}

const fn pair(index: usize) -> Pair {
    Pair::from_index(index as u8)
}

#[derive(Clone, Copy)]
struct OfKind {
    cost: i16,
    as_last: i16,
    neighbor: Neighbor,
}

static OF_KIND: [OfKind; Kind::COUNT] = table!(Kind::COUNT, index => OfKind {
    cost: tenths(count::of_kind(kind(index))),
    as_last: tenths(count::of_last(kind(index))),
    neighbor: Neighbor::of(kind(index)),
});

static OF_GRADE: [i16; GRADES] = table!(GRADES, grade => tenths(count::of_grade(grade as u8)));

/// The cost of a word that is offered last, beside its other costs: more than any reading without such
/// a word, so that it stands behind all of them.
pub(crate) const OFFERED_LAST: i32 = 10_000;

/// Cost of a word, indexed by kind and grade.
static OF_ATTRIBUTES: [i16; Attributes::COUNT] = table!(Attributes::COUNT, index => {
    let attributes = Attributes::from_index(index as u16);
    let kind = attributes.kind();
    let last = if kind.is_last() { OFFERED_LAST as i16 } else { 0 };
    OF_KIND[kind.index()].cost + OF_GRADE[attributes.grade() as usize] + last
});

static OF_LEN: [i16; switchboard_words::MAX_LETTERS + 1] =
    table!(switchboard_words::MAX_LETTERS + 1, len => tenths(count::of_len(len)));

/// Cost of an overlong word's surplus, indexed by whether a word is before it (0 or 1) and by the
/// number of surplus letters.
static OF_SURPLUS: [[i16; SURPLUSES]; 2] = table!(2, behind => {
    table!(SURPLUSES, surplus => tenths(count::of_surplus(surplus, behind == 1)))
});

static OF_PAIR: [i16; Pair::COUNT] = table!(Pair::COUNT, index => tenths(pair(index).tally()));

/// The number of run lengths, from 0 on: more than a national number has digits.
const RUN_LENGTHS: usize = 16;
const RUN_SORTS: usize = RunSort::ALL.len();

/// Cost of a run of digits, indexed by whether a word is before it, whether one is after it, its
/// sort and its length in digits.
static OF_RUN: [[[[i16; RUN_LENGTHS]; RUN_SORTS]; 2]; 2] = table!(2, behind => {
    table!(2, before => table!(RUN_SORTS, sort => table!(RUN_LENGTHS, len => {
        let (behind_word, before_word) = (behind == 1, before == 1);
        tenths(Run { len, behind_word, before_word, sort: RunSort::ALL[sort] }.tally())
    })))
});

pub(crate) const COMPOUND: i32 = Feature::Compound.weight();
pub(crate) const SAME_WORD_TWICE: i32 = Feature::SameWordTwice.weight();
const SURPLUS_S: i32 = Feature::SurplusS.weight();

/// Lower bound on the cost of a word's kind.
const LEAST_OF_KIND: i32 = least!(Kind::COUNT, index => count::of_kind(kind(index)));

/// Lower bound on the cost that a word adds by being the last.
pub(crate) const LEAST_OF_LAST: i32 = least!(Kind::COUNT, index => count::of_last(kind(index)));

/// Lower bound on the cost of a pair of different words that is not a compound.
pub(crate) const LEAST_OF_PLAIN_PAIR: i32 = least!(Pair::COUNT, index => pair(index).tally());

/// Lower bound on the cost of the step from one word to the next.
pub(crate) const LEAST_OF_STEP: i32 = {
    let least = if COMPOUND < SAME_WORD_TWICE { COMPOUND } else { SAME_WORD_TWICE };
    if LEAST_OF_PLAIN_PAIR < least { LEAST_OF_PLAIN_PAIR } else { least }
};

/// Lower bound on the cost that the end of a reading adds besides its last word.
pub(crate) const LEAST_OF_END: i32 = negative(Feature::AllSpelled.weight());

/// The cost of a part beside digits that runs across a break.
pub(crate) const MISSING_BREAK: i32 = Feature::NoBreakAtGroup.weight();

// The search leaves these out of its lower bounds, so they must not be negative.
const _: () = assert!(MISSING_BREAK >= 0 && Feature::EnclosedShort.weight() >= 0);
const _: () = assert!(Feature::AcrossAreaCode.weight() >= 0);
const _: () = {
    // A rarer word never costs less.
    let mut grade = 1;
    while grade < GRADES {
        let (commoner, rarer) = (count::of_grade(grade as u8 - 1), count::of_grade(grade as u8));
        assert!(commoner.cost() <= rarer.cost());
        grade += 1;
    }
};

const fn negative(cost: i32) -> i32 {
    if cost < 0 { cost } else { 0 }
}

/// Returns the cost of a word wherever it is, with `surplus` letters past the number's end.
#[inline]
pub(crate) fn of_word(word: Word, surplus: usize, behind_word: bool) -> i32 {
    let attributes = word.attributes();
    let mut cost = i32::from(OF_ATTRIBUTES[attributes.index()]) + i32::from(OF_LEN[word.len()]);
    if surplus > 0 {
        cost += i32::from(OF_SURPLUS[usize::from(behind_word)][surplus]);
        cost += if count::is_surplus_s(attributes.kind(), surplus) { SURPLUS_S } else { 0 };
    }
    cost
}

/// Returns a lower bound on the cost of an overlong word of this grade or a rarer one.
pub(crate) fn least_of_overlong(grade: u8, len: usize, surplus: usize, behind_word: bool) -> i32 {
    LEAST_OF_KIND
        + LEAST_OF_LAST
        + negative(SURPLUS_S)
        + i32::from(OF_GRADE[usize::from(grade)])
        + i32::from(OF_LEN[len])
        + i32::from(OF_SURPLUS[usize::from(behind_word)][surplus])
}

/// Returns the exclusive upper bound on the grade of an overlong word within `limit`; cost never
/// falls with grade.
pub(crate) fn grades_of_overlong(limit: i32, len: usize, surplus: usize, behind_word: bool) -> u8 {
    let limit = limit - least_of_overlong(0, len, surplus, behind_word) + i32::from(OF_GRADE[0]);
    OF_GRADE.iter().map(|cost| u8::from(i32::from(*cost) <= limit)).sum()
}

/// Returns the cost of `second` following `first`.
#[inline]
pub(crate) fn of_pair(first: Word, second: Word) -> i32 {
    if first == second {
        SAME_WORD_TWICE
    } else {
        let (one, other) = (neighbor(first), neighbor(second));
        if one.may_form_compound_with(other) && first.forms_compound_with(second) {
            COMPOUND
        } else {
            i32::from(OF_PAIR[one.before(other).index()])
        }
    }
}

/// Returns whether a word can be the second of a term of two.
#[inline]
pub(crate) fn may_end_compound(word: Word) -> bool {
    neighbor(word).may_end_compound()
}

#[inline]
fn neighbor(word: Word) -> Neighbor {
    OF_KIND[word.attributes().kind().index()].neighbor
}

/// Returns the cost of a run of digits; `before_word` is false at the end of the number.
#[inline]
pub(crate) fn of_run(digits: &[u8], behind_word: bool, before_word: bool) -> i32 {
    let sort = RunSort::of(digits) as usize;
    i32::from(OF_RUN[usize::from(behind_word)][usize::from(before_word)][sort][digits.len()])
}

/// Returns the cost that a word between two runs of digits adds.
pub(crate) fn of_enclosed(len: usize) -> i32 {
    count::of_enclosed(len).cost()
}

/// Returns the cost that the last word of a reading adds, which may have digits after it.
#[inline]
pub(crate) fn of_last(word: Word) -> i32 {
    i32::from(OF_KIND[word.attributes().kind().index()].as_last)
}

/// The number of breaks: after the area code and before the line number.
const BREAKS: usize = 2;

static OF_WHOLE: [[[i16; BREAKS + 1]; 2]; 2] = table!(2, spelled => table!(2, across => {
    table!(BREAKS + 1, missing => tenths(count::of_whole(spelled == 1, across == 1, missing)))
}));

/// Returns the cost that the whole reading adds, by whether no digits are left, whether it starts
/// in the area code, and how many breaks are missing, two at most.
pub(crate) fn of_whole(all_spelled: bool, across_area_code: bool, missing_breaks: usize) -> i32 {
    i32::from(OF_WHOLE[usize::from(all_spelled)][usize::from(across_area_code)][missing_breaks])
}
