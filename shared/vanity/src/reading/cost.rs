//! What makes a reading good, in one table. Costs are in tenths; lower is better.
//!
//! A reading costs the sum of what is counted below. The weights were fitted to well-known vanity
//! numbers and rounded; the reason beside each says what it keeps out or lets in.

use words::{Classes, Word};

use super::search::Span;
use super::{Reading, Token};

/// Each word: two plain words lose to one that spells the same.
const WORD: i32 = 30;
/// Each grade of rarity: the common word is the one that people hear.
const GRADE: i32 = 4;
/// The commonest words are equally good.
const FREE_RARITY: i32 = 6;
/// By length: short words are easily a coincidence and hard to remember as a pair.
const LENGTH: [i32; 5] = [0, 5, 5, 8, 4];
/// Names are words, but fewer people share them.
const NAME: i32 = 5;
/// Abbreviations are said letter by letter.
const ABBREVIATION: i32 = 3;
/// Each digit left over: the part nobody remembers.
const DIGIT: i32 = 14;
/// Each run of digits: 1-800-2-DINERS-4 is worse than 1-800-24-DINERS.
const RUN: i32 = 8;
/// A run behind a word: the word should end the number (1-800-123-CASH, not 1-800-CASH-123).
const RUN_AFTER_WORD: i32 = 15;
/// Two digits are neither an exchange nor a pun.
const RUN_OF_TWO: i32 = 8;
/// Three at either end keep the exchange whole, or read as 411.
const RUN_OF_THREE_AT_END: i32 = -7;
/// A lone 2, 4 or 8 before a word reads as "to", "for" or "ate".
const PUN: i32 = -12;
/// A word between two runs of digits gets lost, a short one more.
const ENCLOSED: i32 = 5;
const ENCLOSED_SHORT: i32 = 10;
/// Words that run across the hyphen people know: 1-800-35-6937-7.
const NO_BREAK_AT_GROUP: i32 = 9;
/// Letters that the telephone ignores.
const OVERLONG: i32 = 10;
const SURPLUS_LETTER: i32 = 7;
/// Not a digit left in what is spelled.
const ALL_SPELLED: i32 = -7;
/// "red cross", "pack rat".
const COMPOUND: i32 = -12;
/// Words that do not follow each other in English.
const MISFIT: i32 = 16;
/// "bye-bye" sticks.
const SAME_WORD_TWICE: i32 = -25;
/// A number should end on something: not on "the" (the second and third add up).
const ENDS_ON_FUNCTION_WORD: i32 = 4;
const ENDS_ON_NO_NOUN: i32 = 7;
/// "quickly" asks for more.
const ONLY_DESCRIBES: i32 = 5;

const NOMINAL: Classes =
    Classes::NOUN.or(Classes::S_FORM).or(Classes::NAME).or(Classes::ABBREVIATION);
const FUNCTIONAL: Classes = Classes::FUNCTION.or(Classes::CONTRACTION);

/// The least that one or more further digits and the end of the reading can add, for cutting the
/// search: a lone 4 that turns into "for", or a word that is said twice.
pub(super) const LEAST_REST: i32 = {
    let (pun, twice) = (DIGIT + RUN + PUN, WORD + SAME_WORD_TWICE);
    ALL_SPELLED + if pun < twice { pun } else { twice }
};

/// What one more word adds behind what `before` the reading already holds.
pub(super) fn of_word(before: &[Token], word: Word, surplus: usize) -> i32 {
    let classes = word.classes();
    let mut cost = WORD + (GRADE * i32::from(word.grade()) - FREE_RARITY).max(0);
    cost += LENGTH.get(word.len()).copied().unwrap_or_default();
    cost += if classes.any_of(Classes::NAME) { NAME } else { 0 };
    cost += if classes.any_of(Classes::ABBREVIATION) { ABBREVIATION } else { 0 };
    let described = classes.any_of(Classes::ADJECTIVE.or(Classes::ADVERB));
    if described && !classes.any_of(NOMINAL.or(Classes::VERB).or(FUNCTIONAL)) {
        cost += ONLY_DESCRIBES;
    }
    if surplus > 0 {
        cost += OVERLONG + SURPLUS_LETTER * factor(surplus);
    }
    if let [.., Token::Word { word: previous, .. }] = before {
        cost += of_pair(*previous, word);
    }
    cost
}

fn of_pair(first: Word, second: Word) -> i32 {
    if first == second {
        SAME_WORD_TWICE
    } else if first.forms_compound_with(second) {
        COMPOUND
    } else if fit(first.classes(), second.classes()) {
        0
    } else {
        MISFIT
    }
}

/// Whether the second word can follow the first: a noun behind what describes, owns or acts on
/// it, a verb behind who does it, a particle behind a verb.
fn fit(first: Classes, second: Classes) -> bool {
    let noun_fits = NOMINAL.or(Classes::ADJECTIVE).or(Classes::VERB).or(FUNCTIONAL);
    let verb_fits = NOMINAL.or(Classes::ADVERB).or(FUNCTIONAL);
    second.any_of(NOMINAL) && first.any_of(noun_fits)
        || second.any_of(Classes::VERB) && first.any_of(verb_fits)
        || second.any_of(FUNCTIONAL) && first.any_of(Classes::VERB)
}

/// What a run of digits adds. `next_is_word` is false at the end of the number.
pub(super) fn of_digits(before: &[Token], digits: &[u8], next_is_word: bool) -> i32 {
    let after_word = matches!(before, [.., Token::Word { .. }]);
    let mut cost = RUN + DIGIT * factor(digits.len());
    cost += if after_word { RUN_AFTER_WORD } else { 0 };
    cost += match digits {
        [b'2' | b'4' | b'8'] if next_is_word => PUN,
        [_, _] => RUN_OF_TWO,
        [_, _, _] if before.is_empty() || !next_is_word => RUN_OF_THREE_AT_END,
        _ => 0,
    };
    cost
}

/// What only the whole reading shows.
pub(super) fn of_end(reading: &Reading, span: Span<'_>) -> i32 {
    let mut cost = 0;
    let tokens = reading.tokens.as_slice();
    if !tokens.iter().any(|token| matches!(token, Token::Digits { .. })) {
        cost += ALL_SPELLED;
    }
    if tokens.len() > 1 {
        let breaks = |at: &usize| tokens.iter().any(|token| token.start() == *at);
        let missing = span.groups.iter().filter(|at| **at > span.start && !breaks(at)).count();
        cost += NO_BREAK_AT_GROUP * factor(missing);
    }
    for enclosed in tokens.windows(3) {
        if let [Token::Digits { .. }, Token::Word { word, .. }, Token::Digits { .. }] = enclosed {
            cost += if word.len() <= 3 { ENCLOSED_SHORT } else { ENCLOSED };
        }
    }
    if let Some((last, _)) = reading.words().last() {
        let classes = last.classes();
        cost += if classes.any_of(FUNCTIONAL) { ENDS_ON_FUNCTION_WORD } else { 0 };
        cost += if classes.any_of(NOMINAL) { 0 } else { ENDS_ON_NO_NOUN };
    }
    cost
}

/// A count of digits or letters as a factor; counts are far below the limit.
fn factor(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
