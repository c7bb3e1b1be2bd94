//! Which variables a function reads: asked of the code that reads them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use switchboard_settings::{Environment, SettingsError};

/// Variables that Lambda itself sets.
pub(crate) const BY_LAMBDA: [&str; 7] = [
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_LOG_LEVEL",
];

/// Variables that every function reads, and that an account needs only in a special case.
pub(crate) const OF_EVERY_FUNCTION: [&str; 2] = ["AWS_ENDPOINT_URL", "SWITCHBOARD_TRUST"];

/// What a function reads.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// Every variable that it asks for, but for those of Lambda.
    pub(crate) names: BTreeSet<String>,
    /// Those without which it does not start.
    pub(crate) required: BTreeSet<String>,
}

/// Runs the readers that a function's `main` runs, on an environment without any variable.
pub(crate) fn of(function: &str) -> Read {
    let path =
        switchboard_infra_tests::checkout().join(format!("functions/{function}/src/main.rs"));
    let main = fs::read_to_string(&path).unwrap();
    let asked = RefCell::new(BTreeSet::new());
    let environment = Environment::new(|name: &str| {
        asked.borrow_mut().insert(name.to_owned());
        None
    });
    let mut problems = String::new();
    for line in main.lines().map(str::trim) {
        let read = if let Some(reader) = line.strip_suffix("(&environment),") {
            run(reader, &environment)
        } else if let Some(name) = line.strip_prefix("environment.required(\"") {
            environment.required::<String>(name.trim_end_matches("\"),")).map(drop)
        } else if let Some(rest) = line.strip_prefix("environment.with_default(\"") {
            let name = rest.split('"').next().unwrap_or_default();
            environment.optional::<String>(name).map(drop)
        } else {
            assert!(
                !line.contains("environment.") && !line.contains("&environment"),
                "{function} reads its environment in a way that this test does not know: {line}"
            );
            continue;
        };
        if let Err(error) = read {
            let _ = write!(problems, "{error};");
        }
    }
    let ours = |name: &str| !BY_LAMBDA.contains(&name);
    let required = problems.split([';', ':']).filter_map(|part| part.strip_suffix(" is not set"));
    let required = required.map(|name| name.trim().to_owned()).filter(|name| ours(name)).collect();
    let names = asked.take().into_iter().filter(|name| ours(name)).collect();
    Read { names, required }
}

fn run(reader: &str, environment: &Environment<'_>) -> Result<(), SettingsError> {
    match reader {
        "LogSettings::read" => switchboard_lambda::logs::LogSettings::read(environment).map(drop),
        "ConnectionSettings::read" => {
            switchboard_aws::ConnectionSettings::read(environment).map(drop)
        }
        "SenderSettings::read" => switchboard_aws::ses::SenderSettings::read(environment).map(drop),
        "Clock::read" => switchboard_lambda::Clock::read(environment).map(|_| ()),
        "Rules::read" => switchboard_approval_request::Rules::read(environment).map(drop),
        "ProbeSettings::read" => {
            switchboard_synthetic_probe::settings::ProbeSettings::read(environment).map(drop)
        }
        "vanity_table::settings" => switchboard_aws::vanity_table::settings(environment).map(drop),
        "approval_table::settings" => {
            switchboard_aws::approval_table::settings(environment).map(drop)
        }
        other => {
            panic!("a function reads settings with {other}, which this test does not know yet")
        }
    }
}
