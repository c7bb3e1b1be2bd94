//! The classes of words. Shared with the build script, which stores them as bits.

/// The classes of a word: its parts of speech, and others that the quality of a reading depends on.
///
/// ```
/// use switchboard_words::{Classes, Node};
///
/// let flowers = Node::ROOT.walk(b"3569377").and_then(|node| node.words().next()).expect("flowers");
/// assert!(flowers.classes().any_of(Classes::NOUN.or(Classes::S_FORM)));
/// assert!(!flowers.classes().any_of(Classes::FUNCTION));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u16);

impl Classes {
    /// A noun in the singular.
    pub const NOUN: Self = Self(1);
    /// A verb.
    pub const VERB: Self = Self(1 << 1);
    /// An adjective.
    pub const ADJECTIVE: Self = Self(1 << 2);
    /// An adverb.
    pub const ADVERB: Self = Self(1 << 3);
    /// A determiner, preposition, pronoun, auxiliary verb, conjunction or the like.
    pub const FUNCTION: Self = Self(1 << 4);
    /// A form in `-s` of another word in the lexicon.
    pub const S_FORM: Self = Self(1 << 5);
    /// A contraction, written without its apostrophe.
    pub const CONTRACTION: Self = Self(1 << 6);
    /// A name, mostly written with a capital.
    pub const NAME: Self = Self(1 << 7);
    /// An abbreviation, said letter by letter.
    pub const ABBREVIATION: Self = Self(1 << 8);
    /// An advertising word: a trade, what it sells, a call to action (a row of `trade.tsv`).
    pub const TRADE: Self = Self(1 << 9);
    /// A determiner, such as an article or a possessive; a function word too.
    pub const DETERMINER: Self = Self(1 << 10);
    /// A preposition; a function word too.
    pub const PREPOSITION: Self = Self(1 << 11);
    /// A pronoun that stands for a noun; a function word too.
    pub const PRONOUN: Self = Self(1 << 12);
    /// An auxiliary verb; a function word too.
    pub const AUXILIARY: Self = Self(1 << 13);
    /// The first of two words that are one term ("red cross").
    pub const COMPOUND_FIRST: Self = Self(1 << 14);
    /// The second of two such words.
    pub const COMPOUND_SECOND: Self = Self(1 << 15);

    /// The classes for a letter in the third column of `words.tsv`.
    ///
    /// ```
    /// use switchboard_words::Classes;
    /// let determiner = Classes::FUNCTION.or(Classes::DETERMINER);
    /// assert_eq!(Classes::from_letter('d'), Some(determiner));
    /// assert_eq!(Classes::from_letter('-'), None);
    /// ```
    #[must_use]
    pub const fn from_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'n' => Self::NOUN,
            'v' => Self::VERB,
            'a' => Self::ADJECTIVE,
            'r' => Self::ADVERB,
            'f' => Self::FUNCTION,
            'd' => Self::FUNCTION.or(Self::DETERMINER),
            'o' => Self::FUNCTION.or(Self::PREPOSITION),
            'P' => Self::FUNCTION.or(Self::PRONOUN),
            'x' => Self::FUNCTION.or(Self::AUXILIARY),
            'p' => Self::S_FORM,
            'c' => Self::CONTRACTION,
            'N' => Self::NAME,
            'A' => Self::ABBREVIATION,
            _ => return None,
        })
    }

    /// The classes for the bits that [`Classes::bits`] returns.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// The bits, one per class.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The classes of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These classes except `others`.
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether any of these classes is one of `others`.
    ///
    /// ```
    /// use switchboard_words::Classes;
    /// let named = Classes::NOUN.or(Classes::NAME);
    /// assert!(named.any_of(Classes::NAME) && !named.any_of(Classes::VERB));
    /// ```
    #[must_use]
    pub const fn any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}
