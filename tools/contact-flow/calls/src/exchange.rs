//! Local stacks that take calls, reached by HTTP as people reach them.

mod instructions;
mod phone;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use switchboard_local_stack::lambda::Function;
use switchboard_local_stack::{
    LogSink, Options, Stack, StackError, VANITY_CONVERT, vanity_functions,
};
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};

use crate::flows::Flows;
use crate::script::Backend;

use instructions::Instructions;
pub use phone::{Listening, Phone, PhoneError, View};

/// The executable of the scripted function.
const SCRIPTED_FUNCTION: &str = "scripted-function";

/// The time limit of a function that answers.
const TIME: Duration = Duration::from_secs(10);

/// The time limit of a function that does not answer. It is tried three times.
const LITTLE_TIME: Duration = Duration::from_millis(250);

/// The reason why no stack takes calls.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// An executable is missing.
    #[error("there is no {}; build it: cargo build --bin scripted-function --bin {VANITY_CONVERT}", path.display())]
    NotBuilt {
        /// The path of the executable.
        path: PathBuf,
    },
    /// The stack does not start.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The operating system refuses threads or files.
    #[error("the local stack cannot be started: {0}")]
    Machine(#[from] io::Error),
}

/// Takes calls through the flows of a folder, with a stack for each backend.
#[derive(Debug)]
pub struct Exchange {
    functions_dir: PathBuf,
    flows: Flows,
    /// Before the runtime that they run on.
    lines: BTreeMap<Backend, Line>,
    runtime: Runtime,
}

/// A stack of an exchange.
#[derive(Debug)]
struct Line {
    stack: Stack,
    phone: Phone,
}

impl Exchange {
    /// Creates an exchange for these flows, with executables from this folder. A stack starts at its
    /// first call.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Machine`] if no threads can be started.
    pub fn new(functions_dir: impl Into<PathBuf>, flows: Flows) -> Result<Self, ExchangeError> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        Ok(Self { functions_dir: functions_dir.into(), flows, lines: BTreeMap::new(), runtime })
    }

    /// Returns the flows that calls run through.
    #[must_use]
    pub fn flows(&self) -> &Flows {
        &self.flows
    }

    /// Returns a telephone with this backend behind the flows.
    ///
    /// # Errors
    ///
    /// [`ExchangeError`] if the stack does not start.
    pub fn phone(&mut self, backend: Backend) -> Result<&Phone, ExchangeError> {
        let line = match self.lines.entry(backend) {
            Entry::Occupied(line) => line.into_mut(),
            Entry::Vacant(none) => {
                none.insert(Line::start(backend, &self.functions_dir, &self.flows, &self.runtime)?)
            }
        };
        Ok(&line.phone)
    }
}

impl Line {
    fn start(
        backend: Backend,
        functions_dir: &Path,
        flows: &Flows,
        runtime: &Runtime,
    ) -> Result<Self, ExchangeError> {
        let (functions, instructions) = match backend {
            Backend::Real => (real_function(), None),
            Backend::Scripted => scripted_function(TIME)?,
            Backend::Silent => scripted_function(LITTLE_TIME)?,
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
        let phone = Phone::new(&stack.addresses().people, instructions);
        Ok(Self { stack, phone })
    }
}

fn real_function() -> Vec<Function> {
    let functions = vanity_functions().into_iter();
    let functions = functions.filter(|function| function.name == VANITY_CONVERT);
    functions.map(|function| function.timeout(TIME)).collect()
}

/// Returns the scripted function with this time limit, and its instructions.
fn scripted_function(time: Duration) -> io::Result<(Vec<Function>, Option<Instructions>)> {
    let instructions = Instructions::new()?;
    let function = Function::new(VANITY_CONVERT)
        .binary(SCRIPTED_FUNCTION)
        .timeout(time)
        .variable("INSTRUCTIONS", instructions.file().to_string_lossy());
    Ok((vec![function], Some(instructions)))
}

impl Drop for Exchange {
    fn drop(&mut self) {
        while let Some((_, line)) = self.lines.pop_first() {
            self.runtime.block_on(line.stack.stop());
        }
    }
}

/// Returns the folder of the executables: that of this one, or the one above where this is a test.
///
/// # Errors
///
/// [`io::Error`] if the path of this executable is unknown.
pub fn functions_dir() -> io::Result<PathBuf> {
    let executable = std::env::current_exe()?;
    let folder = executable.parent().unwrap_or(Path::new("."));
    let above = folder.parent().filter(|_| folder.ends_with("deps"));
    Ok(above.unwrap_or(folder).to_owned())
}
