//! The messages of the program on the terminal.
//!
//! Write errors are ignored. The reader may close the other end, for example after the ready line, and
//! the stack must still stop in order.

use std::error::Error;
use std::fmt::Arguments;
use std::io::Write as _;
use std::path::Path;

use switchboard_local_stack::{Addresses, Options, ShellCommands, Storage};

use crate::arguments::Logs;

/// Reports that the functions are being built.
pub(crate) fn building(folder: &Path) {
    say(format_args!("Building the functions into {} ...", folder.display()));
}

/// Reports that the stack is starting.
pub(crate) fn starting(options: &Options) {
    match &options.storage {
        Storage::Folder(folder) => {
            say(format_args!("Starting, with everything stored in {} ...", folder.display()));
        }
        Storage::Memory => say(format_args!("Starting, with everything in memory ...")),
    }
}

/// Reports that the stack serves requests. A program can wait for the first line.
pub(crate) fn ready(commands: &ShellCommands, logs: Logs) {
    let Addresses { people, aws, .. } = commands.addresses();
    let (dial, export) = (commands.dial(), commands.aws_export());
    let log_follows = match logs {
        Logs::Text => "One line for each request follows, with its time in UTC.",
        Logs::Json => "The functions' log lines follow.",
    };
    say(format_args!(
        "\
ready people={people} aws={aws}

  Open the console page, and dial
    {people}/
  Dial from a terminal
    {dial}
  Place a call with its keys, and read its vanity numbers back
    curl -s {people}/local/calls -d '{{\"phoneNumber\": \"+18003569377\", \"keys\": \"2 9\"}}'
    curl -s '{people}/vanity-numbers/1-800-356-9377?order=best'
  See who called
    curl -s '{people}/vanity-numbers?limit=5'
  Start a release, then open the mail about it and decide
    curl -s {people}/local/releases -d '{{\"pipeline\": \"storefront\"}}'
    {people}/mailbox
  Point SDKs and the AWS CLI at it in this shell, and look into a table
    {export}
    aws dynamodb scan --table-name vanity-numbers

Ctrl-C stops it. {log_follows}"
    ));
}

/// Reports that a signal has arrived.
pub(crate) fn stopping() {
    say(format_args!(
        "Stopping. Running requests may finish; a second signal ends the stack at once."
    ));
}

/// Reports that everything has ended.
pub(crate) fn stopped() {
    say(format_args!("Stopped."));
}

/// Reports why the stack cannot start.
pub(crate) fn failure(failure: &dyn Error) {
    let _ = writeln!(std::io::stderr().lock(), "error: {failure}");
}

fn say(text: Arguments<'_>) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
