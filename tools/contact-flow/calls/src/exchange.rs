//! Local stacks that take calls, reached as people reach them: by HTTP.

mod phone;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use serde_json::json;
use switchboard_local_stack::lambda::Function;
use switchboard_local_stack::{
    LogSink, Options, Stack, StackError, VANITY_CONVERT, vanity_functions,
};
use tempfile::TempDir;
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};

use crate::flows::Flows;
use crate::script::{self, Behind};

pub use phone::{Phone, PhoneError, View};

/// The executable that does as it is told.
const SCRIPTED_FUNCTION: &str = "scripted-function";

/// How long a function may take that answers.
const TIME: Duration = Duration::from_secs(10);

/// How long a function may take that does not answer anyway. It is tried three times.
const LITTLE_TIME: Duration = Duration::from_millis(250);

/// Why there is no stack to take calls.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// An executable is not there.
    #[error("there is no {}; build it: cargo build --bin scripted-function --bin {VANITY_CONVERT}", path.display())]
    NotBuilt {
        /// Where it should be.
        path: PathBuf,
    },
    /// The stack does not start.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// This machine has no threads or no files to give.
    #[error("the local stack cannot be started: {0}")]
    Machine(#[from] io::Error),
}

/// Takes calls through one flow, with whatever stands behind it.
#[derive(Debug)]
pub struct Exchange {
    functions_dir: PathBuf,
    flows: Flows,
    /// Before the runtime that they run on.
    lines: BTreeMap<Behind, Line>,
    runtime: Runtime,
}

/// A stack of an exchange.
#[derive(Debug)]
struct Line {
    stack: Stack,
    phone: Phone,
}

impl Exchange {
    /// An exchange for this flow, with executables from this folder. Stacks are started when they are
    /// called.
    pub fn new(functions_dir: impl Into<PathBuf>, flows: Flows) -> Result<Self, ExchangeError> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        Ok(Self { functions_dir: functions_dir.into(), flows, lines: BTreeMap::new(), runtime })
    }

    /// The flow that calls run through.
    #[must_use]
    pub fn flows(&self) -> &Flows {
        &self.flows
    }

    /// A telephone with this behind the flow.
    pub fn phone(&mut self, behind: Behind) -> Result<&Phone, ExchangeError> {
        let line = match self.lines.entry(behind) {
            Entry::Occupied(line) => line.into_mut(),
            Entry::Vacant(none) => {
                none.insert(Line::start(behind, &self.functions_dir, &self.flows, &self.runtime)?)
            }
        };
        Ok(&line.phone)
    }
}

impl Line {
    fn start(
        behind: Behind,
        functions_dir: &Path,
        flows: &Flows,
        runtime: &Runtime,
    ) -> Result<Self, ExchangeError> {
        let (functions, told) = match behind {
            Behind::Real => (real_function(), None),
            Behind::Told => told_function(TIME)?,
            Behind::Silent => told_function(LITTLE_TIME)?,
        };
        let mut executables = functions.iter().map(|function| functions_dir.join(&function.binary));
        if let Some(path) = executables.find(|path| !path.is_file()) {
            return Err(ExchangeError::NotBuilt { path });
        }
        let options = Options::new(functions_dir)
            .functions(functions)
            .flows_dir(flows.folder())
            .sweep_every(None)
            .logs(LogSink::new(drop));
        let stack = runtime.block_on(Stack::start(options))?;
        let phone = Phone::new(&stack.addresses().people, flows.flow(), told);
        Ok(Self { stack, phone })
    }
}

/// The function itself.
fn real_function() -> Vec<Function> {
    let functions = vanity_functions().into_iter();
    let functions = functions.filter(|function| function.name == VANITY_CONVERT);
    functions.map(|function| function.timeout(TIME)).collect()
}

/// The function that does as it is told, within so much time.
fn told_function(time: Duration) -> io::Result<(Vec<Function>, Option<Told>)> {
    let told = Told::new()?;
    let function = Function::new(VANITY_CONVERT)
        .binary(SCRIPTED_FUNCTION)
        .timeout(time)
        .variable("TOLD", told.file().to_string_lossy());
    Ok((vec![function], Some(told)))
}

impl Drop for Exchange {
    fn drop(&mut self) {
        while let Some((_, line)) = self.lines.pop_first() {
            self.runtime.block_on(line.stack.stop());
        }
    }
}

/// What the told function is told, in a file of its own.
#[derive(Debug)]
struct Told {
    folder: TempDir,
}

impl Told {
    fn new() -> io::Result<Self> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("told.json")
    }

    /// From now on it does this.
    fn tell(&self, function: &script::Function) -> io::Result<()> {
        let told = match function {
            script::Function::Fails => json!("fail"),
            script::Function::IsSilent => json!("hang"),
            script::Function::Answers(value) => json!({ "answer": value }),
        };
        fs::write(self.file(), told.to_string())
    }
}

/// The folder of the executables that stand beside this one, or above it where this is a test.
pub fn functions_dir() -> io::Result<PathBuf> {
    let executable = std::env::current_exe()?;
    let folder = executable.parent().unwrap_or(Path::new("."));
    let above = folder.parent().filter(|_| folder.ends_with("deps"));
    Ok(above.unwrap_or(folder).to_owned())
}
