//! An account, a checkout and its origin.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const BUCKET: &str = "example-artifacts";

/// An account, a checkout and its origin.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) environment: Vec<(&'static str, String)>,
}

impl World {
    /// One commit on main, with the two zips of it packaged.
    pub(crate) fn new() -> Self {
        let world = Self { folder: TempDir::new().unwrap(), environment: Vec::new() };
        for folder in ["account/lambda", "account/deploy", "checkout/target/package", "root"] {
            fs::create_dir_all(world.path(folder)).unwrap();
        }
        world.git(&["init", "--quiet", "--initial-branch=main", "."]);
        world.git(&["init", "--quiet", "--bare", "../origin"]);
        world.git(&["remote", "add", "origin", "../origin"]);
        world.write("checkout/.gitignore", "target\n");
        world.commit("first");
        world.git(&["push", "--quiet", "origin", "main"]);
        world.write("checkout/target/package/vanity-convert.zip", "zip of convert");
        world.write("checkout/target/package/vanity-lookup.zip", "zip of lookup");
        world
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        fs::write(self.path(path), content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.command("git").args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    }

    /// A commit that is not pushed.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path("checkout"))
            .env("ACCOUNT", self.path("account"))
            .env("FAKES", fakes())
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("POLL_SECONDS", "0");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ana Ruiz");
            command.env(format!("GIT_{who}_EMAIL"), "ana.ruiz@example.com");
            command.env(format!("GIT_{who}_DATE"), "2026-11-21T10:00:00+01:00");
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub(crate) fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/deploy").join(script);
        self.command("sh")
            .args(["-c", r#"PATH="$FAKES:$PATH" exec sh "$@""#, "sh"])
            .arg(script)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// Runs a script that has to end with this code, and says what it wrote.
    pub(crate) fn ends(&self, code: i32, script: &str, arguments: &[&str]) -> String {
        let output = self.run(script, arguments);
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(code != 0, said.contains("What to do: "), "{said}");
        said
    }

    pub(crate) fn publish(&self, code: i32) -> String {
        self.ends(code, "publish.sh", &[BUCKET, "vanity-convert", "vanity-lookup"])
    }

    pub(crate) fn resolve(&self, code: i32, tag: &[&str]) -> String {
        let output = self.path("release.json");
        let mut arguments = vec![BUCKET, "v* rc-*", output.to_str().unwrap()];
        arguments.extend(tag);
        self.ends(code, "resolve.sh", &arguments)
    }

    /// A published commit with a tag.
    pub(crate) fn tagged(tag: &str) -> (Self, String) {
        let world = Self::new();
        world.publish(0);
        world.git(&["tag", tag]);
        let sha = world.git(&["rev-parse", "HEAD"]);
        (world, sha)
    }

    pub(crate) fn object(&self, sha: &str, name: &str) -> String {
        self.path(&format!("account/s3/{BUCKET}/lambda/{sha}/{name}")).to_str().unwrap().to_owned()
    }

    pub(crate) fn manifest(&self, sha: &str) -> Value {
        serde_json::from_str(&self.read(&self.object(sha, "manifest.json"))).unwrap()
    }

    /// Two functions whose version 8 is published, the first still at 7.
    pub(crate) fn published() -> Self {
        let world = Self::new();
        let mut deployments = json!({});
        let mut artifacts = json!({});
        for (function, current) in [("vanity-convert", "7"), ("vanity-lookup", "8")] {
            deployments[function] = json!({
                "function_name": function, "alias": "live", "version": "8",
                "application": function, "deployment_group": function});
            artifacts[function] = json!({"code_sha256": format!("digest of {function}")});
            world.write(&format!("account/lambda/{function}.alias.live"), current);
            world.write(&format!("account/lambda/{function}.8"), &format!("digest of {function}"));
            world.write(
                &format!("account/deploy/{function}.statuses"),
                "Created\nInProgress\nSucceeded\n",
            );
        }
        world.write("checkout/deployments.json", &deployments.to_string());
        world.write(
            "checkout/release.json",
            &json!({"release": {"sha": "0".repeat(40), "tag": "v1.0.0", "artifacts": artifacts}})
                .to_string(),
        );
        world
    }

    pub(crate) fn shift(&self, code: i32) -> String {
        self.ends(code, "shift.sh", &["deployments.json", "release.json"])
    }

    /// A root that can be applied, in the account it is for.
    pub(crate) fn applicable() -> Self {
        let mut world = Self::published();
        world.write("account/id", "555566667777\n");
        world.write("account/plan-status", "2");
        world.write("account/deployments.json", "{}");
        world.write("root/.terraform.lock.hcl", "");
        world.environment =
            vec![("ACCOUNT_ID", "555566667777".to_owned()), ("RELEASE_SHA", "0".repeat(40))];
        world
    }

    pub(crate) fn apply(&self, code: i32) -> String {
        self.ends(code, "apply.sh", &["../root", "release.json", "out.json"])
    }
}

fn fakes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy_scripts")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}
