//! The lexicon as a plain list, for the judge and for a peer that ships no words.

use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The words of `words.tsv`.
#[derive(Debug)]
pub struct Lexicon {
    commonest_first: Vec<String>,
    all: HashSet<String>,
}

impl Lexicon {
    /// Reads the list of this repository.
    pub fn of_this_repository() -> io::Result<Self> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words/words.tsv");
        let text = std::fs::read_to_string(file)?;
        Self::parse(&text).ok_or_else(|| ErrorKind::InvalidData.into())
    }

    /// Reads rows whose first two columns are a word and its grade; the lowest grade is the commonest.
    /// `None` if a row has no grade.
    fn parse(text: &str) -> Option<Self> {
        let mut graded = text
            .lines()
            .map(|row| {
                let mut columns = row.split('\t');
                Some((columns.next()?, columns.next()?.parse().ok()?))
            })
            .collect::<Option<Vec<(&str, u8)>>>()?;
        // Stable, so that words of one grade stay in alphabetical order.
        graded.sort_by_key(|(_, grade)| *grade);
        let commonest_first: Vec<String> =
            graded.into_iter().map(|(word, _)| word.to_owned()).collect();
        let all = commonest_first.iter().cloned().collect();
        Some(Self { commonest_first, all })
    }

    /// All words, lower case, commonest first.
    pub fn commonest_first(&self) -> impl Iterator<Item = &str> {
        self.commonest_first.iter().map(String::as_str)
    }

    /// Whether lower-case letters are a word of the list.
    #[must_use]
    pub fn has(&self, letters: &str) -> bool {
        self.all.contains(letters)
    }
}

impl<'a> FromIterator<&'a str> for Lexicon {
    /// Makes a list of these words, commonest first.
    fn from_iter<T: IntoIterator<Item = &'a str>>(words: T) -> Self {
        let commonest_first: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let all = commonest_first.iter().cloned().collect();
        Self { commonest_first, all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_words_come_first() {
        let lexicon =
            Lexicon::parse("aardvark\t10\tn\t20\nand\t0\tf\t10\nbee\t6\tn\t10\n").unwrap();
        assert_eq!(lexicon.commonest_first().collect::<Vec<_>>(), ["and", "bee", "aardvark"]);
        assert!(lexicon.has("bee") && !lexicon.has("be"));
    }

    #[test]
    fn a_row_without_a_grade_is_refused() {
        assert!(Lexicon::parse("aardvark\tn\n").is_none());
    }

    #[test]
    fn the_list_of_this_repository_is_read() {
        assert!(Lexicon::of_this_repository().unwrap().has("flowers"));
    }
}
