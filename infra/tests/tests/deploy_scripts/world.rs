//! An account, a checkout and its origin.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const BUCKET: &str = "example-artifacts";

/// Starts a script. A shell cannot catch a signal that was ignored when it started, as INT is in whatever runs in the
/// background; so the signals are reset, where the command for it exists.
const START: &str = r#"
echo "$$" >"$ACCOUNT/pid"
PATH=$FAKES:$FAKES/../buildspecs:$PATH
! env --default-signal true 2>/dev/null || exec env --default-signal=HUP,INT,TERM sh "$@"
exec sh "$@"
"#;

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
            .env("POLL_SECONDS", "0")
            .env_remove("AWS_PROFILE");
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
        let mut command = self.command("sh");
        command.args(["-c", START, "sh"]).arg(&script).args(arguments);
        if !self.environment.iter().any(|(name, _)| *name == "ROLE") {
            command.env("ROLE", role(&script, arguments));
        }
        if let Ok(typed) = File::open(self.path("account/typed")) {
            command.stdin(typed);
        }
        command.output().unwrap()
    }

    /// The scripts run as this role, instead of the one that is meant to run them.
    pub(crate) fn under_role(mut self, role: &str) -> Self {
        self.environment.push(("ROLE", role.to_owned()));
        self
    }

    /// Runs a script that has to end with this code, and says what it wrote.
    pub(crate) fn ends(&self, code: i32, script: &str, arguments: &[&str]) -> String {
        let output = self.run(script, arguments);
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(code != 0, said.contains("What to do: "), "{said}");
        assert_eq!(self.read("account/missing"), "", "asked for by itself, and not by a list");
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

    pub(crate) fn candidate(&self, code: i32) -> String {
        let arguments = ["--candidate", BUCKET, "vanity-convert", "vanity-lookup"];
        self.ends(code, "publish.sh", &arguments)
    }

    /// The commit that is checked out.
    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// A published commit with a tag, which has passed sit.
    pub(crate) fn tagged(tag: &str) -> (Self, String) {
        let world = Self::new();
        world.publish(0);
        world.ends(0, "evidence.sh", &[BUCKET]);
        world.git(&["tag", tag]);
        let sha = world.head();
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
            world.write(&format!("account/lambda/{function}.alias.live"), &format!("{current}\n"));
            world.write(&format!("account/lambda/{function}.8"), &format!("digest of {function}"));
            world.statuses(function, &["Created", "InProgress", "Succeeded"]);
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
        self.ends(code, "shift.sh", &["deployments.json", "release.json", "journal"])
    }

    /// What an alias points to, and the share of another version if it has one: `7`, or `7 8=0.1`.
    pub(crate) fn live(&self, function: &str) -> String {
        self.read(&format!("account/lambda/{function}.alias.live")).trim().to_owned()
    }

    /// What a deployment answers, one status a look.
    pub(crate) fn statuses(&self, function: &str, statuses: &[&str]) {
        self.write(&format!("account/deploy/{function}.statuses"), &(statuses.join("\n") + "\n"));
    }

    /// Two functions whose version 8 is published, both still at 7.
    pub(crate) fn both_behind() -> Self {
        let world = Self::published();
        world.behind("vanity-lookup");
        world
    }

    /// A function goes back to version 7, and to how deployments were before the first.
    pub(crate) fn behind(&self, function: &str) {
        self.write(&format!("account/lambda/{function}.alias.live"), "7\n");
        self.statuses(function, &["Created", "InProgress", "Succeeded"]);
    }

    /// The versions that callers of `vanity-convert` and of `vanity-lookup` reach, and that no alias was moved by hand
    /// while CodeDeploy moved it.
    pub(crate) fn is_at(&self, convert: &str, lookup: &str) {
        assert_eq!([self.live("vanity-convert"), self.live("vanity-lookup")], [convert, lookup]);
        assert_eq!(self.read("account/fights"), "");
    }

    /// Gives a function's deployments a hook.
    pub(crate) fn hook(&self, function: &str, hook: &str) {
        for file in ["checkout/deployments.json", "account/deployments.json"] {
            if let Ok(mut deployments) = serde_json::from_str::<Value>(&self.read(file)) {
                deployments[function]["before_allow_traffic"] = json!(hook);
                self.write(file, &deployments.to_string());
            }
        }
    }

    /// What CodeDeploy was asked to do with a function.
    pub(crate) fn app_spec(&self, function: &str) -> String {
        let revision = self.read(&format!("account/deploy/{function}.revision"));
        let revision: Value = serde_json::from_str(&revision).unwrap();
        assert_eq!(revision["revisionType"], "AppSpecContent");
        revision["appSpecContent"]["content"].as_str().unwrap().to_owned()
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

    /// An environment that a release can be deployed to, and the probe that tries it. Both functions are behind.
    pub(crate) fn deployable() -> Self {
        let mut world = Self::applicable();
        world.behind("vanity-lookup");
        let mut deployments: Value =
            serde_json::from_str(&world.read("checkout/deployments.json")).unwrap();
        let mut release: Value =
            serde_json::from_str(&world.read("checkout/release.json")).unwrap();
        deployments["synthetic-probe"] = json!({
            "function_name": "synthetic-probe", "alias": "live", "version": "3",
            "application": "synthetic-probe", "deployment_group": "synthetic-probe"});
        release["release"]["artifacts"]["synthetic-probe"] = json!({"code_sha256": "digest"});
        world.write("account/lambda/synthetic-probe.3", "digest");
        world.write("account/lambda/synthetic-probe.alias.live", "3\n");
        world.write("account/deployments.json", &deployments.to_string());
        world.write("checkout/release.json", &release.to_string());
        world.write("account/answer", r#"{"checks":[],"healthy":true}"#);
        world.write("account/function-error", "None\n");
        fs::create_dir_all(world.path(&format!("account/s3/{BUCKET}"))).unwrap();
        world.environment.push(("ENVIRONMENT", "uat".to_owned()));
        world.environment.push(("ARTIFACT_BUCKET", BUCKET.to_owned()));
        world
    }

    pub(crate) fn deploy(&self, code: i32) -> String {
        self.ends(code, "deploy.sh", &["../root", "release.json"])
    }

    /// The entries that the event bus took.
    pub(crate) fn events(&self) -> Vec<Value> {
        let events = self.read("account/events");
        events.lines().map(|event| serde_json::from_str(event).unwrap()).collect()
    }

    pub(crate) fn detail(event: &Value) -> Value {
        serde_json::from_str(event["Detail"].as_str().unwrap()).unwrap()
    }

    /// The one deployment that was told: its kind, its outcome and its step.
    pub(crate) fn told(&self) -> [String; 3] {
        let events = self.events();
        assert_eq!(events.len(), 1, "{events:?}");
        let detail = Self::detail(&events[0]);
        assert_eq!(detail["environment"], "uat");
        ["kind", "outcome", "step"].map(|key| detail[key].as_str().unwrap().to_owned())
    }

    pub(crate) fn apply(&self, code: i32) -> String {
        self.ends(code, "apply.sh", &["../root", "release.json", "out.json"])
    }
}

/// The role that is meant to run a script: tools/deploy/README.md.
fn role(script: &Path, arguments: &[&str]) -> &'static str {
    let candidate = arguments.contains(&"--candidate");
    match script.file_name().unwrap().to_str().unwrap() {
        "publish.sh" if candidate => "candidate",
        "publish.sh" | "evidence.sh" | "mirror.sh" => "publish",
        "yank.sh" | "rollback.sh" => "operator",
        "resolve.sh" if candidate => "dev",
        "resolve.sh" => "resolve",
        _ => "deploy",
    }
}

fn fakes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy_scripts")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}
