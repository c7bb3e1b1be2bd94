//! What a stack is started with.

use std::path::PathBuf;
use std::time::Duration;

use crate::approvals::{PEOPLE_ADDRESS, approval_functions};
use crate::lambda::Function;
use crate::log::LogSink;
use crate::tables;

/// The function that Amazon Connect calls.
pub const VANITY_CONVERT: &str = "vanity-convert";

/// The function behind the HTTP API.
pub const VANITY_LOOKUP: &str = "vanity-lookup";

/// The function that calls and looks up as the world outside does.
pub const SYNTHETIC_PROBE: &str = "synthetic-probe";

/// The contact flows of the checkout that this was built from.
const FLOWS_DIR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/contact-flows");

/// How often the sweep runs, unless the options say otherwise.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Where everything is kept.
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
    /// Where tables, mail, releases and the clock are kept.
    pub storage: Storage,
    /// The folder with the functions' executables.
    pub functions_dir: PathBuf,
    /// The functions.
    pub functions: Vec<Function>,
    /// The folder with the contact flows.
    pub flows_dir: PathBuf,
    /// The function that a call reaches.
    pub call_function: String,
    /// The function that serves `/vanity-numbers`.
    pub http_function: String,
    /// How often [`APPROVAL_SWEEP`](crate::APPROVAL_SWEEP) is invoked; `None` is never.
    pub sweep_every: Option<Duration>,
    /// Where the functions' log lines go.
    pub logs: LogSink,
}

impl Options {
    /// The stack as a test wants it: free ports, nothing kept, all functions from this folder,
    /// their log lines on standard error.
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
        }
    }

    /// With these ports for people and for SDKs.
    #[must_use]
    pub fn ports(mut self, port: u16, aws_port: u16) -> Self {
        self.port = port;
        self.aws_port = aws_port;
        self
    }

    /// With everything kept there.
    #[must_use]
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }

    /// With the contact flows of this folder.
    #[must_use]
    pub fn flows_dir(mut self, flows_dir: impl Into<PathBuf>) -> Self {
        self.flows_dir = flows_dir.into();
        self
    }

    /// With these functions in place of all others.
    #[must_use]
    pub fn functions(mut self, functions: impl IntoIterator<Item = Function>) -> Self {
        self.functions = functions.into_iter().collect();
        self
    }

    /// With the sweep this often, or never.
    #[must_use]
    pub fn sweep_every(mut self, every: Option<Duration>) -> Self {
        self.sweep_every = every;
        self
    }

    /// With the log lines going there.
    #[must_use]
    pub fn logs(mut self, logs: LogSink) -> Self {
        self.logs = logs;
        self
    }
}

/// The probe, which nothing runs here but who invokes it.
fn probe_function() -> Function {
    Function::new(SYNTHETIC_PROBE)
        .memory_mb(256)
        .timeout(Duration::from_secs(10))
        .allow(["lambda:InvokeFunction", "execute-api:Invoke"])
        .variable("PROBE_CONVERT_FUNCTION", format!("{VANITY_CONVERT}:live"))
        .variable("PROBE_API_URL", PEOPLE_ADDRESS)
        .variable("PROBE_API_AUTHORIZATION", "NONE")
        .variable("PROBE_PHONE_NUMBER", "+12025550143")
}

/// The functions of the vanity half, with the settings that Terraform gives them.
#[must_use]
pub fn vanity_functions() -> Vec<Function> {
    // The permissions are those of docs/functions.
    [
        (VANITY_CONVERT, ["dynamodb:UpdateItem"].as_slice()),
        (VANITY_LOOKUP, ["dynamodb:GetItem", "dynamodb:Query"].as_slice()),
    ]
    .map(|(name, actions)| {
        Function::new(name)
            .memory_mb(256)
            .timeout(Duration::from_secs(4))
            .allow(actions.iter().copied())
            .variable("VANITY_NUMBERS_TABLE", tables::VANITY_NUMBERS)
    })
    .into()
}
