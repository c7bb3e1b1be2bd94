//! The calls, on the flow and on its variant without loops, with the real functions.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, also in the functions that it shares with others"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::{Value, json};
use switchboard_calls::committed::{self, is_case};
use switchboard_calls::exchange::{Exchange, functions_dir};
use switchboard_calls::export::no_number;
use switchboard_calls::flows::Flows;
use switchboard_calls::play::PlayError;
use switchboard_calls::run::Run;
use switchboard_calls::script::{Script, counted_only, read_folder};
use switchboard_calls::test_case::{TestCase, check};
use switchboard_local_stack::lambda::Outcome;
use switchboard_local_stack::{LogSink, Options, Stack, VANITY_CONVERT, vanity_functions};
use switchboard_test_harness::{copy_of, run};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap().to_owned()
}

fn flows_dir() -> PathBuf {
    root().join("infra/contact-flows")
}

fn scripts() -> Vec<Script> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    read_folder(&folder, &root()).unwrap_or_else(|error| panic!("{error}"))
}

fn script(name: &str) -> Script {
    scripts().into_iter().find(|script| script.name == name).unwrap()
}

fn exchange(flows: Flows) -> Exchange {
    Exchange::new(functions_dir().unwrap(), flows).unwrap()
}

fn assert_complete(run: &Run) {
    let failures: Vec<String> = run.failures().map(PlayError::to_string).collect();
    assert!(run.is_complete(), "{}\n{run}", failures.join("\n"));
    println!("{run}");
}

/// All calls on the flow, played once for all tests.
static RUN: LazyLock<Run> = LazyLock::new(|| {
    let scripts = scripts().into_iter().filter(|script| !counted_only(script));
    Run::of(scripts, &mut exchange(Flows::of(&flows_dir()).unwrap()), |_| {})
});

#[test]
fn every_transition_of_the_flow_is_taken() {
    assert_complete(&RUN);
}

#[test]
fn the_same_calls_go_the_same_way_without_loops() {
    let flows = Flows::counted(&flows_dir()).unwrap();
    assert!(flows.flow().actions.iter().all(|action| action.kind != "Loop"));
    assert_complete(&Run::of(scripts(), &mut exchange(flows), |_| {}));
}

#[test]
fn the_test_cases_are_current_and_well_formed() {
    let flows = Flows::of(&flows_dir()).unwrap();
    let folder = flows_dir().join("tests");
    let files = committed::files(&RUN, flows.entry(), &folder).unwrap();
    let stale = committed::stale(&files, &folder).unwrap();
    assert!(stale.is_empty(), "write them anew with `cargo run --bin calls -- export`: {stale:?}");

    let cases: Vec<_> = files.iter().filter(|(name, _)| is_case(name)).collect();
    assert!(cases.len() > 30, "{}", cases.len());
    for (name, text) in cases {
        let case: TestCase = serde_json::from_str(text).unwrap();
        assert_eq!(check(&case), [], "{name}");
        assert_eq!(serde_json::to_string_pretty(&case).unwrap() + "\n", *text, "{name}");
    }
}

#[test]
fn test_cases_that_are_not_current_are_told_and_written_anew() {
    let flows = Flows::of(&flows_dir()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let no_place = committed::files(&RUN, flows.entry(), folder).unwrap_err().to_string();
    assert!(no_place.contains("README.md"), "{no_place}");
    fs::write(folder.join("README.md"), "A\n<!-- cases -->old<!-- /cases -->\nB\n").unwrap();
    let files = committed::files(&RUN, flows.entry(), folder).unwrap();
    committed::write(&files, folder).unwrap();
    assert_eq!(committed::stale(&files, folder).unwrap(), [""; 0]);
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(readme.starts_with("A\n<!-- cases -->\n") && readme.ends_with("<!-- /cases -->\nB\n"));
    assert!(readme.contains("| `famous-number.json.tftpl` | ") && readme.contains("`apologise`"));

    fs::write(folder.join("gone.json.tftpl"), "{}").unwrap();
    fs::write(folder.join("famous-number.json.tftpl"), "{}").unwrap();
    fs::remove_file(folder.join("chat.json.tftpl")).unwrap();
    let stale = committed::stale(&files, folder).unwrap();
    assert_eq!(stale, ["gone.json.tftpl", "chat.json.tftpl", "famous-number.json.tftpl"]);
    committed::write(&files, folder).unwrap();
    assert_eq!(committed::stale(&files, folder).unwrap(), [""; 0]);
}

/// A copy of the flows with a change to the flow.
fn changed_flow(from: &str, to: &str) -> (tempfile::TempDir, Flows) {
    let name = "vanity-numbers.json.tftpl";
    let folder = copy_of(&flows_dir(), &["flows.yaml"]);
    let flow = fs::read_to_string(flows_dir().join(name)).unwrap();
    assert!(flow.contains(from), "{from}");
    fs::write(folder.path().join(name), flow.replace(from, to)).unwrap();
    let flows = Flows::of(folder.path()).unwrap();
    (folder, flows)
}

fn failure(script: Script, exchange: &mut Exchange) -> String {
    let run = Run::of([script], exchange, |_| {});
    let failure = run.failures().next().unwrap();
    assert!(matches!(failure, PlayError::Otherwise(_)), "{failure}");
    failure.to_string()
}

#[test]
fn a_flow_that_says_something_else_fails_the_scripts_that_hear_it() {
    let (_folder, flows) = changed_flow("That key does nothing here.", "Pardon?");
    let message = failure(script("unknown-key"), &mut exchange(flows));
    let file = "tools/contact-flow/calls/scripts/menu/unknown-key.call:5: hear \"That key does nothing here.\"\n";
    assert!(message.starts_with(file), "{message}");
    for part in [
        "the next line that the caller heard is another\n",
        "the caller heard\n    \"Pardon?\"\n    \"To hear the best three again, press 1.",
        "\n    keys   7\n             Offer -- NoMatchingCondition --> Say unknown key\n",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

#[test]
fn a_script_that_expects_something_else_fails_and_says_what_there_was() {
    let mut exchange = exchange(Flows::of(&flows_dir()).unwrap());
    for (steps, step, instead) in [
        ("hear \"Welcome to Nowhere\"\nhang up", 3, "the caller did not hear this, and \"Offer\""),
        ("hear \"Welcome\"\nhear \"Welcome\"\nhang up", 4, "the caller did not hear this"),
        ("hear nothing more\nhang up", 3, "the caller heard more"),
        ("the call is over", 3, "the call goes on: \"Offer\" waits for keys"),
        ("attribute status is \"error\"\nhang up", 3, "it is \"ok\""),
        ("attribute colour is \"red\"\nhang up", 3, "the contact has no such attribute"),
        ("hang up\npress 1", 4, "nobody waits for keys: the call is over"),
    ] {
        let text = format!("# Otherwise.\ncall from +18003569377\n{steps}\n");
        let script = Script::parse("otherwise.call", "otherwise", &text).unwrap();
        let message = failure(script, &mut exchange);
        assert!(message.starts_with(&format!("otherwise.call:{step}: ")), "{steps}: {message}");
        assert!(message.contains(&format!("\n  {instead}")), "{steps}: {message}");
    }
}

#[test]
fn transitions_that_no_call_took_are_named() {
    let mut exchange = exchange(Flows::of(&flows_dir()).unwrap());
    let run = Run::of([script("greeting")], &mut exchange, |_| {});
    assert!(!run.is_complete());
    let text = run.to_string();
    assert!(text.starts_with("1 call passed\n5 of "), "{text}");
    assert!(text.contains("\n  not taken: Greet -- next --> Convert the caller\n"), "{text}");
    assert!(!text.contains("not taken: Greet -- NoMatchingError"), "{text}");
}

/// A test case cannot withhold a number, so what the function answers then is written down.
#[tokio::test(flavor = "multi_thread")]
async fn the_function_answers_a_withheld_number_as_test_cases_mock_it() {
    let function = vanity_functions().into_iter().filter(|f| f.name == VANITY_CONVERT);
    let options = Options::new(functions_dir().unwrap())
        .functions(function)
        .sweep_every(None)
        .logs(LogSink::new(drop));
    let stack = Stack::start(options).await.unwrap();
    let customer = json!({ "Address": "anonymous", "Type": "TELEPHONE_NUMBER" });
    let event = json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": { "Channel": "VOICE", "ContactId": "id-1", "CustomerEndpoint": customer },
            "Parameters": {},
        },
    });
    let finished = stack.lambda().invoke(VANITY_CONVERT, event.to_string().into()).await.unwrap();
    stack.stop().await;
    let Outcome::Success(reply) = finished.outcome else { panic!("{finished:?}") };
    assert_eq!(serde_json::from_slice::<Value>(&reply).unwrap(), no_number());
}

fn program(arguments: &[&str]) -> Output {
    run(Command::new(env!("CARGO_BIN_EXE_calls")).args(arguments), "")
}

#[test]
fn the_program_plays_one_call_and_prints_its_transcript() {
    let output = program(&["famous-number"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let voice =
        "\nvoice  Welcome to Switchboard. Let us see which words your phone number spells.\n";
    assert!(
        text.starts_with("tools/contact-flow/calls/scripts/caller/famous-number.call\n"),
        "{text}"
    );
    assert!(text.contains(voice) && text.contains("\nkeys   9\n"), "{text}");
    assert!(text.contains("\n         Offer -- Equals 9 --> Say goodbye\n"), "{text}");
}

#[test]
fn the_program_says_which_calls_there_are() {
    let output = program(&["famous"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("calls: no script is called \"famous\"; they are: "), "{text}");
    assert!(text.contains(", famous-number, "), "{text}");
}
