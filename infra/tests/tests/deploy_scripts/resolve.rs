//! From a tag, a commit or a candidate to the release that is deployed.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::world::{BUCKET, World};

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
    assert!(world.resolve(0, &[]).contains("(v1.10.0) has 2 artifacts"));
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
        ("/commitTime", json!(7)),
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
    world.write(&world.object(&sha, "manifest.json"), "");
    world.resolve(27, &[]);
}

fn release(world: &World) -> Value {
    serde_json::from_str(&world.read("checkout/release.json")).unwrap()
}

#[test]
fn a_commit_that_has_not_passed_sit_has_no_release() {
    let world = World::new();
    world.publish(0);
    for tag in ["rc-1", "v1.0.0"] {
        world.git(&["tag", tag]);
        let said = world.resolve(28, &[tag]);
        assert!(said.contains("wait for the integration tests of sit"), "{said}");
    }
    assert!(!world.path("release.json").exists());
    world.ends(0, "evidence.sh", &[BUCKET]);
    world.resolve(0, &[]);
}

#[test]
fn a_commit_is_resolved_without_tag_and_evidence() {
    let world = World::new();
    world.publish(0);
    let sha = world.head();
    world.ends(0, "resolve.sh", &[BUCKET, "--commit", &sha, "release.json"]);
    let release = release(&world);
    assert_eq!(release["release"]["tag"], Value::Null);
    assert_eq!(release["release"]["sha"], sha);
    assert_eq!(release["release"]["prefix"], "lambda");
    assert_eq!(release["release"]["commit_time"], "2026-11-21T10:00:00+01:00");
    assert_eq!(release["release"]["artifacts"].as_object().unwrap().len(), 2);
}

#[test]
fn a_commit_passes_all_other_checks_of_a_tag() {
    let world = World::new();
    let resolve = |code, sha: &str| {
        world.ends(code, "resolve.sh", &[BUCKET, "--commit", sha, "release.json"])
    };
    let first = world.head();
    resolve(22, &first);
    world.publish(0);
    world.git(&["switch", "--quiet", "--create", "fix/hurry"]);
    let sha = world.commit("in a hurry");
    world.publish(0);
    resolve(21, &sha);
    resolve(26, &first);
    world.git(&["switch", "--quiet", "main"]);
    world.write(&world.object(&first, "vanity-lookup.zip"), "zip of someone");
    resolve(24, &first);
    world.write(&world.object(&first, "YANKED.json"), "{}");
    resolve(23, &first);
    assert!(!world.path("checkout/release.json").exists());
}

#[test]
fn a_candidate_is_resolved_below_its_own_prefix() {
    let world = World::new();
    world.git(&["switch", "--quiet", "--create", "queue"]);
    let sha = world.commit("in the merge queue");
    let arguments = [BUCKET, "--candidate", &sha, "release.json"];
    world.ends(22, "resolve.sh", &arguments);
    world.candidate(0);
    world.ends(0, "resolve.sh", &arguments);
    let release = release(&world);
    assert_eq!(release["release"]["prefix"], "candidate");
    assert_eq!(release["release"]["tag"], Value::Null);
    assert_eq!(release["release"]["sha"], sha);
    // Neither main nor a tag is fetched for it.
    world.git(&["remote", "set-url", "origin", "../nowhere"]);
    world.ends(0, "resolve.sh", &arguments);
    // What a candidate may be is no release.
    world.ends(2, "resolve.sh", &[BUCKET, "--candidate", &sha]);
    world.commit("later");
    world.ends(26, "resolve.sh", &arguments);
}

#[test]
fn a_candidate_that_was_yanked_is_refused() {
    let world = World::new();
    let sha = world.head();
    world.candidate(0);
    world.ends(0, "yank.sh", &["--unpublished", BUCKET, &sha, "it calls back for ever"]);
    world.ends(23, "resolve.sh", &[BUCKET, "--candidate", &sha, "release.json"]);
}

#[test]
fn a_candidate_is_not_resolved_by_who_cannot_see_whether_it_was_yanked() {
    let world = World::new().under_role("candidate");
    world.candidate(0);
    let sha = world.head();
    world.ends(25, "resolve.sh", &[BUCKET, "--candidate", &sha, "release.json"]);
}

#[test]
fn a_commit_is_named_by_all_its_digits() {
    let world = World::new();
    let sha = world.head();
    for wrong in [&sha[..12], &sha.to_uppercase(), "HEAD", "main", ""] {
        for kind in ["--commit", "--candidate"] {
            world.ends(2, "resolve.sh", &[BUCKET, kind, wrong, "release.json"]);
        }
    }
    world.ends(2, "resolve.sh", &[BUCKET, "--commits", &sha, "release.json"]);
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
