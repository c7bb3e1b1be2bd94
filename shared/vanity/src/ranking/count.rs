//! The features counted in each part of a reading.

use switchboard_words::{Classes, Kind};

use super::pairs::NOMINAL;
use super::tally::Tally;
use super::weights::Feature;

const FUNCTIONAL: Classes = Classes::FUNCTION.or(Classes::CONTRACTION);
/// The classes that end a phrase: "for you", "log on", "quit now".
const CLOSING: Classes = NOMINAL.or(Classes::PRONOUN).or(Classes::PREPOSITION).or(Classes::ADVERB);

/// Returns the features of a word's kind.
pub(crate) const fn of_kind(kind: Kind) -> Tally {
    let classes = kind.classes();
    let describes = classes.any_of(Classes::ADJECTIVE.or(Classes::ADVERB));
    let only_describes = describes && !classes.any_of(NOMINAL.or(Classes::VERB).or(FUNCTIONAL));
    Tally::NONE
        .and(1, Feature::Word)
        .and(kind.obscurity() as i32, Feature::Obscure)
        .and_if(classes.any_of(Classes::NAME), Feature::Name)
        .and_if(classes.any_of(Classes::ABBREVIATION), Feature::Abbreviation)
        .and_if(classes.any_of(Classes::TRADE), Feature::Trade)
        .and_if(only_describes, Feature::OnlyDescribes)
}

/// Returns the features of a word's grade.
pub(crate) const fn of_grade(grade: u8) -> Tally {
    let grade = grade as i32;
    Tally::NONE.and(above(grade, 1), Feature::Rarity).and(above(grade, 7), Feature::Rare)
}

/// Returns the features of a word's length in letters.
pub(crate) const fn of_len(len: usize) -> Tally {
    Tally::NONE
        .and_if(len == 1, Feature::OneLetter)
        .and_if(len == 2, Feature::TwoLetters)
        .and_if(len == 3, Feature::ThreeLetters)
        .and(above(len as i32, 4), Feature::LongWord)
}

/// Returns the features of an overlong word, which has `surplus` letters past the number's end.
pub(crate) const fn of_surplus(surplus: usize, behind_word: bool) -> Tally {
    if surplus == 0 {
        return Tally::NONE;
    }
    Tally::NONE
        .and(1, Feature::Overlong)
        .and(surplus as i32, Feature::SurplusLetter)
        .and_if(behind_word, Feature::OverlongTail)
}

/// The properties of a run of digits that features depend on. A run is shorter than sixteen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) len: usize,
    pub(crate) behind_word: bool,
    pub(crate) before_word: bool,
    pub(crate) sort: RunSort,
}

/// What a run of digits reads as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunSort {
    /// Digits without a special reading.
    Plain,
    /// A lone digit that reads as "to", "for" or "ate".
    Pun,
    /// One digit, repeated.
    Repeated,
}

impl RunSort {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Pun, Self::Repeated];

    pub(crate) fn of(digits: &[u8]) -> Self {
        match digits {
            [b'2' | b'4' | b'8'] => Self::Pun,
            [first, second, rest @ ..]
                if first == second && rest.iter().all(|digit| digit == first) =>
            {
                Self::Repeated
            }
            _ => Self::Plain,
        }
    }
}

impl Run {
    pub(crate) const fn tally(self) -> Tally {
        let at_end = !(self.behind_word && self.before_word);
        Tally::NONE
            .and(1, Feature::Run)
            .and(self.len as i32, Feature::Digit)
            .and_if(self.behind_word, Feature::RunBehindWord)
            .and_if(self.len == 2, Feature::RunOfTwo)
            .and_if(self.len == 3 && at_end, Feature::RunOfThreeAtEnd)
            .and_if(matches!(self.sort, RunSort::Pun) && self.before_word, Feature::Pun)
            .and_if(matches!(self.sort, RunSort::Repeated), Feature::RepeatedDigits)
    }
}

/// Returns the features of a word between two runs of digits.
pub(crate) const fn of_enclosed(len: usize) -> Tally {
    Tally::NONE.and_if(len <= 3, Feature::EnclosedShort)
}

/// Returns the features of the last word of a reading, which may have digits after it.
pub(crate) const fn of_last(kind: Kind) -> Tally {
    let classes = kind.classes();
    let open = classes.any_of(FUNCTIONAL) && !classes.any_of(CLOSING);
    Tally::NONE
        .and_if(open, Feature::EndsOpen)
        .and_if(!classes.any_of(NOMINAL), Feature::EndsOnNoNoun)
}

/// Returns whether the only surplus letter is the S of a plural or a third person.
pub(crate) const fn is_surplus_s(kind: Kind, surplus: usize) -> bool {
    surplus == 1 && kind.classes().any_of(Classes::S_FORM)
}

/// Returns the features of the whole reading: whether all of it is `spelled`, whether it starts in
/// the area code (`across`), and how many breaks are missing. A missing break counts only beside
/// digits: PIZZA-BAR needs none before its last four letters.
pub(crate) const fn of_whole(spelled: bool, across: bool, missing_breaks: usize) -> Tally {
    let missing = if spelled { 0 } else { missing_breaks as i32 };
    Tally::NONE
        .and_if(spelled, Feature::AllSpelled)
        .and(missing, Feature::NoBreakAtGroup)
        .and_if(across, Feature::AcrossAreaCode)
}

const fn above(count: i32, free: i32) -> i32 {
    if count > free { count - free } else { 0 }
}
