//! What is not a phone number on the command line: words, mistyped commands and names of files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use switchboard_test_harness::{run, text};

/// Runs the command in a folder with a few files.
fn vanity(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for file in
        ["customers.txt", "numbers", "list-2026", "8003569377", "2026", "my list.txt", "complete"]
    {
        fs::write(folder.path().join(file), "8003569377\n").unwrap();
    }
    fs::create_dir(folder.path().join("exports")).unwrap();
    vanity_in(folder.path(), arguments)
}

fn vanity_in(folder: &Path, arguments: &[&str]) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_vanity")).current_dir(folder).args(arguments), "")
}

/// The only message about an argument that is refused.
fn refused(argument: &str) -> String {
    let output = vanity(&[argument]);
    assert_eq!((text(&output.stdout), output.status.code()), ("", Some(2)), "{argument}");
    let stderr = text(&output.stderr);
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    stderr.trim_end().to_owned()
}

#[test]
fn an_argument_without_a_digit_is_never_dialled() {
    for word in [
        "FLOWERS",
        "flowers",
        "GOT-JUNK",
        "CALL-NOW-FOR-FREE",
        "tel:flowers",
        "número",
        "+ABCDEFGHIJ",
    ] {
        let message = refused(word);
        assert!(
            message.starts_with(&format!("vanity: argument 1 (\"{word}\"): there is no digit")),
            "{message}"
        );
        assert!(message.ends_with("as in 1-800-FLOWERS; see vanity --help"), "{message}");
    }
    // The others are answered all the same.
    let output = vanity(&["--limit", "1", "FLOWERS", "1-800-FLOWERS"]);
    assert_eq!(text(&output.stdout), "+18003569377\n  1  1-800-FLOWERS\n");
    assert_eq!(text(&output.stderr).lines().last(), Some("vanity: 1 answered, 1 refused"));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_name_of_a_file_is_told_how_to_be_read() {
    for (name, command) in [
        ("customers.txt", "vanity --file customers.txt"),
        ("@customers.txt", "vanity --file customers.txt"),
        ("./customers.txt", "vanity --file ./customers.txt"),
        ("numbers", "vanity --file numbers"),
        ("list-2026", "vanity --file list-2026"),
        ("complete", "vanity --file complete"),
        ("2026", "vanity --file 2026"),
        ("my list.txt", "vanity --file 'my list.txt'"),
    ] {
        let message = refused(name);
        assert!(message.contains("that is a file;") && message.ends_with(command), "{message}");
    }
    for name in [
        "clients.txt",
        "dial.csv",
        "help.txt",
        "Clients2026.CSV",
        "8003569377.txt",
        "./clients1",
        "/no-such/n1",
        "~/list1",
        "exports/2026-list",
        r"C:\lists\n1",
    ] {
        let message = refused(name);
        assert!(message.contains("looks like the name of a file"), "{message}");
        assert!(message.contains(": vanity --file "), "{message}");
    }
    assert!(refused("exports").contains("that is a folder"));
    assert!(refused("-").contains("standard input"));
}

#[test]
fn a_number_stays_a_number_whatever_files_there_are() {
    for number in
        ["8003569377", "1.800.FLOWERS", "1.800.FLOWER.LOG", "+49 30/1234567", "tel:+18003569377"]
    {
        let output = vanity(&[number]);
        assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)), "{number}");
    }
}

#[test]
fn a_mistyped_command_is_suggested_and_nothing_is_answered() {
    for (arguments, suggestion) in [
        (&["dail", "1-800-FLOWERS"][..], "did you mean: vanity dial 1-800-FLOWERS"),
        (&["Dial", "8003569377"], "did you mean: vanity dial 8003569377"),
        (&["completion"], "did you mean: vanity completions"),
        (&["hlep"], "did you mean: vanity help"),
        (&["8003569377", "dial"], "did you mean: vanity dial 8003569377"),
        (&["--limit", "1", "dial", "8003569377"], "did you mean: vanity dial 8003569377"),
    ] {
        let output = vanity(arguments);
        let message = text(&output.stderr);
        assert!(message.trim_end().ends_with(suggestion), "{arguments:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(2)), "{arguments:?}");
    }
}

#[test]
fn a_number_that_the_shell_has_cut_needs_quotes() {
    for number in ["+44 20 7946 0958", "800 356 9377"] {
        let output = vanity(&number.split(' ').collect::<Vec<_>>());
        let message = format!("vanity: a number with blanks needs quotes: vanity '{number}'\n");
        assert_eq!((text(&output.stderr), text(&output.stdout)), (message.as_str(), ""));
        assert_eq!(output.status.code(), Some(2));
    }
    // Numbers and mistakes beside each other are answered one by one.
    let output = vanity(&["--limit", "1", "8003569377", "800"]);
    assert!(text(&output.stdout).starts_with("+18003569377"));
}

#[test]
fn help_is_a_command_as_well_as_an_option() {
    for arguments in [&["help"][..], &["--help"]] {
        let output = vanity(arguments);
        let help = text(&output.stdout);
        for part in ["--file", "--errors", "dial", "completions", "Exit status"] {
            assert!(help.contains(part), "{part}: {help}");
        }
        assert_eq!(output.status.code(), Some(0));
    }
    assert!(text(&vanity(&["help", "dial"]).stdout).contains("--from"));
}

#[test]
fn what_is_quoted_cannot_act_on_the_terminal() {
    let message = refused("\u{1b}[2Jab\u{202e}\u{7}");
    assert!(
        message.starts_with(r#"vanity: argument 1 ("\u{1b}[2Jab\u{202e}\u{7}"): "#),
        "{message}"
    );
    let long = refused(&"word".repeat(200));
    assert!(long.len() < 250 && long.contains("..."), "{long}");
}

#[test]
fn completions_are_printed_for_every_shell() {
    for (shell, part) in [
        ("bash", "complete -F _vanity"),
        ("zsh", "#compdef vanity"),
        ("fish", "complete -c vanity"),
        ("elvish", "edit:completion"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let output = vanity(&["completions", shell]);
        let script = text(&output.stdout);
        assert!(script.contains(part) && script.contains("errors"), "{shell}: {script}");
        assert_eq!(output.status.code(), Some(0));
    }
    assert_eq!(vanity(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn values_that_make_no_sense_are_refused_with_what_would() {
    for (arguments, message) in [
        (&["--jobs", "0", "8003569377"][..], "at least 1 thread"),
        (&["--jobs", "256", "8003569377"], "at most 255"),
        (&["--header", "8003569377"], "--header is for --format tsv"),
        (&["--file", "customers.txt", "--limit", "0"], "0 is not in 1..=5"),
    ] {
        let output = vanity(arguments);
        let stderr = text(&output.stderr);
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(2)));
    }
}
