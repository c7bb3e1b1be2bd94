//! What a stack is started with.

use std::path::PathBuf;
use std::time::Duration;

use crate::lambda::Function;
use crate::log::LogSink;
use crate::tables;

/// The function that Amazon Connect calls.
pub const VANITY_CONVERT: &str = "vanity-convert";

/// The function behind the HTTP API.
pub const VANITY_LOOKUP: &str = "vanity-lookup";

/// Where the tables are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In a file in this folder, which is made when it is missing.
    Folder(PathBuf),
    /// In memory, until the stack stops.
    Memory,
}

/// What a stack is started with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The port for people; 0 is any free one.
    pub port: u16,
    /// The port for SDKs; 0 is any free one.
    pub aws_port: u16,
    /// Where the tables are kept.
    pub storage: Storage,
    /// The folder with the functions' executables.
    pub functions_dir: PathBuf,
    /// The functions.
    pub functions: Vec<Function>,
    /// The function that a call reaches.
    pub call_function: String,
    /// The function that serves `/vanity-numbers`.
    pub http_function: String,
    /// Where the functions' log lines go.
    pub logs: LogSink,
}

impl Options {
    /// The stack as a test wants it: free ports, nothing kept, the vanity functions from this
    /// folder, their log lines on standard error.
    pub fn new(functions_dir: impl Into<PathBuf>) -> Self {
        Self {
            port: 0,
            aws_port: 0,
            storage: Storage::Memory,
            functions_dir: functions_dir.into(),
            functions: vanity_functions(),
            call_function: VANITY_CONVERT.to_owned(),
            http_function: VANITY_LOOKUP.to_owned(),
            logs: LogSink::stderr(),
        }
    }

    /// With these ports for people and for SDKs.
    #[must_use]
    pub fn ports(mut self, port: u16, aws_port: u16) -> Self {
        self.port = port;
        self.aws_port = aws_port;
        self
    }

    /// With the tables kept there.
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }

    /// With these functions in place of all others.
    #[must_use]
    pub fn functions(mut self, functions: impl IntoIterator<Item = Function>) -> Self {
        self.functions = functions.into_iter().collect();
        self
    }

    /// With the log lines going there.
    #[must_use]
    pub fn logs(mut self, logs: LogSink) -> Self {
        self.logs = logs;
        self
    }
}

/// The functions of the vanity half, with the settings that Terraform gives them.
#[must_use]
pub fn vanity_functions() -> Vec<Function> {
    [VANITY_CONVERT, VANITY_LOOKUP]
        .map(|name| {
            Function::new(name)
                .memory_mb(256)
                .timeout(Duration::from_secs(4))
                .variable("VANITY_NUMBERS_TABLE", tables::VANITY_NUMBERS)
        })
        .into()
}
