//! chromedriver as a child process.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use thiserror::Error;

/// Why chromedriver could not be started.
#[derive(Debug, Error)]
pub(crate) enum DriverError {
    #[error("no shell can be run for chromedriver: {0}")]
    NotRun(#[source] io::Error),
    #[error("the output of chromedriver cannot be read: {0}")]
    Output(#[source] io::Error),
    #[error(
        "chromedriver does not listen (tools/checks/test-tools.sh installs it); its output: {0}"
    )]
    Ended(String),
}

/// Runs the driver until standard input is closed, which happens with the end of the test in any
/// case. Then kills every process in the shell's process group, because a browser survives a driver
/// that is killed. `kill` is written in the POSIX form, as shells differ in the shorter ones.
const SCRIPT: &str = r#"
chromedriver --port=0 &
exec >&-
read -r _
kill -s KILL $!
wait
kill -s KILL -- "-$$"
"#;

/// A chromedriver on its own port. It is stopped, with its browser, when it is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    shell: Child,
    /// Kept open, as the driver may write to it.
    _output: BufReader<ChildStdout>,
    errors: PathBuf,
    pub(crate) port: u16,
}

impl Driver {
    /// Starts it. Its temporary files and those of the browser are in this folder.
    pub(crate) fn start(folder: &Path) -> Result<Self, DriverError> {
        let errors = folder.join("chromedriver.log");
        let log = File::create(&errors).map_err(DriverError::Output)?;
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT])
            .env("TMPDIR", folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .process_group(0)
            .spawn()
            .map_err(DriverError::NotRun)?;
        let mut output = BufReader::new(shell.stdout.take().expect("it is piped"));
        let port = listening_port(&mut output);
        let mut driver = Self { shell, _output: output, errors, port: 0 };
        driver.port = port.ok_or_else(|| DriverError::Ended(driver.said()))?;
        Ok(driver)
    }

    /// What it has written to standard error.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.errors).unwrap_or_else(|error| error.to_string())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// The port from the line that the driver prints once it listens; `None` if it ends without one.
fn listening_port(output: &mut impl BufRead) -> Option<u16> {
    let said = "started successfully on port ";
    output.lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once(said)?;
        port.trim_end_matches('.').parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_the_one_that_it_listens_on() {
        let mut output = "Starting ChromeDriver 156.0 (a21) on port 0\n\
            Please see the documentation for suggestions on keeping ChromeDriver safe.\n\
            ChromeDriver was started successfully on port 41283.\n"
            .as_bytes();
        assert_eq!(listening_port(&mut output), Some(41283));
        assert_eq!(listening_port(&mut "Port not available. Exiting...\n".as_bytes()), None);
    }
}
