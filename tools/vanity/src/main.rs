//! `vanity`: prints the best vanity numbers of phone numbers from arguments or standard input.

mod dial;
mod forget;
mod input;
mod output;
mod pipeline;
mod progress;
mod report;

use std::io::{self, ErrorKind, Write as _};
use std::num::NonZero;
use std::process::ExitCode;

use clap::builder::RangedU64ValueParser;
use clap::{Parser, Subcommand};
use switchboard_vanity::MAX_OFFERED;

use crate::output::{Answering, Answers, Format, SortOrder};
use crate::pipeline::{Failure, Pipeline};
use crate::progress::Progress;
use crate::report::{Report, Source};

/// The exit status if some input has no answer.
const BAD_INPUT: u8 = 2;
/// The approximate size of the pieces in which lines are read and answers are printed.
const BLOCK_BYTES: usize = 32 * 1024;

/// Prints the best vanity numbers of phone numbers.
///
/// Numbers are read from the arguments, or from standard input, one a line. Every usual form is
/// understood: +18003569377, (800) 356-9377, 1-800-FLOWERS. Input that is not a phone number, or that
/// cannot be spelled, is reported on standard error; the rest is answered, and the exit status is 2.
///
/// Long input is answered on all cores, in its order and in constant memory.
#[derive(Parser)]
#[command(name = "vanity", version)]
// Everything that is not a subcommand is a number, `help` too.
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// How many vanity numbers to print for each number: the best N.
    #[arg(long, default_value_t = MAX_OFFERED, value_parser = limits())]
    limit: usize,
    /// The output format: `tsv` has the columns number, rank, vanity number, words, kind.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The order: `best` by rank, or `ascending` by text with words before letters.
    #[arg(long, value_enum, default_value_t = SortOrder::Best)]
    order: SortOrder,
    /// How many threads answer long standard input [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<u8>>,
    /// Phone numbers; if there are none, they are read from standard input.
    #[arg(value_name = "NUMBER")]
    numbers: Vec<String>,
}

#[derive(Subcommand)]
enum Command {
    Dial(dial::Arguments),
    Forget(forget::Arguments),
}

fn limits() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=MAX_OFFERED as u64)
}

fn main() -> ExitCode {
    let mut arguments = Arguments::parse();
    match arguments.command.take() {
        Some(Command::Dial(arguments)) => return dial::run(arguments),
        Some(Command::Forget(arguments)) => return forget::run(&arguments),
        None => {}
    }
    match run(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(BAD_INPUT),
        // The reader of the output has seen enough, as `head` does.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "vanity: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Answers every entry, and returns whether all of them have an answer.
fn run(arguments: Arguments) -> Result<bool, Failure> {
    let Arguments { command: _, limit, format, order, jobs, numbers } = arguments;
    let answering = Answering { limit, format, order };
    let (out, err) = (io::stdout().lock(), io::stderr());
    if numbers.is_empty() {
        let progress = Progress::of_standard_input();
        let mut report = Report::new(out, err, Source::Lines, progress);
        Pipeline { answering, block_size: BLOCK_BYTES, jobs }.run(io::stdin(), &mut report)?;
        Ok(report.all_answered())
    } else {
        let mut report = Report::new(out, err, Source::Arguments, Progress::none());
        let mut answers = Answers::default();
        for number in numbers {
            answering.entry(&number, &mut answers);
            if answers.bytes.len() > BLOCK_BYTES {
                report.print(&answers, 0).map_err(Failure::Write)?;
                answers.clear();
            }
        }
        report.print(&answers, 0).map_err(Failure::Write)?;
        Ok(report.all_answered())
    }
}
