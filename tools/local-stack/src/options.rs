//! The options of a stack.

use std::path::PathBuf;
use std::time::Duration;

use crate::functions::PEOPLE_ADDRESS;
use crate::functions::approvals::approval_functions;
use crate::functions::vanity::{VANITY_CONVERT, VANITY_LOOKUP, probe_function, vanity_functions};
use crate::lambda::Function;
use crate::log::LogSink;
use crate::persistence::Storage;

/// The contact flows of the checkout that this crate was built from.
const FLOWS_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/contact-flows");

/// The default interval of the sweep.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// The options of a stack: ports, storage, functions, flows and schedule.
///
/// ```
/// use std::time::Duration;
///
/// use switchboard_local_stack::{Options, Storage};
///
/// let options = Options::new("target/debug")
///     .ports(8080, 4566)
///     .storage(Storage::Folder(".local".into()))
///     .sweep_every(Some(Duration::from_mins(5)));
/// assert_eq!(options.http_function, "vanity-lookup");
/// assert_eq!(options.functions.len(), 6);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The port for people; 0 takes any free one.
    pub port: u16,
    /// The port for SDKs; 0 takes any free one.
    pub aws_port: u16,
    /// Where tables, mail, releases and the clock are stored.
    pub storage: Storage,
    /// The folder with the functions' executables.
    pub functions_dir: PathBuf,
    /// The functions that the stack runs.
    pub functions: Vec<Function>,
    /// The folder with the contact flows.
    pub flows_dir: PathBuf,
    /// The function that the contact flow invokes.
    pub call_function: String,
    /// The function that serves `/vanity-numbers`.
    pub http_function: String,
    /// The interval at which [`APPROVAL_SWEEP`](crate::APPROVAL_SWEEP) is invoked; `None` is never.
    pub sweep_every: Option<Duration>,
    /// The destination of the functions' log lines.
    pub logs: LogSink,
    /// What starts the command `vanity` in a shell, for the commands that are shown to people.
    pub vanity_command: String,
}

impl Options {
    /// Options for a test: free ports, storage in memory, every function from this folder, and log
    /// lines on standard error.
    pub fn new(functions_dir: impl Into<PathBuf>) -> Self {
        let approvals = approval_functions(PEOPLE_ADDRESS);
        Self {
            port: 0,
            aws_port: 0,
            storage: Storage::Memory,
            functions_dir: functions_dir.into(),
            functions: vanity_functions()
                .into_iter()
                .chain(approvals)
                .chain([probe_function()])
                .collect(),
            flows_dir: FLOWS_DIR.into(),
            call_function: VANITY_CONVERT.to_owned(),
            http_function: VANITY_LOOKUP.to_owned(),
            sweep_every: Some(SWEEP_EVERY),
            logs: LogSink::stderr(),
            vanity_command: "cargo run --bin vanity --".to_owned(),
        }
    }

    /// Sets the ports for people and for SDKs.
    #[must_use]
    pub fn ports(mut self, port: u16, aws_port: u16) -> Self {
        self.port = port;
        self.aws_port = aws_port;
        self
    }

    /// Sets where data is stored.
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }

    /// Sets the folder with the contact flows.
    #[must_use]
    pub fn flows_dir(mut self, flows_dir: impl Into<PathBuf>) -> Self {
        self.flows_dir = flows_dir.into();
        self
    }

    /// Replaces all functions with these.
    #[must_use]
    pub fn functions(mut self, functions: impl IntoIterator<Item = Function>) -> Self {
        self.functions = functions.into_iter().collect();
        self
    }

    /// Sets the interval of the sweep; `None` is never.
    #[must_use]
    pub fn sweep_every(mut self, every: Option<Duration>) -> Self {
        self.sweep_every = every;
        self
    }

    /// Sets the destination of log lines.
    #[must_use]
    pub fn logs(mut self, logs: LogSink) -> Self {
        self.logs = logs;
        self
    }

    /// Sets what starts the command `vanity` in a shell.
    #[must_use]
    pub fn vanity_command(mut self, command: impl Into<String>) -> Self {
        self.vanity_command = command.into();
        self
    }
}
