//! Programs of the workspace, and those that run until they are stopped.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a program may take to get ready, on a machine that is busy with other tests.
const READY_LIMIT: Duration = Duration::from_mins(1);

/// The folder that cargo built the running test into, where the workspace's executables are too.
#[must_use]
pub fn built_folder() -> PathBuf {
    // Tests run from `target/<profile>/deps`.
    std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned()
}

/// An executable of the workspace, built with the profile of the running test.
#[must_use]
#[track_caller]
pub fn built(name: &str) -> PathBuf {
    let file = built_folder().join(name);
    assert!(file.is_file(), "{} is not built: cargo build --bin {name}", file.display());
    file
}

/// A started program. It is killed when it is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    ready: String,
}

impl Program {
    /// Starts a command and waits for the line on its standard output that starts with `mark`.
    #[must_use]
    #[track_caller]
    pub fn start(command: &mut Command, mark: &str) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut program = Self { child, ready: String::new() };
        let (sender, ready) = mpsc::channel();
        let mark = mark.to_owned();
        // Reads on behind that line, because a full pipe would stop the program.
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(rest) = line.strip_prefix(&mark) {
                    let _ = sender.send(rest.to_owned());
                }
            }
        });
        let ready = ready.recv_timeout(READY_LIMIT);
        program.ready = ready.unwrap_or_else(|error| panic!("{command:?} is not ready: {error}"));
        program
    }

    /// What follows the mark on the line that the program is ready with.
    #[must_use]
    pub fn ready(&self) -> &str {
        &self.ready
    }

    /// Sends a signal, as in `INT`.
    pub fn signal(&self, signal: &str) {
        send_signal(signal, self.child.id());
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Kills it (SIGKILL), and waits for its end.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal, as in `KILL`, to a process. Every shell has a `kill` of its own; the program of
/// that name is not on every machine.
pub fn send_signal(signal: &str, process: u32) {
    let script = format!("kill -s {signal} {process}");
    assert!(Command::new("sh").args(["-c", &script]).status().unwrap().success());
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn a_program_is_ready_with_its_line_and_ends_by_a_signal() {
        let script = "echo starting; echo ready at=1; exec sleep 600";
        let mut program = Program::start(&mut shell(script), "ready ");
        assert_eq!(program.ready(), "at=1");
        program.signal("INT");
        assert_eq!(program.wait().signal(), Some(2));
    }

    #[test]
    #[should_panic(expected = "is not ready")]
    fn a_program_that_ends_before_it_is_ready_ends_the_test() {
        let _ = Program::start(&mut shell("echo starting"), "ready ");
    }
}
