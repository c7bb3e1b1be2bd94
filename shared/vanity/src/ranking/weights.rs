//! The table of weights: what counts for and against a reading.
//!
//! A reading costs the sum of its counts, each times its weight; lower is better. `make tune` fits
//! the weights to well-known vanity numbers, and prints how well they do on numbers that they were
//! not fitted to. The reason beside each weight says what it keeps out or lets in.

/// The most that a reading may cost, in tenths, unless the number has no other word. A reading near
/// the limit has a short rare word amid digits (1-815-9-GEL-089 costs 204). Beyond it there are only
/// lone letters and scraps, which say less than random letters that can be pronounced.
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

            /// The name in the table.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$feature => stringify!($feature),)* }
            }

            /// The cost of one occurrence, in tenths.
            #[must_use]
            pub const fn weight(self) -> i32 {
                match self { $(Self::$feature => $tenths,)* }
            }
        }
    };
}

features! {
    // Words.
    Word 46 "Two plain words lose to one that spells the same."
    Rarity 3 "Each grade of rarity from the second on: the common word is the one people hear."
    Rare 6 "Each grade from the eighth on, once more: few know the word."
    Obscure 3 "Each step of obscurity: odd words are worse than plain rare ones."
    OneLetter 6 "A lone letter is hardly a word."
    TwoLetters 11 "Two letters are easily a coincidence..."
    ThreeLetters 4 "...and so are three, less."
    LongWord -4 "Each letter from the fifth on: long words stick."
    Name 3 "Names are words, but fewer people share them."
    Abbreviation 2 "An abbreviation is said letter by letter."
    OnlyDescribes 6 "\"quickly\" asks for more."
    Trade -14 "Words that advertise are what vanity numbers are for."
    // Overlong words.
    Overlong 10 "Letters that the telephone ignores..."
    SurplusLetter 13 "...each of them..."
    SurplusS -1 "...least of all the S of a plural."
    OverlongTail 6 "Behind other words, the overlong one has to be guessed from few letters."
    // Two words side by side.
    Compound -27 "\"red cross\", \"pack rat\": one thing."
    SameWordTwice -21 "\"bye-bye\" sticks."
    Determined -8 "An article or a possessive before a noun: \"the card\"."
    NounNoun 4 "\"dentist info\"."
    Described 6 "\"new cars\"."
    VerbNoun 10 "\"got junk\"."
    Prepositional 12 "\"for kids\"."
    NounVerb 19 "\"kids learn\": rarely meant."
    VerbRest 2 "\"quit now\", \"call me\"."
    OtherPair -3 "Other pairs that people say, such as \"for you\"."
    Misfit 12 "Words that do not follow each other in English..."
    FunctionMisfit 3 "...worst with a function word: \"if the\"."
    PluralModifier 13 "\"cars insurance\": a plural does not describe."
    // Digits left over.
    Digit 23 "The part nobody remembers."
    Run 5 "1-800-2-DINERS-4 is worse than 1-800-24-DINERS."
    RunBehindWord 17 "The word should end the number: 1-800-123-CASH, not 1-800-CASH-123."
    RunOfTwo 14 "Two digits are neither an exchange nor a pun."
    RunOfThreeAtEnd -7 "Three at either end keep the exchange whole, or read as 411."
    RepeatedDigits -13 "222 is remembered as one thing."
    Pun -17 "A lone 2, 4 or 8 before a word reads as \"to\", \"for\" or \"ate\"."
    EnclosedShort 7 "A short word between digits gets lost."
    // The whole reading.
    NoBreakAtGroup 20 "Words and digits that run across the hyphen people know: 1-800-35-6937-7."
    AllSpelled -6 "Not a digit left in what is spelled."
    EndsOpen 10 "A number should end on something: not on \"the\"..."
    EndsOnNoNoun 8 "...and best on a thing."
    AcrossAreaCode 15 "People know their area code."
}
