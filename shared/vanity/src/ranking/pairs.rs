//! Which words follow each other in English.

use switchboard_words::{Classes, Kind};

use super::tally::Tally;
use super::weights::Feature;

/// The classes of words for things and people.
pub(crate) const NOMINAL: Classes =
    Classes::NOUN.or(Classes::S_FORM).or(Classes::NAME).or(Classes::ABBREVIATION);
const CONTENT: Classes = NOMINAL.or(Classes::VERB).or(Classes::ADJECTIVE).or(Classes::ADVERB);

/// How the second of two words can follow the first. The first rule that matches counts.
const RULES: [(Classes, Classes, Feature); 11] = [
    (Classes::ADJECTIVE, NOMINAL, Feature::Described),
    (Classes::DETERMINER, NOMINAL, Feature::Determined),
    (Classes::PREPOSITION, NOMINAL, Feature::Prepositional),
    (Classes::VERB, NOMINAL, Feature::VerbNoun),
    (NOMINAL, NOMINAL, Feature::NounNoun),
    (
        NOMINAL.or(Classes::PRONOUN).or(Classes::AUXILIARY).or(Classes::ADVERB),
        Classes::VERB,
        Feature::NounVerb,
    ),
    (
        Classes::VERB,
        Classes::PRONOUN
            .or(Classes::PREPOSITION)
            .or(Classes::ADVERB)
            .or(Classes::DETERMINER)
            .or(Classes::ADJECTIVE),
        Feature::VerbRest,
    ),
    (
        Classes::DETERMINER.or(Classes::ADVERB).or(Classes::AUXILIARY).or(Classes::ADJECTIVE),
        Classes::ADJECTIVE,
        Feature::OtherPair,
    ),
    (NOMINAL.or(Classes::PRONOUN), Classes::AUXILIARY, Feature::OtherPair),
    (Classes::PREPOSITION, Classes::PRONOUN.or(Classes::DETERMINER), Feature::OtherPair),
    (NOMINAL.or(Classes::ADVERB), Classes::PREPOSITION, Feature::OtherPair),
];

const COMPOUND: u16 = 1 << 13;
const PLURAL_MODIFIER: u16 = 1 << 14;
const FUNCTION_ONLY: u16 = 1 << 15;

/// Bit sets of the pair rules whose first word, and whose second word, this word can be.
///
/// One `&` of the first set of one word and the second set of the next finds the rules that the
/// pair matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbor {
    opens: u16,
    closes: u16,
}

impl Neighbor {
    pub(crate) const NONE: Self = Self { opens: 0, closes: 0 };

    #[allow(clippy::indexing_slicing, reason = "the loop ends with the table")]
    pub(crate) const fn of(kind: Kind) -> Self {
        let classes = kind.classes();
        // "do", "have": as the first of two words they help another verb.
        let opening = if classes.any_of(Classes::AUXILIARY) {
            classes.without(Classes::VERB)
        } else {
            classes
        };
        let mut neighbor = Self::NONE;
        let mut at = 0;
        while at < RULES.len() {
            let (first, second, _) = RULES[at];
            if opening.any_of(first) {
                neighbor.opens |= 1 << at;
            }
            if classes.any_of(second) {
                neighbor.closes |= 1 << at;
            }
            at += 1;
        }
        if classes.any_of(Classes::COMPOUND_FIRST) {
            neighbor.opens |= COMPOUND;
        }
        if classes.any_of(Classes::COMPOUND_SECOND) {
            neighbor.closes |= COMPOUND;
        }
        if classes.any_of(Classes::S_FORM) {
            neighbor.opens |= PLURAL_MODIFIER;
        }
        if classes.any_of(NOMINAL) {
            neighbor.closes |= PLURAL_MODIFIER;
        }
        if !classes.any_of(CONTENT) {
            neighbor.opens |= FUNCTION_ONLY;
            neighbor.closes |= FUNCTION_ONLY;
        }
        neighbor
    }

    pub(crate) const fn may_form_compound_with(self, second: Self) -> bool {
        self.opens & second.closes & COMPOUND != 0
    }

    pub(crate) const fn may_end_compound(self) -> bool {
        self.closes & COMPOUND != 0
    }

    /// Returns how `second` follows this word: the first rule that the pair matches, whether a
    /// plural describes a noun, and whether one of the words is a function word.
    pub(crate) const fn before(self, second: Self) -> Pair {
        let rule = (self.opens & second.closes & (COMPOUND - 1)).trailing_zeros();
        let rule = if rule < RULES.len() as u32 { rule } else { RULES.len() as u32 };
        let plural = self.opens & second.closes & PLURAL_MODIFIER != 0;
        let function = (self.opens | second.closes) & FUNCTION_ONLY != 0;
        Pair((rule << 2 | (plural as u32) << 1 | function as u32) as u8)
    }
}

/// How one word follows another: the index of a pair rule and two flags, one of [`Pair::COUNT`]
/// values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair(u8);

impl Pair {
    pub(crate) const COUNT: usize = (RULES.len() + 1) << 2;

    pub(crate) const fn from_index(index: u8) -> Self {
        Self(index)
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns the features of the pair.
    #[allow(clippy::indexing_slicing, reason = "the condition says so")]
    pub(crate) const fn tally(self) -> Tally {
        let rule = self.index() >> 2;
        let (plural, function) = (self.0 & 2 != 0, self.0 & 1 != 0);
        if rule < RULES.len() {
            Tally::NONE.and(1, RULES[rule].2).and_if(plural, Feature::PluralModifier)
        } else {
            Tally::NONE.and(1, Feature::Misfit).and_if(function, Feature::FunctionMisfit)
        }
    }
}

#[cfg(test)]
mod tests {
    use switchboard_words::{Node, Word};

    use super::*;

    fn find(word: &str) -> Word {
        let digits: Vec<u8> = word.chars().filter_map(crate::keypad::digit).collect();
        let mut words = Node::ROOT.walk(&digits).unwrap().words();
        words.find(|found| found.text(&digits).to_string() == word).unwrap()
    }

    /// The examples of the table of weights.
    #[test]
    fn pairs_are_what_their_reasons_say() {
        for (first, second, features) in [
            ("the", "card", vec![Feature::Determined]),
            ("dentist", "info", vec![Feature::NounNoun]),
            ("new", "cars", vec![Feature::Described]),
            ("got", "junk", vec![Feature::VerbNoun]),
            ("for", "kids", vec![Feature::Prepositional]),
            ("kids", "learn", vec![Feature::NounVerb]),
            ("quit", "now", vec![Feature::VerbRest]),
            ("call", "me", vec![Feature::VerbRest]),
            ("for", "you", vec![Feature::OtherPair]),
            ("if", "the", vec![Feature::Misfit, Feature::FunctionMisfit]),
        ] {
            let neighbor = |word: &str| Neighbor::of(find(word).attributes().kind());
            let tally = neighbor(first).before(neighbor(second)).tally();
            let counted: Vec<Feature> =
                Feature::ALL.into_iter().filter(|feature| tally.count(*feature) != 0).collect();
            assert_eq!(counted, features, "{first} {second}");
            assert!(!find(first).forms_compound_with(find(second)), "{first} {second}");
        }
        let tally = Neighbor::of(find("cars").attributes().kind())
            .before(Neighbor::of(find("insurance").attributes().kind()))
            .tally();
        assert_eq!(tally.count(Feature::PluralModifier), 1);
        assert!(find("red").forms_compound_with(find("cross")));
    }
}
