//! One root is applied in its own account, and the synthetic caller has to succeed.

use std::fs;
use std::path::Path;

use crate::world::World;

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
