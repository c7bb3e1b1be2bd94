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
    assert_eq!(world.live("vanity-convert"), "8");
    assert_eq!(world.read("checkout/journal"), "vanity-convert live 7 8 d-vanity-convert\n");

    let content = world.app_spec("vanity-convert");
    assert!(content.starts_with(r#"{"version":0.0,"#), "{content}");
    assert_eq!(
        serde_json::from_str::<Value>(&content).unwrap(),
        json!({"version": 0.0, "Resources": [{"vanity-convert": {
            "Type": "AWS::Lambda::Function", "Properties": {
                "Name": "vanity-convert", "Alias": "live", "CurrentVersion": "7", "TargetVersion": "8"}}}]})
    );
}

#[test]
fn a_hook_tries_the_new_version_unless_alarms_are_overridden() {
    let mut world = World::published();
    world.hook("vanity-convert", "synthetic-probe");
    world.shift(0);
    let content: Value = serde_json::from_str(&world.app_spec("vanity-convert")).unwrap();
    assert_eq!(content["Hooks"], json!([{"BeforeAllowTraffic": "synthetic-probe"}]));

    world.behind("vanity-convert");
    world.environment = vec![("OVERRIDE_ALARMS", "1".to_owned())];
    assert!(world.shift(0).contains("NO HOOK TRIES THE NEW VERSION"));
    let content: Value = serde_json::from_str(&world.app_spec("vanity-convert")).unwrap();
    assert_eq!(content.get("Hooks"), None);
}

#[test]
fn a_hook_that_fails_a_deployment_is_named() {
    let world = World::published();
    world.hook("vanity-convert", "synthetic-probe");
    for (code, says) in [
        ("HOOK_EXECUTION_FAILURE", "the hook synthetic-probe judged it"),
        ("INTERNAL_ERROR", "the hook synthetic-probe may have judged it"),
    ] {
        world.behind("vanity-convert");
        world.write("account/deploy/vanity-convert.error", code);
        world.statuses("vanity-convert", &["InProgress", "Failed"]);
        let said = world.shift(41);
        for part in [says, "/aws/lambda/synthetic-probe", "no alarm ended it", code] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    // An alarm is not the hook's judgement, nor is a failure without a hook.
    world.behind("vanity-convert");
    world.write("account/deploy/vanity-convert.error", "ALARM_ACTIVE");
    world.statuses("vanity-convert", &["InProgress", "Stopped"]);
    assert!(!world.shift(41).contains("synthetic-probe"));
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
        let world = World::both_behind();
        world.statuses("vanity-convert", &["InProgress", ending]);
        world.statuses("vanity-lookup", &["InProgress"]);
        let said = world.shift(41);
        for part in [
            &format!("vanity-convert ended as {ending}"),
            "ALARM_ACTIVE",
            "OVERRIDE_ALARMS=1",
            "vanity-convert-errors",
            "/aws/lambda/vanity-convert",
            "--deployment-id d-vanity-convert",
            "the whole release is at its earlier versions again",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(
            world.read("account/calls").contains(
                "stop-deployment --deployment-id d-vanity-lookup --auto-rollback-enabled"
            )
        );
        world.is_at("7", "7");
    }
}

#[test]
fn another_deployment_of_the_same_function_is_waited_for() {
    let world = World::both_behind();
    // It takes the alias from 6 to 7 while this release waits.
    world.write("account/lambda/vanity-convert.alias.live", "6\n");
    world.write("account/deploy/vanity-convert.active", "6 7=0.1\n-\n7\n");
    let said = world.shift(0);
    assert_eq!(said.matches("vanity-convert waits: ").count(), 1, "{said}");
    assert!(said.contains("already has an active Deployment 'd-OTHER'"), "{said}");
    world.is_at("8", "8");
    let journal = world.read("checkout/journal");
    assert!(journal.contains("vanity-convert live 7 8 d-vanity-convert\n"), "{journal}");
    let content: Value = serde_json::from_str(&world.app_spec("vanity-convert")).unwrap();
    let properties = &content["Resources"][0]["vanity-convert"]["Properties"];
    assert_eq!(properties["CurrentVersion"], "7");
}

#[test]
fn a_deployment_whose_answer_was_lost_is_found_again() {
    let world = World::published();
    world.write("account/deploy/vanity-convert.answer-lost", "");
    assert!(world.shift(0).contains("d-vanity-convert already shifts live from version 7 to 8"));
    assert_eq!(world.read("checkout/journal"), "vanity-convert live 7 8 d-vanity-convert\n");
    assert_eq!(world.live("vanity-convert"), "8");
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
    assert_eq!(world.live("vanity-convert"), "8");
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
    let mut empty_hook: Value =
        serde_json::from_str(&world.read("checkout/deployments.json")).unwrap();
    empty_hook["vanity-convert"]["before_allow_traffic"] = json!("");
    let incomplete = json!({"vanity-convert": {"function_name": "vanity-convert"}});
    for deployments in [json!({}), incomplete, empty_hook] {
        world.write("checkout/deployments.json", &deployments.to_string());
        world.shift(40);
    }
}
