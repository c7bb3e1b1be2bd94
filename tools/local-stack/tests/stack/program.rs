//! The program: its messages, its signals, and its data after its end.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::json;
use switchboard_test_harness::{Program, run};
use tempfile::TempDir;

use crate::harness::{Reply, functions_dir, get, get_item, post, put_item};

/// A folder with `hello-function` in place of every function.
pub(crate) fn stand_ins() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "vanity-convert",
        "vanity-lookup",
        "approval-request",
        "approval-decision",
        "approval-sweep",
        "synthetic-probe",
    ] {
        let hello = functions_dir().join("hello-function");
        std::os::unix::fs::symlink(hello, folder.path().join(name)).unwrap();
    }
    folder
}

fn program(functions: &Path, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_local-stack"));
    command
        .args(["--port", "0", "--aws-port", "0", "--functions-dir"])
        .arg(functions)
        .arg("--data-dir")
        .arg(data);
    command
}

/// A started program and the addresses of its ready line.
struct Running {
    program: Program,
    people: String,
    aws: String,
}

impl Running {
    fn start(functions: &Path, data: &Path) -> Self {
        let mut command = program(functions, data);
        let program = Program::start(command.stderr(Stdio::null()), "ready people=");
        let (people, aws) = program.ready().split_once(" aws=").unwrap();
        let (people, aws) = (people.to_owned(), aws.to_owned());
        Self { program, people, aws }
    }

    async fn invoke(&self, event: &serde_json::Value) -> serde_json::Value {
        invoke_convert(&self.aws, event).await.json()
    }
}

/// Sends an event to `vanity-convert`.
pub(crate) async fn invoke_convert(aws: &str, event: &serde_json::Value) -> Reply {
    post(&format!("{aws}/2015-03-31/functions/vanity-convert/invocations"), event).await
}

/// Waits for the end of a process that is not a child of this one.
async fn ended(process: &str) {
    let mut timer = tokio::time::interval(Duration::from_millis(10));
    let end = async {
        loop {
            timer.tick().await;
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat"));
            // The state follows the name, which is in parentheses.
            let state = stat.unwrap_or_default().rsplit(") ").next().unwrap_or_default().to_owned();
            // An ended process can stay in the list as a zombie.
            if state.is_empty() || state.starts_with('Z') {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), end).await.expect("the process still runs");
}

/// The error message of a program that cannot start.
fn refusal(command: &mut Command) -> String {
    let Output { status, stderr, .. } = run(command, "");
    let message = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{message}");
    assert!(message.starts_with("error: ") && message.lines().count() == 1, "{message}");
    message
}

#[tokio::test]
async fn it_ends_in_order_on_a_signal() {
    let (functions, data) = (stand_ins(), tempfile::tempdir().unwrap());
    for signal in ["INT", "TERM"] {
        let mut running = Running::start(functions.path(), data.path());
        let process = running.invoke(&json!({ "context": true })).await["processId"].to_string();
        running.program.signal(signal);
        let status = running.program.wait();
        assert_eq!(status.code(), Some(0), "{signal}");
        ended(&process).await;
    }
}

#[tokio::test]
async fn a_killed_stack_leaves_its_data_and_no_process() {
    let (functions, data) = (stand_ins(), tempfile::tempdir().unwrap());
    let mut running = Running::start(functions.path(), data.path());
    let process = running.invoke(&json!({ "context": true })).await["processId"].to_string();
    let item = json!({ "id": { "S": "one" } });
    put_item(&running.aws, &item).await;
    running.program.kill();
    ended(&process).await;

    let running = Running::start(functions.path(), data.path());
    assert_eq!(get_item(&running.aws, "one").await, item);
}

#[tokio::test]
async fn a_killed_stack_has_lost_no_release_no_mail_and_no_time() {
    let (functions, data) = (stand_ins(), tempfile::tempdir().unwrap());
    let mut running = Running::start(functions.path(), data.path());
    let people = running.people.clone();
    post(&format!("{people}/local/clock"), &json!({ "advanceSeconds": 3600 })).await;
    let release =
        post(&format!("{people}/local/releases"), &json!({ "pipeline": "billing" })).await;
    let id = release.json()["executionId"].as_str().unwrap().to_owned();
    let decision = json!({ "status": "Approved", "summary": "Go" });
    let decided = format!("{people}/local/releases/{id}/console-decision");
    let before = post(&decided, &decision).await.json();
    let mail = json!({
        "FromEmailAddress": "releases@example.com",
        "Destination": { "ToAddresses": ["ana@example.com"] },
        "Content": { "Simple": { "Subject": { "Data": "Hi" }, "Body": { "Text": { "Data": "x" } } } },
    });
    let sent = post(&format!("{}/v2/email/outbound-emails", running.aws), &mail).await;
    assert_eq!(sent.status, 200, "{sent:?}");
    // SIGKILL, right after the responses.
    running.program.kill();

    let running = Running::start(functions.path(), data.path());
    let people = &running.people;
    assert_eq!(get(&format!("{people}/local/releases/{id}")).await.json(), before);
    let mails = get(&format!("{people}/local/mailbox")).await.json();
    assert_eq!(mails[0]["id"], sent.json()["MessageId"]);
    assert_eq!(get(&format!("{people}/local/clock")).await.json()["offsetSeconds"], 3600);
}

#[tokio::test]
async fn a_second_stack_on_the_same_data_says_so() {
    let (functions, data) = (stand_ins(), tempfile::tempdir().unwrap());
    let running = Running::start(functions.path(), data.path());
    let message = refusal(&mut program(functions.path(), data.path()));
    assert!(message.contains("Another local stack is running"), "{message}");
    assert!(running.people.starts_with("http://127.0.0.1:"));
}

#[tokio::test]
async fn a_port_in_use_is_named_with_its_option() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let functions = stand_ins();
    for option in ["--port", "--aws-port"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_local-stack"));
        let other = if option == "--port" { "--aws-port" } else { "--port" };
        command
            .args(["--memory", option, &port.to_string(), other, "0", "--functions-dir"])
            .arg(functions.path());
        let message = refusal(&mut command);
        assert!(message.contains(&format!("Port {port} is in use")), "{message}");
        assert!(message.contains(&format!("with {option} (0 takes")), "{message}");
    }
}

#[tokio::test]
async fn a_half_written_data_file_is_named_with_what_to_do() {
    let (functions, data) = (stand_ins(), tempfile::tempdir().unwrap());
    let file = data.path().join("dynamodb.sqlite");
    let mut running = Running::start(functions.path(), data.path());
    running.program.signal("TERM");
    running.program.wait();
    let content = fs::read(&file).unwrap();
    fs::write(&file, &content[..content.len() / 2]).unwrap();

    let message = refusal(&mut program(functions.path(), data.path()));
    assert!(message.contains(&file.display().to_string()), "{message}");
    assert!(message.contains("damaged or only half written"), "{message}");
    assert!(message.contains("Move it away, or delete it"), "{message}");
}

#[tokio::test]
async fn a_missing_executable_is_named() {
    let (empty, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let message = refusal(&mut program(empty.path(), data.path()));
    assert!(message.contains("cargo build --bin vanity-convert"), "{message}");
}
