//! Answers numbers from arguments, files or standard input.

use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZero;
use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueHint};
use switchboard_vanity::MAX_OFFERED;

use crate::errors_file::ErrorsFile;
use crate::failure::Failure;
use crate::output::{Answering, Answers, Format, SortOrder, TSV_HEADER};
use crate::pipeline::Pipeline;
use crate::progress::Progress;
use crate::report::{Messages, Report};
use crate::source::Source;

/// The approximate size of the pieces in which lines are read and answers are printed.
const BLOCK_BYTES: usize = 32 * 1024;
/// How many refused entries are reported one by one. More would bury the answers and the summary.
const MAX_MESSAGES: u64 = 10;

#[derive(Args)]
pub(crate) struct Arguments {
    /// How many vanity numbers to print for each number: the best N
    #[arg(long, value_name = "N", default_value_t = MAX_OFFERED, value_parser = limits())]
    limit: usize,
    /// The output format: `tsv` has the columns number, rank, vanity number, words, kind
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print the names of the columns first; for --format tsv, and for the file of --errors
    #[arg(long)]
    header: bool,
    /// The order: `best` by rank, or `ascending` by text with words before letters
    #[arg(long, value_enum, default_value_t = SortOrder::Best)]
    order: SortOrder,
    /// Read numbers from these files, one a line; `-` is standard input
    #[arg(short, long, value_name = "FILE", num_args = 1.., conflicts_with = "numbers", value_hint = ValueHint::FilePath)]
    file: Vec<PathBuf>,
    /// Write every refused entry to FILE: input, line, reason and text, separated by tabs. The text may
    /// be somebody's phone number, so protect the file as you do the input
    #[arg(long, value_name = "FILE", value_parser = errors_file, value_hint = ValueHint::FilePath)]
    errors: Option<PathBuf>,
    /// Print no refused entries, no progress and no hint; still print the summary
    #[arg(short, long)]
    quiet: bool,
    /// How many threads answer long input, at least 1 [default: one for each core]
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<NonZero<u8>>,
    /// Phone numbers. If there are none and no --file, they are read from standard input
    #[arg(value_name = "NUMBER")]
    pub(crate) numbers: Vec<String>,
}

fn limits() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=MAX_OFFERED as u64)
}

fn errors_file(name: &str) -> Result<PathBuf, &'static str> {
    if name == "-" {
        return Err("write the name of a file; without --errors, messages are on standard error");
    }
    Ok(PathBuf::from(name))
}

fn jobs(text: &str) -> Result<NonZero<u8>, &'static str> {
    text.parse().map_err(|_| "at least 1 thread is needed, and at most 255")
}

impl Arguments {
    /// Returns whether `--header` is given for output that has no columns.
    pub(crate) fn header_without_columns(&self) -> bool {
        self.header && !matches!(self.format, Format::Tsv) && self.errors.is_none()
    }
}

/// Answers every entry, and returns whether all of them have an answer.
pub(crate) fn run(arguments: Arguments) -> Result<bool, Failure> {
    let Arguments { limit, format, header, order, file, errors, quiet, jobs, numbers } = arguments;
    let sources: Vec<Source> = match (numbers.is_empty(), file.is_empty()) {
        (false, _) => vec![Source::Arguments],
        (true, false) => file.into_iter().map(Source::named).collect(),
        (true, true) => vec![Source::StandardInput],
    };
    for source in &sources {
        source.check()?;
    }
    let errors = match errors {
        Some(path) => Some(ErrorsFile::create(&path, header, &sources)?),
        None => None,
    };
    let progress = if quiet { Progress::none() } else { Progress::of(&sources) };
    let messages = Messages {
        limit: if quiet { 0 } else { MAX_MESSAGES },
        quote_lines: io::stderr().is_terminal(),
    };
    let (out, err) = (io::stdout().lock(), io::stderr());
    let mut report = Report::new(out, err, Source::Arguments, messages).with(progress, errors);
    if header && matches!(format, Format::Tsv) {
        report.print_header(TSV_HEADER)?;
    }

    let answering = Answering { limit, format, order };
    for source in sources {
        if matches!(source, Source::Arguments) {
            answer_arguments(answering, &numbers, &mut report)?;
            continue;
        }
        if source.is_typed() && !quiet {
            invite();
        }
        report.begin(source.clone());
        let pipeline = Pipeline { answering, block_size: BLOCK_BYTES, jobs };
        if let Err(failure) = pipeline.run(source.open()?, &mut report) {
            if matches!(failure, Failure::Read(_)) {
                // What was read before is answered, so the summary is true of it.
                report.finish()?;
            }
            return Err(source.name_in(failure));
        }
    }
    report.finish()
}

fn answer_arguments(
    answering: Answering,
    numbers: &[String],
    report: &mut Report<impl io::Write, impl io::Write>,
) -> Result<(), Failure> {
    let mut answers = Answers::default();
    for number in numbers {
        answering.argument(number, &mut answers);
        if answers.bytes.len() > BLOCK_BYTES {
            report.print(&answers, 0)?;
            answers.clear();
        }
    }
    report.print(&answers, 0)
}

/// Tells a person at a terminal what the command waits for. Without it, the silence looks like a hang.
fn invite() {
    if io::stderr().is_terminal() {
        let _ = writeln!(
            io::stderr(),
            "Reading phone numbers from the terminal, one a line. Ctrl-D ends the input; see vanity --help."
        );
    }
}
