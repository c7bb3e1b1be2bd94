//! The command as people run it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use switchboard_contact_flow::catalogue::Catalogue;
use switchboard_test_harness::{copy_of, run, text};
use tempfile::TempDir;

const ARN: &str = "arn:aws:lambda:eu-central-1:210987654321:function:vanity-convert:live";
const TEMPLATE: &str = "vanity-numbers.json.tftpl";

/// A copy of the flows, with the map of an environment beside them.
struct Folder(TempDir);

impl Folder {
    fn with_map(map: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../infra/contact-flows");
        let folder = copy_of(&source, &["flows.yaml", TEMPLATE]);
        fs::write(folder.path().join("staging.yaml"), map).unwrap();
        Self(folder)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    /// The output of `aws connect describe-contact-flow` in that environment.
    fn described(&self) -> Value {
        let catalogue = Catalogue::read(self.0.path()).unwrap();
        let values = [("vanity_convert_alias_arn", ARN)].into();
        let flow = catalogue.flow(catalogue.entry("vanity-numbers").unwrap(), &values).unwrap();
        json!({"ContactFlow": {"Name": "Vanity numbers", "Content": serde_json::to_string(&flow).unwrap()}})
    }

    fn import(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contact-flow-import"));
        command.current_dir(self.0.path()).args(["--map", "staging.yaml"]).args(arguments);
        run(&mut command, input)
    }
}

fn map() -> String {
    format!("vanity_convert_alias_arn: {ARN}\nqueue_arn: arn:aws:connect:queue\n")
}

#[test]
fn a_flow_on_standard_input_becomes_its_committed_template() {
    let folder = Folder::with_map(&map());
    let output = folder.import(&[], &folder.described().to_string());
    assert_eq!(text(&output.stdout), fs::read_to_string(folder.path(TEMPLATE)).unwrap());
    assert_eq!(output.status.code(), Some(0));
    let report: Vec<&str> = text(&output.stderr).lines().collect();
    assert!(report[0].starts_with("contact-flow-import: vanity-numbers: "), "{report:?}");
    assert!(report[0].ends_with(&format!("compared with {TEMPLATE}")), "{report:?}");
    let arn = "contact-flow-import:   ${vanity_convert_alias_arn}  in 2 texts";
    assert!(report.contains(&arn), "{report:?}");
    assert!(
        report.contains(&"contact-flow-import:   ${voice}                     in 1 text"),
        "{report:?}"
    );
    let unused =
        "contact-flow-import: nothing in the flow matches these values of the map: queue_arn";
    assert!(report.contains(&unused), "{report:?}");
    let last = report.last().unwrap();
    assert!(last.contains("`git diff`") && last.contains("`contact-flow check`"), "{report:?}");
}

#[test]
fn an_edit_in_the_console_is_the_only_change_of_the_file() {
    let folder = Folder::with_map(&map());
    let edited = folder.described().to_string().replace("That key does nothing here", "Sorry");
    fs::write(folder.path("described.json"), edited).unwrap();
    let before = fs::read_to_string(folder.path(TEMPLATE)).unwrap();
    let output = folder.import(&["--output", TEMPLATE, "described.json"], "");
    assert_eq!((text(&output.stdout), output.status.code()), ("", Some(0)));
    let after = fs::read_to_string(folder.path(TEMPLATE)).unwrap();
    assert_eq!(after, before.replace("That key does nothing here", "Sorry"));
    assert_ne!(after, before);
}

#[test]
fn a_bare_content_is_the_flow_that_is_named() {
    let folder = Folder::with_map(&map());
    let described = folder.described();
    let content = described["ContactFlow"]["Content"].as_str().unwrap();
    let named = folder.import(&["--flow", "vanity-numbers"], content);
    assert_eq!(text(&named.stdout), fs::read_to_string(folder.path(TEMPLATE)).unwrap());

    let unnamed = folder.import(&[], content);
    assert!(text(&unnamed.stdout).contains("\"${vanity_convert_alias_arn}\""));
    assert!(!text(&unnamed.stdout).contains("${goodbye}"), "not in the map");
    assert!(text(&unnamed.stderr).contains("say with --flow"), "{}", text(&unnamed.stderr));

    let unknown = folder.import(&["--flow", "other"], content);
    let message =
        "contact-flow-import: flows.yaml lists no flow \"other\"; it lists: vanity-numbers\n";
    assert_eq!((text(&unknown.stderr), unknown.status.code()), (message, Some(1)));
}

#[test]
fn a_placeholder_that_is_new_is_to_be_declared() {
    let queue = "arn:aws:connect:eu-central-1:210987654321:instance/i/queue/q";
    let folder = Folder::with_map(&format!("{}sorry_arn: {queue}\n", map()));
    let edited = folder.described().to_string().replace("That key does nothing here", queue);
    let output = folder.import(&[], &edited);
    assert!(text(&output.stdout).contains("<speak>${sorry_arn}.</speak>"));
    let line =
        "contact-flow-import: declare the variable sorry_arn of vanity-numbers in flows.yaml\n";
    assert!(text(&output.stderr).contains(line), "{}", text(&output.stderr));
}

#[test]
fn what_is_refused_leaves_the_file_as_it_was() {
    let lacking = Folder::with_map("voice: Joanna");
    let output = lacking.import(&["--output", TEMPLATE], &lacking.described().to_string());
    let lines: Vec<&str> = text(&output.stderr).lines().collect();
    for (line, block) in [(0, "Convert the caller"), (1, "Convert the entry")] {
        let start = format!(
            "contact-flow-import: block {block:?}: LambdaFunctionARN contains {ARN}, an ARN"
        );
        let end = format!("add to the map: vanity_convert_alias_arn: \"{ARN}\"");
        assert!(lines[line].starts_with(&start) && lines[line].ends_with(&end), "{lines:?}");
    }
    assert_eq!(lines[2..], ["contact-flow-import: correct these 2 first; nothing is written"]);
    assert_eq!((text(&output.stdout), output.status.code()), ("", Some(1)));
    let untouched = Folder::with_map("");
    let read = |folder: &Folder| fs::read(folder.path(TEMPLATE)).unwrap();
    assert!(read(&lacking) == read(&untouched));
}

#[test]
fn an_input_that_is_not_a_flow_is_named() {
    let folder = Folder::with_map(&map());
    fs::write(folder.path("old.json"), r#"{"modules": [{"id": "a1", "type": "PlayPrompt"}]}"#)
        .unwrap();
    for (arguments, input, message) in [
        (&["old.json"][..], "", "old.json: this is the old export format of the flow designer"),
        (&["old.json"], "", "first block a1 (PlayPrompt)"),
        (
            &[],
            "{}",
            "standard input: this is JSON, but neither the output of `aws connect describe",
        ),
        (&[], "Hello", "standard input: this is not JSON"),
        (&["gone.json"], "", "gone.json cannot be read: No such file"),
        (
            &["--flows-dir", "gone", "--flow", "a"],
            &folder.described().to_string(),
            "gone/flows.yaml cannot",
        ),
    ] {
        let output = folder.import(arguments, input);
        let stderr = text(&output.stderr);
        assert!(stderr.contains(message), "{message}: {stderr}");
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(1)), "{stderr}");
    }
}

#[test]
fn a_map_that_says_nothing_is_refused_and_one_that_is_missing_a_wrong_use() {
    let folder = Folder::with_map("greeting: \"\"\n");
    let output = folder.import(&[], &folder.described().to_string());
    let stderr = text(&output.stderr);
    assert!(
        stderr.starts_with("contact-flow-import: staging.yaml: greeting has no value"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(1));
    let without = Command::new(env!("CARGO_BIN_EXE_contact-flow-import")).output().unwrap();
    assert!(text(&without.stderr).contains("--map <FILE>"));
    assert_eq!(without.status.code(), Some(2));
}
