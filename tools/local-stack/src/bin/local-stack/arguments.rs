//! The command line of the local stack.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, ValueEnum};
use switchboard_local_stack::{LogSink, Options, Storage, request_log};

/// Runs Switchboard on this machine: the real Lambda binaries, an embedded DynamoDB, no AWS account.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    /// Port for people: the console page, the mailbox, /vanity-numbers, /approvals and /local (0: any
    /// free one)
    #[arg(long, default_value_t = 8080)]
    port: u16,

    /// Port for AWS SDKs: DynamoDB, CodePipeline, SES and Lambda (0: any free one)
    #[arg(long, default_value_t = 4566)]
    aws_port: u16,

    /// Folder that stores tables, mail, releases, messages and the clock
    #[arg(long, default_value = ".local", value_name = "FOLDER")]
    data_dir: PathBuf,

    /// Store everything in memory, until the stack stops
    #[arg(long, conflicts_with = "data_dir")]
    memory: bool,

    /// Seconds between two runs of approval-sweep (0: never)
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    sweep_every: u32,

    /// Do not build the functions first
    #[arg(long, overrides_with = "no_build")]
    no_build: bool,

    /// Folder with the functions' executables, which are then not built [default: that of this program]
    #[arg(long, value_name = "FOLDER")]
    functions_dir: Option<PathBuf>,

    /// How the functions' log is printed on standard error [default: text at a terminal, otherwise json]
    #[arg(long, value_enum)]
    logs: Option<Logs>,

    /// Folder with the contact flows [default: infra/contact-flows of the checkout]
    #[arg(long, value_name = "FOLDER")]
    flows_dir: Option<PathBuf>,
}

/// How the functions' log is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Logs {
    /// One line for each request with its time in UTC, and warnings and errors
    Text,
    /// Every line as the function or Lambda wrote it, after the function's name
    Json,
}

impl Logs {
    /// Creates the sink.
    fn sink(self) -> LogSink {
        match self {
            Self::Text => request_log(console::colors_enabled_stderr()),
            Self::Json => LogSink::stderr(),
        }
    }
}

impl Arguments {
    /// Returns how the log is printed.
    pub(crate) fn logs(&self) -> Logs {
        let by_default = || if io::stderr().is_terminal() { Logs::Text } else { Logs::Json };
        self.logs.unwrap_or_else(by_default)
    }

    /// Returns whether the functions must be built first.
    pub(crate) fn build(&self) -> bool {
        !self.no_build && self.functions_dir.is_none()
    }

    /// Returns the options of the stack. `own_folder` is the folder of this program.
    pub(crate) fn into_options(self, own_folder: &Path) -> Options {
        let logs = self.logs().sink();
        let functions_dir = self.functions_dir.unwrap_or_else(|| own_folder.to_owned());
        let storage = if self.memory { Storage::Memory } else { Storage::Folder(self.data_dir) };
        let sweep_every =
            (self.sweep_every > 0).then(|| Duration::from_secs(self.sweep_every.into()));
        let options = Options::new(functions_dir)
            .ports(self.port, self.aws_port)
            .storage(storage)
            .sweep_every(sweep_every)
            .logs(logs);
        match self.flows_dir {
            Some(flows_dir) => options.flows_dir(flows_dir),
            None => options,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn options(arguments: &[&str]) -> Options {
        let program = std::iter::once(&"local-stack");
        Arguments::parse_from(program.chain(arguments)).into_options(Path::new("target/local"))
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_arguments_it_is_the_documented_stack() {
        let options = options(&[]);
        assert_eq!((options.port, options.aws_port), (8080, 4566));
        assert_eq!(options.storage, Storage::Folder(".local".into()));
        assert_eq!(options.functions_dir, Path::new("target/local"));
    }

    #[test]
    fn memory_stores_no_files() {
        assert_eq!(options(&["--memory"]).storage, Storage::Memory);
    }

    #[test]
    fn the_sweep_runs_every_minute_or_as_requested_or_never() {
        let seconds = |arguments: &[&str]| options(arguments).sweep_every.map(|e| e.as_secs());
        assert_eq!(seconds(&[]), Some(60));
        assert_eq!(seconds(&["--sweep-every", "5"]), Some(5));
        assert_eq!(seconds(&["--sweep-every", "0"]), None);
    }

    #[test]
    fn the_log_is_printed_as_requested() {
        let logs = |form| Arguments::parse_from(["local-stack", "--logs", form]).logs();
        assert_eq!((logs("text"), logs("json")), (Logs::Text, Logs::Json));
    }

    #[test]
    fn functions_from_elsewhere_are_not_built() {
        assert!(Arguments::parse_from(["local-stack"]).build());
        assert!(!Arguments::parse_from(["local-stack", "--no-build"]).build());
        assert!(!Arguments::parse_from(["local-stack", "--functions-dir", "x"]).build());
    }
}
