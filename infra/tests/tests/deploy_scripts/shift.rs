//! Shifting traffic: what starts, what stops it, and what is said then.

use serde_json::{Value, json};

use crate::world::World;

#[test]
fn only_what_is_behind_is_shifted() {
    let world = World::published();
    let said = world.shift(0);
    assert!(said.contains("vanity-lookup: live is at version 8 already"), "{said}");
    assert!(said.contains("vanity-convert: live is at version 8"), "{said}");
    assert!(!world.path("account/deploy/vanity-lookup.revision").exists());

    let revision = world.read("account/deploy/vanity-convert.revision");
    let revision: Value = serde_json::from_str(&revision).unwrap();
    assert_eq!(revision["revisionType"], "AppSpecContent");
    let content = revision["appSpecContent"]["content"].as_str().unwrap();
    assert!(content.starts_with(r#"{"version":0.0,"#), "{content}");
    assert_eq!(
        serde_json::from_str::<Value>(content).unwrap()["Resources"],
        json!([{"vanity-convert": {"Type": "AWS::Lambda::Function", "Properties": {
            "Name": "vanity-convert", "Alias": "live", "CurrentVersion": "7", "TargetVersion": "8"}}}])
    );
}

#[test]
fn there_may_be_nothing_new_to_shift() {
    let world = World::published();
    world.write("account/lambda/vanity-convert.alias.live", "8");
    assert!(world.shift(0).contains("Nothing new to shift."));
    assert!(!world.read("account/calls").contains("create-deployment"));
}

#[test]
fn a_rolled_back_deployment_stops_the_others_and_says_where_to_look() {
    for ending in ["Failed", "Stopped"] {
        let world = World::published();
        world.write("account/lambda/vanity-lookup.alias.live", "7");
        world.write("account/deploy/vanity-convert.statuses", &format!("InProgress\n{ending}\n"));
        world.write("account/deploy/vanity-lookup.statuses", "InProgress\n");
        let said = world.shift(41);
        for part in [
            &format!("vanity-convert ended as {ending}"),
            "ALARM_ACTIVE",
            "OVERRIDE_ALARMS=1",
            "vanity-convert-errors",
            "/aws/lambda/vanity-convert",
            "--deployment-id d-vanity-convert",
            "vanity-lookup: stopped d-vanity-lookup",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(
            world.read("account/calls").contains(
                "stop-deployment --deployment-id d-vanity-lookup --auto-rollback-enabled"
            )
        );
    }
}

#[test]
fn a_deployment_that_does_not_end_is_stopped() {
    let mut world = World::published();
    world.environment = vec![("TIMEOUT_SECONDS", "0".to_owned())];
    world.write("account/deploy/vanity-convert.statuses", "InProgress\n");
    world.shift(42);
    assert!(
        world.read("account/calls").contains("stop-deployment --deployment-id d-vanity-convert")
    );
}

#[test]
fn a_deployment_that_cannot_start_stops_those_that_did() {
    let world = World::published();
    world.write("account/lambda/vanity-lookup.alias.live", "7");
    world.write("account/deploy/vanity-lookup.refused", "");
    assert!(world.shift(43).contains("vanity-lookup cannot be started"));
    assert!(
        world.read("account/calls").contains("stop-deployment --deployment-id d-vanity-convert")
    );
}

#[test]
fn an_alarm_that_is_on_is_overridden_by_the_switch_alone() {
    let mut world = World::published();
    world.write("account/deploy/vanity-convert.alarm", "");
    assert!(world.shift(43).contains("run it again with OVERRIDE_ALARMS=1"));
    assert!(!world.read("account/calls").contains("--override-alarm-configuration"));

    world.environment = vec![("OVERRIDE_ALARMS", "yes".to_owned())];
    assert!(world.shift(2).contains("OVERRIDE_ALARMS is 'yes'"));
    assert!(!world.read("account/calls").contains("--override-alarm-configuration"));

    world.environment = vec![("OVERRIDE_ALARMS", "1".to_owned())];
    assert!(world.shift(0).contains("ALARMS NEITHER STOP THIS DEPLOYMENT NOR ROLL IT BACK"));
    assert!(world.read("account/calls").contains(
        "--override-alarm-configuration enabled=false,ignorePollAlarmFailure=false --revision"
    ));
}

#[test]
fn no_traffic_moves_to_code_that_is_not_the_releases() {
    let world = World::published();
    world.write("account/lambda/vanity-lookup.8", "digest of someone");
    world.shift(44);
    assert!(!world.read("account/calls").contains("create-deployment"));
}

#[test]
fn what_to_shift_has_to_be_complete() {
    let world = World::published();
    for deployments in [json!({}), json!({"vanity-convert": {"function_name": "vanity-convert"}})] {
        world.write("checkout/deployments.json", &deployments.to_string());
        world.shift(40);
    }
}
