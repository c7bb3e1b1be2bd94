//! What each part of a reading costs, looked up: the tables are made at compile time, so that the
//! search adds numbers and counts nothing.

#![allow(
    clippy::indexing_slicing,
    reason = "each table has an entry for every index that its key gives"
)]

use words::{Attributes, Kind, Word};

use super::count::{self, Run, RunSort};
use super::pairs::{Neighbor, Pair};
use super::weights::Feature;

const GRADES: usize = 16;
/// Letters that an overlong word may have behind the number, and none.
const SURPLUSES: usize = crate::reading::MAX_SURPLUS + 1;

#[derive(Clone, Copy)]
struct OfKind {
    cost: i16,
    as_last: i16,
    neighbor: Neighbor,
}

static OF_KIND: [OfKind; Kind::COUNT] = {
    let mut table = [OfKind { cost: 0, as_last: 0, neighbor: Neighbor::NONE }; Kind::COUNT];
    let mut index = 0;
    while index < table.len() {
        let kind = Kind::from_index(index as u16);
        table[index] = OfKind {
            cost: count::of_kind(kind).cost() as i16,
            as_last: count::of_last(kind).cost() as i16,
            neighbor: Neighbor::of(kind),
        };
        index += 1;
    }
    table
};

static OF_GRADE: [i16; GRADES] = {
    let mut table = [0; GRADES];
    let mut grade = 0;
    while grade < table.len() {
        table[grade] = count::of_grade(grade as u8).cost() as i16;
        grade += 1;
    }
    table
};

/// By kind and grade.
static OF_ATTRIBUTES: [i16; Attributes::COUNT] = {
    let mut table = [0; Attributes::COUNT];
    let mut index = 0;
    while index < table.len() {
        let attributes = Attributes::from_index(index as u16);
        let kind = OF_KIND[attributes.kind().index()].cost;
        table[index] = kind + OF_GRADE[attributes.grade() as usize];
        index += 1;
    }
    table
};

static OF_LEN: [i16; words::MAX_LETTERS + 1] = {
    let mut table = [0; words::MAX_LETTERS + 1];
    let mut len = 0;
    while len < table.len() {
        table[len] = count::of_len(len).cost() as i16;
        len += 1;
    }
    table
};

static OF_SURPLUS: [[i16; SURPLUSES]; 2] = {
    let mut table = [[0; SURPLUSES]; 2];
    let mut at = 0;
    while at < 2 * SURPLUSES {
        let (behind, surplus) = (at / SURPLUSES, at % SURPLUSES);
        table[behind][surplus] = count::of_surplus(surplus, behind == 1).cost() as i16;
        at += 1;
    }
    table
};

static OF_PAIR: [i16; Pair::COUNT] = {
    let mut table = [0; Pair::COUNT];
    let mut at = 0;
    while at < table.len() {
        table[at] = Pair::from_index(at as u8).tally().cost() as i16;
        at += 1;
    }
    table
};

/// Longer than a national number.
const RUN_LENGTHS: usize = 16;

static OF_RUN: [[[[i16; RUN_LENGTHS]; RunSort::ALL.len()]; 2]; 2] = {
    let mut table = [[[[0; RUN_LENGTHS]; RunSort::ALL.len()]; 2]; 2];
    let mut at = 0;
    while at < 4 * RunSort::ALL.len() * RUN_LENGTHS {
        let (len, sort) = (at % RUN_LENGTHS, at / RUN_LENGTHS % RunSort::ALL.len());
        let words = at / RUN_LENGTHS / RunSort::ALL.len();
        let (behind, before) = (words / 2, words % 2);
        let (behind_word, before_word) = (behind == 1, before == 1);
        let run = Run { len, behind_word, before_word, sort: RunSort::ALL[sort] };
        table[behind][before][sort][len] = run.tally().cost() as i16;
        at += 1;
    }
    table
};

pub(crate) const COMPOUND: i32 = Feature::Compound.weight();
pub(crate) const SAME_WORD_TWICE: i32 = Feature::SameWordTwice.weight();
const SURPLUS_S: i32 = Feature::SurplusS.weight();

/// The least that a word can cost by its kind.
const LEAST_OF_KIND: i32 = {
    let (mut least, mut at) = (i32::MAX, 0);
    while at < Kind::COUNT {
        let cost = count::of_kind(Kind::from_index(at as u16)).cost();
        least = if cost < least { cost } else { least };
        at += 1;
    }
    least
};

/// The least that the last word can add as such.
pub(crate) const LEAST_OF_LAST: i32 = {
    let (mut least, mut at) = (i32::MAX, 0);
    while at < Kind::COUNT {
        let cost = count::of_last(Kind::from_index(at as u16)).cost();
        least = if cost < least { cost } else { least };
        at += 1;
    }
    least
};

/// The least that a pair of different words can add which is no compound.
pub(crate) const LEAST_OF_PLAIN_PAIR: i32 = {
    let (mut least, mut at) = (i32::MAX, 0);
    while at < Pair::COUNT {
        let cost = Pair::from_index(at as u8).tally().cost();
        least = if cost < least { cost } else { least };
        at += 1;
    }
    least
};

/// The least that the step from one word to the next can add.
pub(crate) const LEAST_OF_STEP: i32 = {
    let least = if COMPOUND < SAME_WORD_TWICE { COMPOUND } else { SAME_WORD_TWICE };
    if LEAST_OF_PLAIN_PAIR < least { LEAST_OF_PLAIN_PAIR } else { least }
};

/// The least that the end of a reading can add besides its last word.
pub(crate) const LEAST_OF_END: i32 = negative(Feature::AllSpelled.weight());

/// What a part adds beside digits that runs across a place where people expect a break.
pub(crate) const MISSING_BREAK: i32 = Feature::NoBreakAtGroup.weight();

// What the search leaves out when it asks for the least must not be negative.
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

/// What a word costs wherever it stands, `surplus` letters of it behind the number.
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

/// The least that an overlong word can cost whose grade is no lower than this.
pub(crate) fn least_of_overlong(grade: u8, len: usize, surplus: usize, behind_word: bool) -> i32 {
    LEAST_OF_KIND
        + LEAST_OF_LAST
        + negative(SURPLUS_S)
        + i32::from(OF_GRADE[usize::from(grade)])
        + i32::from(OF_LEN[len])
        + i32::from(OF_SURPLUS[usize::from(behind_word)][surplus])
}

/// Below which grade an overlong word has to be to cost no more than `limit`. Rarer words never
/// cost less.
pub(crate) fn grades_of_overlong(limit: i32, len: usize, surplus: usize, behind_word: bool) -> u8 {
    let limit = limit - least_of_overlong(0, len, surplus, behind_word) + i32::from(OF_GRADE[0]);
    OF_GRADE.iter().map(|cost| u8::from(i32::from(*cost) <= limit)).sum()
}

/// What it adds that `second` follows `first`.
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

/// Whether a word can be the second of a term of two.
#[inline]
pub(crate) fn may_end_compound(word: Word) -> bool {
    neighbor(word).may_end_compound()
}

#[inline]
fn neighbor(word: Word) -> Neighbor {
    OF_KIND[word.attributes().kind().index()].neighbor
}

/// What a run of digits costs; `before_word` is false at the end of the number.
#[inline]
pub(crate) fn of_run(digits: &[u8], behind_word: bool, before_word: bool) -> i32 {
    let sort = RunSort::of(digits) as usize;
    i32::from(OF_RUN[usize::from(behind_word)][usize::from(before_word)][sort][digits.len()])
}

/// What a word between two runs of digits adds.
pub(crate) fn of_enclosed(len: usize) -> i32 {
    count::of_enclosed(len).cost()
}

/// What the last word of a reading adds, which may have digits behind it.
#[inline]
pub(crate) fn of_last(word: Word) -> i32 {
    i32::from(OF_KIND[word.attributes().kind().index()].as_last)
}

/// Places where people expect a break: behind the area code and before the line number.
const BREAKS: usize = 2;

static OF_WHOLE: [[[i16; BREAKS + 1]; 2]; 2] = {
    let mut table = [[[0; BREAKS + 1]; 2]; 2];
    let mut at = 0;
    while at < 4 * (BREAKS + 1) {
        let (spelled, across, missing) = (at & 1, at >> 1 & 1, at >> 2);
        table[spelled][across][missing] =
            count::of_whole(spelled == 1, across == 1, missing).cost() as i16;
        at += 1;
    }
    table
};

/// What the whole adds: whether no digits are left, whether it starts in the area code, and how
/// many parts of several run across a place where people expect a break, two at most.
pub(crate) fn of_whole(all_spelled: bool, across_area_code: bool, missing_breaks: usize) -> i32 {
    i32::from(OF_WHOLE[usize::from(all_spelled)][usize::from(across_area_code)][missing_breaks])
}
