//! The local stack as a process.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::{Answer, Client};

/// A running local stack on free ports, with its data in a folder that outlives it.
#[derive(Debug)]
pub struct Program {
    process: Process,
    folder: TempDir,
    arguments: Vec<String>,
    /// The port for people.
    pub people: Client,
    /// The port for SDKs.
    pub aws: Client,
}

impl Program {
    /// Starts on an empty folder.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts on an empty folder, with these arguments besides.
    #[must_use]
    pub fn start_with(arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Self::start_on(TempDir::new().unwrap(), arguments)
    }

    fn start_on(folder: TempDir, arguments: Vec<String>) -> Self {
        let logs = File::options().create(true).append(true).open(logs(folder.path())).unwrap();
        let mut process = Command::new(binary("local-stack"))
            .args(["--no-build", "--port", "0", "--aws-port", "0", "--data-dir"])
            .arg(folder.path().join("data"))
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(logs)
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let ready = stdout
            .lines()
            .map_while(Result::ok)
            .find(|line| line.starts_with("ready "))
            .expect("the stack gets ready; its log says why it did not");
        let address = |name: &str| {
            let word = ready.split(' ').find_map(|word| word.strip_prefix(name)).unwrap();
            Client::new(word)
        };
        let (people, aws) = (address("people="), address("aws="));
        Self { process: Process(process), folder, arguments, people, aws }
    }

    /// Stops as Ctrl-C does, and starts again on the same folder.
    #[must_use]
    pub fn restart(self) -> Self {
        let arguments = self.arguments.clone();
        let (status, folder) = self.stop();
        assert!(status.success(), "{status}");
        Self::start_on(folder, arguments)
    }

    /// Starts again on the same folder after a kill.
    #[must_use]
    pub fn restart_killed(self) -> Self {
        let arguments = self.arguments.clone();
        let (_, folder) = self.into_parts();
        Self::start_on(folder, arguments)
    }

    /// Stops as Ctrl-C does.
    #[must_use]
    pub fn stop(self) -> (ExitStatus, TempDir) {
        let id = self.process.0.id().to_string();
        send_signal("INT", &id);
        self.into_parts()
    }

    /// Waits for its end.
    fn into_parts(self) -> (ExitStatus, TempDir) {
        let mut process = self.process;
        (process.0.wait().unwrap(), self.folder)
    }

    /// Kills it (SIGKILL) while others still talk to it: it cannot end in order. What it has written
    /// is with the operating system and stays; a power cut could lose that too.
    pub fn kill(&self) {
        send_signal("KILL", &self.process.0.id().to_string());
    }

    /// Stops, and gives all that the stack and its functions have logged.
    #[must_use]
    pub fn stop_and_read_logs(self) -> String {
        let (_, folder) = self.stop();
        std::fs::read_to_string(logs(folder.path())).unwrap()
    }

    /// Places a call.
    #[must_use]
    pub fn call(&self, phone_number: &str) -> Answer {
        self.people.post("/local/calls", &json!({"phoneNumber": phone_number}))
    }

    /// Invokes a function as an SDK does.
    #[must_use]
    pub fn invoke(&self, function: &str, event: &Value) -> Answer {
        self.aws.post(&format!("/2015-03-31/functions/{function}/invocations"), event)
    }
}

/// A process that ends with its owner, also where a scenario fails.
#[derive(Debug)]
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every shell has a `kill` of its own; the program of that name is not on every machine.
fn send_signal(signal: &str, id: &str) {
    let script = format!("kill -{signal} {id}");
    assert!(Command::new("sh").args(["-c", &script]).status().unwrap().success());
}

fn logs(folder: &Path) -> PathBuf {
    folder.join("stack.log")
}

/// A binary of the workspace, built with the profile of the test.
#[must_use]
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap();
    let binary = folder.join(name);
    assert!(binary.is_file(), "{} is not built; run `make test`", binary.display());
    binary
}
