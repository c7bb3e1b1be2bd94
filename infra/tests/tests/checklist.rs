//! The delivery checklist cites what is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const PAGE: &str = "docs/delivery-checklist.md";

fn page() -> String {
    fs::read_to_string(infra_tests::checkout().join(PAGE)).unwrap()
}

/// The cells of the rows that are about a row of the specification.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let cells = page.lines().map(|line| {
        line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>()
    });
    cells.filter(|cells| cells.len() == 5 && cells[0].parse::<u32>().is_ok()).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let docs = infra_tests::checkout().join("docs");
    let page = page();
    let links = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let dead: Vec<_> = links.filter(|link| !docs.join(link).exists()).collect();
    assert!(dead.is_empty(), "{PAGE} links to what is not there: {dead:?}");
}

#[test]
fn every_cited_run_is_there() {
    let infra = infra_tests::checkout().join("infra");
    let (mut found, mut missing) = (0, Vec::new());
    for row in rows(&page()) {
        for check in row[3].split("; ") {
            let Some((file, run)) = check.split_once(" `") else { continue };
            let (file, run) = (file.replace('\\', ""), run.trim_end_matches('`'));
            let Some((module, file)) = file.split_once('/') else { continue };
            let root = if module == "bootstrap" { infra.clone() } else { infra.join("modules") };
            let path = root.join(Path::new(module)).join(format!("tests/{file}.tftest.hcl"));
            let text = fs::read_to_string(&path).unwrap_or_default();
            if text.contains(&format!("run \"{run}\"")) {
                found += 1;
            } else {
                missing.push(format!("row {}: {module}/{file} `{run}`", row[0]));
            }
        }
    }
    assert!(missing.is_empty(), "{PAGE} cites what is not there: {missing:#?}");
    assert!(found > 50, "only {found} runs are found in {PAGE}: is it written otherwise now?");
}

#[test]
fn the_states_are_counted() {
    let page = page();
    let mut counts = BTreeMap::new();
    let rows = rows(&page);
    for row in &rows {
        let state = row[4].split(':').next().unwrap();
        *counts.entry(state).or_insert(0) += 1;
    }
    for (state, count) in counts.into_iter().chain([("all", rows.len())]) {
        let line = format!("| {state} | {count} |");
        assert!(page.contains(&line), "{PAGE} does not say: {line}");
    }
}
