//! What the delivery checklist cites exists.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use switchboard_infra_tests::{mistakes, rules};

const PAGE: &str = "docs/delivery-checklist.md";

const STATES: [&str; 4] = ["done", "done in code, never run", "partly", "not done"];

fn page() -> io::Result<String> {
    fs::read_to_string(switchboard_infra_tests::checkout().join(PAGE))
}

/// The rows of requirements: name, files, checks, state.
fn rows(page: &str) -> Vec<[&str; 4]> {
    let cells = page.lines().filter_map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        cells.try_into().ok()
    });
    cells.filter(|[.., state]: &[&str; 4]| STATES.contains(&short(state))).collect()
}

/// A state without its explanation.
fn short(state: &str) -> &str {
    state.split(':').next().unwrap_or(state)
}

#[test]
fn every_link_leads_somewhere() {
    let docs = switchboard_infra_tests::checkout().join("docs");
    let page = page().unwrap();
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let dead: Vec<_> = links.filter(|link| !docs.join(link).exists()).collect();
    assert!(dead.is_empty(), "{PAGE} links to what is not there: {dead:?}");
}

#[test]
fn every_cited_run_is_there() {
    let infra = switchboard_infra_tests::checkout().join("infra");
    let (mut found, mut missing) = (0, Vec::new());
    for [name, _, checks, _] in rows(&page().unwrap()) {
        for check in checks.split("; ") {
            let Some((file, run)) = check.split_once(" `") else { continue };
            let (file, run) = (file.replace('\\', ""), run.trim_end_matches('`'));
            let Some((module, file)) = file.split_once('/') else { continue };
            let root = if module == "bootstrap" { infra.clone() } else { infra.join("modules") };
            let path = root.join(Path::new(module)).join(format!("tests/{file}.tftest.hcl"));
            let text = fs::read_to_string(&path).unwrap_or_default();
            if text.contains(&format!("run \"{run}\"")) {
                found += 1;
            } else {
                missing.push(format!("{name}: {module}/{file} `{run}`"));
            }
        }
    }
    assert!(missing.is_empty(), "{PAGE} cites what is not there: {missing:#?}");
    assert!(found > 50, "only {found} runs are found in {PAGE}: has its format changed?");
}

#[test]
fn every_cited_rule_and_mistake_is_there() {
    let mistakes = mistakes::read(&switchboard_infra_tests::checkout()).unwrap();
    let (mut found, mut missing) = (0, Vec::new());
    for [name, _, checks, _] in rows(&page().unwrap()) {
        for check in checks.split("; ") {
            let is_there = if let Some(rule) = check.strip_prefix("rule ") {
                rules::rule(rule.trim_matches('`')).is_some()
            } else if let Some(mistake) = check.strip_prefix("mistake ") {
                mistakes.iter().any(|there| there.name == mistake.trim_matches('"'))
            } else {
                continue;
            };
            found += 1;
            if !is_there {
                missing.push(format!("{name}: {check}"));
            }
        }
    }
    assert!(missing.is_empty(), "{PAGE} cites what is not there: {missing:#?}");
    assert!(found > 20, "only {found} rules and mistakes are found in {PAGE}");
}

#[test]
fn the_states_are_counted() {
    let page = page().unwrap();
    let mut counts = BTreeMap::new();
    let rows = rows(&page);
    for [.., state] in &rows {
        *counts.entry(short(state)).or_insert(0) += 1;
    }
    for (state, count) in counts.into_iter().chain([("all", rows.len())]) {
        let line = format!("| {state} | {count} |");
        assert!(page.contains(&line), "{PAGE} does not say: {line}");
    }
}
