//! The time from starting a function's process to its first request for an event, and its size.
//!
//! The release binaries run as in Lambda, against a Runtime API that answers with one event, and
//! against the embedded DynamoDB. The functions take turns, so that a slow moment of the machine
//! affects all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use switchboard_bench::figures::{median, thousands};
use switchboard_bench::programs;
use switchboard_local_stack::{Options, Stack};

const ROUNDS: usize = 30;
const PIPELINES: &str = r#"{"storefront": {"actions": ["Approval/Approve"], "approvers": [{"email": "ana@example.com", "name": "Ana Ruiz"}]}}"#;

const NOTE: &str = "\
The start is the time from starting the process to its first request for an event; the first invocation follows it.
DynamoDB is the embedded engine, without TLS, so the start includes no TLS handshake. `hello-function` is the
smallest function with the same runtime. The start of the others, except the sweep and the probe, includes opening
their connection and one request to DynamoDB. The approval functions find nothing to do, and the probe nothing to
probe ([0005](decisions/0005-connect-in-init.md)).";

struct Function {
    name: &'static str,
    event: Value,
}

struct Start {
    to_first_next: Duration,
    first_invocation: Duration,
    peak_kib: u64,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let options = Options::new(".").functions([]);
    let stack = runtime.block_on(Stack::start(options)).unwrap();
    let endpoint = stack.addresses().aws.clone();

    let functions = [
        Function { name: "hello-function", event: json!({}) },
        Function { name: "vanity-convert", event: connect_event() },
        Function { name: "vanity-lookup", event: http_event() },
        // Nothing is stored, so each does the least that it can.
        Function { name: "approval-request", event: json!({"Records": []}) },
        Function { name: "approval-decision", event: link_event() },
        Function { name: "approval-sweep", event: json!({}) },
        // There is nothing to invoke, which the probe reports.
        Function { name: "synthetic-probe", event: json!({}) },
    ];
    let mut starts: Vec<Vec<Start>> = functions.iter().map(|_| Vec::new()).collect();
    for round in 1..=ROUNDS {
        eprintln!("Starting each function, {round} of {ROUNDS}");
        for (function, starts) in functions.iter().zip(&mut starts) {
            starts.push(start(function, &endpoint));
        }
    }

    let target = programs::target().unwrap();
    println!(
        "| function | binary | zip | start to first `/next` | first invocation | peak memory |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (function, starts) in functions.iter().zip(&starts) {
        let binary = size(&programs::release_build(function.name).unwrap());
        let zip = size(&target.join(format!("package/{}.zip", function.name)));
        println!(
            "| {} | {binary} | {zip} | {} | {} | {} KiB |",
            function.name,
            milliseconds(starts.iter().map(|start| start.to_first_next)),
            milliseconds(starts.iter().map(|start| start.first_invocation)),
            thousands(median(starts.iter().map(|start| start.peak_kib)).unwrap()),
        );
    }
    println!("\nMedians of {ROUNDS} starts; the functions take turns.\n{NOTE}");
    runtime.block_on(stack.stop());
}

/// Starts the function, hands it one event, and stops it.
fn start(function: &Function, aws_endpoint: &str) -> Start {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let runtime_api = listener.local_addr().unwrap().to_string();
    let started = Instant::now();
    let mut process = Command::new(programs::release_build(function.name).unwrap())
        .env_clear()
        .envs([
            ("AWS_LAMBDA_RUNTIME_API", runtime_api.as_str()),
            ("AWS_LAMBDA_FUNCTION_NAME", function.name),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL", aws_endpoint),
            ("VANITY_NUMBERS_TABLE", switchboard_local_stack::tables::VANITY_NUMBERS),
            ("APPROVALS_TABLE", switchboard_local_stack::tables::APPROVALS),
            ("APPROVAL_BASE_URL", "https://approve.example.com"),
            ("APPROVAL_SENDER", "releases@example.com"),
            ("APPROVAL_CONFIGURATION_SET", "release-approvals"),
            ("APPROVAL_SOURCES", "arn:aws:sns:us-east-1:123456789012:release-approvals"),
            ("APPROVAL_PIPELINES", PIPELINES),
            ("PROBE_CONVERT_FUNCTION", "vanity-convert:live"),
            ("PROBE_API_URL", aws_endpoint),
            ("PROBE_PHONE_NUMBER", "+12025550143"),
        ])
        .stdout(Stdio::null())
        .spawn()
        .expect("the release binary starts; build it with `make bench`");

    let connection = accept(&listener, &mut process);
    let mut connection = BufReader::new(connection);
    assert!(read_request(&mut connection).starts_with("GET /2018-06-01/runtime/invocation/next"));
    let to_first_next = started.elapsed();

    let event = function.event.to_string();
    let invoked = Instant::now();
    send_event(&mut connection, &event);
    let answer = read_request(&mut connection);
    let first_invocation = invoked.elapsed();
    assert!(answer.contains("/response"), "{}: {answer}", function.name);

    let peak_kib = programs::peak_kib(&process).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    Start { to_first_next, first_invocation, peak_kib }
}

/// Waits for the process to connect, but only while it runs.
fn accept(listener: &TcpListener, process: &mut Child) -> TcpStream {
    listener.set_nonblocking(true).unwrap();
    loop {
        if let Ok((connection, _)) = listener.accept() {
            connection.set_nonblocking(false).unwrap();
            return connection;
        }
        assert!(
            process.try_wait().unwrap().is_none(),
            "the function ended before it asked for an event"
        );
        std::thread::yield_now();
    }
}

/// Reads one request with its body, and returns its first line.
fn read_request(connection: &mut BufReader<TcpStream>) -> String {
    let mut first = String::new();
    connection.read_line(&mut first).unwrap();
    let (mut length, mut chunked) = (0, false);
    loop {
        let mut header = String::new();
        connection.read_line(&mut header).unwrap();
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        chunked |= header.starts_with("transfer-encoding:") && header.ends_with("chunked");
    }
    if chunked {
        while read_chunk(connection) > 0 {}
    } else {
        connection.read_exact(&mut vec![0; length]).unwrap();
    }
    first
}

fn read_chunk(connection: &mut BufReader<TcpStream>) -> usize {
    let mut size = String::new();
    connection.read_line(&mut size).unwrap();
    let size = usize::from_str_radix(size.trim(), 16).unwrap();
    connection.read_exact(&mut vec![0; size + 2]).unwrap();
    size
}

fn send_event(connection: &mut BufReader<TcpStream>, event: &str) {
    let response = format!(
        "HTTP/1.1 200 OK\r\n\
         Content-Type: application/json\r\n\
         Content-Length: {}\r\n\
         Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n\
         Lambda-Runtime-Deadline-Ms: 4102444800000\r\n\
         Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:f\r\n\
         Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700\r\n\r\n{event}",
        event.len()
    );
    connection.get_mut().write_all(response.as_bytes()).unwrap();
}

fn connect_event() -> Value {
    json!({"Details": {"ContactData": {
        "Channel": "VOICE",
        "ContactId": "5ca32fbd-8f92-46af-92a5-6b0f970f0efe",
        "CustomerEndpoint": {"Address": "+18003569377", "Type": "TELEPHONE_NUMBER"},
    }}})
}

fn http_event() -> Value {
    json!({
        "version": "2.0",
        "rawPath": "/vanity-numbers/+18003569377",
        "rawQueryString": "",
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": "/vanity-numbers/+18003569377"}, "stage": "$default"},
        "isBase64Encoded": false,
    })
}

/// An unknown link: one look-up, and a page.
fn link_event() -> Value {
    let path = format!("/approvals/{}", "A".repeat(43));
    json!({
        "version": "2.0",
        "rawPath": path,
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": path}},
        "isBase64Encoded": false,
    })
}

fn size(file: &Path) -> String {
    fs::metadata(file)
        .map_or_else(|_| "not packed".to_owned(), |file| format!("{} B", thousands(file.len())))
}

fn milliseconds(durations: impl Iterator<Item = Duration>) -> String {
    format!("{:.1} ms", median(durations).unwrap().as_secs_f64() * 1000.0)
}
