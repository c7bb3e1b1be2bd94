//! The examples of docs/api.md: they run against the local stack, and what they send signed in is checked as API Gateway
//! checks it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

mod gateway;

use std::path::{Path, PathBuf};
use std::process::Command;

use switchboard_scenarios::LocalStack;
use switchboard_test_harness::{run, text};
use tempfile::TempDir;

use self::gateway::{Gateway, KEY, REGION, SECRET, SESSION_TOKEN};

const PAGE: &str = include_str!("../../../../docs/api.md");

/// A reply for the gateway to give.
const FOUND: (u16, &str) =
    (200, "{\"vanityNumbers\": [{\"rank\": 1, \"vanityNumber\": \"1-800-FLOWERS\"}]}");

/// The examples in a language under a heading of the page.
fn examples(heading: &str, language: &str) -> Vec<&'static str> {
    let mark = format!("# {heading}\n");
    let (_, chapter) = PAGE.split_once(&mark).unwrap_or_else(|| panic!("no {heading}"));
    // A single # is a comment in Python.
    let chapter = chapter.split("\n##").next().unwrap();
    let fence = format!("```{language}\n");
    let blocks = chapter.split(&fence).skip(1);
    let found: Vec<_> = blocks.map(|rest| rest.split("\n```").next().unwrap()).collect();
    assert!(!found.is_empty(), "no {language} under {heading}");
    found
}

/// The examples as programs, with what they import.
struct Programs {
    folder: TempDir,
    python: PathBuf,
    node: PathBuf,
}

/// A way to run an example.
#[derive(Clone, Copy, Debug)]
enum Example {
    Python,
    JavaScript,
    /// The script, in a shell.
    Curl(&'static str),
}

impl Programs {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clients = checkout("tests/scenarios/clients");
        let package =
            tool("npm-package.sh", &["aws4fetch".as_ref(), &clients.join("aws4fetch.sha512")]);
        let modules = folder.path().join("node_modules");
        std::fs::create_dir(&modules).unwrap();
        std::os::unix::fs::symlink(package, modules.join("aws4fetch")).unwrap();
        std::fs::write(folder.path().join("client.py"), examples("Python", "python")[0]).unwrap();
        std::fs::write(folder.path().join("client.mjs"), examples("JavaScript", "js")[0]).unwrap();
        let requirements = clients.join("requirements.txt");
        let python =
            tool("python-tools.sh", &["api-clients".as_ref(), &requirements]).join("python");
        Self { folder, python, node: tool("node.sh", &[]) }
    }

    /// Runs an example, and returns what it printed, or its error.
    fn run(
        &self,
        example: Example,
        number: &str,
        settings: &[(&str, &str)],
    ) -> Result<String, String> {
        let file = |name| self.folder.path().join(name);
        let mut command = match example {
            Example::Python => Command::new(&self.python),
            Example::JavaScript => Command::new(&self.node),
            Example::Curl(_) => Command::new("sh"),
        };
        match example {
            Example::Python => command.arg(file("client.py")).arg(number),
            Example::JavaScript => command.arg(file("client.mjs")).arg(number),
            Example::Curl(script) => command.args(["-ec", script]),
        };
        // Without the settings and the proxies of the machine.
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", self.folder.path()).envs(settings.iter().copied());
        let output = run(&mut command, "");
        if output.status.success() {
            Ok(text(&output.stdout).trim_end().to_owned())
        } else {
            Err(text(&output.stderr).to_owned())
        }
    }
}

fn checkout(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}

/// Runs a script that installs what is missing, and returns the path that it prints.
fn tool(name: &str, arguments: &[&Path]) -> PathBuf {
    let output = run(Command::new(checkout("tools/checks").join(name)).args(arguments), "");
    assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    text(&output.stdout).lines().last().unwrap().into()
}

#[test]
fn the_examples_run_on_the_local_stack() {
    let stack = LocalStack::start();
    let api = stack.people.base().to_owned();
    let programs = Programs::new();
    let settings = [("VANITY_API", api.as_str())];

    let set_up = examples("Examples", "sh")[0].replace("http://127.0.0.1:8080", &api);
    let set_up: &'static str = set_up.leak();
    programs.run(Example::Curl(set_up), "", &[]).unwrap();

    let curl = programs.run(Example::Curl(examples("curl", "sh")[0]), "", &settings).unwrap();
    assert!(curl.contains("\"vanityNumber\":\"1-800-FLOWERS\",\"rank\":1"), "{curl}");
    let cached = programs.run(Example::Curl(examples("Caching", "sh")[0]), "", &settings);
    assert_eq!(cached.as_deref(), Ok("304"));

    for example in [Example::Python, Example::JavaScript] {
        for number in ["1-800-FLOWERS", "+1 800 356 9377", "0018003569377"] {
            let found = programs.run(example, number, &settings).unwrap();
            assert!(found.starts_with("1 1-800-FLOWERS\n2 "), "{example:?} {number}: {found}");
            assert_eq!(found.lines().count(), 5, "{example:?}: {found}");
        }
        let unknown = programs.run(example, "+13235550168", &settings).unwrap_err();
        assert!(unknown.contains("This number has not called."), "{example:?}: {unknown}");
        let refused = programs.run(example, "hello", &settings).unwrap_err();
        assert!(refused.contains("400: the path does not end in a phone number"), "{refused}");
    }
    let _ = stack.stop();
}

#[test]
fn the_examples_sign_what_they_send() {
    let programs = Programs::new();
    let curl = Example::Curl(examples("curl", "sh")[1]);
    for (example, number) in [
        (curl, ""),
        (Example::Python, "1-800-FLOWERS"),
        (Example::Python, "+41 800 934454"),
        (Example::JavaScript, "1-800-FLOWERS"),
        (Example::JavaScript, "+41 800 934454"),
    ] {
        let gateway = Gateway::answering([FOUND]);
        let settings = [
            ("VANITY_API", gateway.address()),
            ("VANITY_SIGN_IN", "aws"),
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_SESSION_TOKEN", SESSION_TOKEN),
            ("AWS_REGION", REGION),
        ];
        let found = programs.run(example, number, &settings).unwrap();
        assert!(found.contains("1-800-FLOWERS"), "{example:?}: {found}");
        gateway.request().assert_signed();
    }
}

#[test]
fn the_examples_send_a_token_and_try_again_when_they_are_told_to() {
    let programs = Programs::new();
    for example in [Example::Curl(examples("curl", "sh")[2]), Example::Python, Example::JavaScript]
    {
        let busy = (
            503,
            "{\"title\": \"Service Unavailable\", \"status\": 503, \"detail\": \"try again\"}",
        );
        let tries =
            if matches!(example, Example::Curl(_)) { vec![FOUND] } else { vec![busy, FOUND] };
        let gateway = Gateway::answering(tries.clone());
        let settings = [
            ("VANITY_API", gateway.address()),
            ("VANITY_SIGN_IN", "token"),
            ("VANITY_TOKEN", "a.b.c"),
        ];
        let found = programs.run(example, "1-800-FLOWERS", &settings).unwrap();
        assert!(found.contains("1-800-FLOWERS"), "{example:?}: {found}");
        for _ in tries {
            let request = gateway.request();
            assert_eq!(request.header("authorization"), "Bearer a.b.c", "{example:?}");
            assert_eq!(request.target, "/vanity-numbers/1-800-FLOWERS?order=best");
        }
    }
}

#[test]
fn the_examples_show_a_refusal_of_api_gateway() {
    let programs = Programs::new();
    for example in [Example::Python, Example::JavaScript] {
        let gateway = Gateway::answering([(403, "{\"message\": \"Forbidden\"}")]);
        let refused = programs.run(example, "1-800-FLOWERS", &[("VANITY_API", gateway.address())]);
        assert!(refused.as_ref().is_err_and(|it| it.contains("403: Forbidden")), "{refused:?}");
    }
}
