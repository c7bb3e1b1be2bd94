//! The scripts that publish, resolve, apply and shift a release, with a folder in place of the AWS account.
//! The repository they run in is a real one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

#[path = "deploy_scripts/shift.rs"]
mod shift;
#[path = "deploy_scripts/world.rs"]
mod world;

use std::fs;
use std::path::Path;

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
        json!({"release": {"sha": sha, "tag": "v1.2.3", "artifacts": {
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
fn a_tag_of_another_shape_is_refused() {
    for tag in ["v1", "v1.2", "v1.2.3-beta", "release-1.0.0", "rc-", "version-1.2.3"] {
        let (world, _) = World::tagged("unrelated");
        world.git(&["tag", tag]);
        world.resolve(20, &[tag]);
        world.resolve(20, &[]);
    }
    for tag in ["v1.2.3", "v2026.11.21", "rc-2026.11.21", "rc-1_a"] {
        World::tagged(tag).0.resolve(0, &[]);
    }
}

#[test]
fn a_tag_outside_of_the_patterns_is_refused() {
    let (world, _) = World::tagged("rc-1");
    world.ends(20, "resolve.sh", &[BUCKET, "v*", "release.json"]);
}

#[test]
fn a_tag_that_does_not_exist_is_refused() {
    let (world, _) = World::tagged("v1.0.0");
    world.resolve(20, &["v1.0.1"]);
}

#[test]
fn of_several_tags_the_newest_is_taken() {
    let (world, _) = World::tagged("v1.9.0");
    world.git(&["tag", "v1.10.0"]);
    world.git(&["tag", "zebra"]);
    assert!(world.resolve(0, &[]).contains("v1.10.0 is commit"));
}

#[test]
fn the_tag_has_to_be_what_is_checked_out() {
    let (world, _) = World::tagged("v1.0.0");
    world.commit("second");
    world.resolve(26, &["v1.0.0"]);
}

#[test]
fn a_commit_that_is_not_on_main_is_refused() {
    let world = World::new();
    world.git(&["switch", "--quiet", "--create", "fix/hurry"]);
    world.commit("in a hurry");
    world.publish(0);
    world.git(&["tag", "v1.0.1"]);
    world.resolve(21, &[]);
    assert!(!world.path("release.json").exists());
}

#[test]
fn a_commit_without_a_manifest_tells_the_nearest_that_has_one() {
    let (world, sha) = World::tagged("v1.0.0");
    world.commit("documents only");
    world.git(&["push", "--quiet", "origin", "main"]);
    world.git(&["tag", "v1.0.1"]);
    assert!(world.resolve(22, &[]).contains(&format!("nearest earlier artifact: {sha}")));
}

#[test]
fn a_yanked_commit_is_refused() {
    let (world, sha) = World::tagged("v1.0.0");
    world.write(&world.object(&sha, "YANKED.json"), "{}");
    world.resolve(23, &[]);
}

#[test]
fn a_zip_that_is_not_the_manifests_is_refused() {
    let (world, sha) = World::tagged("v1.0.0");
    world.write(&world.object(&sha, "vanity-lookup.zip"), "zip of someone");
    assert!(world.resolve(24, &[]).contains("vanity-lookup.zip is not what the manifest says"));
    fs::remove_file(world.object(&sha, "vanity-lookup.zip")).unwrap();
    assert!(world.resolve(24, &[]).contains("vanity-lookup.zip is missing"));
}

#[test]
fn a_manifest_of_another_commit_or_shape_is_refused() {
    let (world, sha) = World::tagged("v1.0.0");
    let good = world.manifest(&sha);
    let mut bad = vec![json!({}), json!("text")];
    for (path, value) in [
        ("/sha", json!("0".repeat(40))),
        ("/artifacts", json!({})),
        ("/artifacts/vanity-convert/codeSha256", json!("short")),
        ("/artifacts/vanity-convert/bytes", json!("12")),
    ] {
        let mut manifest = good.clone();
        *manifest.pointer_mut(path).unwrap() = value;
        bad.push(manifest);
    }
    let mut manifest = good.clone();
    manifest["artifacts"]["../convert"] = good["artifacts"]["vanity-convert"].clone();
    bad.push(manifest);
    for manifest in bad {
        world.write(&world.object(&sha, "manifest.json"), &manifest.to_string());
        world.resolve(27, &[]);
    }
}

#[test]
fn what_the_stages_get_has_the_release_and_files_with_a_dot() {
    let world = World::new();
    for file in ["infra/root/.terraform.lock.hcl", "tools/deploy/shift.sh", "README.md"] {
        let path = world.path("checkout").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    let sha = world.commit("what is deployed");
    world.write("checkout/release.auto.tfvars.json", "{}");
    fs::create_dir(world.path("stage")).unwrap();

    let commands = |buildspec: &str, phase: &str| -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../modules/pipeline/buildspecs");
        let text = fs::read_to_string(folder.join(buildspec)).unwrap();
        let content: Value = serde_saphyr::from_str(&text).unwrap();
        serde_json::from_value(content["phases"][phase]["commands"].clone()).unwrap()
    };
    let pass_on = commands("resolve.yml", "build")
        .into_iter()
        .filter(|command| command.contains("release.tar"))
        .chain(["mv release.tar ../stage".to_owned(), "cd ../stage".to_owned()])
        .chain(commands("deploy.yml", "install").into_iter().take(1))
        .collect::<Vec<_>>()
        .join(" && ");
    assert!(world.command("sh").args(["-c", &pass_on]).env("sha", sha).status().unwrap().success());

    assert_eq!(
        world.read("stage/infra/root/.terraform.lock.hcl"),
        "infra/root/.terraform.lock.hcl"
    );
    assert_eq!(world.read("stage/tools/deploy/shift.sh"), "tools/deploy/shift.sh");
    assert_eq!(world.read("stage/release.auto.tfvars.json"), "{}");
    assert!(!world.path("stage/README.md").exists());
}

#[test]
fn a_role_becomes_a_profile_that_renews_itself() {
    let world = World::new();
    let role = "arn:aws:iam::555566667777:role/switchboard-deploy";
    world.ends(0, "assume-role.sh", &[role, "switchboard:1 a", "config"]);
    assert_eq!(
        world.read("checkout/config"),
        format!(
            "[profile deploy]\nrole_arn = {role}\nrole_session_name = switchboard-1-a\ncredential_source = EcsContainer\n"
        )
    );
    world.ends(2, "assume-role.sh", &["arn:aws:iam::555566667777:user/ana", "a", "config"]);
}

#[test]
fn a_root_is_planned_and_that_plan_applied() {
    let world = World::applicable();
    world.apply(0);
    let calls = world.read("account/terraform-calls");
    let calls: Vec<&str> = calls.lines().collect();
    assert_eq!(calls.len(), 4, "{calls:?}");
    assert_eq!(calls[0], "-chdir=../root init -input=false -lockfile=readonly");
    let plan = calls[1].split_once("-out=").unwrap().1;
    assert!(calls[2].starts_with("-chdir=../root apply") && calls[2].ends_with(plan), "{calls:?}");
    assert!(!Path::new(plan).exists());
    assert_eq!(world.read("root/release.auto.tfvars.json"), world.read("checkout/release.json"));
    assert_eq!(world.read("checkout/out.json"), "{}");
}

#[test]
fn a_plan_without_changes_is_not_applied() {
    let world = World::applicable();
    world.write("account/plan-status", "0");
    assert!(world.apply(0).contains("nothing to apply"));
    assert!(!world.read("account/terraform-calls").contains("apply -input"));
}

#[test]
fn nothing_is_applied_to_another_account() {
    let world = World::applicable();
    world.write("account/id", "666677778888\n");
    world.apply(30);
    assert_eq!(world.read("account/terraform-calls"), "");
}

#[test]
fn nothing_is_applied_of_another_release() {
    let mut world = World::applicable();
    world.environment.push(("RELEASE_SHA", "1".repeat(40)));
    world.apply(31);
    assert_eq!(world.read("account/terraform-calls"), "");
}

#[test]
fn a_root_needs_its_lock_file_and_its_values() {
    let world = World::applicable();
    world.write("root/account.auto.tfvars.example", "");
    world.apply(33);
    fs::remove_file(world.path("root/.terraform.lock.hcl")).unwrap();
    world.apply(32);
}

#[test]
fn what_terraform_refuses_is_told_apart() {
    let world = World::applicable();
    world.write("account/apply-fails", "");
    world.apply(36);
    world.write("account/plan-status", "1");
    world.apply(35);
    world.write("account/init-fails", "");
    world.apply(34);
}

#[test]
fn the_synthetic_caller_has_to_succeed() {
    let world = World::published();
    let smoke = |code| world.ends(code, "smoke.sh", &["deployments.json", "vanity-lookup"]);
    world.write("account/answer", r#"{"checks":[],"healthy":true}"#);
    world.write("account/function-error", "None\n");
    smoke(0);
    assert!(world.read("account/calls").contains("--function-name vanity-lookup --qualifier live"));
    for unhealthy in [r#"{"checks":[],"healthy":false}"#, r#"{"healthy":"true"}"#, "null"] {
        world.write("account/answer", unhealthy);
        smoke(53);
    }
    world.write("account/function-error", "Unhandled\n");
    smoke(52);
    world.write("account/answer", "not JSON");
    smoke(52);
    fs::remove_file(world.path("account/answer")).unwrap();
    smoke(51);
    world.ends(50, "smoke.sh", &["deployments.json"]);
}
