//! The scripts against a real S3, STS and IAM API on this machine, which enforces the roles' policies.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::world::{BUCKET, World};

/// The API's process.
struct Api(Child);

impl Drop for Api {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Api {
    /// Starts it on a free port, and returns its address once it listens.
    fn start(tools: &Path, folder: &Path) -> (Self, String) {
        let child = Command::new(tools.join("ministack"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .envs([
                ("AUTH", "true"),
                ("AWS_ACCESS_KEY_ID", "administrator"),
                ("BIND_HOST", "127.0.0.1"),
                ("DOCKER_HOST", "unix:///nowhere"),
                ("GATEWAY_PORT", "0"),
                ("PYTHONUNBUFFERED", "1"),
                ("SERVICES", "iam,s3,sts"),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut api = Self(child.unwrap());
        let mut said = BufReader::new(api.0.stderr.take().unwrap()).lines();
        let address = said.by_ref().find_map(|line| {
            let line = line.unwrap();
            Some(line.split_once("Running on ")?.1.split(' ').next()?.to_owned())
        });
        // What it says later must go somewhere.
        std::thread::spawn(move || said.count());
        (api, address.expect("it did not start"))
    }
}

/// Installs the API and the AWS CLI if they are missing, and returns the folder of their commands.
fn tools() -> PathBuf {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(checkout.join("tools/checks/python-tools.sh"))
        .arg("aws-api")
        .arg(checkout.join("infra/tests/aws-api.txt"))
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "the tools cannot be installed: see above");
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end())
}

/// Makes the bucket and the roles, and returns each role's credentials.
fn roles(world: &World, tools: &Path, address: &str) -> Value {
    let roles = json!({
        "publish": {"reads": ["candidate/*", "lambda/*", "terraform/*"], "writes": ["lambda/*", "terraform/*.zip"]},
        "candidate": {"reads": ["candidate/*"], "writes": ["candidate/*"]},
        "operator": {"reads": ["lambda/*"], "writes": ["lambda/*/YANKED.json"]},
        "resolve": {"reads": ["lambda/*"], "writes": []},
        "dev": {"reads": ["candidate/*", "lambda/*"], "writes": []},
    });
    let output = world
        .command(tools.join("python").to_str().unwrap())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy_scripts/aws_api.py"))
        .args([address, BUCKET, &roles.to_string()])
        .env("AWS_ACCESS_KEY_ID", "administrator")
        .env("AWS_SECRET_ACCESS_KEY", "administrator")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A world whose bucket is real, and the credentials of its roles.
struct Real {
    world: World,
    credentials: Value,
    _api: Api,
}

impl Real {
    fn new() -> Self {
        let tools = tools();
        let mut world = World::new();
        let (api, address) = Api::start(&tools, &world.path("account"));
        let credentials = roles(&world, &tools, &address);
        world.environment = vec![
            ("FAKES", tools.to_str().unwrap().to_owned()),
            ("AWS_ENDPOINT_URL", address),
            ("AWS_DEFAULT_REGION", "us-east-1".to_owned()),
            ("NO_PROXY", "127.0.0.1".to_owned()),
        ];
        Self { world, credentials, _api: api }
    }

    /// Runs a script as a role. It has to end with this code.
    fn run(&mut self, role: &str, code: i32, script: &str, arguments: &[&str]) -> String {
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            let value = self.credentials[role][name].as_str().unwrap().to_owned();
            self.world.environment.retain(|(there, _)| *there != name);
            self.world.environment.push((name, value));
        }
        self.world.ends(code, script, arguments)
    }
}

#[test]
fn a_commit_goes_its_whole_way_through_a_real_bucket() {
    let mut real = Real::new();
    let sha = real.world.head();
    let publish = [BUCKET, "vanity-convert"];
    let tag = [BUCKET, "v*", "release.json"];

    // In the merge queue, then on main: first built in another way, then in the same.
    real.run("candidate", 0, "publish.sh", &["--candidate", BUCKET, "vanity-convert"]);
    real.run("dev", 0, "resolve.sh", &[BUCKET, "--candidate", &sha, "candidate.json"]);
    real.run("candidate", 14, "publish.sh", &publish);
    real.world.write("checkout/target/package/vanity-convert.zip", "another build");
    real.run("publish", 15, "publish.sh", &publish);
    real.world.write("checkout/target/package/vanity-convert.zip", "zip of convert");
    let said = real.run("publish", 0, "publish.sh", &publish);
    assert_eq!(said.matches("\npublished s3://").count(), 2, "{said}");
    let said = real.run("publish", 0, "publish.sh", &publish);
    assert_eq!(said.matches("\nalready published: s3://").count(), 2, "{said}");

    // A release needs the evidence of sit.
    real.world.git(&["tag", "v1.0.0"]);
    real.run("resolve", 28, "resolve.sh", &tag);
    real.run("operator", 60, "evidence.sh", &[BUCKET]);
    real.run("publish", 0, "evidence.sh", &[BUCKET]);
    real.run("resolve", 0, "resolve.sh", &tag);
    let release: Value = serde_json::from_str(&real.world.read("checkout/release.json")).unwrap();
    let candidate = real.world.read("checkout/candidate.json");
    let candidate: Value = serde_json::from_str(&candidate).unwrap();
    assert_eq!(release["release"]["artifacts"], candidate["release"]["artifacts"]);
    assert_eq!(release["release"]["prefix"], "lambda");

    // A yank is for good.
    let yank = [BUCKET, &sha, "it rings twice"];
    real.run("resolve", 65, "yank.sh", &yank);
    real.run("operator", 0, "yank.sh", &yank);
    let said = real.run("operator", 0, "yank.sh", &[BUCKET, &sha, "another reason"]);
    assert!(said.contains("it rings twice") && said.contains("switchboard-operator"), "{said}");
    real.run("resolve", 23, "resolve.sh", &tag);
    real.run("publish", 12, "publish.sh", &publish);
}
