//! The release that a root was applied with last.

use serde_json::{Value, json};

use crate::world::World;

fn live(code: i32, outputs: Option<&Value>) -> (World, String) {
    let world = World::new();
    if let Some(outputs) = outputs {
        world.write("account/outputs.json", &outputs.to_string());
    }
    let said = world.ends(code, "live.sh", &["../root"]);
    (world, said)
}

#[test]
fn the_release_is_written_as_the_root_takes_it() {
    let release = json!({"sha": "a".repeat(40), "tag": null, "prefix": "lambda",
        "commit_time": "2026-11-21T10:00:00+01:00",
        "artifacts": {"vanity-convert": {"code_sha256": "digest"}}});
    let outputs = json!({"release": {"sensitive": false, "value": release}});
    let (world, said) = live(0, Some(&outputs));
    assert!(said.contains(&format!("no tag, commit {}", "a".repeat(40))), "{said}");
    let written = world.read("root/release.auto.tfvars.json");
    let written: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(written, json!({ "release": release }));

    world.ends(0, "live.sh", &["../root", "live.json"]);
    assert_eq!(world.read("checkout/live.json"), world.read("root/release.auto.tfvars.json"));
}

#[test]
fn a_root_that_was_never_applied_is_told_apart() {
    for outputs in [json!({}), json!({"api_endpoint": {"value": "https://api.example.com"}})] {
        let (world, said) = live(71, Some(&outputs));
        assert!(said.contains("no release was applied"), "{said}");
        assert!(!world.path("root/release.auto.tfvars.json").exists());
    }
    let (_, said) = live(70, None);
    assert!(said.contains("Backend initialization required"), "{said}");
}

#[test]
fn an_output_that_is_no_release_is_refused() {
    for release in
        [json!(7), json!({"sha": "short", "artifacts": {}}), json!({"sha": "a".repeat(40)})]
    {
        let (world, _) = live(72, Some(&json!({"release": {"value": release}})));
        assert!(!world.path("root/release.auto.tfvars.json").exists());
    }
    World::new().ends(2, "live.sh", &["../nowhere"]);
}
