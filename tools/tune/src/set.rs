//! The tuning set: well-known vanity numbers, with all of their readings.

use std::num::ParseIntError;

use switchboard_vanity::exhaustive::{self, CountedReading};
use switchboard_vanity::{ParseError, PhoneNumber, UnsupportedNumber};

/// The columns are the number in E.164, its advertised spelling, the name that people know, its kind,
/// and the number of surplus letters in the spelling.
const TABLE: &str = include_str!("../famous-numbers.tsv");

/// The kind of an advertised spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One English word.
    Word,
    /// Several words.
    Phrase,
    /// Words and digits.
    Mixed,
    /// A name that an owner made up.
    Brand,
    /// Letters said one by one.
    Abbreviation,
    /// A word in a spelling of its own.
    Misspelt,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] =
        [Self::Word, Self::Phrase, Self::Mixed, Self::Brand, Self::Abbreviation, Self::Misspelt];

    /// Returns the name in the table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Phrase => "phrase",
            Self::Mixed => "mixed",
            Self::Brand => "brand",
            Self::Abbreviation => "abbr",
            Self::Misspelt => "misspelt",
        }
    }

    /// Returns whether a lexicon of English can be expected to spell it.
    pub(crate) const fn is_plain_english(self) -> bool {
        matches!(self, Self::Word | Self::Phrase | Self::Mixed)
    }
}

/// A well-known vanity number.
#[derive(Debug)]
pub(crate) struct Famous {
    pub(crate) number: PhoneNumber,
    /// The advertised spelling after the area code: upper case, with hyphens.
    pub(crate) spelling: &'static str,
    pub(crate) known_as: &'static str,
    pub(crate) kind: Kind,
    /// How many letters at the end of the spelling the telephone ignores.
    pub(crate) surplus_letters: u8,
    pub(crate) readings: Vec<CountedReading>,
}

impl Famous {
    /// Returns whether a reading has the advertised characters, wherever its words are cut.
    pub(crate) fn is_spelled_by(&self, reading: &CountedReading) -> bool {
        let characters = |text: &'static str| text.bytes().filter(|byte| *byte != b'-');
        reading.text.bytes().filter(|byte| *byte != b'-').eq(characters(self.spelling))
    }

    /// Returns whether any reading has the advertised characters.
    pub(crate) fn is_reachable(&self) -> bool {
        self.readings.iter().any(|reading| self.is_spelled_by(reading))
    }
}

/// Why a row of the tuning set cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RowError {
    #[error("expected five columns with tabs between them")]
    Columns,
    #[error("{0:?} is not a kind")]
    Kind(&'static str),
    #[error("the number is not a phone number")]
    Number(#[source] ParseError),
    #[error("the number has no readings")]
    Readings(#[source] UnsupportedNumber),
    #[error("the surplus letters are not a count")]
    Surplus(#[source] ParseIntError),
}

/// A row of the tuning set that cannot be read. Lines count from 1.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the tuning set")]
pub(crate) struct SetError {
    line: usize,
    #[source]
    source: RowError,
}

/// Reads the whole tuning set, in the order of its table.
pub(crate) fn tuning_set() -> Result<Vec<Famous>, SetError> {
    let rows = (1..).zip(TABLE.lines()).skip(1);
    rows.map(|(line, text)| row(text).map_err(|source| SetError { line, source })).collect()
}

fn row(text: &'static str) -> Result<Famous, RowError> {
    let mut columns = text.split('\t');
    let mut column = || columns.next().ok_or(RowError::Columns);
    let (e164, spelling, known_as) = (column()?, column()?, column()?);
    let (kind, surplus_letters) = (column()?, column()?);
    if columns.next().is_some() {
        return Err(RowError::Columns);
    }
    let number = PhoneNumber::from_e164(e164).map_err(RowError::Number)?;
    Ok(Famous {
        number,
        spelling,
        known_as,
        kind: Kind::ALL
            .into_iter()
            .find(|known| known.name() == kind)
            .ok_or(RowError::Kind(kind))?,
        surplus_letters: surplus_letters.parse().map_err(RowError::Surplus)?,
        readings: exhaustive::readings(&number).map_err(RowError::Readings)?,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::LazyLock;

    use switchboard_vanity::keypad;

    use super::*;

    /// Read once for all tests: without optimization it takes a while.
    pub(crate) static TUNING_SET: LazyLock<Vec<Famous>> = LazyLock::new(|| tuning_set().unwrap());

    #[test]
    fn the_spelling_of_every_row_dials_its_number() {
        let set = &*TUNING_SET;
        assert_eq!(set.len(), TABLE.lines().count() - 1);
        for famous in set {
            let dialed: String = famous
                .spelling
                .chars()
                .filter(|character| *character != '-')
                .map(|character| char::from(keypad::digit(character).unwrap()))
                .collect();
            // Behind the plus, the country code 1 and the area code.
            let subscriber = &famous.number.as_e164()[5..];
            let surplus = dialed.strip_prefix(subscriber);
            assert_eq!(
                surplus.map(str::len),
                Some(famous.surplus_letters.into()),
                "{}",
                famous.spelling
            );
        }
    }

    #[test]
    fn a_reading_spells_a_row_wherever_it_is_cut() {
        let famous = row("+18004685865\tGOT-JUNK\ta name\tphrase\t0").unwrap();
        assert!(famous.is_reachable());
        let mut reading =
            famous.readings.iter().find(|reading| reading.text == "GOT-JUNK").unwrap().clone();
        reading.text = "GO-TJ-UNK".to_owned();
        assert!(famous.is_spelled_by(&reading));
        reading.text = "GOT-JUN".to_owned();
        assert!(!famous.is_spelled_by(&reading));
    }

    #[test]
    fn a_row_that_is_not_understood_says_why() {
        let problem = |text| row(text).unwrap_err();
        assert!(matches!(problem("+18003569377\tFLOWERS\ta name\tword"), RowError::Columns));
        assert!(matches!(problem("+18003569377\tFLOWERS\ta\tword\t0\t"), RowError::Columns));
        assert!(matches!(problem("+18003569377\tFLOWERS\ta\twords\t0"), RowError::Kind("words")));
        assert!(matches!(problem("8003569377\tFLOWERS\ta\tword\t0"), RowError::Number(_)));
        assert!(matches!(problem("+18003569377\tFLOWERS\ta\tword\t-1"), RowError::Surplus(_)));
    }
}
