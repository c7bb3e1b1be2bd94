//! Production goes back to what it ran before, by CodePipeline.

use std::fs;

use serde_json::{Value, json};

use crate::world::{BUCKET, World};

/// What a pipeline did, the earliest first.
struct History {
    actions: Vec<Value>,
    executions: Vec<Value>,
    /// Executions before this one are of an earlier structure of the pipeline.
    changed_before: usize,
    /// The status of the latest execution in Production.
    stage: &'static str,
}

/// The commit of the release of that number.
fn sha(release: usize) -> String {
    format!("{release:040x}")
}

impl History {
    /// Releases v1.0.1, v1.0.2 ..., deployed one after the other as executions e1, e2 ...
    fn of(releases: usize) -> Self {
        let mut history =
            Self { actions: vec![], executions: vec![], changed_before: 0, stage: "Succeeded" };
        for release in 1..=releases {
            history.release(release, "Succeeded");
        }
        history
    }

    fn time(&self) -> String {
        format!("2026-11-21T10:{:02}:00+00:00", self.actions.len())
    }

    fn action(&mut self, execution: &str, stage: &str, status: &str, output: &Value) {
        let time = self.time();
        self.actions.push(
            json!({"pipelineExecutionId": execution, "stageName": stage, "actionName": "Deploy",
            "status": status, "startTime": time, "lastUpdateTime": time, "output": output}),
        );
    }

    /// A release that waits for its approval.
    fn waiting(&mut self, release: usize) {
        let id = format!("e{release}");
        self.executions.push(
            json!({"pipelineExecutionId": id, "status": "InProgress", "executionType": "STANDARD",
            "sourceRevisions": [{"revisionId": sha(release)}]}),
        );
        let variables = json!({"sha": sha(release), "tag": format!("v1.0.{release}")});
        self.action(&id, "Resolve", "Succeeded", &json!({"outputVariables": variables}));
        self.action(&id, "Staging", "Succeeded", &json!({}));
    }

    fn deployed(&mut self, release: usize, status: &str) {
        self.action(&format!("e{release}"), "Production", status, &json!({}));
    }

    fn release(&mut self, release: usize, status: &str) {
        self.waiting(release);
        self.deployed(release, status);
    }

    fn rolled_back(&mut self, id: &str, target: &str, status: &str) {
        self.executions
            .push(json!({"pipelineExecutionId": id, "status": status, "executionType": "ROLLBACK",
            "rollbackMetadata": {"rollbackTargetPipelineExecutionId": target}}));
        self.action(id, "Production", status, &json!({}));
    }

    /// A world whose pipeline did that. CodePipeline answers with the latest first.
    fn world(&self) -> World {
        let world = World::new();
        let write = |name: &str, value: Value| {
            world.write(&format!("account/pipeline/{name}"), &value.to_string());
        };
        fs::create_dir_all(world.path("account/pipeline")).unwrap();
        let succeeded = |execution: &&Value| {
            self.actions.iter().any(|action| {
                action["pipelineExecutionId"] == execution["pipelineExecutionId"]
                    && action["stageName"] == "Production"
                    && action["status"] == "Succeeded"
            })
        };
        let current = &self.executions[self.changed_before..];
        let possible: Vec<_> = current.iter().rev().filter(succeeded).collect();
        let latest_first = |values: &[Value]| values.iter().rev().cloned().collect::<Vec<_>>();
        write("actions.json", json!({"actionExecutionDetails": latest_first(&self.actions)}));
        let executions = latest_first(&self.executions);
        write("executions.json", json!({"pipelineExecutionSummaries": executions}));
        write("possible.json", json!({"pipelineExecutionSummaries": possible}));
        let stages = json!([{"stageName": "Staging"},
            {"stageName": "Production", "latestExecution": {"status": self.stage}}]);
        write("state.json", json!({"pipelineVersion": 1, "stageStates": stages}));
        let url = "https://console.example.com/a-build";
        let result =
            json!({"externalExecutionUrl": url, "errorDetails": {"message": "exit status 41"}});
        let job = json!({"output": {"executionResult": result}});
        write("job.json", json!({"actionExecutionDetails": [job]}));
        let statuses = "InProgress\nUnreadable\nInProgress\nSucceeded\n";
        world.write("account/pipeline/rollback.statuses", statuses);
        world
    }
}

fn roll_back(world: &World, code: i32) -> String {
    world.ends(code, "rollback.sh", &["switchboard", BUCKET, "--yes"])
}

fn yank(world: &World, release: usize) {
    world.ends(0, "yank.sh", &["--unpublished", BUCKET, &sha(release), "it rings twice"]);
}

/// Executions that production was taken back to.
fn targets(world: &World) -> String {
    world.read("account/pipeline/went-back-to")
}

#[test]
fn production_goes_back_to_the_release_before() {
    let world = History::of(3).world();
    let said = roll_back(&world, 0);
    assert_eq!(targets(&world), "e2\n");
    assert!(said.contains(&format!("Production runs v1.0.3, commit {}", sha(3))), "{said}");
    assert!(said.contains(&format!("It goes back to v1.0.2, commit {}", sha(2))), "{said}");
    assert!(said.contains("Its log: https://console.example.com/a-build"), "{said}");
    let progress = said.matches("InProgress, after").count();
    assert_eq!(progress, 2, "told when it changes, also through a failed look: {said}");
    assert!(said.contains(&format!("Production runs v1.0.2, commit {}.", sha(2))), "{said}");
    assert!(said.contains(&format!("yank.sh {BUCKET} {} '<why>'", sha(3))), "{said}");
}

#[test]
fn run_again_it_goes_one_further_back() {
    let mut history = History::of(3);
    history.rolled_back("r1", "e2", "Succeeded");
    let world = history.world();
    roll_back(&world, 0);
    assert_eq!(targets(&world), "e1\n");
    history.rolled_back("r2", "e1", "Succeeded");
    let world = history.world();
    roll_back(&world, 81);
    assert_eq!(targets(&world), "");
    // A later release goes back to what was live before it was deployed, in the order of releases.
    history.release(4, "Succeeded");
    let world = history.world();
    roll_back(&world, 0);
    assert_eq!(targets(&world), "e3\n");
}

#[test]
fn a_release_that_waited_during_a_rollback_is_the_latest() {
    let mut history = History::of(2);
    history.waiting(3);
    history.rolled_back("r1", "e1", "Succeeded");
    history.deployed(3, "Succeeded");
    let world = history.world();
    assert!(roll_back(&world, 0).contains("Production runs v1.0.3"));
    assert_eq!(targets(&world), "e2\n");
}

#[test]
fn a_release_that_failed_and_went_back_by_itself_is_not_what_is_live() {
    let mut history = History::of(2);
    history.release(3, "Failed");
    history.rolled_back("r1", "e2", "Succeeded");
    let world = history.world();
    assert!(roll_back(&world, 0).contains("Production runs v1.0.2"));
    assert_eq!(targets(&world), "e1\n");
}

#[test]
fn after_a_failed_rollback_the_latest_release_that_succeeded_is_deployed_again() {
    let mut history = History::of(2);
    history.release(3, "Failed");
    history.rolled_back("r1", "e2", "Failed");
    history.stage = "Failed";
    let world = history.world();
    let said = roll_back(&world, 0);
    assert!(said.contains("The last deployment to Production ended as Failed"), "{said}");
    assert!(!said.contains("yank.sh"), "which commit failed is not known: {said}");
    assert_eq!(targets(&world), "e2\n");
}

#[test]
fn a_yanked_release_is_passed_by() {
    let world = History::of(3).world();
    yank(&world, 2);
    let said = roll_back(&world, 0);
    assert!(said.contains(&format!("v1.0.2, commit {}, was yanked", sha(2))), "{said}");
    assert_eq!(targets(&world), "e1\n");
    yank(&world, 1);
    assert!(roll_back(&world, 82).contains("all 2 earlier releases were yanked"));
    assert_eq!(targets(&world), "e1\n");
}

#[test]
fn the_same_commit_under_another_tag_is_no_way_back() {
    let mut history = History::of(2);
    history.actions[3]["output"]["outputVariables"]["sha"] = json!(sha(1));
    let world = history.world();
    assert!(roll_back(&world, 81).contains("v1.0.1 is the same commit"));
}

#[test]
fn nothing_earlier_is_said() {
    assert!(roll_back(&History::of(0).world(), 81).contains("has not deployed to Production yet"));
    assert!(roll_back(&History::of(1).world(), 81).contains("no earlier release"));
}

#[test]
fn a_pipeline_that_was_changed_since_cannot_go_back() {
    let mut history = History::of(3);
    history.changed_before = 2;
    let world = history.world();
    let said = roll_back(&world, 83);
    assert!(
        said.contains("v1.0.2, commit") && said.contains("before the pipeline was changed"),
        "{said}"
    );
    assert_eq!(targets(&world), "");
    for refusal in ["UnableToRollbackStageException", "PipelineExecutionOutdatedException"] {
        let world = History::of(2).world();
        world.write("account/pipeline/refused", refusal);
        let said = roll_back(&world, 83);
        assert!(
            said.contains(refusal) && said.contains("docs/deploying.md, To roll back"),
            "{said}"
        );
    }
}

#[test]
fn a_rollback_that_cannot_start_is_told() {
    let world = History::of(2).world();
    world.write("account/pipeline/refused", "ConflictException");
    roll_back(&world, 84);
    let mut history = History::of(2);
    history.stage = "InProgress";
    let world = history.world();
    assert!(roll_back(&world, 84).contains("is being deployed at this moment"));
    assert_eq!(targets(&world), "");
}

#[test]
fn it_asks_first() {
    let world = History::of(2).world();
    let ask = |code| world.ends(code, "rollback.sh", &["switchboard", BUCKET]);
    for no in ["", "y\n", "no\n"] {
        world.write("account/typed", no);
        assert!(ask(85).contains("Roll Production back?"));
    }
    assert_eq!(targets(&world), "");
    world.write("account/typed", "yes\n");
    ask(0);
    assert_eq!(targets(&world), "e1\n");
}

#[test]
fn a_rollback_that_fails_says_where_to_look() {
    for status in ["Failed", "Stopped", "Cancelled"] {
        let world = History::of(2).world();
        world.write("account/pipeline/rollback.statuses", &format!("InProgress\n{status}\n"));
        let said = roll_back(&world, 86);
        assert!(said.contains("exit status 41"), "{said}");
        assert!(said.contains("read its log, https://console.example.com/a-build"), "{said}");
    }
}

#[test]
fn a_rollback_that_does_not_end_goes_on_alone() {
    let mut world = History::of(2).world();
    world.environment.push(("TIMEOUT_SECONDS", "0".to_owned()));
    world.write("account/pipeline/rollback.statuses", "InProgress\n");
    let said = roll_back(&world, 87);
    assert!(said.contains("get-pipeline-execution --pipeline-name switchboard"), "{said}");
}

#[test]
fn a_signal_ends_the_script_and_not_the_rollback() {
    for signal in ["INT", "TERM", "HUP"] {
        let world = History::of(2).world();
        world.write("account/pipeline/signal", signal);
        assert!(roll_back(&world, 130).contains("CodePipeline goes on"));
        assert_eq!(targets(&world), "e1\n");
    }
}

#[test]
fn what_cannot_be_read_is_not_guessed() {
    let world = History::of(2).world();
    world.write("account/s3-denied", "");
    assert!(roll_back(&world, 80).contains("nobody knows whether"));
    roll_back(&History::of(2).world().under_role("publish"), 80);
    let world = History::of(2).world();
    world.ends(80, "rollback.sh", &["another", BUCKET, "--yes"]);
    world.ends(2, "rollback.sh", &["switchboard", BUCKET, "yes"]);
    world.write("account/pipeline/state.json", r#"{"stageStates":[{"stageName":"Staging"}]}"#);
    assert!(roll_back(&world, 80).contains("has no stage Production"));
    assert_eq!(targets(&world), "");
}
