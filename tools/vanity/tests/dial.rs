//! `vanity dial` as people run it, against a stack of the test's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::thread;

use serde_json::{Value, json};
use switchboard_test_harness::text;

/// What the stack answers, one request after the other: status and body.
type Answers = Vec<(u16, String)>;

/// Runs the command against a stack that answers this; also its requests, `METHOD /path body`.
fn dial(arguments: &[&str], input: &str, answers: Answers) -> (Output, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let stack = thread::spawn(move || {
        let answer = |(status, body): (u16, String)| {
            let (stream, _) = listener.accept().unwrap();
            let request = read_request(&stream);
            let head = "connection: close\r\ncontent-type: application/json";
            let length = body.len();
            write!(
                &stream,
                "HTTP/1.1 {status} X\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}"
            )
            .unwrap();
            request
        };
        answers.into_iter().map(answer).collect()
    });
    let arguments = [&["--stack", &address], arguments].concat();
    (run(&arguments, input), stack.join().unwrap())
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanity"));
    switchboard_test_harness::run(command.arg("dial").args(arguments), input)
}

fn read_request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let request = first.trim().strip_suffix(" HTTP/1.1").unwrap();
    format!("{request} {}", String::from_utf8(body).unwrap()).trim_end().to_owned()
}

/// A menu that has heard these keys, and listens again while `open`.
fn call(heard: &str, open: bool) -> (u16, String) {
    let offer = |pressed: Option<String>, branch: Option<&str>| {
        json!({
            "block": "Offer", "type": "GetParticipantInput", "said": "Press 1, or 9 to end.",
            "pressed": pressed, "branch": branch, "next": branch.map(|_| "Offer"),
        })
    };
    let mut transcript: Vec<Value> = vec![json!({
        "block": "Greet", "type": "MessageParticipant", "said": "Welcome.", "branch": "next", "next": "Offer",
    })];
    transcript.extend(heard.chars().map(|key| match key {
        '.' => offer(None, Some("InputTimeLimitExceeded")),
        key => offer(Some(key.to_string()), Some("Equals 1")),
    }));
    if open {
        transcript.push(offer(None, None));
    }
    let call = json!({
        "contactId": "id-1",
        "status": "ok",
        "listening": open.then(|| json!({"block": "Offer", "timeLimitSeconds": 8, "maxDigits": null, "entered": ""})),
        "spoken": [],
        "attributes": {"status": "ok", "phoneNumber": "+18003569377", "vanity_1": "1-800-FLOWERS"},
        "transcript": transcript,
    });
    (200, call.to_string())
}

/// Checks the request that places a call, in any order of its members.
#[track_caller]
fn assert_placed(request: &str, number: &Value) {
    let body: Value =
        serde_json::from_str(request.strip_prefix("POST /local/calls ").unwrap()).unwrap();
    assert_eq!(body, json!({"phoneNumber": number, "interactive": true}));
}

#[test]
fn a_call_is_heard_answered_and_ends_in_its_vanity_numbers() {
    let answers = vec![call("", true), call("1", true), call("19", false)];
    let (output, requests) = dial(&["(800) 356-9377", "--keys", "1 9"], "", answers);
    let keys = |key| format!(r#"POST /local/calls/id-1/keys {{"keys":"{key}"}}"#);
    assert_placed(&requests[0], &json!("+18003569377"));
    assert_eq!(requests[1..], [keys(1), keys(9)]);
    let menu = "voice   Press 1, or 9 to end.\n";
    assert_eq!(
        text(&output.stdout),
        format!(
            "Dialling from +18003569377.\nvoice   Welcome.\n{menu}keys    1\n{menu}keys    9\n\
             The call is over.\n+18003569377\n  1  1-800-FLOWERS\n"
        )
    );
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
}

#[test]
fn after_the_keys_there_is_silence_until_the_flow_ends_the_call() {
    let answers = vec![call("", true), call("1", true), call("1.", true), call("1..", false)];
    let (output, requests) = dial(&["1-800-FLOWERS", "--keys", "1"], "9\n", answers);
    let presses: Vec<&str> = requests[1..].iter().map(|r| r.split(' ').nth(2).unwrap()).collect();
    assert_eq!(presses, [r#"{"keys":"1"}"#, r#"{"keys":"."}"#, r#"{"keys":"."}"#]);
    assert_eq!(text(&output.stdout).matches("keys    (none)\n").count(), 2);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn lines_of_standard_input_are_keys_and_its_end_hangs_up() {
    let answers = vec![call("", true), call("1", true), call("1.", true), call("1.", false)];
    let (output, requests) = dial(&[], "1\n\n", answers);
    assert_placed(&requests[0], &Value::Null);
    assert_eq!(requests[2], r#"POST /local/calls/id-1/keys {"keys":"."}"#, "a line without keys");
    assert_eq!(requests[3], "DELETE /local/calls/id-1");
    let stdout = text(&output.stdout);
    assert!(stdout.starts_with("Dialling with the number withheld.\n"), "{stdout}");
    assert!(stdout.contains("You hung up.\n") && !stdout.contains("The call is over"), "{stdout}");
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
}

#[test]
fn keys_that_come_too_late_are_told_of() {
    let answers = vec![call("", true), call("9", false)];
    let (output, _) = dial(&["8003569377"], "9 1 2\n", answers);
    assert_eq!(text(&output.stderr), "vanity: the call was over before the last 2 keys\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_line_without_keys_in_a_script_hangs_up() {
    let answers = vec![call("", true), call("", false)];
    let (output, requests) = dial(&["8003569377"], "one\n", answers);
    assert_eq!(requests[1], "DELETE /local/calls/id-1");
    assert!(text(&output.stderr).starts_with("vanity: line 1: 'o' is not a key; keys are 0 to 9"));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_transcript_names_blocks_and_branches() {
    let answers = vec![call("", true), call("9", false)];
    let (output, _) = dial(&["8003569377", "--keys", "9", "--transcript"], "", answers);
    let stdout = text(&output.stdout);
    for line in [
        "block   Greet (MessageParticipant)\nvoice   Welcome.\nbranch  next --> Offer\n",
        "keys    9\nbranch  Equals 1 --> Offer\n",
    ] {
        assert!(stdout.contains(line), "{stdout}");
    }
}

#[test]
fn what_is_no_number_no_key_or_no_address_is_refused_before_the_call() {
    for (arguments, message) in [
        (&["12#4"][..], "invalid value '12#4' for '[NUMBER]'"),
        (&["--from", "356"], "invalid value '356' for '--from <NUMBER>'"),
        (&[""], "'[NUMBER]'"),
        (&["FLOWERS"], "there is no digit in it"),
        (&["--from", "customers"], "there is no digit in it"),
        (&["8003569377", "--keys", "1x"], "'x' is not a key; keys are 0 to 9"),
        (&["8003569377", "--stack", "https://127.0.0.1"], "write the stack's address for people"),
    ] {
        let output = run(arguments, "");
        let stderr = text(&output.stderr);
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(2)), "{arguments:?}");
    }
}

#[test]
fn without_a_stack_it_says_how_to_start_one() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = run(&["8003569377", "--stack", &format!("http://{free}/")], "");
    let message =
        format!("vanity: No local stack answers at http://{free}; start it with `make run`");
    let stderr = text(&output.stderr);
    assert!(stderr.starts_with(&message), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_the_stack_refuses_is_told_in_its_words() {
    let problem = json!({"title": "Conflict", "status": 409, "detail": "The call id-1 is over."});
    let answers = vec![call("", true), (409, problem.to_string())];
    let (output, _) = dial(&["8003569377", "--keys", "1"], "", answers);
    assert_eq!(text(&output.stderr), "vanity: The call id-1 is over.\n");
    assert!(text(&output.stdout).contains("voice   Welcome.\n"), "what was heard before stays");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn another_server_is_not_taken_for_a_stack() {
    for answer in [(200, "<html>"), (200, "{}"), (404, "not here")] {
        let (output, _) = dial(&["8003569377"], "", vec![(answer.0, answer.1.to_owned())]);
        let stderr = text(&output.stderr);
        assert!(
            stderr.contains("is not a local stack: ") && stderr.contains("`make run`"),
            "{stderr}"
        );
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn a_stack_that_goes_away_during_the_call_is_not_one_that_was_never_there() {
    let (output, _) = dial(&["8003569377", "--keys", "1"], "", vec![call("", true)]);
    let stderr = text(&output.stderr);
    assert!(stderr.contains("went away during the call"), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_flow_that_never_ends_the_call_is_hung_up() {
    let mut answers: Answers = std::iter::repeat_n(call("", true), 501).collect();
    answers.push(call("", false));
    let (output, requests) = dial(&["8003569377", "--keys", ""], "", answers);
    assert_eq!(requests.last().unwrap(), "DELETE /local/calls/id-1");
    assert!(text(&output.stderr).contains("after 500 silences; hung up"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn numbers_are_still_answered_beside_the_subcommand() {
    let vanity = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_vanity")).args(arguments).output().unwrap()
    };
    let answered = vanity(&["--limit", "1", "1-800-FLOWERS"]);
    assert_eq!(text(&answered.stdout), "+18003569377\n  1  1-800-FLOWERS\n");
    for not_dialled in [&["--", "dial"][..], &["--limit", "1", "dial", "8003569377"]] {
        let output = vanity(not_dialled);
        let stderr = text(&output.stderr);
        assert!(stderr.starts_with("vanity: \"dial\" is a command, which comes first"), "{stderr}");
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(2)));
    }
}

#[test]
fn the_callers_number_is_an_option_or_an_argument_and_not_both() {
    for number in [&["--from", "1-800-FLOWERS"][..], &["1-800-FLOWERS"]] {
        let answers = vec![call("", false)];
        let (output, requests) = dial(&[number, &["--keys", ""]].concat(), "", answers);
        assert_placed(&requests[0], &json!("+18003569377"));
        assert_eq!(output.status.code(), Some(0));
    }
    let both = run(&["--from", "8003569377", "8003569377"], "");
    assert!(text(&both.stderr).contains("cannot be used with"), "{}", text(&both.stderr));
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn the_stack_is_named_by_an_option_or_by_the_environment() {
    let vanity = |variable: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vanity"));
        command.env("SWITCHBOARD_STACK", variable).arg("dial").args(arguments);
        let output = switchboard_test_harness::run(&mut command, "");
        text(&output.stderr).to_owned()
    };
    let free = || {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        format!("http://{address}")
    };
    let (variable, option) = (free(), free());
    let message = |address| format!("vanity: No local stack answers at {address}; ");
    assert!(vanity(&variable, &["8003569377"]).starts_with(&message(&variable)));
    let both = vanity(&variable, &["8003569377", "--stack", &option]);
    assert!(both.starts_with(&message(&option)), "{both}");
    assert!(vanity("here", &["8003569377"]).contains("write the stack's address for people"));
}
