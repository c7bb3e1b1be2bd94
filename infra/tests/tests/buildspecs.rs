//! The buildspec that deploys, run as its service does: all commands in one shell, until one fails. The AWS CLI and curl are
//! stand-ins; Terraform is a script in a real zip.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const ZIP: &str = "terraform_1.11.4_linux_amd64.zip";
const PROVIDER: &str =
    "registry.terraform.io/hashicorp/aws/terraform-provider-aws_6.66.0_linux_amd64.zip";
const LOCK: &str = r#"provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.66.0"
  constraints = ">= 6.60.0, < 7.0.0"
  hashes = [
    "zh:00",
  ]
}
"#;
/// A script of tools/deploy that writes down what it gets.
const SCRIPT: &str = "echo \"$(basename \"$0\") $*\" >>\"$ACCOUNT/ran\"\n\
    env >\"$ACCOUNT/environment\"\n\
    cp \"${TF_CLI_CONFIG_FILE:-/dev/null}\" \"$ACCOUNT/terraform.rc\"\n\
    [ ! -e \"$ACCOUNT/$(basename \"$0\").fails\" ]\n";

/// An account, and the folder that a build runs in.
struct Build {
    folder: TempDir,
    sha256: String,
}

impl Build {
    /// A build of a release whose commit has these scripts.
    fn of(scripts: &[&str]) -> Self {
        let build = Self { folder: TempDir::new().unwrap(), sha256: String::new() };
        build.write("release/infra/root/.terraform.lock.hcl", LOCK);
        build.write("release/release.auto.tfvars.json", "{}");
        for script in scripts {
            build.write(&format!("release/tools/deploy/{script}"), SCRIPT);
        }
        fs::create_dir_all(build.path("build/temporary")).unwrap();
        build.sh("tar --create --file=build/release.tar --directory=release .");
        build.write("terraform", "#!/bin/sh\necho Terraform\n");
        build.sh("chmod +x terraform && mkdir -p account/bucket account/site && zip -q zip.zip terraform");
        let sha256 = build.sh("sha256sum zip.zip").split(' ').next().unwrap().to_owned();
        build.write("account/stage", "STANDARD\n");
        Self { sha256, ..build }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    fn sh(&self, script: &str) -> String {
        let output =
            Command::new("sh").args(["-c", script]).current_dir(self.folder.path()).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{script}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Puts Terraform and the provider into the artifact bucket.
    fn mirrored(self) -> Self {
        self.sh(&format!(
            "mkdir -p account/bucket/terraform/1.11.4 && cp zip.zip account/bucket/terraform/1.11.4/{ZIP}"
        ));
        self.write(&format!("account/bucket/terraform/providers/{PROVIDER}"), "a provider");
        self
    }

    /// Runs the buildspec. Returns whether it succeeded, and what it said.
    fn run(&self) -> (bool, String) {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(here.join("../modules/pipeline/buildspecs/deploy.yml"));
        let buildspec: Value = serde_saphyr::from_str(&text.unwrap()).unwrap();
        assert_eq!(buildspec["env"]["shell"], "bash");
        let mut script = "PATH=$FAKES:$PATH\n".to_owned();
        for phase in ["install", "pre_build", "build"] {
            for command in buildspec["phases"][phase]["commands"].as_array().unwrap() {
                writeln!(script, "{{ {}\n}} || exit 1", command.as_str().unwrap()).unwrap();
            }
        }
        let output = Command::new("bash")
            .args(["-c", &script])
            .current_dir(self.path("build"))
            .env("FAKES", here.join("tests/buildspecs"))
            .env("TMPDIR", self.path("build/temporary"))
            .env("ACCOUNT", self.path("account"))
            .env("TERRAFORM_SHA256", &self.sha256)
            .envs([
                ("TERRAFORM_VERSION", "1.11.4"),
                ("TERRAFORM_DOWNLOAD_URL", "https://releases.example.com/terraform"),
                ("ARTIFACT_BUCKET", "example-artifacts"),
                ("ENVIRONMENT", "prod"),
                ("ACCOUNT_ID", "666677778888"),
                ("DEPLOY_ROLE_ARN", "arn:aws:iam::666677778888:role/switchboard-deploy"),
                ("PIPELINE", "switchboard"),
                ("STAGE", "Production"),
                ("ROOT", "infra/root"),
                ("RELEASE_SHA", "0123456789abcdef0123456789abcdef01234567"),
                ("RELEASE_TAG", "v1.2.3"),
                ("EXECUTION_ID", "an-execution"),
            ])
            .env_remove("TF_CLI_CONFIG_FILE")
            .env_remove("OVERRIDE_ALARMS")
            .env_remove("AWS_PROFILE")
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
        (output.status.success(), said.concat())
    }

    fn succeeds(&self) -> String {
        let (succeeded, said) = self.run();
        assert!(succeeded, "{said}");
        said
    }

    fn fails(&self) -> String {
        let (succeeded, said) = self.run();
        assert!(!succeeded, "{said}");
        said
    }

    /// The environment of the last script, and whether it has this line.
    fn had(&self, line: &str) -> bool {
        self.read("account/environment").lines().any(|there| there == line)
    }
}

const NOW: [&str; 2] = ["assume-role.sh", "deploy.sh"];
const EARLIER: [&str; 4] = ["assume-role.sh", "apply.sh", "shift.sh", "smoke.sh"];

#[test]
fn a_release_is_deployed_as_the_deploy_role() {
    let build = Build::of(&NOW).mirrored();
    assert!(build.succeeds().contains("release of v1.2.3"));
    assert!(build.read("account/ran").ends_with("deploy.sh infra/root release.auto.tfvars.json\n"));
    assert!(build.had("AWS_PROFILE=deploy") && build.had("KIND=release"));
    assert!(!build.read("account/environment").contains("OVERRIDE_ALARMS"));
}

#[test]
fn a_rollback_overrides_alarms_and_the_project_itself_asks() {
    let build = Build::of(&NOW).mirrored();
    build.write("account/stage", "ROLLBACK\n");
    assert!(build.succeeds().contains("rollback of v1.2.3"));
    assert!(build.had("OVERRIDE_ALARMS=1") && build.had("KIND=rollback"));
    let calls = build.read("account/calls");
    let question = calls.lines().find(|call| call.contains("get-pipeline-state")).unwrap();
    assert!(question.starts_with("project: ") && question.contains("--name switchboard"));
    assert!(question.contains("[?stageName=='Production']"), "{question}");
}

#[test]
fn a_state_that_cannot_be_read_is_a_release_and_said() {
    for state in ["None\n", ""] {
        let build = Build::of(&NOW).mirrored();
        build.write("account/stage", state);
        assert!(build.succeeds().contains("cannot be read"));
        assert!(build.had("KIND=release"));
        assert!(!build.read("account/environment").contains("OVERRIDE_ALARMS"));
    }
    let build = Build::of(&NOW).mirrored();
    fs::remove_file(build.path("account/stage")).unwrap();
    let said = build.succeeds();
    assert!(said.contains("cannot be read") && said.contains("AccessDenied"), "{said}");
}

#[test]
fn terraform_and_its_providers_come_from_the_bucket() {
    let build = Build::of(&NOW).mirrored();
    build.succeeds();
    assert!(!build.read("account/calls").contains("curl"));
    let configuration = build.read("account/terraform.rc");
    let mirror = configuration.split('"').nth(1).unwrap();
    assert!(configuration.contains("filesystem_mirror") && !configuration.contains("direct"));
    assert_eq!(fs::read_to_string(Path::new(mirror).join(PROVIDER)).unwrap(), "a provider");
}

#[test]
fn what_the_bucket_does_not_have_is_downloaded_and_checked() {
    let build = Build::of(&NOW);
    build.sh(&format!("cp zip.zip account/site/{ZIP}"));
    let said = build.succeeds();
    assert!(said.contains("is downloaded") && said.contains("registry is asked"), "{said}");
    assert!(
        build.read("account/calls").contains(&format!("terraform/1.11.4/{ZIP}")),
        "{}",
        build.read("account/calls")
    );
    assert_eq!(build.read("account/terraform.rc"), "");

    build.write(&format!("account/site/{ZIP}"), "another zip");
    fs::remove_file(build.path("account/ran")).unwrap();
    build.fails();
    assert_eq!(build.read("account/ran"), "");
}

#[test]
fn a_zip_in_the_bucket_that_is_another_is_not_run() {
    let build = Build::of(&NOW).mirrored();
    build.write(&format!("account/bucket/terraform/1.11.4/{ZIP}"), "another zip");
    build.fails();
    assert_eq!(build.read("account/ran"), "");
}

#[test]
fn a_provider_that_is_missing_is_asked_of_the_registry_with_all_others() {
    let build = Build::of(&NOW).mirrored();
    let more = LOCK.replace("hashicorp/aws", "hashicorp/random").replace("6.66.0", "3.9.1");
    build.write("release/infra/root/.terraform.lock.hcl", &format!("{more}\n{LOCK}"));
    build.sh("tar --create --file=build/release.tar --directory=release .");
    let said = build.succeeds();
    assert!(said.contains("terraform-provider-random_3.9.1_linux_amd64.zip"), "{said}");
    assert_eq!(build.read("account/terraform.rc"), "");
}

#[test]
fn a_commit_older_than_deploy_sh_is_deployed_step_by_step() {
    let build = Build::of(&EARLIER).mirrored();
    build.write("account/stage", "ROLLBACK\n");
    assert!(build.succeeds().contains("older than deploy.sh"));
    let ran = build.read("account/ran");
    let names: Vec<_> = ran.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(names, EARLIER);
    assert!(build.had("OVERRIDE_ALARMS=1"));
}

#[test]
fn a_step_that_fails_is_the_last() {
    let build = Build::of(&EARLIER).mirrored();
    build.write("account/shift.sh.fails", "");
    build.fails();
    assert!(!build.read("account/ran").contains("smoke.sh"));
    let build = Build::of(&NOW).mirrored();
    build.write("account/deploy.sh.fails", "");
    build.fails();
}
