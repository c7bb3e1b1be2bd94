//! How answers are printed.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;
use vanity::{NoReading, ParseError, PhoneNumber, VanityNumber, best_five};

use crate::input::Entry;

/// What is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One line a vanity number.
    Tsv,
    /// One object a number, as the API answers.
    Json,
}

/// In which order.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Order {
    /// By rank.
    Best,
    /// Words before letters, each ascending by text.
    Ascending,
}

impl From<Order> for vanity::Order {
    fn from(order: Order) -> Self {
        match order {
            Order::Best => Self::Best,
            Order::Ascending => Self::Ascending,
        }
    }
}

/// The vanity numbers of one number.
pub(crate) struct Answer {
    number: PhoneNumber,
    vanity_numbers: Vec<VanityNumber>,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(crate) enum Problem {
    Parse(#[from] ParseError),
    NoReading(#[from] NoReading),
}

impl Answer {
    /// The best `limit` vanity numbers, in this order.
    pub(crate) fn to(entry: &Entry, limit: u8, order: Order) -> Result<Self, Problem> {
        let number: PhoneNumber = entry.text.parse()?;
        let five = best_five(&number)?.best(limit.into());
        let vanity_numbers = five.in_order(order.into()).into_iter().cloned().collect();
        Ok(Self { number, vanity_numbers })
    }
}

/// An answer as an object; the same names as in the API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    phone_number: &'a str,
    vanity_numbers: &'a [VanityNumber],
}

/// Prints answers.
pub(crate) struct Writer<W> {
    out: W,
    format: Format,
    /// Whether somebody waits for each answer.
    watched: bool,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(out: W, format: Format, watched: bool) -> Self {
        Self { out, format, watched }
    }

    pub(crate) fn write(&mut self, answer: &Answer) -> io::Result<()> {
        let number = answer.number.as_e164();
        let shown = &answer.vanity_numbers;
        match self.format {
            Format::Text => {
                writeln!(self.out, "{number}")?;
                for VanityNumber { rank, vanity_number, .. } in shown {
                    writeln!(self.out, "  {rank}  {vanity_number}")?;
                }
            }
            Format::Tsv => {
                for VanityNumber { rank, vanity_number, words, kind, .. } in shown {
                    let words = if words.is_empty() { "-".to_owned() } else { words.join(" ") };
                    let kind = kind.as_str();
                    writeln!(self.out, "{number}\t{rank}\t{vanity_number}\t{words}\t{kind}")?;
                }
            }
            Format::Json => {
                let object = Object { phone_number: number, vanity_numbers: shown };
                serde_json::to_writer(&mut self.out, &object)?;
                writeln!(self.out)?;
            }
        }
        if self.watched { self.flush() } else { Ok(()) }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
