//! The command on long standard input: in order, in constant memory, and at once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use switchboard_test_harness::{run, text};

/// Lines of a kilobyte, so that few of them make many blocks.
fn roomy(entry: &str) -> String {
    format!("{entry:<1023}\n")
}

/// Long enough that threads are at work behind it.
fn blank_blocks() -> String {
    roomy("").repeat(512)
}

fn vanity(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanity"));
    command.args(["--format", "tsv", "--limit", "1"]).args(arguments);
    command
}

fn start(arguments: &[&str]) -> Child {
    vanity(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn many_blocks_are_answered_in_order_and_messages_name_their_lines() {
    let (mut input, mut numbers, mut messages) = (String::new(), Vec::new(), Vec::new());
    for line in 1..=2_000_usize {
        let entry = match line % 40 {
            0 => format!("+1800356{:04}", 9_377 - line),
            _ if line % 7 == 0 => "hello".to_owned(),
            _ => String::new(),
        };
        input += &roomy(&entry);
        if entry == "hello" {
            messages.push(format!("vanity: line {line}: there is no digit in it"));
        } else if !entry.is_empty() {
            numbers.push(entry);
        }
    }
    for jobs in ["1", "3"] {
        let output = run(&mut vanity(&["--jobs", jobs]), &input);
        let answered = text(&output.stdout).lines().map(|line| line.split('\t').next().unwrap());
        assert_eq!(answered.collect::<Vec<_>>(), numbers);
        let reported = text(&output.stderr).lines().map(|line| line.split(';').next().unwrap());
        let reported: Vec<&str> = reported.collect();
        assert_eq!(reported[..10], messages[..10]);
        let summary = format!("vanity: {} answered, {} refused", numbers.len(), messages.len());
        assert!(reported[11].starts_with(&summary), "{reported:?}");
        assert_eq!(reported.len(), 12, "{reported:?}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn what_has_come_is_answered_while_the_input_is_open() {
    let mut child = start(&["--jobs", "3"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    // First on one thread, then on several.
    for before in [String::new(), blank_blocks(), String::new()] {
        for number in ["8003569377", "8004685865"] {
            stdin.write_all(format!("{before}{number}\nhel").as_bytes()).unwrap();
            assert!(answers.next().unwrap().unwrap().starts_with(&format!("+1{number}\t1\t")));
            stdin.write_all(b"lo\n").unwrap();
        }
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr).lines().count(), 6 + 1, "{}", text(&output.stderr));
}

#[test]
fn closed_output_ends_the_command_while_the_input_is_open() {
    let mut child = start(&["--jobs", "3"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all((blank_blocks() + "8003569377\n").as_bytes()).unwrap();
    assert!(answers.read_line(&mut String::new()).unwrap() > 0);
    drop(answers);
    stdin.write_all(b"8003569377\n").unwrap();
    let status = child.wait().unwrap();
    let stderr = child.wait_with_output().unwrap().stderr;
    assert_eq!((status.code(), text(&stderr)), (Some(0), ""));
    drop(stdin);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_the_same_however_long_the_input_is() {
    let mut child = start(&["--jobs", "2"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    let mut peaks = Vec::new();
    // 50 MB: lines, and one that is longer than any memory it may take.
    for _ in 0..2 {
        for _ in 0..25 {
            stdin.write_all(blank_blocks().as_bytes()).unwrap();
            stdin.write_all(" ".repeat(1 << 19).as_bytes()).unwrap();
        }
        stdin.write_all(b"\n8003569377\n").unwrap();
        assert!(answers.read_line(&mut String::new()).unwrap() > 0);
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peaks.push(peak.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap());
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
    assert!(peaks.iter().all(|peak| *peak <= 20_000), "{peaks:?} kB");
}

#[cfg(target_os = "linux")]
#[test]
fn streams_that_fail_are_named() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let directory = File::open(env!("CARGO_MANIFEST_DIR")).unwrap();
    let command = |stdin: Stdio, stdout: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vanity"));
        command.stdin(stdin).stdout(stdout).stderr(Stdio::piped());
        command
    };
    let unwritable = command(Stdio::null(), full.into()).arg("8003569377").output().unwrap();
    let unreadable = command(directory.into(), Stdio::piped()).output().unwrap();
    for (output, message) in [
        (unwritable, "vanity: the answers cannot be written: No space left"),
        (unreadable, "vanity: the numbers cannot be read: Is a directory"),
    ] {
        assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(1));
    }
}
