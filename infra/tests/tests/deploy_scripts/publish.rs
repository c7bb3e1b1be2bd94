//! Artifacts of a commit, and of a candidate.

use std::fs;

use serde_json::{Value, json};

use crate::world::{BUCKET, World};

#[test]
fn what_is_published_is_what_is_resolved() {
    let (world, sha) = World::tagged("v1.2.3");
    let manifest = world.manifest(&sha);
    assert_eq!(manifest["sha"], sha);
    assert_eq!(manifest["commitTime"], "2026-11-21T10:00:00+01:00");
    assert_eq!(manifest["artifacts"]["vanity-lookup"]["bytes"], "zip of lookup".len());

    world.resolve(0, &[]);
    let release: Value = serde_json::from_str(&world.read("release.json")).unwrap();
    let digests = &manifest["artifacts"];
    assert_eq!(
        release,
        json!({"release": {"sha": sha, "tag": "v1.2.3", "prefix": "lambda",
            "commit_time": "2026-11-21T10:00:00+01:00", "artifacts": {
            "vanity-convert": {"code_sha256": digests["vanity-convert"]["codeSha256"]},
            "vanity-lookup": {"code_sha256": digests["vanity-lookup"]["codeSha256"]}}}})
    );
}

#[test]
fn the_manifest_is_published_last_and_nothing_without_the_condition() {
    let world = World::new();
    world.publish(0);
    let calls = world.read("account/calls");
    let puts: Vec<&str> = calls.lines().filter(|call| call.contains("put-object")).collect();
    assert_eq!(puts.len(), 3);
    assert!(puts.iter().all(|call| call.contains("--if-none-match *")), "{calls}");
    assert!(puts[2].contains("manifest.json"), "{calls}");
}

#[test]
fn publishing_again_changes_nothing() {
    let world = World::new();
    world.publish(0);
    assert!(world.publish(0).contains("already published"));
}

#[test]
fn another_build_of_the_same_commit_is_not_published() {
    let (world, sha) = World::tagged("v1.0.0");
    world.write("checkout/target/package/vanity-convert.zip", "another zip");
    world.publish(13);
    assert_eq!(world.read(&world.object(&sha, "vanity-convert.zip")), "zip of convert");
}

#[test]
fn an_edited_tree_is_not_published() {
    let world = World::new();
    world.write("checkout/.gitignore", "target\nmore\n");
    world.publish(10);
}

#[test]
fn a_zip_that_was_not_packaged_is_told() {
    let world = World::new();
    fs::remove_file(world.path("checkout/target/package/vanity-lookup.zip")).unwrap();
    assert!(world.publish(11).contains("vanity-lookup.zip"));
    assert!(!world.path("account/s3").exists());
}

#[test]
fn a_yanked_commit_is_not_published_again() {
    let (world, sha) = World::tagged("v1.0.0");
    world.write(&world.object(&sha, "YANKED.json"), "{}");
    world.publish(12);
}

#[test]
fn a_store_that_cannot_be_read_is_not_an_empty_one() {
    let (world, _) = World::tagged("v1.0.0");
    world.write("account/s3-denied", "");
    world.publish(14);
    world.resolve(25, &[]);
}

#[test]
fn what_is_not_there_is_never_asked_for_by_itself() {
    // S3 answers 403 for it, so a request would end each first publication.
    let world = World::new();
    world.publish(0);
    let calls = world.read("account/calls");
    assert!(!calls.contains("head-object") && !calls.contains("get-object"), "{calls}");
}

#[test]
fn who_publishes_at_the_same_time_is_no_error() {
    let world = World::new();
    world.write("account/raced", "zip of convert");
    assert!(world.publish(0).contains("vanity-convert.zip"));
    let world = World::new();
    world.write("account/raced", "zip of someone");
    world.publish(13);
}

#[test]
fn a_candidate_is_kept_apart_and_need_not_be_on_main() {
    let world = World::new();
    world.git(&["switch", "--quiet", "--create", "queue"]);
    let sha = world.commit("in the merge queue");
    world.candidate(0);
    assert!(world.candidate(0).contains("already published"));
    let folder = format!("account/s3/{BUCKET}/candidate/{sha}");
    assert_eq!(world.read(&format!("{folder}/vanity-convert.zip")), "zip of convert");
    let manifest: Value =
        serde_json::from_str(&world.read(&format!("{folder}/manifest.json"))).unwrap();
    assert_eq!(manifest["sha"], sha);
    assert!(!world.path(&format!("account/s3/{BUCKET}/lambda")).exists());
    world.write("checkout/target/package/vanity-convert.zip", "another zip");
    world.candidate(13);
}

#[test]
fn a_candidate_that_builds_the_same_on_main_is_published() {
    let world = World::new();
    world.candidate(0);
    assert!(world.publish(0).contains("the same as the candidate"));
    assert_eq!(world.manifest(&world.head())["sha"], world.head());
}

#[test]
fn what_was_not_tried_is_not_published() {
    let world = World::new();
    world.candidate(0);
    world.write("checkout/target/package/vanity-lookup.zip", "another build");
    let said = world.publish(15);
    assert!(said.contains("before the merge: vanity-lookup. Nothing is published"), "{said}");
    world.write("checkout/target/package/vanity-lookup.zip", "zip of lookup");
    world.write("checkout/target/package/approval-sweep.zip", "zip of sweep");
    let functions = [BUCKET, "vanity-convert", "approval-sweep"];
    let said = world.ends(15, "publish.sh", &functions);
    let differences = "approval-sweep (was not tried), vanity-lookup (is not published now)";
    assert!(said.contains(differences), "{said}");
    assert!(!world.path(&format!("account/s3/{BUCKET}/lambda")).exists());
}

#[test]
fn a_candidate_that_is_no_manifest_is_not_the_same() {
    let world = World::new();
    world.candidate(0);
    let manifest = format!("account/s3/{BUCKET}/candidate/{}/manifest.json", world.head());
    for text in ["text", "[]", "{\"artifacts\":7}"] {
        world.write(&manifest, text);
        world.publish(15);
    }
    assert!(!world.path(&format!("account/s3/{BUCKET}/lambda")).exists());
}

#[test]
fn each_role_writes_below_its_own_prefix() {
    World::new().under_role("publish").candidate(14);
    World::new().under_role("candidate").publish(14);
    World::new().under_role("operator").publish(14);
}

#[test]
fn only_the_option_is_an_option() {
    World::new().ends(2, "publish.sh", &["--candidates", BUCKET, "vanity-convert"]);
    World::new().ends(2, "publish.sh", &["--candidate", BUCKET]);
}
