//! What kinds of word there are. Shared with the build script, which stores them as bits.

/// The classes of a word: its parts of speech, and what else a reading's quality depends on.
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
    /// A determiner, pronoun, preposition, conjunction or auxiliary verb.
    pub const FUNCTION: Self = Self(1 << 4);
    /// A form in `-s` of another word in the lexicon.
    pub const S_FORM: Self = Self(1 << 5);
    /// A contraction, written without its apostrophe.
    pub const CONTRACTION: Self = Self(1 << 6);
    /// Mostly written with a capital.
    pub const NAME: Self = Self(1 << 7);
    /// Said letter by letter.
    pub const ABBREVIATION: Self = Self(1 << 8);

    /// The class behind a letter in the third column of `words.tsv`.
    #[must_use]
    pub const fn from_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'n' => Self::NOUN,
            'v' => Self::VERB,
            'a' => Self::ADJECTIVE,
            'r' => Self::ADVERB,
            'f' => Self::FUNCTION,
            'p' => Self::S_FORM,
            'c' => Self::CONTRACTION,
            'N' => Self::NAME,
            'A' => Self::ABBREVIATION,
            _ => return None,
        })
    }

    /// The classes behind the bits that [`Classes::bits`] gave.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// One bit a class.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The classes of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of these classes is one of `others`.
    ///
    /// ```
    /// use words::Classes;
    /// let named = Classes::NOUN.or(Classes::NAME);
    /// assert!(named.any_of(Classes::NAME) && !named.any_of(Classes::VERB));
    /// ```
    #[must_use]
    pub const fn any_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}
