//! A pseudo-terminal, for what a command prints only if a person watches.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Stdio;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// How long a command may take to show something, on a machine that is busy with other tests.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// A terminal that a command's standard streams are connected to.
///
/// ```
/// use std::process::Command;
/// use switchboard_test_harness::Terminal;
///
/// let mut terminal = Terminal::open();
/// let mut shell = Command::new("sh");
/// shell.args(["-c", "test -t 0 && echo ready && read line && echo \"got $line\""]);
/// let mut child = shell.stdin(terminal.stdio()).stdout(terminal.stdio()).spawn().unwrap();
/// // The command has copies of the terminal, which would keep it open.
/// drop(shell);
/// terminal.wait_for("ready");
/// terminal.enter("it\n");
/// assert!(terminal.shown_to_the_end().contains("got it"));
/// assert!(child.wait().unwrap().success());
/// ```
#[derive(Debug)]
pub struct Terminal {
    keyboard: File,
    /// The side of the command.
    user: File,
    screen: Receiver<Vec<u8>>,
    shown: String,
}

impl Terminal {
    /// Opens a terminal.
    #[must_use]
    #[track_caller]
    pub fn open() -> Self {
        // The test must not get a terminal that controls it.
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let controller = openpt(flags).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let path = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
        let user = File::options()
            .read(true)
            .write(true)
            .custom_flags(OpenptFlags::NOCTTY.bits().try_into().unwrap())
            .open(path)
            .unwrap();
        // A copy is not inherited by commands, which would keep their own terminal open with it.
        let keyboard = File::from(controller).try_clone().unwrap();
        let mut output = keyboard.try_clone().unwrap();
        let (sender, screen) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Once no command has the terminal open any more, Linux reports an error here.
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let Some(read) = buffer.get(..count) else { break };
                if sender.send(read.to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { keyboard, user, screen, shown: String::new() }
    }

    /// A standard stream of a command on this terminal.
    #[must_use]
    #[track_caller]
    pub fn stdio(&self) -> Stdio {
        self.user.try_clone().unwrap().into()
    }

    /// Types a text. `\n` is Enter, and `\x04` is Ctrl-D.
    #[track_caller]
    pub fn enter(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Waits until the terminal shows this text; returns all that it has shown.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &str {
        let end = Instant::now() + TIME_LIMIT;
        while !self.shown.contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            match self.screen.recv_timeout(left) {
                Ok(output) => self.show(&output),
                Err(error) => panic!("{text:?} is not shown ({error}): {}", self.shown),
            }
        }
        &self.shown
    }

    /// Waits until every command has closed the terminal; returns all that it has shown.
    #[must_use]
    #[track_caller]
    pub fn shown_to_the_end(self) -> String {
        let Self { user, screen, shown, .. } = self;
        drop(user);
        let end = Instant::now() + TIME_LIMIT;
        let mut shown = shown;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match screen.recv_timeout(left) {
                Ok(output) => shown += &String::from_utf8_lossy(&output),
                Err(RecvTimeoutError::Disconnected) => return shown.replace("\r\n", "\n"),
                Err(RecvTimeoutError::Timeout) => panic!("the terminal stays open: {shown}"),
            }
        }
    }

    fn show(&mut self, output: &[u8]) {
        self.shown += &String::from_utf8_lossy(output).replace("\r\n", "\n");
    }
}
