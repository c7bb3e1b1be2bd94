//! Files as input, the file of errors, and the messages about long input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::fs::{self, File};
use std::process::{Command, Output, Stdio};

use switchboard_test_harness::{Terminal, run, text};
use tempfile::TempDir;

const FLOWERS: &str = "+18003569377\n  1  1-800-FLOWERS\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn vanity(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanity"));
    command.current_dir(folder).args(["--limit", "1"]).args(arguments);
    command
}

fn answer(folder: &TempDir, arguments: &[&str], input: &str) -> Output {
    run(&mut vanity(folder, arguments), input)
}

fn lines(output: &Output) -> Vec<&str> {
    text(&output.stderr).lines().collect()
}

#[test]
fn files_are_read_in_their_order_and_named_in_messages() {
    let files = folder(&[("a.txt", "8003569377\nhello\n"), ("b.txt", "\n\nhello\n8003569377")]);
    for arguments in
        [&["--file", "a.txt", "-", "b.txt"][..], &["-f", "a.txt", "-f", "-", "--file", "b.txt"]]
    {
        let output = answer(&files, arguments, "8003569377\nhi\n");
        assert_eq!(text(&output.stdout), FLOWERS.repeat(3));
        let reported = lines(&output);
        for (message, position) in reported.iter().zip(["a.txt:2", "line 2", "b.txt:3"]) {
            let start = format!("vanity: {position}: there is no digit in it");
            assert!(message.starts_with(&start), "{message}");
        }
        assert_eq!(reported[3..], ["vanity: 3 answered, 3 refused"]);
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_file_that_cannot_be_read_stops_the_command_before_any_answer() {
    let files = folder(&[("a.txt", "8003569377\n")]);
    fs::create_dir(files.path().join("b")).unwrap();
    for (name, reason) in [("no.txt", "No such file"), ("b", "it is a folder")] {
        let output = answer(&files, &["--file", "a.txt", name], "");
        let start = format!("vanity: the file {name} cannot be read: {reason}");
        assert!(text(&output.stderr).starts_with(&start), "{}", text(&output.stderr));
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(1)));
    }
    let number = answer(&files, &["--file", "a.txt", "1-800-FLOWERS"], "");
    assert!(text(&number.stderr).contains("a phone number stands among them"));
    assert_eq!((text(&number.stdout), number.status.code()), ("", Some(1)));
    let both = answer(&files, &["--file", "a.txt", "--", "8003569377"], "");
    assert!(text(&both.stderr).contains("cannot be used with"), "{}", text(&both.stderr));
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn a_byte_order_mark_costs_no_line() {
    let files = folder(&[("a.csv", "\u{feff}8003569377\r\n")]);
    let output = answer(&files, &["--file", "a.csv", "-"], "\u{feff}1-800-FLOWERS\n");
    assert_eq!((text(&output.stdout), text(&output.stderr)), (&*FLOWERS.repeat(2), ""));
    fs::write(files.path().join("a.csv"), b"\xff\xfe8\x000\x000\x00").unwrap();
    let output = answer(&files, &["--file", "a.csv"], "");
    let message = "vanity: the file a.csv cannot be read: the text is UTF-16; save it as UTF-8\n";
    assert_eq!((text(&output.stderr), output.status.code()), (message, Some(1)));
}

#[test]
fn a_header_names_the_columns() {
    let files = folder(&[("a.txt", "8003569377\nhi\n")]);
    let arguments = ["--format", "tsv", "--header", "--file", "a.txt", "--errors", "e.tsv"];
    let output = answer(&files, &arguments, "");
    let rows: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(rows[0], "number\trank\tvanity_number\twords\tkind");
    assert_eq!(rows[0].split('\t').count(), rows[1].split('\t').count());
    let errors = fs::read_to_string(files.path().join("e.tsv")).unwrap();
    assert!(errors.starts_with("input\tline\treason\ttext\na.txt\t2\t"), "{errors}");
    let empty = answer(&files, &["--format", "tsv", "--header"], "");
    assert_eq!(text(&empty.stdout).lines().count(), 1, "a table without rows has columns too");
}

#[test]
fn beyond_ten_refusals_are_counted_and_summed_up() {
    let input = "8003569377\nhello\n123\n".repeat(2_000);
    let files = folder(&[]);
    let output = answer(&files, &[], &input);
    let reported = lines(&output);
    assert!(reported[..10].iter().all(|line| line.starts_with("vanity: line ")), "{reported:?}");
    assert!(!reported[..10].concat().contains("hello"), "a log holds no text: {reported:?}");
    assert!(reported[10].contains("--errors FILE"), "{reported:?}");
    let summary = "vanity: 2,000 answered, 4,000 refused (first: line 2: there is no digit in it";
    assert!(reported[11].starts_with(summary), "{reported:?}");
    for line in &reported[12..] {
        assert!(line.starts_with("vanity:   2,000  "), "{reported:?}");
    }
    assert_eq!((reported.len(), output.status.code()), (14, Some(2)));
    assert_eq!(text(&output.stdout), FLOWERS.repeat(2_000));
}

#[test]
fn quiet_leaves_the_summary() {
    let files = folder(&[]);
    let output = answer(&files, &["-q"], "8003569377\nhello\n");
    let reported = lines(&output);
    assert!(reported[0].starts_with("vanity: 1 answered, 1 refused (first: line 2: "));
    assert_eq!((reported.len(), output.status.code()), (1, Some(2)));
    let fine = answer(&files, &["--quiet"], "8003569377\n");
    assert_eq!((text(&fine.stderr), fine.status.code()), ("", Some(0)));
}

#[test]
fn the_file_of_errors_holds_every_refused_entry() {
    let files = folder(&[("a.txt", "8003569377\n\nhel\tlo\nO'Brien\\\u{7}\n")]);
    let arguments = ["--file", "a.txt", "-", "--errors", "e.tsv"];
    let output = answer(&files, &arguments, &"hello\n".repeat(100));
    let errors = fs::read_to_string(files.path().join("e.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = errors.lines().map(|row| row.split('\t').collect()).collect();
    assert_eq!(rows.len(), 102);
    assert!(rows.iter().all(|row| row.len() == 4 && row[2].contains("no digit")), "{errors}");
    assert_eq!((&rows[0][..2], rows[0][3]), (&["a.txt", "3"][..], r"hel\tlo"));
    assert_eq!(rows[1][3], r"O'Brien\\\u{7}");
    assert_eq!((&rows[101][..2], rows[101][3]), (&["-", "100"][..], "hello"));
    assert!(lines(&output)[10].ends_with("all are in the file of --errors"));

    let arguments = answer(&files, &["--errors", "e.tsv", "12"], "");
    assert_eq!(arguments.status.code(), Some(2));
    let errors = fs::read_to_string(files.path().join("e.tsv")).unwrap();
    assert!(errors.starts_with("argument\t1\t") && errors.ends_with("\t12\n"), "{errors}");
}

#[test]
fn the_file_of_errors_never_replaces_the_input() {
    let files = folder(&[("a.txt", "hello\n")]);
    let named = answer(&files, &["--file", "a.txt", "--errors", "./a.txt"], "");
    let mut redirected = vanity(&files, &["--errors", "a.txt"]);
    redirected.stdin(File::open(files.path().join("a.txt")).unwrap());
    for output in [named, redirected.output().unwrap()] {
        assert!(text(&output.stderr).contains("the numbers are read from that file"));
        assert_eq!(output.status.code(), Some(1));
    }
    assert_eq!(fs::read_to_string(files.path().join("a.txt")).unwrap(), "hello\n");
    let missing = answer(&files, &["--errors", "no/e.tsv", "12"], "");
    assert!(text(&missing.stderr).starts_with("vanity: the errors cannot be written to no/e.tsv"));
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn at_a_terminal_it_says_what_it_waits_for() {
    let files = folder(&[]);
    let mut terminal = Terminal::open();
    let mut command = vanity(&files, &[]);
    let streams = command.stdin(terminal.stdio()).stdout(terminal.stdio());
    let mut child = streams.stderr(terminal.stdio()).spawn().unwrap();
    drop(command);
    terminal.wait_for("one a line. Ctrl-D ends the input; see vanity --help.\n");
    terminal.enter("8003569377\n");
    terminal.wait_for(FLOWERS);
    terminal.enter("hello\n");
    terminal.wait_for("vanity: line 2 (\"hello\"): there is no digit");
    terminal.enter("\x04");
    assert_eq!(child.wait().unwrap().code(), Some(2));
    let shown = terminal.shown_to_the_end();
    assert!(shown.ends_with("vanity: 1 answered, 1 refused\n"), "{shown}");
    assert_eq!(shown.matches("Reading").count(), 1, "{shown}");
}

#[test]
fn quiet_at_a_terminal_says_nothing_first() {
    let files = folder(&[]);
    let mut terminal = Terminal::open();
    let mut command = vanity(&files, &["-q"]);
    let streams = command.stdin(terminal.stdio()).stdout(terminal.stdio());
    let mut child = streams.stderr(terminal.stdio()).spawn().unwrap();
    drop(command);
    terminal.enter("\x04");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let shown = terminal.shown_to_the_end();
    assert!(!shown.contains("Reading"), "{shown}");
}

#[test]
fn a_person_who_watches_sees_the_refused_lines() {
    let files = folder(&[("a.txt", "hel\u{1b}lo\n")]);
    let terminal = Terminal::open();
    let mut command = vanity(&files, &["--file", "a.txt"]);
    let mut child = command.stdin(Stdio::null()).stderr(terminal.stdio()).spawn().unwrap();
    drop(command);
    assert_eq!(child.wait().unwrap().code(), Some(2));
    let shown = terminal.shown_to_the_end();
    assert!(shown.contains(r#"vanity: a.txt:1 ("hel\u{1b}lo"): there is no digit"#), "{shown}");
}
