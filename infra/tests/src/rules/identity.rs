//! Identities: roles only, each with a boundary and with statements of its own.

use hcl::Expression;

use crate::finding::Finding;
use crate::source::{self, argument, label, nested, text};
use crate::tree::Tree;

/// People and programs use roles; a user or a key would outlive them.
const FORBIDDEN: [&str; 8] = [
    "aws_iam_user",
    "aws_iam_access_key",
    "aws_iam_user_login_profile",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    "aws_iam_group",
    "aws_iam_group_policy",
    "aws_iam_user_group_membership",
];

/// Nothing creates a user or a key.
pub(super) fn users(tree: &Tree) -> Vec<Finding> {
    tree.folders()
        .flat_map(|folder| folder.blocks("resource"))
        .filter(|(_, block)| FORBIDDEN.contains(&label(block, 0)))
        .map(|(source, block)| {
            let message = "creates a user or its credentials; people and programs use roles";
            Finding::new(source.place(block), message)
        })
        .collect()
}

/// Every role has the boundary of its account.
pub(super) fn boundary(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_iam_role") {
            let boundary = argument(block.body(), "permissions_boundary").map(text);
            let right = match boundary.as_deref() {
                // The root that creates the boundary.
                Some("local.boundary") => folder.name == "bootstrap",
                Some("var.permissions_boundary_arn") => true,
                _ => false,
            };
            if !right {
                let message = "has no permissions_boundary of var.permissions_boundary_arn";
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}

/// No AWS managed policy is attached: AWS may widen it.
pub(super) fn managed_policies(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.blocks("resource") {
            let amazons = source::arguments(block.body()).iter().any(|(_, value)| {
                source::strings(value).iter().any(|text| text.contains(":iam::aws:policy/"))
            });
            if amazons {
                let message =
                    "attaches an AWS managed policy; write the statements that are needed";
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}

/// Policies are literal, in the current policy language, and each statement has a name.
pub(super) fn statements(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.blocks("data") {
            if label(block, 0) == "aws_iam_policy_document" {
                let message = "write the policy with jsonencode: mocked tests cannot read this one";
                findings.push(Finding::new(source.place(block), message));
            }
        }
        for source in &folder.sources {
            for block in source.body.blocks() {
                for (_, value) in source::arguments(block.body()) {
                    source::walk(value, &mut |inner| {
                        if let Some(message) = lacking(inner) {
                            findings.push(Finding::new(source.place(block), message));
                        }
                    });
                }
                findings.extend(inline_policies(source, block));
            }
        }
    }
    findings
}

/// What is missing in a statement or a policy.
fn lacking(expression: &Expression) -> Option<&'static str> {
    let Expression::Object(object) = expression else { return None };
    let has = |name| source::member(object, name);
    if has("Effect").is_some() && has("Action").or_else(|| has("NotAction")).is_some() {
        return has("Sid").is_none().then_some("has a statement without a Sid");
    }
    if has("Statement").is_some() {
        let version = has("Version").and_then(source::literal);
        return (version != Some("2012-10-17"))
            .then_some("has a policy without Version 2012-10-17");
    }
    None
}

fn inline_policies(source: &source::Source, block: &hcl::Block) -> Option<Finding> {
    (label(block, 0) == "aws_iam_role" && !nested(block.body(), "inline_policy").is_empty()).then(
        || Finding::new(source.place(block), "has an inline_policy block; use aws_iam_role_policy"),
    )
}

/// A list of objects may be limited to a prefix only with an `IfExists` operator. A request for one object has no
/// prefix, and who may not list gets 403 for an object that does not exist, where scripts and Terraform wait for 404
/// (Amazon S3 API reference, "`HeadObject`", permissions).
pub(super) fn lists(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for source in &folder.sources {
            for block in source.body.blocks() {
                for (_, value) in source::arguments(block.body()) {
                    source::walk(value, &mut |inner| {
                        for operator in strict_operators(inner) {
                            let message = format!(
                                "limits a list with {operator}: a missing object looks forbidden; use {operator}IfExists"
                            );
                            findings.push(Finding::new(source.place(block), message));
                        }
                    });
                }
            }
        }
    }
    findings
}

/// The operators of a condition that demand a prefix.
fn strict_operators(expression: &Expression) -> Vec<String> {
    let Expression::Object(condition) = expression else { return Vec::new() };
    let limits = |value: &Expression| match value {
        Expression::Object(keys) => source::member(keys, "s3:prefix").is_some(),
        _ => false,
    };
    let operators = condition.iter().filter(|(_, value)| limits(value));
    operators
        .map(|(operator, _)| source::key_text(operator))
        .filter(|operator| !operator.ends_with("IfExists"))
        .collect()
}
