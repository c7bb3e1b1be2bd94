//! The table of weights: what counts for and against a reading.
//!
//! A reading costs the sum of its counts, each times its weight; lower is better. Costs and weights
//! are integers in tenths of a point. A positive weight is a penalty, a negative one a bonus.
//! `make tune` fits the weights to well-known vanity numbers, and prints how well they do on numbers
//! that they were not fitted to. The reason for each weight is beside it.

/// The most that a reading may cost, in tenths of a point, unless the number has no other word. A
/// reading near the limit has a short rare word amid digits (1-815-9-GEL-089 costs 204). Beyond it
/// there are only lone letters and scraps, which say less than random letters that can be
/// pronounced.
pub(crate) const MAX_COST: i32 = 220;

macro_rules! features {
    ($($feature:ident $tenths:literal $reason:literal)*) => {
        /// A feature: something that can be counted in a reading.
        ///
        /// ```
        /// use switchboard_vanity::ranking::Feature;
        ///
        /// // Advertising words make a reading cheaper, and digits left over make it dearer.
        /// assert!(Feature::Trade.weight() < 0 && Feature::Digit.weight() > 0);
        /// assert_eq!(Feature::Trade.name(), "Trade");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Feature {
            $(#[doc = $reason] $feature,)*
        }

        impl Feature {
            /// All features, in the order of the table.
            pub const ALL: [Self; [$(Self::$feature),*].len()] = [$(Self::$feature),*];

            /// Returns the name in the table.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$feature => stringify!($feature),)* }
            }

            /// Returns the cost of one occurrence, in tenths of a point; negative for a bonus.
            #[must_use]
            pub const fn weight(self) -> i32 {
                match self { $(Self::$feature => $tenths,)* }
            }
        }
    };
}

features! {
    // A word.
    Word 46 "Penalty for each word: two plain words lose to one that spells the same."
    Rarity 3 "Penalty for each grade of rarity from the second on: people hear the common word."
    Rare 6 "Penalty for each grade of rarity from the eighth on, in addition to `Rarity`: few people know the word."
    Obscure 3 "Penalty for each step of obscurity: odd words are worse than plain rare ones."
    OneLetter 6 "Penalty: a word of one letter is hardly a word."
    TwoLetters 11 "Penalty: a word of two letters is easily a coincidence."
    ThreeLetters 4 "Penalty: a word of three letters may be a coincidence too."
    LongWord -4 "Bonus for each letter from the fifth on: people remember long words."
    Name 3 "Penalty: a name is a word that fewer people share."
    Abbreviation 2 "Penalty: an abbreviation is said letter by letter."
    OnlyDescribes 6 "Penalty: a word that only describes needs another: \"quickly\"."
    Trade -14 "Bonus: an advertising word is what a vanity number is for."
    // An overlong word.
    Overlong 10 "Penalty: an overlong word has letters that the telephone ignores."
    SurplusLetter 13 "Penalty for each letter that the telephone ignores."
    SurplusS -1 "Bonus: a surplus S of a plural is the least harmful surplus letter."
    OverlongTail 6 "Penalty: an overlong word after other words has to be guessed from few letters."
    // Two words side by side.
    Compound -27 "Bonus: a compound is one thing: \"red cross\", \"pack rat\"."
    SameWordTwice -21 "Bonus: a word said twice is remembered: \"bye-bye\"."
    Determined -8 "Bonus: an article or a possessive before a noun: \"the card\"."
    NounNoun 4 "Penalty: a noun before a noun: \"dentist info\"."
    Described 6 "Penalty: an adjective before a noun: \"new cars\"."
    VerbNoun 10 "Penalty: a verb before a noun: \"got junk\"."
    Prepositional 12 "Penalty: a preposition before a noun: \"for kids\"."
    NounVerb 19 "Penalty: a noun before a verb is rarely meant: \"kids learn\"."
    VerbRest 2 "Penalty: a verb before another kind of word: \"quit now\", \"call me\"."
    OtherPair -3 "Bonus: another common pair of words: \"for you\"."
    Misfit 12 "Penalty: two words that do not follow each other in English."
    FunctionMisfit 3 "Penalty: a misfit with a function word is the worst kind: \"if the\"."
    PluralModifier 13 "Penalty: a plural does not describe the noun after it: \"cars insurance\"."
    // Digits left over.
    Digit 23 "Penalty for each digit left over: nobody remembers it."
    Run 5 "Penalty for each run of digits: 1-800-2-DINERS-4 is worse than 1-800-24-DINERS."
    RunBehindWord 17 "Penalty: digits after a word, which should end the number: 1-800-123-CASH, not 1-800-CASH-123."
    RunOfTwo 14 "Penalty: a run of two digits is neither an exchange nor a pun."
    RunOfThreeAtEnd -7 "Bonus: a run of three digits at either end keeps the exchange whole, or reads as 411."
    RepeatedDigits -13 "Bonus: a repeated digit is remembered as one thing: 222."
    Pun -17 "Bonus: a lone 2, 4 or 8 before a word reads as \"to\", \"for\" or \"ate\"."
    EnclosedShort 7 "Penalty: a short word between digits gets lost."
    // The whole reading.
    NoBreakAtGroup 20 "Penalty: words and digits that run across a break: 1-800-35-6937-7."
    AllSpelled -6 "Bonus: no digit is left in the part that is spelled."
    EndsOpen 10 "Penalty: the last word leaves the phrase open: \"the\"."
    EndsOnNoNoun 8 "Penalty: the last word is not a noun: a number ends best on a thing."
    AcrossAreaCode 15 "Penalty for a reading that starts in the area code, which people know as digits."
}
