//! The local stack as a process, started as `make run` starts it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use serde_json::{Value, json};
use switchboard_test_harness::{Answer, Client, Program, built};
use tempfile::TempDir;

use crate::logs::Logs;

/// A running local stack on free ports, with its data in a folder that outlives it.
#[derive(Debug)]
pub struct LocalStack {
    program: Program,
    folder: TempDir,
    arguments: Vec<String>,
    /// The port for people.
    pub people: Client,
    /// The port for SDKs.
    pub aws: Client,
}

impl LocalStack {
    /// Starts on an empty folder.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts on an empty folder, with these further arguments.
    #[must_use]
    pub fn start_with(arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Self::start_on(TempDir::new().unwrap(), arguments)
    }

    fn start_on(folder: TempDir, arguments: Vec<String>) -> Self {
        let log = File::options().create(true).append(true).open(log_file(folder.path())).unwrap();
        let mut command = Command::new(built("local-stack"));
        command
            .args(["--no-build", "--port", "0", "--aws-port", "0", "--data-dir"])
            .arg(folder.path().join("data"))
            .args(&arguments)
            .stderr(log);
        let program = Program::start(&mut command, "ready ");
        let address = |name: &str| {
            let mut words = program.ready().split(' ');
            Client::new(words.find_map(|word| word.strip_prefix(name)).unwrap())
        };
        let (people, aws) = (address("people="), address("aws="));
        Self { program, folder, arguments, people, aws }
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
        let (_, folder) = self.wait();
        Self::start_on(folder, arguments)
    }

    /// Stops as Ctrl-C does.
    #[must_use]
    pub fn stop(self) -> (ExitStatus, TempDir) {
        self.program.signal("INT");
        self.wait()
    }

    fn wait(mut self) -> (ExitStatus, TempDir) {
        (self.program.wait(), self.folder)
    }

    /// Kills it (SIGKILL) while clients still talk to it, so that it cannot shut down cleanly. What
    /// it has written to files stays, as the operating system holds it; a power cut could lose that
    /// too.
    pub fn kill(&self) {
        self.program.signal("KILL");
    }

    /// Stops, and returns all that the stack and its functions have logged.
    #[must_use]
    pub fn stop_and_read_logs(self) -> Logs {
        let (_, folder) = self.stop();
        Logs::new(fs::read_to_string(log_file(folder.path())).unwrap())
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

    /// Sends an operation to DynamoDB, as a person with the AWS CLI does, and returns its output.
    #[must_use]
    pub fn dynamodb(&self, operation: &str, input: &Value) -> Value {
        self.operation("dynamodb", "1.0", &format!("DynamoDB_20120810.{operation}"), input)
    }

    /// Sends an operation to CodePipeline in the same way.
    #[must_use]
    pub fn codepipeline(&self, operation: &str, input: &Value) -> Value {
        self.operation("codepipeline", "1.1", &format!("CodePipeline_20150709.{operation}"), input)
    }

    fn operation(&self, service: &str, json: &str, target: &str, input: &Value) -> Value {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=person/20261121/us-east-1/{service}/aws4_request, \
             SignedHeaders=host, Signature=0"
        );
        let content_type = format!("application/x-amz-json-{json}");
        let headers = [
            ("content-type", content_type.as_str()),
            ("x-amz-target", target),
            ("x-amz-date", "20261121T102345Z"),
            ("authorization", authorization.as_str()),
        ];
        let answer = self.aws.try_send("POST", "/", &headers, &input.to_string()).unwrap();
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        answer.json()
    }

    /// The numbers in the table of vanity numbers, sorted.
    #[must_use]
    pub fn stored_numbers(&self) -> Vec<String> {
        let items = self.dynamodb("Scan", &json!({"TableName": "vanity-numbers"}));
        let items = items["Items"].as_array().unwrap();
        let mut numbers: Vec<_> =
            items.iter().map(|item| item["id"]["S"].as_str().unwrap().to_owned()).collect();
        numbers.sort();
        numbers
    }

    /// Lets something go wrong: a fault of the control interface, as in
    /// `{"service": "dynamodb", "operation": "UpdateItem", "error": "ThrottlingException"}`.
    pub fn fault(&self, fault: &Value) {
        let answer = self.people.post("/local/faults", fault);
        assert!((200..300).contains(&answer.status), "{}", answer.body);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        let answer = self.people.send("DELETE", "/local/faults", &[]);
        assert!((200..300).contains(&answer.status), "{}", answer.body);
    }
}

fn log_file(folder: &Path) -> PathBuf {
    folder.join("stack.log")
}
