//! The local stack as a program: `make run`.

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

/// Why the program ends without having run.
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
    // Before anything is started, so that a signal ends it in order from then on.
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::Signals)?;
    let mut told_to_stop = async || {
        tokio::select! {
            _ = interrupt.recv() => {},
            _ = terminate.recv() => {},
        }
    };

    let stack = tokio::select! {
        stack = start(arguments) => stack?,
        () = told_to_stop() => return Ok(()),
    };
    told_to_stop().await;
    terminal::stopping();
    tokio::select! {
        () = stack.stop() => {},
        // Whoever asks twice does not want to wait for what still runs.
        () = told_to_stop() => {},
    }
    terminal::stopped();
    Ok(())
}

async fn start(arguments: Arguments) -> Result<Stack, Failure> {
    let profile = Profile::of_this_program()?;
    let build = arguments.build();
    let options = arguments.into_options(&profile.folder);
    if build {
        terminal::building(&profile.folder);
        profile.build(options.functions.iter().map(|function| function.binary.as_str())).await?;
    }
    terminal::starting(&options);
    let stack = Stack::start(options).await?;
    terminal::ready(stack.addresses());
    Ok(stack)
}
