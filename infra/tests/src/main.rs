//! `check-infra`: checks the infrastructure with Terraform, checkov, parliament and rules of our own.

mod command;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, ExitCode};
use std::time::Instant;

use clap::{Parser, Subcommand, ValueEnum};
use switchboard_infra_tests::finding::lines;
use switchboard_infra_tests::state::State;
use switchboard_infra_tests::tree::Tree;
use switchboard_infra_tests::{diagram, rules};
use thiserror::Error;

use crate::command::linters::{LinterError, Linters};
use crate::command::provider::{self, Chosen, Mode, ProviderError, Terraform};
use crate::command::report::{Report, seconds};
use crate::command::skips::{Found, Skips, SkipsError};
use crate::command::workspace::Workspace;
use crate::command::{environments, modules, planted, program};

/// How much of a linter's finding is printed, in characters.
const LONGEST: usize = 400;

/// Checks the infrastructure.
///
/// Format; rules over the source; validation and tests of every module; plan and apply of every environment,
/// without a cloud; rules over the resulting state; checkov; and the IAM policies. Nothing is changed, no
/// account is needed, and the output names what is not checked.
#[derive(Parser)]
#[command(name = "check-infra", version)]
struct Arguments {
    /// The provider that Terraform runs with.
    #[arg(long, global = true, value_enum, default_value = "auto", env = "CHECK_INFRA_PROVIDER")]
    provider: Mode,
    /// Only these parts.
    #[arg(long, value_enum, value_name = "PART")]
    only: Vec<Part>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// A part of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The format of the source.
    Fmt,
    /// Rules over the source.
    Rules,
    /// Validation and tests of modules.
    Modules,
    /// Environments, the resources that they create, and their IAM policies.
    Environments,
    /// checkov over the source.
    Checkov,
}

#[derive(Subcommand)]
enum Command {
    /// Checks that the diagram of docs/infrastructure.md is current.
    Diagram {
        /// Write the current diagram.
        #[arg(long)]
        write: bool,
    },
    /// Plants mistakes in a copy; a check must catch each of them.
    Mistakes {
        /// Parts of the names of the mistakes to plant; all by default.
        names: Vec<String>,
    },
}

/// Why nothing could be checked.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Provider(#[from] ProviderError),
    #[error(transparent)]
    Linter(#[from] LinterError),
    #[error(transparent)]
    Skips(#[from] SkipsError),
    #[error(transparent)]
    NotRun(#[from] program::NotRun),
    #[error(transparent)]
    Environment(#[from] environments::EnvironmentError),
    #[error(transparent)]
    Planted(#[from] planted::PlantedError),
    #[error("the infrastructure cannot be read: {0}")]
    Read(#[from] io::Error),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let since = Instant::now();
    let report = Report::default();
    let checkout = switchboard_infra_tests::checkout();
    let checkout = checkout.canonicalize().unwrap_or(checkout);
    if let Err(failure) = run(&arguments, &checkout, &report) {
        let _ = writeln!(io::stderr(), "check-infra: {failure}");
        return ExitCode::FAILURE;
    }
    let counts = report.counts();
    let all = !counts.iter().any(|line| line.starts_with("NOT CHECKED"));
    for line in &counts {
        report.line(line);
    }
    let time = seconds(since.elapsed());
    match report.failures() {
        0 => {
            let well = if all {
                "all checks passed"
            } else {
                "the checks that ran passed, but NOT ALL RAN"
            };
            report.line(&format!("check-infra: {well} ({time})"));
            ExitCode::SUCCESS
        }
        count => {
            let line = format!(
                "check-infra: {count} checks failed ({time}); fix what they report, then run `make check-infra` again"
            );
            report.line(&line);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments, checkout: &Path, report: &Report) -> Result<(), Failure> {
    match &arguments.command {
        Some(Command::Diagram { write }) => Ok(draw(checkout, *write, report)?),
        Some(Command::Mistakes { names }) => {
            let workspace = Workspace::of(checkout)?;
            let terraform = terraform(arguments.provider, checkout, &workspace, report)?;
            let linters = Linters::ready(checkout)?;
            planted::check(checkout, terraform.as_ref(), Some(&linters), names, report)?;
            Ok(())
        }
        None => check(arguments, checkout, report),
    }
}

/// Chooses the provider that Terraform runs with, and reports it.
fn terraform(
    mode: Mode,
    checkout: &Path,
    workspace: &Workspace,
    report: &Report,
) -> Result<Option<Terraform>, Failure> {
    match provider::choose(mode, checkout, &workspace.data)? {
        Chosen::With(terraform) => {
            report.line(&format!("check-infra: {}", terraform.name));
            Ok(Some(terraform))
        }
        Chosen::None { because } => {
            report.line(&format!("check-infra: NO PROVIDER: {because}"));
            Ok(None)
        }
    }
}

fn check(arguments: &Arguments, checkout: &Path, report: &Report) -> Result<(), Failure> {
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let tree = Tree::read(checkout)?;
    let workspace = Workspace::of(checkout)?;
    let mut skips = Skips::read(checkout)?;
    let (modules, roots) = (tree.modules.len(), tree.roots.len());
    report.count(format!(
        "checked: {modules} modules, {roots} roots of environments, {} rules",
        rules::RULES.len()
    ));

    let needed = wanted(Part::Modules) || wanted(Part::Environments);
    let terraform =
        if needed { terraform(arguments.provider, checkout, &workspace, report)? } else { None };
    let linters = (wanted(Part::Environments) || wanted(Part::Checkov))
        .then(|| Linters::ready(checkout))
        .transpose()?;
    if wanted(Part::Fmt) {
        format(checkout, report)?;
    }
    if wanted(Part::Rules) {
        check_rules(&tree, report);
    }
    // checkov takes long, so it runs beside the rest.
    let (checked, scanned) = std::thread::scope(|scope| {
        let scan = wanted(Part::Checkov).then_some(linters.as_ref()).flatten().map(|linters| {
            scope.spawn(|| {
                let since = Instant::now();
                (linters.checkov(&workspace.root, "infra"), since)
            })
        });
        let checked = with_terraform(
            arguments,
            terraform.as_ref(),
            linters.as_ref(),
            &workspace,
            &tree,
            checkout,
            report,
        );
        (checked, scan.map(std::thread::ScopedJoinHandle::join))
    });
    let lints = checked?;
    if let Some((count, found)) = &lints {
        let (new, known) = skips.sift(found.clone());
        report_found(report, "policies", &format!("{count} IAM policies"), &new, Instant::now());
        report.count(format!("policies: {count} linted, {} findings, {known} skipped", new.len()));
    }
    let scan = scanned.and_then(Result::ok);
    let has_scan = scan.is_some();
    if let Some((checkov, since)) = scan {
        let checkov = checkov?;
        let (new, known) = skips.sift(checkov.found);
        report_found(report, "checkov", &format!("{} passed", checkov.passed), &new, since);
        report.count(format!(
            "checkov: {} passed, {} failed, {known} skipped",
            checkov.passed,
            new.len()
        ));
    }
    #[allow(clippy::disallowed_methods, reason = "a skip has an expiry date")]
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let stale = skips
        .stale(today, |check| if check.starts_with("CKV") { has_scan } else { lints.is_some() });
    if !stale.is_empty() {
        report.failed("skips", "skips.yaml", &stale.join("\n"), Instant::now());
    }
    Ok(())
}

/// Runs the parts that need Terraform with a provider. Returns the number of IAM policies and their findings.
fn with_terraform(
    arguments: &Arguments,
    terraform: Option<&Terraform>,
    linters: Option<&Linters>,
    workspace: &Workspace,
    tree: &Tree,
    checkout: &Path,
    report: &Report,
) -> Result<Option<(usize, Vec<Found>)>, Failure> {
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let Some(terraform) = terraform else {
        if wanted(Part::Modules) || wanted(Part::Environments) {
            report.count("NOT CHECKED, because there is no provider: validation, module tests, plans, states, IAM policies".to_owned());
        }
        return Ok(None);
    };
    if wanted(Part::Modules) {
        let all: Vec<_> = tree.modules.iter().chain(&tree.bootstrap).collect();
        let tests = modules::check(terraform, workspace, &all, report)?;
        report.count(format!("tests: {} passed, {} failed", tests.passed, tests.failed));
    }
    if !wanted(Part::Environments) {
        return Ok(None);
    }
    if !terraform.applies {
        environments::validate(terraform, workspace, tree, report)?;
        report.count("NOT CHECKED, because there are neither accounts nor the stand-in: plans, states, IAM policies".to_owned());
        return Ok(None);
    }
    let kept = checkout.join("target/infra");
    let states = environments::check(terraform, workspace, tree, &kept, report)?;
    for state in &states {
        check_state(checkout, state, report);
    }
    let sizes: Vec<_> =
        states.iter().map(|state| format!("{} {}", state.root, state.resources.len())).collect();
    report.count(format!("resources: {}", sizes.join(", ")));
    let Some(linters) = linters else { return Ok(None) };
    Ok(Some(linters.parliament(&states)?))
}

fn format(checkout: &Path, report: &Report) -> Result<(), Failure> {
    let since = Instant::now();
    let mut command = Process::new("terraform");
    command.current_dir(checkout).args([
        "fmt",
        "-check",
        "-diff",
        "-recursive",
        "-no-color",
        "infra",
    ]);
    match program::run(&mut command) {
        Ok(ran) if ran.ok => report.ok("fmt", "infra", since),
        Ok(ran) => {
            let details = format!("{}\nrun: terraform fmt -recursive infra", ran.tail(60));
            report.failed("fmt", "infra", &details, since);
        }
        Err(error) if error.is_missing() => {
            report.count("NOT CHECKED, because Terraform is not installed: format".to_owned());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn check_rules(tree: &Tree, report: &Report) {
    for rule in rules::RULES {
        let since = Instant::now();
        let findings = (rule.check)(tree);
        if !findings.is_empty() {
            report.failed("rule", rule.name, &lines(&findings), since);
        }
    }
    report.line(&format!("      rules     {} rules over the source", rules::RULES.len()));
}

fn check_state(checkout: &Path, state: &State, report: &Report) {
    let since = Instant::now();
    let findings = environments::findings(checkout, state);
    if findings.is_empty() {
        report.ok("state", &state.root, since);
    } else {
        report.failed("state", &state.root, &lines(&findings), since);
    }
}

fn report_found(report: &Report, part: &str, what: &str, new: &[Found], since: Instant) {
    if new.is_empty() {
        return report.ok(part, what, since);
    }
    // Some linters list every action of a service.
    let line = |found: &Found| found.to_string().chars().take(LONGEST).collect::<String>();
    let mut details: Vec<_> = new.iter().map(line).collect();
    details.dedup();
    report.failed(part, what, &details.join("\n"), since);
}

fn draw(checkout: &Path, write: bool, report: &Report) -> io::Result<()> {
    let since = Instant::now();
    let path: PathBuf = checkout.join(diagram::PAGE);
    let page = fs::read_to_string(&path)?;
    let drawn = diagram::put(&page, &Tree::read(checkout)?).map_err(io::Error::other)?;
    if page == drawn {
        report.ok("diagram", diagram::PAGE, since);
    } else if write {
        fs::write(&path, drawn)?;
        report.ok("diagram", &format!("{} written", diagram::PAGE), since);
    } else {
        let advice = "is not current; `make check-infra ARGS='diagram --write'` writes it";
        report.failed("diagram", diagram::PAGE, advice, since);
    }
    Ok(())
}
