//! The local stack as a program, which `make run` starts.

mod arguments;
mod functions;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;
use switchboard_local_stack::{Stack, StackError};
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};

use arguments::Arguments;
use functions::{BuildError, Profile};

/// The command that dials the stack from a terminal. It is built with the functions, so that the command
/// that is printed starts at once.
const VANITY: &str = "vanity";

/// The program could not start.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(transparent)]
    Stack(#[from] StackError),
    #[error("The local stack cannot wait for signals: {0}.")]
    Signals(#[source] std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::failure(&failure);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    // Before anything else, so that a signal at any time ends the program in order.
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::Signals)?;
    let mut shutdown_signal = async || {
        tokio::select! {
            _ = interrupt.recv() => {},
            _ = terminate.recv() => {},
        }
    };

    let stack = tokio::select! {
        stack = start(arguments) => stack?,
        () = shutdown_signal() => return Ok(()),
    };
    shutdown_signal().await;
    terminal::stopping();
    tokio::select! {
        () = stack.stop() => {},
        // A second signal ends the program without waiting for running requests.
        () = shutdown_signal() => {},
    }
    terminal::stopped();
    Ok(())
}

async fn start(arguments: Arguments) -> Result<Stack, Failure> {
    let profile = Profile::of_this_program()?;
    let (build, logs) = (arguments.build(), arguments.logs());
    let options = arguments.into_options(&profile.folder);
    if build {
        terminal::building(&profile.folder);
        let functions = options.functions.iter().map(|function| function.binary.as_str());
        profile.build(functions.chain([VANITY])).await?;
    }
    terminal::starting(&options);
    let options = match profile.shell_command(VANITY) {
        Some(command) => options.vanity_command(command),
        None => options,
    };
    let stack = Stack::start(options).await?;
    terminal::ready(stack.shell_commands(), logs);
    Ok(stack)
}
