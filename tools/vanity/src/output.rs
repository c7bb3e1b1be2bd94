//! The answers to numbers, in each output format.

use std::borrow::Borrow;

use clap::ValueEnum;
use serde::Serialize;
use switchboard_vanity::{NoReading, ParseError, PhoneNumber, VanityNumber, best_five};

use crate::input::Block;
use crate::refusal::{self, Refusal};

/// The names of the columns of [`Format::Tsv`].
pub(crate) const TSV_HEADER: &str = "number\trank\tvanity_number\twords\tkind";

/// The output format.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One line per vanity number.
    Tsv,
    /// One object per number, one a line: `phoneNumber` and `vanityNumbers` as in the API, in the order
    /// of --order, without call counts and times.
    Json,
}

/// The order of the vanity numbers of one number.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SortOrder {
    /// By rank.
    Best,
    /// Words before letters, each ascending by text.
    Ascending,
}

/// Why a number has no answer.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) enum Problem {
    Refused(#[from] Refusal),
    Parse(#[from] ParseError),
    NoReading(#[from] NoReading),
    Json(#[from] serde_json::Error),
}

/// The printed answers to a run of entries, and the entries without an answer between them. The memory
/// is reused for the next run.
#[derive(Default)]
pub(crate) struct Answers {
    pub(crate) bytes: Vec<u8>,
    pub(crate) unanswered: Vec<Unanswered>,
    /// The number of entries: with an answer, without one, and blank.
    pub(crate) entries: u64,
    pub(crate) answered: u64,
}

/// An entry without an answer.
#[derive(Debug)]
pub(crate) struct Unanswered {
    /// The number of the entry in its run, from 1.
    pub(crate) entry: u64,
    /// How many bytes of answers come before the entry.
    pub(crate) behind: usize,
    pub(crate) text: Box<str>,
    pub(crate) problem: Problem,
}

impl Answers {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.unanswered.clear();
        self.entries = 0;
        self.answered = 0;
    }
}

/// What to answer for every number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answering {
    /// How many vanity numbers to print, the best first.
    pub(crate) limit: usize,
    pub(crate) format: Format,
    pub(crate) order: SortOrder,
}

impl Answering {
    /// Answers every line. Blank lines get no answer, but count.
    pub(crate) fn lines(self, block: &Block, answers: &mut Answers) {
        for line in block.lines() {
            // Bytes that are not text are not a phone number either; the message says so.
            let text = String::from_utf8_lossy(line);
            match text.trim_end() {
                "" => answers.entries += 1,
                text => self.entry(text, answers),
            }
        }
    }

    /// Answers one entry.
    pub(crate) fn entry(self, text: &str, answers: &mut Answers) {
        self.checked(text, refusal::check(text), answers);
    }

    /// Answers an argument, which may also be the name of a file by mistake.
    pub(crate) fn argument(self, text: &str, answers: &mut Answers) {
        self.checked(text, refusal::check_argument(text), answers);
    }

    fn checked(self, text: &str, check: Result<(), Refusal>, answers: &mut Answers) {
        answers.entries += 1;
        let behind = answers.bytes.len();
        let answer = check.map_err(Problem::from);
        match answer.and_then(|()| self.answer(text, &mut answers.bytes)) {
            Ok(()) => answers.answered += 1,
            Err(problem) => {
                answers.bytes.truncate(behind);
                let (entry, text) = (answers.entries, text.into());
                answers.unanswered.push(Unanswered { entry, behind, text, problem });
            }
        }
    }

    fn answer(self, text: &str, out: &mut Vec<u8>) -> Result<(), Problem> {
        let number: PhoneNumber = text.parse()?;
        let five = best_five(&number)?.best(self.limit);
        match self.order {
            SortOrder::Best => self.write(&number, five.by_rank(), out),
            SortOrder::Ascending => self.write(&number, &five.ascending(), out),
        }
    }

    fn write<V>(self, number: &PhoneNumber, shown: &[V], out: &mut Vec<u8>) -> Result<(), Problem>
    where
        V: Borrow<VanityNumber> + Serialize,
    {
        match self.format {
            Format::Text => text(number, shown, out),
            Format::Tsv => tsv(number, shown, out),
            Format::Json => json(number, shown, out)?,
        }
        Ok(())
    }
}

fn text(number: &PhoneNumber, shown: &[impl Borrow<VanityNumber>], out: &mut Vec<u8>) {
    put(out, [number.as_e164().as_bytes(), b"\n"]);
    for vanity in shown {
        let VanityNumber { rank, vanity_number, .. } = vanity.borrow();
        put(out, [b"  ", decimal(&mut [0; 3], *rank), b"  ", vanity_number.as_bytes(), b"\n"]);
    }
}

fn tsv(number: &PhoneNumber, shown: &[impl Borrow<VanityNumber>], out: &mut Vec<u8>) {
    for vanity in shown {
        let VanityNumber { rank, vanity_number, words, kind, .. } = vanity.borrow();
        put(out, [number.as_e164().as_bytes(), b"\t", decimal(&mut [0; 3], *rank), b"\t"]);
        put(out, [vanity_number.as_bytes(), b"\t"]);
        for (at, word) in words.iter().enumerate() {
            put(out, [if at == 0 { &b""[..] } else { b" " }, word.as_bytes()]);
        }
        put(out, [if words.is_empty() { b"-\t" } else { b"\t" }, kind.as_str().as_bytes(), b"\n"]);
    }
}

fn json<V>(number: &PhoneNumber, shown: &[V], out: &mut Vec<u8>) -> Result<(), serde_json::Error>
where
    V: Serialize,
{
    let object = Object { phone_number: number.as_e164(), vanity_numbers: shown };
    serde_json::to_writer(&mut *out, &object)?;
    out.push(b'\n');
    Ok(())
}

/// An answer as a JSON object. The names are those of the API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a, V> {
    phone_number: &'a str,
    vanity_numbers: &'a [V],
}

/// Appends bytes. `writeln!` would take longer than finding the words.
fn put<const N: usize>(out: &mut Vec<u8>, parts: [&[u8]; N]) {
    for part in parts {
        out.extend_from_slice(part);
    }
}

/// Writes a number in decimal to the end of `digits`, and returns that part.
fn decimal(digits: &mut [u8; 3], mut number: u8) -> &[u8] {
    let mut start = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + number % 10;
        number /= 10;
        start -= 1;
        if number == 0 {
            break;
        }
    }
    digits.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_written_in_decimal() {
        for rank in 0..=u8::MAX {
            assert_eq!(decimal(&mut [0; 3], rank), rank.to_string().as_bytes());
        }
    }

    #[test]
    fn entries_are_answered_in_their_order_and_counted() {
        let answering = Answering { limit: 1, format: Format::Text, order: SortOrder::Best };
        let mut answers = Answers::default();
        for entry in ["8003569377", "hello", "+18004685865"] {
            answering.entry(entry, &mut answers);
        }
        let answer_to = |entry| {
            let mut alone = Answers::default();
            answering.entry(entry, &mut alone);
            alone.bytes
        };
        let first = answer_to("8003569377");
        assert_eq!(answers.bytes, [&first[..], &answer_to("+18004685865")].concat());
        let [unanswered] = &answers.unanswered[..] else { panic!("{:?}", answers.unanswered) };
        assert_eq!((unanswered.entry, unanswered.behind), (2, first.len()));
        assert_eq!((answers.entries, answers.answered), (3, 2));

        answers.clear();
        assert_eq!((answers.bytes.len(), answers.unanswered.len(), answers.entries), (0, 0, 0));
    }
}
