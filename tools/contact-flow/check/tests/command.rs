//! The command as people run it, on copies of the flows with one mistake each.

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
use switchboard_test_harness::{copy_of, run, text};
use tempfile::TempDir;

const FLOW: &str = "vanity-numbers.json.tftpl";

/// A copy of the flows and of their page.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let flows = root.join("infra/contact-flows");
        let copy = Self(copy_of(&flows, &[FLOW, "flows.yaml"]));
        fs::copy(root.join("docs/contact-flow.md"), copy.path("page.md")).unwrap();
        copy
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// Changes a block of the flow; the file stays in canonical form.
    fn change(&self, block: &str, change: impl FnOnce(&mut Value)) {
        let mut flow: Value = serde_json::from_str(&self.read(FLOW)).unwrap();
        let actions = flow["Actions"].as_array_mut().unwrap();
        change(actions.iter_mut().find(|action| action["Identifier"] == block).unwrap());
        let flow = switchboard_contact_flow::document::Flow::from_value(flow).unwrap();
        fs::write(self.path(FLOW), switchboard_contact_flow::canonical::write(&flow)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contact-flow"));
        run(command.args(arguments).current_dir(self.0.path()), "")
    }

    fn check(&self, more: &[&str]) -> Output {
        self.run(&[&["check", ".", "--page", "page.md"], more].concat())
    }

    /// Asserts that the check fails, and that a line of its report contains this.
    #[track_caller]
    fn assert_refused(&self, says: &str) {
        let output = self.check(&[]);
        let report = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{report}");
        assert!(report.lines().any(|line| line.contains(says)), "{report}\nlacks {says}");
        let last = report.lines().last().unwrap();
        assert!(last.starts_with("contact-flow: ") && last.contains("finding"), "{last}");
    }
}

#[test]
fn the_flows_of_this_repository_are_correct() {
    let output = Copy::new().check(&[]);
    assert_eq!(text(&output.stderr), "");
    let line = text(&output.stdout);
    assert!(line.starts_with("vanity-numbers: ") && line.ends_with(" transitions, ok\n"), "{line}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_dangling_transition_is_found() {
    let copy = Copy::new();
    copy.change("Greet", |block| block["Transitions"]["NextAction"] = "Convert".into());
    copy.assert_refused(
        "vanity-numbers.json.tftpl: block \"Greet\": its branch \"next\" leads to \"Convert\", which is not a \
         block",
    );
}

#[test]
fn a_missing_error_branch_is_found() {
    let copy = Copy::new();
    copy.change("Convert the caller", |block| block["Transitions"]["Errors"] = json!([]));
    copy.assert_refused(
        "vanity-numbers.json.tftpl: block \"Convert the caller\": has no branch for the error \
         NoMatchingError",
    );
}

#[test]
fn an_attribute_that_no_function_writes_is_found() {
    let copy = Copy::new();
    copy.change("Check the count", |block| {
        block["Parameters"]["ComparisonValue"] = "$.External.counts".into();
    });
    copy.assert_refused(
        "block \"Check the count\": reads $.External.counts, and no function replies with \"counts\"; did \
         you mean \"count\"?",
    );

    let copy = Copy::new();
    copy.change("Greet", |block| {
        block["Parameters"]["SSML"] = "<speak>Hello $.Attributes.name.</speak>".into();
    });
    copy.assert_refused(
        "block \"Greet\": reads $.Attributes.name, which is not written on the path ",
    );
}

#[test]
fn the_old_export_format_is_recognized() {
    let copy = Copy::new();
    let old = json!({
        "modules": [{"id": "5ca32fbd", "type": "PlayPrompt", "branches": [], "parameters": []}],
        "version": "1", "type": "contactFlow", "start": "5ca32fbd",
    });
    fs::write(copy.path(FLOW), old.to_string()).unwrap();
    copy.assert_refused(
        "old export format of the flow designer (\"modules\", first block 5ca32fbd (PlayPrompt))",
    );

    let copy = Copy::new();
    copy.change("Greet", |block| block["Type"] = "PlayPrompt".into());
    copy.assert_refused("block \"Greet\": PlayPrompt is a name of the old export format");
}

#[test]
fn generated_files_are_updated_on_demand() {
    let copy = Copy::new();
    copy.change("Say goodbye", |block| {
        block["Parameters"]["SSML"] = "<speak>${goodbye} Bye.</speak>".into();
    });
    let page = copy.read("page.md").replacen("flowchart TD\n", "flowchart LR\n", 1);
    fs::write(copy.path("page.md"), page).unwrap();
    copy.assert_refused("page.md: does not show the current flows");

    let sorted = copy.read(FLOW);
    fs::write(copy.path(FLOW), sorted.replacen("  \"Actions\"", " \"Actions\"", 1)).unwrap();
    copy.assert_refused("is not in canonical form from line");

    let output = copy.check(&["--write"]);
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
    for file in [FLOW, "page.md"] {
        assert!(text(&output.stdout).contains(&format!("{file}\n")), "{}", text(&output.stdout));
    }
    assert_eq!(copy.read(FLOW), sorted);
    assert!(copy.read(FLOW).contains("${goodbye} Bye."));
    assert!(copy.read("page.md").contains("flowchart TD\n"));
    let output = copy.check(&[]);
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
}

const ALIAS: &str =
    "vanity_convert_alias_arn=arn:aws:lambda:eu-west-1:123456789012:function:f:live";

#[test]
fn a_flow_is_rendered_with_the_values_that_are_set() {
    let copy = Copy::new();
    let output = copy.run(&[
        "render",
        "vanity-numbers",
        "--folder",
        ".",
        "--set",
        ALIAS,
        "--set",
        "apology=Sorry, you.",
    ]);
    assert_eq!(text(&output.stderr), "");
    let flow: Value = serde_json::from_slice(&output.stdout).unwrap();
    let texts = flow.to_string();
    assert!(
        texts.contains("eu-west-1:123456789012:function:f:live") && texts.contains("Sorry, you.")
    );
    assert!(!texts.contains("${") && texts.contains("\"Loop\""));

    let quoted = "apology=Sorry \"you\".";
    let output =
        copy.run(&["render", "vanity-numbers", "--folder", ".", "--set", ALIAS, "--set", quoted]);
    let refused = text(&output.stderr);
    assert!(refused.contains("the value of ${apology} has a quotation mark"), "{refused}");
}

#[test]
fn what_cannot_be_rendered_says_why() {
    let copy = Copy::new();
    for (arguments, says) in [
        (&["vanity-numbers"][..], "${vanity_convert_alias_arn} has no value"),
        (&["other"], "lists no flow \"other\"; it lists: vanity-numbers"),
        (
            &["vanity-numbers", "--set", "tries=5"],
            "no variable \"tries\"; it has: apology, attempts",
        ),
    ] {
        let output = copy.run(&[&["render", "--folder", "."], arguments].concat());
        let report = text(&output.stderr);
        assert!(report.starts_with("contact-flow: ") && report.contains(says), "{report}");
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
    }
}

#[test]
fn a_folder_without_a_list_is_no_folder_of_flows() {
    let folder = TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_contact-flow"))
        .args(["check"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("flows.yaml cannot be read"), "{}", text(&output.stderr));
}
