//! What is written down of a commit: that it has passed sit, and that it is forbidden.

use serde_json::Value;

use crate::world::{BUCKET, World};

fn object(world: &World, sha: &str, name: &str) -> Value {
    serde_json::from_str(&world.read(&world.object(sha, name))).unwrap()
}

#[test]
fn evidence_says_who_when_and_what() {
    let world = World::new();
    world.publish(0);
    let sha = world.head();
    world.write("checkout/tested", "42 calls, \"all\" answered\n");
    world.ends(0, "evidence.sh", &[BUCKET, &sha, "tested"]);
    let evidence = object(&world, &sha, "SIT.json");
    assert_eq!(evidence["sha"], sha);
    assert_eq!(evidence["tested"], "42 calls, \"all\" answered\n");
    assert_eq!(evidence["by"], "arn:aws:sts::111122223333:assumed-role/switchboard-publish/ana");
    assert_eq!(evidence["at"].as_str().unwrap().len(), "2026-11-21T10:00:00Z".len());
}

#[test]
fn evidence_is_written_once() {
    let world = World::new();
    world.publish(0);
    let sha = world.head();
    world.ends(0, "evidence.sh", &[BUCKET]);
    let first = world.read(&world.object(&sha, "SIT.json"));
    world.write("checkout/tested", "something else");
    let said = world.ends(0, "evidence.sh", &[BUCKET, &sha, "tested"]);
    assert!(said.contains("had passed sit already"), "{said}");
    assert_eq!(world.read(&world.object(&sha, "SIT.json")), first);
    assert_eq!(object(&world, &sha, "SIT.json").get("tested"), None);
}

#[test]
fn evidence_that_two_write_at_once_is_the_firsts() {
    let world = World::new();
    world.publish(0);
    world.write("account/raced", "{}");
    assert!(world.ends(0, "evidence.sh", &[BUCKET]).contains("had passed sit already"));
    assert_eq!(world.read(&world.object(&world.head(), "SIT.json")), "{}");
}

#[test]
fn evidence_needs_artifacts_that_are_not_forbidden() {
    let world = World::new();
    let sha = world.head();
    world.candidate(0);
    assert!(world.ends(61, "evidence.sh", &[BUCKET, &sha]).contains(&sha));
    world.publish(0);
    world.ends(0, "yank.sh", &[BUCKET, &sha, "it rings twice"]);
    world.ends(62, "evidence.sh", &[BUCKET]);
    world.ends(2, "evidence.sh", &[BUCKET, &sha[..39]]);
    world.ends(2, "evidence.sh", &[BUCKET, &sha, "missing"]);
    world.write("account/s3-denied", "");
    world.ends(60, "evidence.sh", &[BUCKET]);
}

#[test]
fn evidence_is_given_by_the_role_that_publishes() {
    for role in ["candidate", "operator", "resolve", "deploy"] {
        let world = World::new();
        world.publish(0);
        let world = world.under_role(role);
        world.ends(60, "evidence.sh", &[BUCKET]);
        assert!(!world.path(&world.object(&world.head(), "SIT.json")).exists());
    }
}

#[test]
fn a_yanked_commit_is_resolved_no_more() {
    let (world, sha) = World::tagged("v1.0.0");
    world.resolve(0, &[]);
    let said = world.ends(0, "yank.sh", &[BUCKET, &sha, "it says \"goodbye\" first"]);
    assert!(said.contains("This changed nothing that is live"), "{said}");
    assert!(said.contains("rollback.sh"), "{said}");
    let yanked = object(&world, &sha, "YANKED.json");
    assert_eq!(yanked["sha"], sha);
    assert_eq!(yanked["why"], "it says \"goodbye\" first");
    assert_eq!(yanked["by"], "arn:aws:sts::111122223333:assumed-role/switchboard-operator/ana");
    assert_eq!(yanked["at"].as_str().unwrap().len(), "2026-11-21T10:00:00Z".len());
    world.resolve(23, &[]);
    world.publish(12);
}

#[test]
fn a_commit_that_was_yanked_already_says_why() {
    let (world, sha) = World::tagged("v1.0.0");
    world.ends(0, "yank.sh", &[BUCKET, &sha, "it rings twice"]);
    let said = world.ends(0, "yank.sh", &[BUCKET, &sha, "another reason"]);
    assert!(said.contains("was yanked already") && said.contains("it rings twice"), "{said}");
    assert!(!said.contains("another reason"), "{said}");
    // So it does for who is second by a moment.
    let (world, sha) = World::tagged("v1.0.0");
    world.write("account/raced", "{\"why\":\"it rings twice\"}");
    let said = world.ends(0, "yank.sh", &[BUCKET, &sha, "another reason"]);
    assert!(said.contains("it rings twice"), "{said}");
}

#[test]
fn a_commit_without_artifacts_is_yanked_only_on_purpose() {
    let world = World::new();
    let sha = world.head();
    assert!(world.ends(66, "yank.sh", &[BUCKET, &sha, "it rings twice"]).contains(&sha));
    world.ends(0, "yank.sh", &["--unpublished", BUCKET, &sha, "it rings twice"]);
    world.publish(12);
    assert!(!world.path(&world.object(&sha, "manifest.json")).exists());
}

#[test]
fn a_yank_needs_a_commit_a_reason_and_the_role() {
    let (world, sha) = World::tagged("v1.0.0");
    world.ends(2, "yank.sh", &[BUCKET, &sha]);
    world.ends(2, "yank.sh", &[BUCKET, &sha, ""]);
    world.ends(2, "yank.sh", &[BUCKET, "v1.0.0", "it rings twice"]);
    world.ends(2, "yank.sh", &["--all", BUCKET, &sha, "it rings twice"]);
    let world = world.under_role("resolve");
    world.ends(65, "yank.sh", &[BUCKET, &sha, "it rings twice"]);
    assert!(!world.path(&world.object(&sha, "YANKED.json")).exists());
}
