//! Terraform accepts the languages that mails and pages are written in.

use std::path::Path;

use hcl::Expression;
use switchboard_approval::Language;
use switchboard_infra_tests::finding::Finding;
use switchboard_infra_tests::source::{arguments, label, strings, walk};
use switchboard_infra_tests::tree::Tree;

pub(crate) fn compare(root: &Path) -> Vec<Finding> {
    let tree = Tree::read(root).unwrap();
    let module = tree.module("approvals").unwrap();
    let (source, block) =
        module.blocks("variable").find(|(_, block)| label(block, 0) == "pipelines").unwrap();
    let mut accepted = Vec::new();
    for (_, value) in arguments(block.body()) {
        walk(value, &mut |inner| {
            if let Expression::FuncCall(call) = inner
                && call.name.to_string() == "contains"
                && let Some(list @ Expression::Array(_)) = call.args.first()
            {
                accepted.extend(strings(list));
            }
        });
    }
    let written = Language::ALL.map(Language::tag);
    if accepted == written {
        return Vec::new();
    }
    let message = format!("accepts the languages {accepted:?}, and must accept {written:?}");
    vec![Finding::new(source.place(block), message)]
}
