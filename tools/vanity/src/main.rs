//! `vanity`: prints the best vanity numbers of phone numbers from arguments, files or standard input.

mod answer;
mod completions;
mod dial;
mod errors_file;
mod failure;
mod forget;
mod input;
mod output;
mod pipeline;
mod printable;
mod progress;
mod refusal;
mod report;
mod source;
mod summary;

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind as BadArgument;
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::failure::Failure;

/// The exit status if some input has no answer, or is not valid; the same as clap's for bad arguments.
const BAD_INPUT: u8 = 2;

/// Prints the best vanity numbers of phone numbers.
///
/// Numbers are read from the arguments, from files (--file), or from standard input, one a line. Every
/// usual form is understood: +18003569377, (800) 356-9377, 1-800-FLOWERS.
///
/// Input that is not a phone number, or that cannot be spelled, is refused, and the rest is answered.
/// The first ten refused entries are reported on standard error; further ones are only counted. --errors
/// writes all of them to a file. A summary at the end says how many were answered and refused.
///
/// Long input is answered on all cores, in its order and in constant memory.
///
/// Exit status: 0 if every entry was answered; 1 if a file cannot be read or written; 2 if an entry was
/// refused, or the arguments are not valid.
#[derive(Parser)]
#[command(name = "vanity", version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  vanity 1-800-356-9377
  vanity --file customers.txt --format tsv --header > answers.tsv
  vanity dial --from 1-800-FLOWERS        a call from that number, on the local stack
  vanity forget +18003569377              erases that caller from the table
  vanity completions zsh                  a script that completes options")]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    answer: answer::Arguments,
}

#[derive(Subcommand)]
enum Command {
    Dial(dial::Arguments),
    Forget(forget::Arguments),
    Completions(completions::Arguments),
}

fn main() -> ExitCode {
    let CommandLine { command, answer } = CommandLine::parse();
    match command {
        Some(Command::Dial(arguments)) => dial::run(arguments),
        Some(Command::Forget(arguments)) => forget::run(&arguments),
        Some(Command::Completions(arguments)) => {
            completions::run(&arguments, CommandLine::command())
        }
        None => run(answer),
    }
}

fn run(arguments: answer::Arguments) -> ExitCode {
    let mut command = CommandLine::command();
    if arguments.header_without_columns() {
        let message = "--header is for --format tsv, or for the file of --errors";
        command.error(BadArgument::ArgumentConflict, message).exit();
    }
    // Adds `help`.
    command.build();
    let commands: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let numbers = &arguments.numbers;
    let mistake = refusal::mistyped_command(numbers, &commands);
    if let Some(message) = mistake.or_else(|| refusal::unquoted_number(numbers)) {
        let _ = writeln!(io::stderr(), "vanity: {message}");
        return ExitCode::from(BAD_INPUT);
    }
    match answer::run(arguments) {
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
