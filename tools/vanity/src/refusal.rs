//! Refuses what is not meant as a phone number, before its letters are taken for digits.

use std::fs;
use std::path::Path;

use switchboard_vanity::{ParseError, PhoneNumber};
use thiserror::Error;

use crate::printable::Quoted;

/// Extensions of files that people keep numbers in. Those that are words too, such as `log`, are left
/// out: 1.800.CALL.LOG is a phone number.
const FILE_EXTENSIONS: [&str; 21] = [
    "csv", "doc", "docx", "gz", "html", "json", "jsonl", "md", "ndjson", "ods", "parquet", "pdf",
    "tsv", "txt", "vcf", "xls", "xlsx", "xml", "xz", "yaml", "zst",
];

/// How alike a word and a command must be to be suggested, from 0 to 1. `dail` and `dial` are 0.92
/// alike, `complete` and `completions` 0.84.
const ALIKE: f64 = 0.8;

/// Why a text is not read as a phone number.
#[derive(Debug, PartialEq, Eq, Error)]
pub(crate) enum Refusal {
    #[error(
        "there is no digit in it; a phone number has digits in front of its words, as in 1-800-FLOWERS"
    )]
    NoDigit,
    /// The same, for an argument.
    #[error("{}; see vanity --help", Self::NoDigit)]
    Word,
    #[error("that is a file; to read the numbers in it: vanity --file {0}")]
    File(String),
    #[error("that is a folder; to read the numbers in a file: vanity --file FILE")]
    Folder,
    #[error(
        "that looks like the name of a file, and there is no such file; to read the numbers in one: vanity --file {0}"
    )]
    MissingFile(String),
    #[error("to read standard input, write no number, or --file -")]
    StandardInput,
}

/// Why a text is not a caller's number.
#[derive(Debug, Error)]
pub(crate) enum NotACaller {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Parse(#[from] ParseError),
}

/// Refuses a text that has letters and no digit. Read as a phone number, each letter would become the
/// digit on its key.
pub(crate) fn check(text: &str) -> Result<(), Refusal> {
    let is_a_word = text.contains(char::is_alphabetic) && !text.contains(char::is_numeric);
    if is_a_word { Err(Refusal::NoDigit) } else { Ok(()) }
}

/// Refuses an argument that is a word or the name of a file.
///
/// Digits with a phone number's punctuation are a phone number, even if a file has that name.
pub(crate) fn check_argument(text: &str) -> Result<(), Refusal> {
    if text == "-" {
        return Err(Refusal::StandardInput);
    }
    let is_a_word = check(text).is_err();
    // curl's way to name a file.
    let name = text.strip_prefix('@').unwrap_or(text);
    let is_a_number = || !text.contains(char::is_alphabetic) && text.parse::<PhoneNumber>().is_ok();
    match fs::metadata(name) {
        Ok(file) if file.is_dir() && is_a_word => Err(Refusal::Folder),
        Ok(file) if !file.is_dir() && !is_a_number() => Err(Refusal::File(shell_word(name))),
        Err(_) if looks_like_a_file(name) => Err(Refusal::MissingFile(shell_word(name))),
        _ if is_a_word => Err(Refusal::Word),
        _ => Ok(()),
    }
}

/// Parses the number that a call comes from.
pub(crate) fn caller(text: &str) -> Result<PhoneNumber, NotACaller> {
    check(text)?;
    Ok(text.parse()?)
}

/// Returns the message about an argument that is, or resembles, a command.
/// Such a line is a mistake as a whole: answering the numbers on it would hide that.
pub(crate) fn mistyped_command(arguments: &[String], commands: &[&str]) -> Option<String> {
    let (at, command) = arguments.iter().enumerate().find_map(|(at, argument)| {
        // `dial.csv` is meant as a file.
        let is_a_word = check_argument(argument) == Err(Refusal::Word);
        let command = nearest(argument, commands).filter(|_| is_a_word)?;
        // Only the first argument can be a misspelt command; a correctly spelt one is recognized anywhere.
        (at == 0 || argument == command).then_some((at, command))
    })?;
    let word = arguments.get(at)?;
    let others = arguments.iter().enumerate().filter(|(other, _)| *other != at);
    let line: Vec<String> = others.map(|(_, argument)| shell_word(argument)).collect();
    let what = if word == command {
        "is a command, which comes first"
    } else {
        "is not a phone number and not a command"
    };
    let line = [&["vanity".to_owned(), command.to_owned()], &line[..]].concat().join(" ");
    Some(format!("{} {what}; did you mean: {line}", Quoted(word)))
}

/// Returns the message about a number that the shell has cut at its blanks: no argument is a phone number,
/// and all of them together are one.
pub(crate) fn unquoted_number(arguments: &[String]) -> Option<String> {
    let whole = arguments.join(" ");
    let is_a_number = |text: &str| check(text).is_ok() && text.parse::<PhoneNumber>().is_ok();
    let is_cut = arguments.len() > 1
        && arguments.iter().all(|argument| !is_a_number(argument))
        && is_a_number(&whole);
    is_cut.then(|| format!("a number with blanks needs quotes: vanity {}", shell_word(&whole)))
}

fn nearest<'a>(word: &str, commands: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let likeness = |command: &&str| strsim::jaro(&word, command);
    let nearest = commands.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(nearest) >= ALIKE).then_some(*nearest)
}

fn looks_like_a_file(name: &str) -> bool {
    let path = Path::new(name);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let has_extension = extension.is_some_and(|extension| {
        FILE_EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    });
    let is_a_path = ["/", "./", "../", "~/"].iter().any(|start| name.starts_with(start))
        || name.contains('\\')
        || path.parent().is_some_and(Path::is_dir);
    has_extension || (is_a_path && name.contains(char::is_alphabetic) && !name.contains(' '))
}

/// Returns a text as a shell reads it. One with control characters cannot be pasted, so it is replaced
/// by a placeholder.
fn shell_word(text: &str) -> String {
    match shlex::try_quote(text) {
        Ok(word) if !text.contains(char::is_control) => word.into_owned(),
        _ => "...".to_owned(),
    }
}
