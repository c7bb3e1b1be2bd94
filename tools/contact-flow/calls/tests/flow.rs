//! The scripted calls, with the real function.

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
use switchboard_calls::exchange::{Exchange, functions_dir};
use switchboard_calls::export::{Cases, ExportError, NotExported, no_number};
use switchboard_calls::flows::Flows;
use switchboard_calls::play::PlayError;
use switchboard_calls::run::Run;
use switchboard_calls::script::Script;
use switchboard_calls::scripts::read_folder;
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

fn flows() -> Flows {
    Flows::read(&flows_dir()).unwrap()
}

fn exchange(flows: Flows) -> Exchange {
    Exchange::new(functions_dir().unwrap(), flows).unwrap()
}

fn assert_complete(run: &Run) {
    let failures: Vec<String> = run.failures().map(PlayError::to_string).collect();
    assert!(run.is_complete(), "{}\n{run}", failures.join("\n"));
    println!("{run}");
}

/// All calls, played once for all tests.
static RUN: LazyLock<Run> = LazyLock::new(|| Run::of(scripts(), &mut exchange(flows()), |_| {}));

#[test]
fn every_transition_of_the_flow_is_taken() {
    assert_complete(&RUN);
}

#[test]
fn the_calls_are_exported_as_well_formed_test_cases_in_a_new_folder() {
    let cases = Cases::of(&RUN, &flows()).unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("cases");
    cases.write(&folder).unwrap();
    let names = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 38, "{names:?}");
    for name in &names {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let case: TestCase = serde_json::from_str(&text).unwrap();
        assert_eq!(check(&case), [], "{name}");
        assert_eq!(serde_json::to_string_pretty(&case).unwrap() + "\n", text, "{name}");
        assert_eq!(format!("{}.json.tftpl", case.name.replace("vanity-numbers ", "")), *name);
    }

    let again = cases.write(&folder).unwrap_err();
    assert!(matches!(again, ExportError::NotEmpty(_)), "{again}");
}

#[test]
fn calls_that_cannot_be_test_cases_are_listed_with_the_reason() {
    let cases = Cases::of(&RUN, &flows()).unwrap();
    let counts: Vec<_> = cases.others.iter().map(|(reason, names)| (reason, names.len())).collect();
    assert_eq!(
        counts,
        [(&NotExported::BlockFails, 30), (&NotExported::Silence, 1), (&NotExported::Shape, 2)]
    );
    assert_eq!(RUN.outcomes.len(), cases.exported.len() + 33);
    let list = cases.to_string();
    assert!(list.starts_with("38 calls are test cases now; 33 cannot be:\n- "), "{list}");
    assert!(
        list.contains(
            "\n- a test case cannot expect that nothing is heard: hangs-up-while-keying-in\n"
        ),
        "{list}"
    );
}

const FLOW: &str = "vanity-numbers.json.tftpl";

/// A copy of the flows.
fn copied_flows() -> tempfile::TempDir {
    copy_of(&flows_dir(), &["flows.yaml", FLOW])
}

/// Replaces a text of a file. The text must be in the file.
fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(file, text.replace(from, to)).unwrap();
}

fn failure(script: Script, exchange: &mut Exchange) -> String {
    let run = Run::of([script], exchange, |_| {});
    let failure = run.failures().next().unwrap();
    assert!(matches!(failure, PlayError::Mismatch(_)), "{failure}");
    failure.to_string()
}

#[test]
fn a_flow_that_says_something_else_fails_the_scripts_that_hear_it() {
    let folder = copied_flows();
    replace(&folder.path().join(FLOW), "That key does nothing here.", "Pardon?");
    let flows = Flows::read(folder.path()).unwrap();
    let message = failure(script("unknown-key"), &mut exchange(flows));
    let file = "tools/contact-flow/calls/scripts/vanity-numbers/menu/unknown-key.yaml:6: \
                hear: \"That key does nothing here.\"\n";
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
    let mut exchange = exchange(flows());
    for (steps, line, instead) in [
        ("- hear: Welcome to Nowhere", 4, "the caller did not hear this, and \"Offer\""),
        ("- hear: Welcome\n- hear: Welcome", 5, "the caller did not hear this"),
        ("- hear nothing more", 4, "the caller heard more"),
        ("- the call is over", 4, "the call goes on: \"Offer\" waits for keys"),
        ("- attributes: { status: error }", 4, "status is \"ok\""),
        ("- attributes: { colour: red }", 4, "the contact has no attribute colour"),
        ("- hang up\n- press: 1", 5, "nobody waits for keys: the call is over"),
    ] {
        let text = format!("about: One.\ncontact: \"+18003569377\"\nsteps:\n{steps}\n- hang up\n");
        let script = Script::parse("one.yaml", "vanity-numbers", "one", &text).unwrap();
        let message = failure(script, &mut exchange);
        assert!(message.starts_with(&format!("one.yaml:{line}: ")), "{steps}: {message}");
        assert!(message.contains(&format!("\n  {instead}")), "{steps}: {message}");
    }
}

/// A flow that says a word and hangs up. With its entry in `flows.yaml` and a script it is complete.
const SECOND_FLOW: &str = r#"{
  "Version": "2019-10-30",
  "StartAction": "Greet",
  "Actions": [
    {"Identifier": "Greet", "Type": "MessageParticipant", "Parameters": {"Text": "We are closed."},
     "Transitions": {"NextAction": "Hang up",
       "Errors": [{"NextAction": "Hang up", "ErrorType": "NoMatchingError"}]}},
    {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
  ]
}"#;

const SECOND_ENTRY: &str = "flows:
  closed:
    name: Closed
    description: Says that nobody is there.
    type: CONTACT_FLOW
    answers: \"+18005550111\"
    template: closed.json.tftpl
    variables: {}
";

#[test]
fn a_second_flow_is_a_template_an_entry_and_a_script() {
    let folder = copied_flows();
    fs::write(folder.path().join("closed.json.tftpl"), SECOND_FLOW).unwrap();
    replace(&folder.path().join("flows.yaml"), "flows:\n", SECOND_ENTRY);
    let script = |flow: &str| {
        let text = "about: Hears it.\ncontact: \"+18003569377\"\nsteps:\n\
                    - hear: We are closed.\n- the call is over\n";
        Script::parse("hears-it.yaml", flow, "hears-it", text).unwrap()
    };
    let mut exchange = exchange(Flows::read(folder.path()).unwrap());
    let run = Run::of([script("closed"), self::script("greeting")], &mut exchange, |_| {});
    assert!(run.failures().next().is_none(), "{run}");
    let text = run.to_string();
    assert!(text.contains("\nclosed: 1 of 2 transitions taken (50 %)\n"), "{text}");
    assert!(text.contains("\nvanity-numbers: 5 of "), "{text}");

    let run = Run::of([script("open")], &mut exchange, |_| {});
    let message = run.failures().next().unwrap().to_string();
    let expected = "hears-it.yaml: no flow \"open\" of flows.yaml answers a number; these do: \
                    closed, vanity-numbers";
    assert_eq!(message, expected);
}

#[test]
fn transitions_that_no_call_took_are_named() {
    let run = Run::of([script("greeting")], &mut exchange(flows()), |_| {});
    assert!(!run.is_complete());
    let text = run.to_string();
    assert!(text.starts_with("1 call passed\nvanity-numbers: 5 of "), "{text}");
    assert!(text.contains("\n  not taken: Greet -- next --> Convert the caller\n"), "{text}");
    assert!(!text.contains("not taken: Greet -- NoMatchingError"), "{text}");
}

/// A test case cannot withhold a number, so it mocks the function's answer.
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
        text.starts_with(
            "tools/contact-flow/calls/scripts/vanity-numbers/caller/famous-number.yaml\n"
        ),
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
