//! A whole deployment: Terraform, traffic, smoke test, and what is told of it.

use std::fs;

use serde_json::Value;

use crate::world::{BUCKET, World};

const UNHEALTHY: &str = r#"{"checks":[],"healthy":false}"#;

#[test]
fn a_release_is_applied_shifted_called_and_told() {
    let world = World::deployable();
    let said = world.deploy(0);
    world.is_at("8", "8");
    assert_eq!(world.told(), ["release", "succeeded", "done"]);
    assert!(said.contains("tell: uat: release succeeded (done)"), "{said}");
    let calls = world.read("account/calls");
    assert!(calls.contains("--function-name synthetic-probe --qualifier live"), "{calls}");
}

#[test]
fn nothing_new_is_a_success() {
    let world = World::deployable();
    world.write("account/plan-status", "0");
    for function in ["vanity-convert", "vanity-lookup"] {
        world.write(&format!("account/lambda/{function}.alias.live"), "8\n");
    }
    let said = world.deploy(0);
    assert!(said.contains("nothing to apply"), "{said}");
    assert!(said.contains("Nothing new to shift."), "{said}");
    assert_eq!(world.told(), ["release", "succeeded", "done"]);
}

#[test]
fn a_release_that_fails_its_smoke_test_goes_back_as_a_whole() {
    for (answer, error, code) in [(UNHEALTHY, "None\n", 53), ("{}", "Unhandled\n", 52)] {
        let world = World::deployable();
        world.write("account/answer", answer);
        world.write("account/function-error", error);
        let said = world.deploy(code);
        assert!(said.contains(&format!("smoke failed with {code}")), "{said}");
        assert!(said.contains("traffic goes back to the earlier versions"), "{said}");
        assert!(said.contains("the whole release is at its earlier versions again"), "{said}");
        world.is_at("7", "7");
        assert_eq!(world.told(), ["release", "failed", "smoke"]);
    }
}

#[test]
fn a_smoke_test_that_leaves_half_a_release_says_so() {
    let mut world = World::deployable();
    world.environment.push(("BACK_TRIES", "2".to_owned()));
    world.write("account/answer", UNHEALTHY);
    world.write("account/lambda/vanity-lookup.update-denied", "");
    let said = world.deploy(45);
    assert!(said.contains("HALF A RELEASE IS LIVE"), "{said}");
    world.is_at("7", "8");
    assert_eq!(world.told(), ["release", "failed", "smoke"]);
}

#[test]
fn a_first_release_has_nothing_to_go_back_to() {
    let world = World::deployable();
    world.write("account/answer", UNHEALTHY);
    let mut deployments: Value =
        serde_json::from_str(&world.read("account/deployments.json")).unwrap();
    for (function, deployment) in deployments.as_object_mut().unwrap() {
        deployment["version"] = "1".into();
        world.write(&format!("account/lambda/{function}.alias.live"), "1\n");
        let digest = world.read(&format!("account/lambda/{function}.8"))
            + &world.read(&format!("account/lambda/{function}.3"));
        world.write(&format!("account/lambda/{function}.1"), &digest);
    }
    world.write("account/deployments.json", &deployments.to_string());
    let said = world.deploy(53);
    assert!(said.contains("THERE IS NOTHING TO GO BACK TO: this is the first release"), "{said}");
    world.is_at("1", "1");
    assert_eq!(world.told(), ["release", "failed", "smoke"]);
}

#[test]
fn a_release_that_was_live_before_is_not_taken_back() {
    let world = World::deployable();
    world.write("account/answer", UNHEALTHY);
    for function in ["vanity-convert", "vanity-lookup"] {
        world.write(&format!("account/lambda/{function}.alias.live"), "8\n");
    }
    assert!(world.deploy(53).contains("there is nothing to take back"));
    world.is_at("8", "8");
}

#[test]
fn each_step_that_fails_is_told_with_its_exit_code() {
    let world = World::deployable();
    world.write("account/apply-fails", "");
    assert!(world.deploy(36).contains("apply failed with 36"));
    assert_eq!(world.told(), ["release", "failed", "apply"]);
    assert!(!world.read("account/calls").contains("create-deployment"));

    let world = World::deployable();
    world.statuses("vanity-convert", &["Succeeded"]);
    world.statuses("vanity-lookup", &["InProgress", "Failed"]);
    assert!(world.deploy(41).contains("shift failed with 41"));
    assert_eq!(world.told(), ["release", "failed", "shift"]);
    world.is_at("7", "7");
    assert!(!world.read("account/calls").contains("lambda invoke"));
}

#[test]
fn a_rollback_is_told_as_one_and_starts_under_an_alarm() {
    let mut world = World::deployable();
    world.hook("vanity-convert", "synthetic-probe");
    world.write("account/deploy/vanity-convert.alarm", "");
    world.deploy(43);
    world.is_at("7", "7");
    assert_eq!(world.told(), ["release", "failed", "shift"]);

    fs::remove_file(world.path("account/events")).unwrap();
    world.environment.push(("OVERRIDE_ALARMS", "1".to_owned()));
    world.environment.push(("KIND", "rollback".to_owned()));
    world.deploy(0);
    world.is_at("8", "8");
    assert_eq!(world.told(), ["rollback", "succeeded", "done"]);
    assert!(!world.app_spec("vanity-convert").contains("Hooks"));
}

#[test]
fn a_deployment_that_cannot_be_told_succeeds() {
    let world = World::deployable();
    world.write("account/events-refused", "");
    assert!(world.deploy(0).contains("is missing in the delivery metrics"));
    world.is_at("8", "8");
}

#[test]
fn a_signal_stops_terraform_in_good_order() {
    for signal in ["TERM", "INT"] {
        let world = World::deployable();
        world.write("account/terraform-signal", signal);
        let said = world.deploy(36);
        assert!(
            said.contains(&format!("apply failed with 36, stopped by a signal, {signal}")),
            "{said}"
        );
        assert!(world.read("account/terraform-calls").contains("stopped in good order"));
        assert_eq!(world.told(), ["release", "failed", "apply"]);
        world.is_at("7", "7");
    }
}

#[test]
fn a_signal_while_traffic_shifts_takes_the_release_back() {
    for signal in ["TERM", "INT"] {
        let world = World::deployable();
        world.statuses("vanity-convert", &["Succeeded"]);
        world.statuses("vanity-lookup", &["InProgress"]);
        world.write("account/deploy/vanity-lookup.signal", signal);
        let said = world.deploy(143);
        assert!(said.contains("shift failed with 143"), "{said}");
        world.is_at("7", "7");
        assert_eq!(world.told(), ["release", "failed", "shift"]);
    }
}

#[test]
fn a_signal_in_the_smoke_test_takes_the_release_back() {
    let world = World::deployable();
    world.write("account/signal-at-smoke", "TERM");
    world.deploy(143);
    world.is_at("7", "7");
    assert_eq!(world.told(), ["release", "failed", "smoke"]);
}

#[test]
fn a_commit_that_was_yanked_in_flight_is_not_applied() {
    let sha = "0".repeat(40);
    for prefix in ["lambda", "candidate"] {
        let world = World::deployable();
        let mut release: Value =
            serde_json::from_str(&world.read("checkout/release.json")).unwrap();
        if prefix == "candidate" {
            release["release"]["prefix"] = prefix.into();
            world.write("checkout/release.json", &release.to_string());
        }
        let folder = format!("account/s3/{BUCKET}/lambda/{sha}");
        fs::create_dir_all(world.path(&folder)).unwrap();
        world.write(&format!("{folder}/manifest.json"), "{}");
        world.deploy(0);

        world.write(&format!("{folder}/YANKED.json"), "{}");
        let said = world.deploy(38);
        assert!(said.contains(&format!("{BUCKET}/lambda/{sha}/YANKED.json says why")), "{said}");
        let calls = world.read("account/terraform-calls");
        assert_eq!(calls.matches(" plan ").count(), 1, "only the first was planned: {calls}");
    }
}

#[test]
fn a_bucket_that_cannot_be_listed_is_not_one_without_a_yank() {
    let world = World::deployable();
    world.write("account/s3-denied", "");
    let said = world.deploy(39);
    assert!(said.contains("nobody knows whether"), "{said}");
    assert!(!world.read("account/terraform-calls").contains(" plan "));
    assert_eq!(world.told(), ["release", "failed", "apply"]);
}

#[test]
fn a_second_pipeline_waits_for_the_state() {
    let world = World::deployable();
    world.deploy(0);
    let calls = world.read("account/terraform-calls");
    assert_eq!(calls.matches(" -lock-timeout=30m ").count(), 2, "{calls}");
}

#[test]
fn what_is_not_said_is_asked_for_before_anything_happens() {
    for name in ["ACCOUNT_ID", "RELEASE_SHA", "ENVIRONMENT", "ARTIFACT_BUCKET"] {
        let mut world = World::deployable();
        world.environment.retain(|(variable, _)| *variable != name);
        assert!(world.deploy(2).contains(&format!("{name} is not set")));
    }
    let mut world = World::deployable();
    world.environment.push(("KIND", "repair".to_owned()));
    assert!(world.deploy(2).contains("KIND is 'repair'"));
    assert_eq!(world.read("account/terraform-calls"), "");
    assert!(world.events().is_empty());
}
