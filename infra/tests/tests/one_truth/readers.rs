//! Which variables a function reads: asked of the code that reads them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;

use switchboard_settings::Environment;

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
    let mut environment = Environment::new(|name: &str| {
        asked.borrow_mut().insert(name.to_owned());
        None
    });
    for statement in main.split(';').map(str::trim) {
        let Some((_, value)) = statement.split_once(" = ") else { continue };
        if let Some(reader) = value.strip_suffix("(&mut environment)") {
            run(reader, &mut environment);
        } else if let Some(name) = value.strip_prefix("environment.required(\"") {
            let _: Option<String> = environment.required(name.trim_end_matches("\")"));
        } else {
            assert!(
                !value.starts_with("environment.") || value.starts_with("environment.finish"),
                "{function} reads its environment in a way that this test does not know: {value}"
            );
        }
    }
    let problems = environment.finish(None::<()>).unwrap_err().to_string();
    let ours = |name: &str| !BY_LAMBDA.contains(&name);
    let required = problems.split([';', ':']).filter_map(|part| part.strip_suffix(" is not set"));
    let required = required.map(|name| name.trim().to_owned()).filter(|name| ours(name)).collect();
    let names = asked.into_inner().into_iter().filter(|name| ours(name)).collect();
    Read { names, required }
}

fn run(reader: &str, environment: &mut Environment<'_>) {
    match reader {
        "LogSettings::read" => drop(switchboard_lambda::logs::LogSettings::read(environment)),
        "ConnectionSettings::read" => drop(switchboard_aws::ConnectionSettings::read(environment)),
        "SenderSettings::read" => drop(switchboard_aws::ses::SenderSettings::read(environment)),
        "Clock::read" => {
            let _ = switchboard_lambda::Clock::read(environment);
        }
        "Rules::read" => drop(switchboard_approval_request::Rules::read(environment)),
        "ProbeSettings::read" => {
            drop(switchboard_synthetic_probe::settings::ProbeSettings::read(environment))
        }
        "vanity_table::settings" => drop(switchboard_aws::vanity_table::settings(environment)),
        "approval_table::settings" => drop(switchboard_aws::approval_table::settings(environment)),
        other => {
            panic!("a function reads settings with {other}, which this test does not know yet")
        }
    }
}
