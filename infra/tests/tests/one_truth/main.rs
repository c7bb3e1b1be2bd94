//! Terraform and the functions agree: each check finds where they do not.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, also in the functions that it shares with others"
)]

mod api;
mod functions;
mod hosts;
mod languages;
mod readers;
mod tables;

use std::path::Path;

use switchboard_infra_tests::finding::Finding;
use switchboard_infra_tests::mistakes::{self, Check};

/// A check of a checkout or of a copy of one.
type Compare = fn(&Path) -> Vec<Finding>;

/// Every check, by the name that mistakes use.
const CHECKS: [(&str, Compare); 7] = [
    ("settings", functions::settings),
    ("permissions", functions::permissions),
    ("time-limits", functions::time_limits),
    ("tables", tables::compare),
    ("routes", api::routes),
    ("languages", languages::compare),
    ("hosts", hosts::compare),
];

fn finds_nothing(name: &str) {
    let (_, compare) = CHECKS.iter().find(|(there, _)| *there == name).unwrap();
    let findings = compare(&switchboard_infra_tests::checkout());
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn functions_get_the_variables_that_they_read() {
    finds_nothing("settings");
}

#[test]
fn roles_allow_what_functions_do() {
    finds_nothing("permissions");
}

#[test]
fn time_limits_are_the_same() {
    finds_nothing("time-limits");
}

#[test]
fn tables_are_the_same() {
    finds_nothing("tables");
}

#[test]
fn routes_are_the_same() {
    finds_nothing("routes");
}

#[test]
fn languages_of_mails_are_the_same() {
    finds_nothing("languages");
}

#[test]
fn hosts_and_domains_of_policies_are_the_same() {
    finds_nothing("hosts");
}

#[test]
fn planted_mistakes_are_caught() {
    let checkout = switchboard_infra_tests::checkout();
    let copy = tempfile::tempdir().unwrap();
    mistakes::copy(&checkout, copy.path()).unwrap();
    for mistake in mistakes::read(&checkout).unwrap() {
        let Check::OneTruth(name) = &mistake.caught_by else { continue };
        let (_, compare) = CHECKS.iter().find(|(there, _)| there == name).unwrap();
        let before = mistake.plant(copy.path()).unwrap();
        let findings = compare(copy.path());
        mistake.mend(copy.path(), &before).unwrap();
        let line =
            findings.iter().map(ToString::to_string).find(|line| line.contains(&mistake.says));
        let line = line.unwrap_or_else(|| panic!("{}: {name}: {findings:?}", mistake.name));
        // `check-infra mistakes` reads this.
        println!("caught {}: {name}: {line}", mistake.name);
    }
}
