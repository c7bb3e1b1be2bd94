//! `vanity forget` without a table; tests/scenarios erases a caller from one.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::process::Command;

use switchboard_test_harness::run;

/// Runs the command with these variables and no others; returns its standard output, its messages and its exit
/// status.
fn forget(variables: &[(&str, &str)], arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanity"));
    command.env_clear().envs(variables.iter().copied()).arg("forget").args(arguments);
    let output = run(&mut command, "");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

const SETTINGS: [(&str, &str); 3] = [
    ("AWS_REGION", "us-east-1"),
    ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "a-secret"),
];

#[test]
fn all_settings_that_are_missing_are_named_with_the_command_that_sets_them() {
    let (said, messages, status) = forget(&SETTINGS[1..2], &["+18003569377"]);
    assert_eq!((said.as_str(), status), ("", Some(1)));
    for part in ["AWS_REGION is not set", "AWS_SECRET_ACCESS_KEY is not set", "export-credentials"]
    {
        assert!(messages.contains(part), "{messages}");
    }
    assert!(!messages.contains("AWS_ACCESS_KEY_ID") && !messages.contains("3569377"), "{messages}");
}

#[test]
fn a_table_that_cannot_be_reached_leaves_nothing_erased() {
    // Nothing listens on this port: it was free a moment ago and was released.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let endpoint = format!("http://127.0.0.1:{port}");
    let variables = [&SETTINGS[..], &[("AWS_ENDPOINT_URL", endpoint.as_str())]].concat();
    let (said, messages, status) = forget(&variables, &["+18003569377"]);
    assert_eq!((said.as_str(), status), ("", Some(1)));
    assert!(
        messages.starts_with("vanity: it is not known whether the number was erased"),
        "{messages}"
    );
    assert!(messages.trim_end().ends_with("try again"), "{messages}");
    assert!(!messages.contains("3569377") && !messages.contains("a-secret"), "{messages}");
}

#[test]
fn one_number_has_to_be_given() {
    for arguments in [&[][..], &["nobody"], &["+18003569377", "+18004685865"]] {
        assert_eq!(forget(&SETTINGS, arguments).2, Some(2), "{arguments:?}");
    }
    // An empty standard input.
    let (_, messages, status) = forget(&SETTINGS, &["-"]);
    assert!(messages.contains("standard input is not a phone number"), "{messages}");
    assert_eq!(status, Some(2));
}
