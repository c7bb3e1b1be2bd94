//! The source keeps every rule, and every mistake that a rule has to see is seen.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::Path;

use switchboard_infra_tests::mistakes::{self, Check};
use switchboard_infra_tests::rules::{RULES, rule};
use switchboard_infra_tests::tree::Tree;

fn tree(root: &Path) -> Tree {
    Tree::read(root).unwrap()
}

#[test]
fn the_source_keeps_every_rule() {
    let tree = tree(&switchboard_infra_tests::checkout());
    assert!(tree.modules.len() > 20, "{} modules: is this the checkout?", tree.modules.len());
    let mut lines = Vec::new();
    for rule in RULES {
        for finding in (rule.check)(&tree) {
            lines.push(format!("{}: {finding}", rule.name));
        }
    }
    assert!(lines.is_empty(), "{} findings:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn planted_mistakes_are_seen() {
    let checkout = switchboard_infra_tests::checkout();
    let copy = tempfile::tempdir().unwrap();
    mistakes::copy(&checkout, copy.path()).unwrap();
    for mistake in mistakes::read(&checkout).unwrap() {
        let Check::Rule(name) = &mistake.caught_by else { continue };
        let before = mistake.plant(copy.path()).unwrap();
        let findings = (rule(name).unwrap().check)(&tree(copy.path()));
        mistake.mend(copy.path(), &before).unwrap();
        let seen = findings.iter().any(|finding| finding.to_string().contains(&mistake.says));
        assert!(seen, "{}: {name} does not say {:?}: {findings:?}", mistake.name, mistake.says);
    }
}

#[test]
fn every_mistake_can_be_made() {
    let checkout = switchboard_infra_tests::checkout();
    let list = mistakes::read(&checkout).unwrap();
    assert!(list.len() >= 20, "{} mistakes", list.len());
    let copy = tempfile::tempdir().unwrap();
    mistakes::copy(&checkout, copy.path()).unwrap();
    for mistake in &list {
        let before = mistake.plant(copy.path()).unwrap();
        mistake.mend(copy.path(), &before).unwrap();
        let same = list.iter().filter(|other| other.name == mistake.name).count();
        assert_eq!(same, 1, "two mistakes are called {:?}", mistake.name);
    }
}
