//! What the program prints: commands that run as they are printed, and the functions' log.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use switchboard_test_harness::{Terminal, run};
use tempfile::TempDir;

use crate::harness::{Reply, post, signed, try_send};
use crate::program::{invoke_convert, stand_ins};

/// The program in a terminal of its own. It is killed when it is dropped.
struct InTerminal {
    child: Child,
    terminal: Terminal,
    _functions: TempDir,
}

impl InTerminal {
    /// Starts the program and waits until it has printed what to try.
    fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let functions = stand_ins();
        let mut terminal = Terminal::open();
        let mut command = program(&functions, arguments);
        command.env_remove("NO_COLOR").env("TERM", "xterm").envs(variables.iter().copied());
        let streams = command.stdin(Stdio::null()).stdout(terminal.stdio());
        let child = streams.stderr(terminal.stdio()).spawn().unwrap();
        terminal.wait_for("Ctrl-C stops it.");
        Self { child, terminal, _functions: functions }
    }

    /// The variables that the printed export sets.
    fn aws_environment(&mut self) -> BTreeMap<String, String> {
        let export = self.line("export ");
        let variables = export.split(' ').map(|variable| variable.split_once('=').unwrap());
        variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// What follows this mark on its line.
    fn line(&mut self, mark: &str) -> String {
        let rest = self.terminal.wait_for(mark).split_once(mark).unwrap().1;
        rest.lines().next().unwrap().to_owned()
    }

    async fn invoke(&mut self, event: &Value) -> Reply {
        let aws = self.aws_environment().remove("AWS_ENDPOINT_URL").unwrap();
        invoke_convert(&aws, event).await
    }
}

impl Drop for InTerminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(functions: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_local-stack"));
    command.args(["--port", "0", "--aws-port", "0", "--memory", "--functions-dir"]);
    command.arg(functions.path()).args(arguments);
    command
}

#[tokio::test]
async fn the_printed_variables_are_all_that_an_sdk_needs() {
    let mut program = InTerminal::start(&[], &[]);
    let variables = program.aws_environment();
    let names: Vec<&str> = variables.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_ENDPOINT_URL",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY"
        ]
    );
    assert_eq!(variables["AWS_REGION"], variables["AWS_DEFAULT_REGION"]);
    let (key, aws) = (&variables["AWS_ACCESS_KEY_ID"], &variables["AWS_ENDPOINT_URL"]);
    let request = signed(key, aws, "DynamoDB_20120810.ListTables", &json!({}));
    let tables = try_send(request).await.unwrap();
    assert!(tables.text().contains("vanity-numbers"), "{tables:?}");
}

#[tokio::test]
async fn the_printed_call_names_the_stack() {
    let mut program = InTerminal::start(&[], &[]);
    let people = program.line("ready people=");
    let people = people.split(' ').next().unwrap();
    let dial = program.line("Dial from a terminal\n    ");
    let call = format!("dial --from +18003569377 --stack {people}");
    assert!(dial.contains("vanity") && dial.ends_with(&call), "{dial}");
}

#[tokio::test]
async fn a_terminal_shows_one_line_for_each_request() {
    let mut program = InTerminal::start(&[], &[]);
    program.invoke(&json!({ "echo": { "status": "ok", "phoneNumber": "+18003569377" } })).await;
    program.terminal.wait_for("Z  vanity-convert     ok  ");
    program.invoke(&json!({ "echo": { "statusCode": 200 } })).await;
    program.terminal.wait_for("Z  vanity-convert     200  ");
    program.invoke(&json!({ "exit": 1 })).await;
    let shown = program.terminal.wait_for("\u{1b}[31mfailed  Runtime.ExitError  ");
    let (_, log) = shown.split_once("Ctrl-C stops it.").unwrap();
    assert_eq!(log.trim_end().lines().count(), 1 + 3, "{log}");
    assert!(!log.contains("8003569377"), "{log}");
}

#[tokio::test]
async fn colours_can_be_refused() {
    let mut program = InTerminal::start(&[], &[("NO_COLOR", "1")]);
    program.invoke(&json!({ "exit": 1 })).await;
    let shown = program.terminal.wait_for("Z  vanity-convert     failed  Runtime.ExitError  ");
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[tokio::test]
async fn a_sweep_is_shown_only_if_it_did_something() {
    let mut program = InTerminal::start(&[], &[]);
    let aws = program.aws_environment().remove("AWS_ENDPOINT_URL").unwrap();
    let url = format!("{aws}/2015-03-31/functions/approval-sweep/invocations");
    for report in [json!({ "lookedAt": 0, "closed": 0 }), json!({ "lookedAt": 1, "closed": 1 })] {
        post(&url, &json!({ "echo": report })).await;
    }
    let shown = program.terminal.wait_for("approval-sweep     lookedAt=1 closed=1  ");
    assert_eq!(shown.matches("approval-sweep").count(), 1, "{shown}");
}

#[tokio::test]
async fn a_script_gets_the_functions_own_lines() {
    let mut at_terminal = InTerminal::start(&["--logs", "json"], &[]);
    at_terminal.invoke(&json!({ "exit": 1 })).await;
    at_terminal.terminal.wait_for("vanity-convert | REPORT RequestId: ");

    // A program whose output is not watched prints them without being asked to.
    let (functions, script) = (stand_ins(), tempfile::tempdir().unwrap());
    let log = script.path().join("log");
    let mut command = program(&functions, &[]);
    command.stdin(Stdio::null()).stderr(std::fs::File::create(&log).unwrap());
    let mut piped = switchboard_test_harness::Program::start(&mut command, "ready people=");
    let aws = piped.ready().split_once(" aws=").unwrap().1.to_owned();
    invoke_convert(&aws, &json!({ "exit": 1 })).await;
    piped.signal("TERM");
    piped.wait();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(
        log.contains("vanity-convert | START") && log.contains("vanity-convert | REPORT"),
        "{log}"
    );
}

#[test]
fn another_form_of_the_log_is_refused_with_those_that_there_are() {
    let functions = stand_ins();
    let output = run(&mut program(&functions, &["--logs", "xml"]), "");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("text") && message.contains("json"), "{message}");
    assert_eq!(output.status.code(), Some(2));
}
