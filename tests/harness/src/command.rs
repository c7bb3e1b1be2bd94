//! Commands that end by themselves.

use std::io::{ErrorKind, Write as _};
use std::process::{ChildStdin, Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::program::send_signal;

/// How long a command may take, on a machine that is busy with other tests.
const TIME_LIMIT: Duration = Duration::from_mins(2);

/// Runs a command to its end with this standard input. A command that takes longer than two minutes
/// is killed, and the test ends.
///
/// ```
/// use std::process::Command;
/// use switchboard_test_harness::{run, text};
///
/// let output = run(Command::new("sh").args(["-c", "cat; exit 3"]), "seen");
/// assert_eq!((text(&output.stdout), output.status.code()), ("seen", Some(3)));
/// ```
#[track_caller]
pub fn run(command: &mut Command, input: impl AsRef<[u8]>) -> Output {
    run_within(TIME_LIMIT, command, input.as_ref())
}

#[track_caller]
fn run_within(limit: Duration, command: &mut Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let stdin = child.stdin.take().unwrap();
    let id = child.id();
    let (output, was_killed) = thread::scope(|scope| {
        let (ended, watched) = mpsc::channel::<()>();
        let watch = scope.spawn(move || {
            let is_late = watched.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if is_late {
                send_signal("KILL", id);
            }
            is_late
        });
        scope.spawn(move || write(stdin, input));
        let output = child.wait_with_output().unwrap();
        drop(ended);
        (output, watch.join().unwrap())
    });
    assert!(!was_killed, "{command:?} was killed after {} s: {output:?}", limit.as_secs());
    output
}

/// A command may end before it has read all of its input.
fn write(mut stdin: ChildStdin, input: &[u8]) {
    if let Err(error) = stdin.write_all(input) {
        assert_eq!(error.kind(), ErrorKind::BrokenPipe, "{error}");
    }
}

/// What a command wrote, as text.
#[must_use]
#[track_caller]
pub fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_outputs_are_read_while_the_input_is_written() {
        let input = "line\n".repeat(100_000);
        let output = run(Command::new("sh").args(["-c", "tee /dev/stderr"]), &input);
        assert!(output.status.success());
        assert_eq!((text(&output.stdout), text(&output.stderr)), (input.as_str(), input.as_str()));
    }

    #[test]
    fn a_command_need_not_read_its_input() {
        let output = run(&mut Command::new("true"), "x".repeat(1 << 20));
        assert_eq!(output.status.code(), Some(0));
    }

    #[test]
    #[should_panic(expected = "was killed after 0 s")]
    fn a_command_that_does_not_end_is_killed() {
        let _ = run_within(Duration::from_millis(50), Command::new("sleep").arg("600"), b"");
    }
}
