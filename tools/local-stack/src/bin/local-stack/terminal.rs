//! What the program says.
//!
//! Nothing here fails: whoever started the program may have closed the other end, after the ready
//! line for example, and the stack has to stop in order all the same.

use std::error::Error;
use std::fmt::Arguments;
use std::io::Write as _;
use std::path::Path;

use switchboard_local_stack::{Addresses, Options, Storage};

/// Before the functions are built.
pub(crate) fn building(folder: &Path) {
    say(format_args!("Building the functions into {} ...", folder.display()));
}

/// Before the stack starts.
pub(crate) fn starting(options: &Options) {
    match &options.storage {
        Storage::Folder(folder) => {
            say(format_args!("Starting, with everything kept in {} ...", folder.display()));
        }
        Storage::Memory => say(format_args!("Starting, with everything in memory ...")),
    }
}

/// Once it serves. The first line is one that a program can wait for.
pub(crate) fn ready(addresses: &Addresses) {
    let Addresses { people, aws, .. } = addresses;
    say(format_args!(
        "\
ready people={people} aws={aws}

  Open the console page, and dial
    {people}/
  Dial from a terminal
    cargo run --bin vanity -- dial +18003569377 --stack {people}
  Place a call with its keys, and read its vanity numbers back
    curl -s {people}/local/calls -d '{{\"phoneNumber\": \"+18003569377\", \"keys\": \"2 9\"}}'
    curl -s '{people}/vanity-numbers/1-800-356-9377?order=best'
  See who called
    curl -s '{people}/vanity-numbers?limit=5'
  Start a release, then open the mail about it and decide
    curl -s {people}/local/releases -d '{{\"pipeline\": \"storefront\"}}'
    {people}/mailbox
  Point an SDK or the AWS CLI at it (any credentials will do)
    export AWS_ENDPOINT_URL={aws}

Ctrl-C stops it. The functions' log lines follow."
    ));
}

/// When a signal has come.
pub(crate) fn stopping() {
    say(format_args!("Stopping. What runs may finish; a second signal ends it at once."));
}

/// When everything has ended.
pub(crate) fn stopped() {
    say(format_args!("Stopped."));
}

/// When it cannot start.
pub(crate) fn failure(failure: &dyn Error) {
    let _ = writeln!(std::io::stderr().lock(), "error: {failure}");
}

fn say(text: Arguments<'_>) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
