//! The command as people run it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use switchboard_test_harness::{run, text};

fn vanity(arguments: &[&str], input: &[u8]) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_vanity")).args(arguments), input)
}

#[test]
fn a_number_is_answered_best_first() {
    // The example of the README.
    let output = vanity(&["1-800-356-9377"], b"");
    let readme = include_str!("../../../README.md");
    assert!(readme.contains(text(&output.stdout)), "{}", text(&output.stdout));
    assert!(text(&output.stdout).starts_with("+18003569377\n  1  1-800-FLOWERS\n"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn tsv_has_five_columns_and_no_header() {
    let output = vanity(&["--format", "tsv", "+18007848669", "+12012000000"], b"");
    let rows: Vec<Vec<&str>> =
        text(&output.stdout).lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0], ["+18007848669", "1", "1-800-QUIT-NOW", "QUIT NOW", "words"]);
    assert_eq!(rows.len(), 10);
    assert_eq!(rows[9][3..], ["-", "letters"]);
}

#[test]
fn json_is_one_object_a_line() {
    let output = vanity(&["--format", "json", "--limit", "2", "8003569377", "8007848669"], b"");
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1]["phoneNumber"], "+18007848669");
    assert_eq!(lines[1]["vanityNumbers"].as_array().unwrap().len(), 2);
    assert_eq!(lines[1]["vanityNumbers"][0]["vanityNumber"], "1-800-QUIT-NOW");
}

#[test]
fn ascending_order_puts_words_before_letters() {
    let output = vanity(&["--order", "ascending", "--format", "tsv", "+18002668228"], b"");
    let shown: Vec<&str> =
        text(&output.stdout).lines().map(|line| line.split('\t').nth(2).unwrap()).collect();
    assert!(shown.is_sorted(), "{shown:?}");

    let best = vanity(&["--order", "ascending", "--limit", "1", "8003569377"], b"");
    assert_eq!(text(&best.stdout), "+18003569377\n  1  1-800-FLOWERS\n");
}

#[test]
fn bad_lines_are_reported_and_the_others_answered() {
    let output = vanity(&["--limit", "1"], b"8003569377\nhello\n\n+18007848669\n12#4\n");
    assert_eq!(
        text(&output.stdout),
        "+18003569377\n  1  1-800-FLOWERS\n+18007848669\n  1  1-800-QUIT-NOW\n"
    );
    let reported: Vec<&str> = text(&output.stderr).lines().collect();
    assert!(reported[0].starts_with("vanity: line 2: there is no digit in it"), "{reported:?}");
    assert!(reported[1].starts_with("vanity: line 5: "), "{reported:?}");
    assert_eq!(reported[2], "vanity: 2 answered, 2 refused");
    assert_eq!((reported.len(), output.status.code()), (3, Some(2)));
}

#[test]
fn a_number_that_no_plan_has_is_reported_too() {
    let output = vanity(&["+10003569377"], b"");
    let stderr = text(&output.stderr);
    assert!(stderr.starts_with("vanity: argument 1 (\"+10003569377\"): "), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "one message about one argument: {stderr}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vanity"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // The command may end while it is still being written to.
    let _ = child.stdin.take().unwrap().write_all("8003569377\n".repeat(100).as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn a_closed_standard_error_stops_no_answer() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vanity"))
        .args(["--limit", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    child.stdin.take().unwrap().write_all("hello\n8003569377\n".repeat(100).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout).matches("1-800-FLOWERS").count(), 100);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_number_that_cannot_be_spelled_is_reported_too() {
    let output = vanity(&["--limit", "1"], b"+10003569377\n8003569377\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("vanity: line 1: "), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "+18003569377\n  1  1-800-FLOWERS\n");
}
