//! What the event bus learns of a deployment.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::world::World;

#[allow(clippy::disallowed_methods, reason = "the script reads the wall clock too")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn tell(world: &World, arguments: [&str; 6]) -> String {
    let output = world.run("tell.sh", &arguments);
    assert_eq!(output.status.code(), Some(0), "it never fails a deployment");
    [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat()
}

fn release(world: &World, release: &Value) {
    world.write("checkout/release.json", &json!({ "release": release }).to_string());
}

#[test]
fn a_success_has_its_lead_time_and_a_failure_has_none() {
    let world = World::published();
    let commit =
        json!({"sha": "a".repeat(40), "tag": "v1.0.0", "commit_time": "2026-11-21T10:00:00+01:00"});
    release(&world, &commit);
    let started = (now() - 60).to_string();
    tell(&world, ["uat", "release", "succeeded", "done", "release.json", &started]);
    tell(&world, ["uat", "rollback", "failed", "smoke", "release.json", &started]);

    let [success, failure] = world.events().try_into().unwrap();
    assert_eq!(success["Source"], "switchboard.delivery");
    assert_eq!(success["DetailType"], "Deployment");
    assert_eq!(success.as_object().unwrap().len(), 3, "the default bus is used: {success}");
    let mut detail = World::detail(&success);
    let seconds = detail["seconds"].as_u64().unwrap();
    assert!((60..120).contains(&seconds), "{seconds}");
    // 2026-11-21T09:00:00Z
    let lead = detail["leadTimeSeconds"].as_u64().unwrap();
    assert!((now() - 1_795_251_600).abs_diff(lead) < 60, "{lead}");
    for number in ["seconds", "leadTimeSeconds"] {
        detail.as_object_mut().unwrap().remove(number);
    }
    assert_eq!(
        detail,
        json!({"environment": "uat", "kind": "release", "outcome": "succeeded", "step": "done",
            "sha": "a".repeat(40), "tag": "v1.0.0"})
    );
    let detail = World::detail(&failure);
    assert_eq!(detail["kind"], "rollback");
    assert_eq!(detail["step"], "smoke");
    assert_eq!(detail.get("leadTimeSeconds"), None);
}

#[test]
fn a_commit_time_may_have_any_zone_and_nonsense_is_left_out() {
    let world = World::published();
    for (time, utc) in [
        ("2026-11-21T09:00:00Z", Some(1_795_251_600)),
        ("2026-11-21T09:00:00.250Z", Some(1_795_251_600)),
        ("2026-11-21T14:30:00+05:30", Some(1_795_251_600)),
        ("2026-11-21T01:00:00-08:00", Some(1_795_251_600)),
        ("2026-11-21 09:00", None),
        ("2026-13-45T99:00:00Z", None),
        ("9999-01-01T00:00:00Z", None),
    ] {
        release(&world, &json!({"sha": "a".repeat(40), "commit_time": time}));
        tell(&world, ["dev", "release", "succeeded", "done", "release.json", "0"]);
        let lead = World::detail(world.events().last().unwrap()).get("leadTimeSeconds").cloned();
        let expected = utc.map(|utc: u64| now() - utc);
        assert_eq!(lead.is_some(), expected.is_some(), "{time}: {lead:?}");
        if let (Some(lead), Some(expected)) = (lead, expected) {
            assert!(lead.as_u64().unwrap().abs_diff(expected) < 60, "{time}: {lead}");
        }
    }
}

#[test]
fn a_release_without_tag_or_without_a_file_is_told() {
    let world = World::published();
    release(&world, &json!({"sha": "a".repeat(40), "tag": null, "commit_time": 7}));
    tell(&world, ["sit", "release", "succeeded", "done", "release.json", "0"]);
    tell(&world, ["sit", "release", "failed", "apply", "missing.json", "0"]);
    let [untagged, unknown] = world.events().try_into().unwrap();
    assert_eq!(World::detail(&untagged)["tag"], Value::Null);
    assert_eq!(World::detail(&untagged)["sha"], "a".repeat(40));
    assert_eq!(World::detail(&unknown)["sha"], Value::Null);
    assert_eq!(World::detail(&unknown)["step"], "apply");
}

#[test]
fn an_event_stays_small() {
    let world = World::published();
    release(&world, &json!({"sha": "a".repeat(100_000), "tag": "v".repeat(100_000)}));
    tell(&world, ["sit", "release", "failed", "apply", "release.json", "0"]);
    assert!(world.read("account/events").len() < 1_000);
}

#[test]
fn a_bus_that_does_not_take_the_event_is_said() {
    let world = World::published();
    // The command succeeds although the entry failed.
    world.write("account/events-refused", "");
    let said = tell(&world, ["sit", "release", "failed", "apply", "release.json", "0"]);
    assert!(said.contains("is missing in the delivery metrics"), "{said}");
    assert!(said.contains("MalformedDetail"), "{said}");
    world.write("account/events-denied", "");
    let said = tell(&world, ["sit", "release", "failed", "apply", "release.json", "0"]);
    assert!(said.contains("AccessDeniedException"), "{said}");
    assert!(world.events().is_empty());
}

#[test]
fn what_is_no_deployment_is_not_told() {
    let world = World::published();
    for arguments in [
        ["sit", "repair", "failed", "apply", "release.json", "0"],
        ["sit", "release", "failed", "done", "release.json", "0"],
        ["sit", "release", "succeeded", "smoke", "release.json", "0"],
        ["sit", "release", "failed", "apply", "release.json", "yesterday"],
    ] {
        let said = tell(&world, arguments);
        assert!(said.contains("is missing in the delivery metrics"), "{said}");
    }
    assert!(world.events().is_empty());
}
