//! Terraform and its providers in the artifact bucket, where the pipelines look for them.

use std::fs;

use crate::world::{BUCKET, World};

const ZIP: &str = "terraform/1.11.4/terraform_1.11.4_linux_amd64.zip";
const PROVIDER: &str = "terraform/providers/registry.terraform.io/hashicorp/aws/terraform-provider-aws_6.66.0_linux_amd64.zip";

fn sha256(world: &World, path: &str) -> String {
    let output =
        world.command("openssl").args(["dgst", "-sha256", "-r"]).arg(world.path(path)).output();
    String::from_utf8(output.unwrap().stdout).unwrap().split(' ').next().unwrap().to_owned()
}

/// The vendor's sites have Terraform and the provider that two roots lock.
fn world() -> World {
    let mut world = World::new();
    for folder in ["account/site", "account/registry"] {
        fs::create_dir_all(world.path(folder)).unwrap();
    }
    world.write("account/site/terraform_1.11.4_linux_amd64.zip", "Terraform");
    world.write("account/registry/aws_6.66.0", "a provider");
    let checksum = sha256(&world, "account/registry/aws_6.66.0");
    for root in ["uat/app", "prod/app"] {
        lock(
            &world,
            root,
            &format!("\"h1:9\",\n    \"zh:{}\",\n    \"zh:{checksum}\"", "0".repeat(64)),
        );
    }
    let checksum = sha256(&world, "account/site/terraform_1.11.4_linux_amd64.zip");
    world.environment.push(("TERRAFORM_SHA256", checksum));
    world.environment.push(("TERRAFORM_VERSION", "1.11.4".to_owned()));
    world
}

fn lock(world: &World, root: &str, hashes: &str) {
    let root = format!("checkout/infra/environments/{root}");
    fs::create_dir_all(world.path(&root)).unwrap();
    world.write(
        &format!("{root}/.terraform.lock.hcl"),
        &format!(
            "# Written by terraform providers lock.\nprovider \"registry.terraform.io/hashicorp/aws\" {{\n  \
             version     = \"6.66.0\"\n  constraints = \">= 6.60.0, < 7.0.0\"\n  hashes = [\n    {hashes},\n  ]\n}}\n"
        ),
    );
}

fn mirror(world: &World, code: i32) -> String {
    world.ends(code, "mirror.sh", &[BUCKET])
}

fn stored(world: &World, key: &str) -> String {
    world.read(&format!("account/s3/{BUCKET}/{key}"))
}

#[test]
fn terraform_and_its_providers_are_put_where_the_pipelines_look() {
    let world = world();
    mirror(&world, 0);
    assert_eq!(stored(&world, ZIP), "Terraform");
    assert_eq!(stored(&world, PROVIDER), "a provider");
    let calls = world.read("account/calls");
    assert!(
        calls.contains(
            "https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip"
        ),
        "{calls}"
    );
    assert_eq!(world.read("account/terraform-calls").lines().count(), 1, "two roots, one download");
}

#[test]
fn what_is_there_is_not_downloaded_again() {
    let mut world = world();
    mirror(&world, 0);
    fs::remove_dir_all(world.path("account/site")).unwrap();
    fs::remove_dir_all(world.path("account/registry")).unwrap();
    let said = mirror(&world, 0);
    assert_eq!(said.matches("already there").count(), 2, "{said}");
    // Another version does not replace the first.
    world.environment.push(("TERRAFORM_VERSION", "1.12.0".to_owned()));
    mirror(&world, 91);
    assert_eq!(stored(&world, ZIP), "Terraform");
}

#[test]
fn another_place_may_have_the_same_zip() {
    let mut world = world();
    let url = "https://mirror.example.com/terraform";
    world.environment.push(("TERRAFORM_DOWNLOAD_URL", url.to_owned()));
    mirror(&world, 0);
    let calls = world.read("account/calls");
    assert!(calls.contains(&format!("{url}/1.11.4/terraform_1.11.4_linux_amd64.zip")), "{calls}");
}

#[test]
fn what_has_another_checksum_is_not_put_there() {
    let world = world();
    world.write("account/registry/aws_6.66.0", "another provider");
    assert!(mirror(&world, 92).contains(PROVIDER));
    assert_eq!(stored(&world, PROVIDER), "");
    world.write("account/site/terraform_1.11.4_linux_amd64.zip", "another");
    fs::remove_dir_all(world.path("account/s3")).unwrap();
    assert!(mirror(&world, 92).contains(ZIP));
    assert_eq!(stored(&world, ZIP), "");
}

#[test]
fn what_the_bucket_has_is_checked_too() {
    for key in [ZIP, PROVIDER] {
        let world = world();
        let path = format!("account/s3/{BUCKET}/{key}");
        fs::create_dir_all(world.path(&path).parent().unwrap()).unwrap();
        world.write(&path, "from someone");
        assert!(mirror(&world, 93).contains(key));
        assert_eq!(stored(&world, key), "from someone");
    }
}

#[test]
fn a_lock_file_has_to_know_the_zip() {
    let world = world();
    for root in ["uat/app", "prod/app"] {
        lock(&world, root, "\"h1:9\"");
    }
    assert!(mirror(&world, 90).contains("no lock file has a checksum of a zip"));
    fs::remove_dir_all(world.path("checkout/infra")).unwrap();
    assert!(mirror(&world, 90).contains("no .terraform.lock.hcl"));
}

#[test]
fn a_mirror_needs_both_values_and_the_role() {
    for role in ["candidate", "operator", "deploy"] {
        mirror(&world().under_role(role), 94);
    }
    for (name, value) in [("TERRAFORM_VERSION", "latest"), ("TERRAFORM_SHA256", "7")] {
        let mut world = world();
        world.environment.push((name, value.to_owned()));
        mirror(&world, 2);
    }
}
