//! Terraform accepts the hosts and domains that the policies accept, and no others.

use std::path::Path;

use hcl::Expression;
use serde_json::json;
use switchboard_approval::policy::Policies;
use switchboard_infra_tests::finding::Finding;
use switchboard_infra_tests::source::{argument, label, literal, nested, strings, walk};
use switchboard_infra_tests::tree::Tree;

/// Fields of a policy: the name in Terraform, and in the setting.
const FIELDS: [(&str, &str); 3] = [
    ("staging_hosts", "stagingHosts"),
    ("notes_hosts", "notesHosts"),
    ("author_domains", "authorDomains"),
];

const VALUES: [&str; 22] = [
    "staging.example.com",
    "localhost",
    "127.0.0.1",
    "a-b.example.com",
    "xn--bcher-kva.example",
    "*.example.com",
    "*.staging.example.co.uk",
    "*.com",
    "*",
    "",
    "a.*.example.com",
    "*.*.example.com",
    "pr-*.example.com",
    "https://example.com",
    "example.com:8443",
    "example.com/x",
    "Example.com",
    "a@example.com",
    "@example.com",
    "example..com",
    ".example.com",
    "example.com.",
];

pub(crate) fn compare(root: &Path) -> Vec<Finding> {
    let tree = Tree::read(root).unwrap();
    let module = tree.module("approvals").unwrap();
    let (source, block) =
        module.blocks("variable").find(|(_, block)| label(block, 0) == "pipelines").unwrap();
    let mut findings = Vec::new();
    for (field, setting) in FIELDS {
        let pattern = pattern(nested(block.body(), "validation"), field);
        let pattern = jsonschema::validator_for(&json!({"pattern": pattern})).unwrap();
        for value in VALUES {
            let by_terraform = pattern.is_valid(&json!(value));
            let by_policy = accepts(setting, value);
            if by_terraform != by_policy {
                let message = format!(
                    "{field}: {value:?} is accepted: {by_terraform}; as {setting} in a policy: {by_policy}"
                );
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}

/// Returns the pattern in the validation whose message names this field.
fn pattern(validations: Vec<&hcl::Body>, field: &str) -> String {
    let names = |body: &&hcl::Body| {
        let message = argument(body, "error_message").map(strings).unwrap_or_default();
        message.iter().any(|message| message.contains(field))
    };
    let validation = validations.into_iter().find(names).unwrap();
    let mut found = None;
    walk(argument(validation, "condition").unwrap(), &mut |inner| {
        if let Expression::FuncCall(call) = inner
            && call.name.to_string() == "regex"
        {
            found = call.args.first().and_then(literal).map(str::to_owned);
        }
    });
    found.unwrap()
}

fn accepts(setting: &str, value: &str) -> bool {
    let approvers = json!([{"email": "ana@example.com", "name": "Ana"}]);
    let policies = json!({"storefront": {"actions": ["Approval/Approve"], "approvers": approvers, setting: [value]}});
    policies.to_string().parse::<Policies>().is_ok()
}
