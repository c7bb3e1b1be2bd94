//! `vanity forget`: erases a caller from the table.

use std::error::Error as _;
use std::io::{self, BufRead as _, ErrorKind, Read as _, Write};
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use switchboard_aws::vanity_table::ErasureTable;
use switchboard_aws::{Connection, ConnectionSettings, NoTls};
use switchboard_settings::{Environment, SettingsError};
use switchboard_vanity::callers::{Erased, Erasure as _, StoreError};
use switchboard_vanity::{ParseError, PhoneNumber};
use thiserror::Error;

use crate::BAD_INPUT;

/// The longest line that is read, in bytes.
const MAX_LINE: u64 = 1024;

/// What the command does not reach. docs/callers-data.md says more.
const ELSEWHERE: &str = "\
It may remain elsewhere:
  backups         point-in-time recovery of the table can bring it back for up to 35 days
  Amazon Connect  contact records and contact attributes, for 24 months
Log lines hold only masked numbers. A number that calls again is recorded again.
";

/// Erases a caller from the table of vanity numbers.
///
/// It deletes what is stored of NUMBER: its five vanity numbers, how often it called and when. It does not
/// ask for confirmation. A number that is not stored is not an error.
///
/// It reads AWS_REGION and the credentials AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. The
/// AWS CLI sets the credentials of its profile with: eval "$(aws configure export-credentials --format env)".
/// They need the permissions dynamodb:DeleteItem on the table and kms:Decrypt on its key. AWS_ENDPOINT_URL selects
/// another endpoint, such as the local stack, http://127.0.0.1:4566, which takes any credentials.
///
/// Exit status: 0 if the table does not hold the number (any more); 1 if settings are missing, or the table cannot be
/// reached or refuses; 2 if the number is not valid.
#[derive(Args)]
// Markdown would show in the help.
#[allow(clippy::doc_markdown, reason = "the text is the command's help")]
pub(crate) struct Arguments {
    /// The number to erase, in any usual form: +18003569377, (800) 356-9377, 1-800-FLOWERS; - reads it from
    /// standard input, so that it is not in the shell's history
    #[arg(value_name = "NUMBER")]
    number: Asked,
    /// The name of the table
    #[arg(long, value_name = "NAME", default_value = "vanity-numbers")]
    table: String,
}

/// Where the number is.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Argument(PhoneNumber),
    StandardInput,
}

impl FromStr for Asked {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text == "-" { Ok(Self::StandardInput) } else { stored(text).map(Self::Argument) }
    }
}

impl Asked {
    /// Returns the number, which is the first line if it is on standard input.
    fn number(self) -> Result<PhoneNumber, Failure> {
        match self {
            Self::Argument(number) => Ok(number),
            Self::StandardInput => {
                let mut line = String::new();
                io::stdin().lock().take(MAX_LINE).read_line(&mut line).map_err(Failure::Read)?;
                Ok(stored(line.trim())?)
            }
        }
    }
}

/// Reads a number. Any E.164 number can be erased, also one that today's numbering plans do not know.
fn stored(text: &str) -> Result<PhoneNumber, ParseError> {
    PhoneNumber::from_e164(text).or_else(|_| text.parse())
}

/// Why a caller is not known to be erased.
#[derive(Debug, Error)]
enum Failure {
    #[error(
        "{0}; set AWS_REGION, and the credentials with: \
         eval \"$(aws configure export-credentials --format env)\""
    )]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Tls(#[from] NoTls),
    #[error("standard input cannot be read: {0}")]
    Read(#[source] io::Error),
    #[error("the first line of standard input is not a phone number: {0}")]
    Number(#[from] ParseError),
    #[error("the program cannot wait for an answer: {0}")]
    Runtime(#[source] io::Error),
    #[error("it is not known whether the number was erased: {}", explained(.0))]
    Store(#[from] StoreError),
    #[error("the result cannot be printed: {0}")]
    Write(#[source] io::Error),
}

/// Returns the messages of the error and of its sources, with what to do.
fn explained(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    let advice = match error {
        StoreError::Unavailable(_) => "try again",
        StoreError::Refused(_) => {
            "look at the table's name, the Region, and the permissions dynamodb:DeleteItem and kms:Decrypt"
        }
        StoreError::Corrupt(_) => return text,
    };
    format!("{text}; {advice}")
}

/// Erases the number and prints what was erased.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match forget(arguments, &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has seen enough, as `head` does.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "vanity: {failure}");
            match failure {
                Failure::Number(_) => ExitCode::from(BAD_INPUT),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn forget(arguments: &Arguments, out: &mut impl Write) -> Result<(), Failure> {
    let Arguments { number, table } = arguments;
    let number = &number.number()?;
    let settings = ConnectionSettings::read(&Environment::of_process())?;
    let erasure = ErasureTable::new(&Connection::new(settings)?, table);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let erased = runtime.map_err(Failure::Runtime)?.block_on(erasure.erase(number))?;
    print(out, number, table, erased).map_err(Failure::Write)
}

/// Prints the result. The number is masked, because terminals are recorded and shared.
fn print(
    out: &mut impl Write,
    number: &PhoneNumber,
    table: &str,
    erased: Erased,
) -> io::Result<()> {
    match erased {
        Erased::Record => writeln!(
            out,
            "{number} was erased from {table}: its vanity numbers, and how often and when it called."
        )?,
        Erased::Nothing => {
            writeln!(out, "{number} is not in {table}: there was nothing to erase.")?;
        }
    }
    out.write_all(ELSEWHERE.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(erased: Erased) -> String {
        let mut out = Vec::new();
        print(&mut out, &stored("1-800-FLOWERS").unwrap(), "vanity-numbers", erased).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_result_says_what_is_gone_and_what_remains_without_the_number() {
        let erased = printed(Erased::Record);
        assert!(erased.starts_with("+1********77 was erased from vanity-numbers"), "{erased}");
        let nothing = printed(Erased::Nothing);
        assert!(nothing.starts_with("+1********77 is not in vanity-numbers"), "{nothing}");
        for text in [erased, nothing] {
            assert!(text.contains("35 days") && text.contains("Amazon Connect"), "{text}");
            assert!(!text.contains("356"), "{text}");
        }
    }

    #[test]
    fn a_number_in_any_form_can_be_erased() {
        for text in ["+18003569377", "1-800-FLOWERS", "(800) 356-9377"] {
            assert_eq!(stored(text).unwrap().as_e164(), "+18003569377", "{text}");
        }
        // No numbering plan has it, and it may be stored all the same.
        assert_eq!(stored("+999123456789").unwrap().as_e164(), "+999123456789");
        assert!(stored("nobody").is_err());
    }

    #[test]
    fn a_refusal_says_what_to_look_at() {
        let refused = Failure::Store(StoreError::Refused("AccessDeniedException".into()));
        let text = refused.to_string();
        assert!(text.contains("AccessDeniedException") && text.contains("DeleteItem"), "{text}");
    }
}
