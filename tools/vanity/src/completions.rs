//! `vanity completions`: a script that completes the command's options in a shell.

use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

/// Prints a script with which a shell completes commands and options.
///
/// For bash: `vanity completions bash > ~/.local/share/bash-completion/completions/vanity`. For zsh,
/// write `_vanity` into a folder of $fpath. For fish:
/// `vanity completions fish > ~/.config/fish/completions/vanity.fish`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script for this command.
pub(crate) fn run(arguments: &Arguments, mut command: Command) -> ExitCode {
    let mut script = Vec::new();
    generate(arguments.shell, &mut command, "vanity", &mut script);
    match io::stdout().write_all(&script) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has seen enough, as `head` does.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "vanity: the script cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}
