//! `vanity dial`: a call from a terminal through the real flow and the real function.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use std::process::Command;

use switchboard_scenarios::LocalStack;
use switchboard_test_harness::{built, run};

/// Runs the command; returns its standard output, its messages and its exit status.
fn dial(stack: &str, arguments: &[&str], input: &str) -> (String, String, Option<i32>) {
    let mut command = Command::new(built("vanity"));
    let output = run(command.args(["dial", "--stack", stack]).args(arguments), input);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// Asserts that a text holds these lines in this order, with others between them.
fn assert_in_order(text: &str, lines: &[&str]) {
    let mut rest = text;
    for line in lines {
        let at = rest.find(line);
        rest = at.map_or_else(|| panic!("{line:?} is not in its place: {text}"), |at| &rest[at..]);
    }
}

#[test]
fn a_famous_number_is_heard_repeated_spelled_and_ended_by_its_keys() {
    let stack = LocalStack::start();
    let arguments = ["1-800-FLOWERS", "--keys", "2 3 1 9", "--transcript"];
    let (heard, messages, status) = dial(stack.people.base(), &arguments, "");
    assert_in_order(
        &heard,
        &[
            "Dialling from +18003569377.",
            "voice   Welcome to Switchboard.",
            "branch  Equals ok --> Check the count",
            "voice   These are the three best ways to spell it.",
            "keys    2\nbranch  Equals 2 --> Say the other two",
            "voice   Fourth: ",
            "keys    3",
            "voice   Which one?",
            "keys    1",
            "voice   The first, letter by letter: ",
            "keys    9",
            "voice   Thank you for calling. Goodbye.",
            "The call is over.\n+18003569377\n  1  1-800-FLOWERS\n",
        ],
    );
    assert_eq!((messages.as_str(), status), ("", Some(0)));
    // The numbers are those that the command finds without a stack.
    let found = run(Command::new(built("vanity")).arg("8003569377"), "");
    assert!(heard.ends_with(str::from_utf8(&found.stdout).unwrap()), "{heard}");
}

#[test]
fn a_withheld_caller_keys_in_a_number_line_by_line() {
    let stack = LocalStack::start();
    // The caller corrects the number, confirms it, says nothing at the menu, and hangs up.
    let input = "999* 800 468\n5865 #\n1\n\n";
    let (heard, messages, status) = dial(stack.people.base(), &[], input);
    assert_in_order(
        &heard,
        &[
            "Dialling with the number withheld.",
            "voice   We cannot see the number that you are calling from.",
            "voice   Please key in a phone number",
            "keys    999*8004685865#",
            "voice   You entered 8 0 0 4 6 8 5 8 6 5",
            "keys    1",
            "voice   These are the three best ways to spell it.",
            "voice   To hear the best three again, press 1.",
            "keys    (none)",
            "voice   To hear the best three again, press 1.",
            "You hung up.\n+18004685865\n  1  1-800-",
            "  1-800-GOT-JUNK\n",
        ],
    );
    assert_eq!((messages.as_str(), status), ("", Some(0)));
    let served = stack.people.get("/vanity-numbers/1-800-GOT-JUNK");
    assert_eq!(served.status, 404, "nobody called from that number");
}

#[test]
fn without_a_stack_the_command_says_how_to_start_one() {
    let stack = LocalStack::start();
    let base = stack.people.base().to_owned();
    let (status, _folder) = stack.stop();
    assert!(status.success());
    let (heard, messages, status) = dial(&base, &["8003569377"], "");
    let expected = format!("vanity: No local stack answers at {base}; start it with `make run`");
    assert!(messages.starts_with(&expected), "{messages}");
    assert_eq!((heard.lines().count(), status), (1, Some(1)), "{heard}");
}
