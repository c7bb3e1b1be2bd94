//! `vanity dial`: places a call on the local stack from a terminal.

mod caller;
mod keys;
mod printout;
mod stack;

use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::process::ExitCode;

use clap::Args;
use console::Term;
use switchboard_vanity::PhoneNumber;
use thiserror::Error;

use self::caller::{Caller, Unheard};
use self::keys::Keys;
use self::printout::{Printout, Shown};
use self::stack::{Address, Call, Stack, StackError};
use crate::{BAD_INPUT, refusal};

/// Places a call from a number on the local stack, and prints what the caller hears.
///
/// The call runs through the contact flow on the stack that `make run` starts. Without --from the
/// caller withholds the number.
///
/// At a terminal it asks for keys: Enter alone presses none, h or Ctrl-D hangs up. Otherwise it takes
/// the next line of standard input each time that the flow listens: keys, nothing, or h. At the end of
/// the input it hangs up. With --keys it presses those, and no more until the flow ends the call.
///
/// Exit status: 0 if the call was placed and has ended or was hung up; 1 if no local stack answers, it
/// refuses the call, or the flow never ends it; 2 if a number or a key is not valid.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The caller's number, in any usual form: +18003569377, (800) 356-9377, 1-800-FLOWERS
    #[arg(long, value_name = "NUMBER", value_parser = refusal::caller)]
    from: Option<PhoneNumber>,
    /// The same as --from NUMBER
    #[arg(value_name = "NUMBER", conflicts_with = "from", value_parser = refusal::caller)]
    number: Option<PhoneNumber>,
    /// The keys to press: 0 to 9, * and #; a full stop presses none until the time is over, and blanks
    /// are ignored
    #[arg(long)]
    keys: Option<Keys>,
    /// Also print the blocks of the flow, and the branches that the call takes
    #[arg(long)]
    transcript: bool,
    /// The address of the local stack
    #[arg(
        long,
        value_name = "URL",
        env = "SWITCHBOARD_STACK",
        default_value = "http://127.0.0.1:8080"
    )]
    stack: Address,
}

/// Why a call failed.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Stack(#[from] StackError),
    #[error(transparent)]
    Unheard(#[from] Unheard),
    #[error("the call cannot be printed: {0}")]
    Write(#[source] io::Error),
}

/// Places the call and stays on the line.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match talk(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has seen enough, as `head` does.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "vanity: {failure}");
            match failure {
                Failure::Unheard(Unheard::NoKey { .. }) => ExitCode::from(BAD_INPUT),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn talk(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { from, number, keys, transcript, stack } = arguments;
    let number = from.or(number);
    let stdin = io::stdin();
    let at_terminal = stdin.is_terminal();
    let shown = match keys {
        _ if transcript => Shown::Transcript,
        None if at_terminal && io::stdout().is_terminal() => Shown::Voice,
        _ => Shown::Keys,
    };
    let mut caller = match keys {
        Some(keys) => Caller::with_keys(keys),
        None if at_terminal => Caller::prompted(stdin.lock(), io::stderr()),
        None => Caller::from_lines(stdin.lock(), io::stderr()),
    };
    let width = Term::stdout().size_checked().map(|(_, columns)| columns.into());
    let mut printout = Printout::new(io::stdout().lock(), width, shown);
    let stack = Stack::at(stack);

    printout.dialling(number.as_ref()).map_err(Failure::Write)?;
    let mut call = stack.place(number.as_ref())?;
    let heard = stay(&stack, &mut call, &mut caller, &mut printout);
    if let Err(Failure::Unheard(_) | Failure::Write(_)) = heard {
        // Do not leave the line open. If the stack is gone too, there is nothing to hang up.
        let _ = stack.hang_up(&call);
    }
    heard?;
    let unused = caller.unused();
    if unused > 0 {
        let keys = if unused == 1 { "key".to_owned() } else { format!("{unused} keys") };
        let _ = writeln!(io::stderr(), "vanity: the call was over before the last {keys}");
    }
    Ok(())
}

/// Presses keys whenever the flow listens, until the call is over.
fn stay(
    stack: &Stack,
    call: &mut Call,
    caller: &mut Caller<impl io::BufRead, impl Write>,
    printout: &mut Printout<impl Write>,
) -> Result<(), Failure> {
    printout.update(call).map_err(Failure::Write)?;
    while let Some(listening) = &call.listening {
        let Some(key) = caller.next_key(&listening.entered)? else {
            *call = stack.hang_up(call)?;
            printout.update(call).map_err(Failure::Write)?;
            return printout.ended(call, "You hung up.").map_err(Failure::Write);
        };
        *call = stack.press(call, key)?;
        printout.update(call).map_err(Failure::Write)?;
    }
    printout.ended(call, "The call is over.").map_err(Failure::Write)
}
