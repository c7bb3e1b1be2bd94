//! Where numbers come from: arguments, or a stream of lines of any length in constant memory.

use std::fmt;
use std::io::{self, BufRead, Read as _};

/// More than any phone number needs. The rest of a longer line is skipped, not kept.
const MAX_LINE_BYTES: u64 = 1024;

/// One number as it was given.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) place: Place,
    /// How much of the input it took.
    pub(crate) bytes: u64,
}

/// Where it stood, for messages. Counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Argument(u64),
    Line(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(number) => write!(f, "argument {number}"),
            Self::Line(number) => write!(f, "line {number}"),
        }
    }
}

/// Makes entries.
pub(crate) struct Entries;

impl Entries {
    pub(crate) fn from_arguments(
        arguments: Vec<String>,
    ) -> impl Iterator<Item = io::Result<Entry>> {
        (1..).zip(arguments).map(|(number, text)| {
            Ok(Entry { bytes: text.len() as u64, text, place: Place::Argument(number) })
        })
    }

    /// Blank lines are passed over, and counted.
    pub(crate) fn from_lines(mut input: impl BufRead) -> impl Iterator<Item = io::Result<Entry>> {
        (1..)
            .map_while(move |number| read_line(&mut input, number).transpose())
            .filter(|entry| entry.as_ref().map_or(true, |entry| !entry.text.trim().is_empty()))
    }
}

fn read_line(input: &mut impl BufRead, number: u64) -> io::Result<Option<Entry>> {
    let mut line = Vec::new();
    let mut bytes = input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? as u64;
    if bytes == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && bytes == MAX_LINE_BYTES {
        bytes += input.skip_until(b'\n')? as u64;
    }
    // Bytes that are no text make no phone number either; the message says so.
    let text = String::from_utf8_lossy(&line).trim_end().to_owned();
    Ok(Some(Entry { text, place: Place::Line(number), bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers_and_blank_ones_are_passed_over() {
        let entries = Entries::from_lines(&b"one\r\n\n  \ntwo"[..]);
        let read: Vec<_> = entries.map(|entry| entry.unwrap()).map(|e| (e.text, e.place)).collect();
        assert_eq!(read, [("one".to_owned(), Place::Line(1)), ("two".to_owned(), Place::Line(4))]);
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_read() {
        let text = ["8".repeat(5_000).as_bytes(), b"\n\xff\xfe\nlast\n"].concat();
        let read: Vec<Entry> = Entries::from_lines(&text[..]).map(Result::unwrap).collect();
        assert_eq!(read.len(), 3);
        assert_eq!(read[0].text.len(), 1024);
        assert_eq!((read[0].bytes, read[2].text.as_str()), (5_001, "last"));
    }
}
