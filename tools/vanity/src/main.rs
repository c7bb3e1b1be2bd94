//! `vanity`: the best vanity numbers of phone numbers, from arguments or standard input.

mod input;
mod output;
mod progress;

use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::Parser;

use crate::input::{Entries, Entry};
use crate::output::{Answer, Format, Order, Problem, Writer};
use crate::progress::Progress;

/// Some input was no phone number.
const BAD_INPUT: u8 = 2;

/// Prints the best vanity numbers of phone numbers.
///
/// Numbers are read from the arguments, or one a line from standard input. Every usual form is
/// understood: +18003569377, (800) 356-9377, 1-800-FLOWERS. What is no phone number is reported
/// on standard error, the rest is answered, and the exit status is 2.
#[derive(Debug, Parser)]
#[command(name = "vanity", version)]
struct Arguments {
    /// How many vanity numbers to print for each number: the best N.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=5))]
    limit: u8,
    /// How to print them: `tsv` has the columns number, rank, vanity number, words, kind.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// `best` by rank, or `ascending` by text with words before letters.
    #[arg(long, value_enum, default_value_t = Order::Best)]
    order: Order,
    /// Phone numbers; without any, they are read from standard input.
    #[arg(value_name = "NUMBER")]
    numbers: Vec<String>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(BAD_INPUT),
        // Whoever read the output has seen enough, as `head` has.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "vanity: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers every entry; whether all of them were phone numbers.
fn run(arguments: Arguments) -> io::Result<bool> {
    let Arguments { limit, format, order, numbers } = arguments;
    let watched = io::stdin().is_terminal() || io::stdout().is_terminal();
    let mut writer = Writer::new(BufWriter::new(io::stdout().lock()), format, watched);
    let answer_to = |entry: &Entry| Answer::to(entry, limit, order);
    if numbers.is_empty() {
        let progress = Progress::of_standard_input();
        answer(Entries::from_lines(io::stdin().lock()), answer_to, &mut writer, &progress)
    } else {
        answer(Entries::from_arguments(numbers), answer_to, &mut writer, &Progress::none())
    }
}

fn answer(
    entries: impl Iterator<Item = io::Result<Entry>>,
    answer_to: impl Fn(&Entry) -> Result<Answer, Problem>,
    writer: &mut Writer<impl io::Write>,
    progress: &Progress,
) -> io::Result<bool> {
    let mut all_answered = true;
    for entry in entries {
        let entry = entry?;
        progress.advance(entry.bytes);
        match answer_to(&entry) {
            Ok(answer) => writer.write(&answer)?,
            Err(problem) => {
                all_answered = false;
                // What is answered so far comes first, also where both go to one terminal.
                writer.flush()?;
                // The exit status says it too, to whoever has closed standard error.
                let report = || writeln!(io::stderr(), "vanity: {}: {problem}", entry.place);
                let _ = progress.suspend(report);
            }
        }
    }
    writer.flush()?;
    Ok(all_answered)
}
