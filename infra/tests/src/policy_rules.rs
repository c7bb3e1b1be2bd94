//! Our own rules over the IAM policies of a state. Parliament checks actions and resources of the services.

use crate::finding::Finding;
use crate::policy::{Kind, Policy, Statement, policies};
use crate::state::State;

/// Services that pass the account on whose behalf they assume a role, so that a trust policy can check it.
const PASS_THEIR_ACCOUNT: [&str; 6] = [
    "scheduler.amazonaws.com",
    "codepipeline.amazonaws.com",
    "codebuild.amazonaws.com",
    "fis.amazonaws.com",
    "events.amazonaws.com",
    "apigateway.amazonaws.com",
];

/// The findings of these rules in a state.
#[must_use]
pub fn check(state: &State) -> Vec<Finding> {
    let mut findings: Vec<_> = policies(state).iter().flat_map(check_policy).collect();
    findings.extend(check_permissions(state));
    findings
}

fn check_policy(policy: &Policy) -> Vec<Finding> {
    policy
        .statements()
        .iter()
        .flat_map(|statement| {
            let place = match statement.sid {
                "" => policy.place.clone(),
                sid => format!("{}: {sid}", policy.place),
            };
            messages(policy, statement)
                .into_iter()
                .map(move |message| Finding::new(place.clone(), message))
        })
        .collect()
}

fn messages(policy: &Policy, statement: &Statement<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if statement.sid.is_empty() {
        found.push("has a statement without a Sid".to_owned());
    }
    if !statement.allows {
        return found;
    }
    let boundary = policy.place.contains("aws_iam_policy.boundary");
    for action in &statement.actions {
        // A boundary grants nothing: it limits what roles can be granted.
        if action.contains('*') && !boundary && !administers_key(policy, statement) {
            found.push(format!("allows {action}; name each action"));
        }
        if *action == "codepipeline:PutApprovalResult" && !boundary {
            found.extend(statement.resources.iter().filter(|arn| !is_action(arn)).map(|arn| {
                format!("allows PutApprovalResult on {arn}, which is not one action: pipeline/stage/action")
            }));
        }
    }
    if !statement.not_actions.is_empty() && !boundary {
        found.push("allows everything except what it names (NotAction)".to_owned());
    }
    if statement.principals.contains(&"*") {
        found.push("allows everybody (Principal *)".to_owned());
    }
    if policy.kind == Kind::Trust {
        for service in &statement.services {
            let asked = ["aws:SourceAccount", "aws:SourceArn"]
                .iter()
                .any(|key| statement.condition_keys.contains(key));
            if PASS_THEIR_ACCOUNT.contains(service) && !asked {
                found.push(format!(
                    "lets {service} assume the role on behalf of any account (no aws:SourceAccount)"
                ));
            }
        }
    }
    found
}

/// Whether a statement lets the account's administrators administer a key, as every key policy must.
fn administers_key(policy: &Policy, statement: &Statement<'_>) -> bool {
    policy.kind == Kind::Resource
        && statement.actions == ["kms:*"]
        && statement.principals.iter().all(|who| who.ends_with(":root"))
}

/// Whether an ARN names exactly one action of a pipeline.
fn is_action(arn: &str) -> bool {
    let name = arn.splitn(6, ':').nth(5).unwrap_or_default();
    !arn.contains('*') && name.split('/').filter(|part| !part.is_empty()).count() == 3
}

/// Only the function behind a function URL may be invoked by everybody.
fn check_permissions(state: &State) -> Vec<Finding> {
    state
        .of_kind("aws_lambda_permission")
        .filter(|permission| permission.text("principal") == "*")
        .filter(|permission| {
            permission.text("function_url_auth_type") != "NONE"
                && !permission.is("invoked_via_function_url")
        })
        .map(|permission| {
            Finding::new(state.place(permission), "lets everybody invoke the function")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn found(kind: &str, attribute: &str, statement: &Value) -> Vec<String> {
        let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
        let values = json!({ attribute: policy });
        let resource = json!({"mode": "managed", "address": "x.y", "type": kind, "values": values});
        let state = json!({"values": {"root_module": {"resources": [resource]}}});
        check(&State::of("prod/app", &state)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_result_may_be_put_on_one_action_only() {
        let statement = |arn: &str| json!({"Sid": "A", "Effect": "Allow", "Action": "codepipeline:PutApprovalResult", "Resource": [arn]});
        let arn = "arn:aws:codepipeline:us-east-1:123456789012:p";
        let right = format!("{arn}/Approval/Approve");
        assert_eq!(found("aws_iam_role_policy", "policy", &statement(&right)), [""; 0]);
        for wrong in
            [arn.to_owned(), format!("{arn}/Approval"), format!("{arn}/*/*"), "*".to_owned()]
        {
            let found = found("aws_iam_role_policy", "policy", &statement(&wrong));
            assert!(found[0].contains("not one action"), "{wrong}: {found:?}");
        }
    }

    #[test]
    fn what_is_too_wide_is_found() {
        for (kind, attribute, statement, says) in [
            (
                "aws_iam_role_policy",
                "policy",
                json!({"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "x"}),
                "allows s3:*",
            ),
            (
                "aws_iam_role_policy",
                "policy",
                json!({"Sid": "A", "Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "x"}),
                "NotAction",
            ),
            (
                "aws_iam_role_policy",
                "policy",
                json!({"Effect": "Deny", "Action": "s3:*", "Resource": "x"}),
                "without a Sid",
            ),
            (
                "aws_sns_topic_policy",
                "policy",
                json!({"Sid": "A", "Effect": "Allow", "Action": "sns:Publish", "Resource": "x", "Principal": {"AWS": "*"}}),
                "everybody",
            ),
            (
                "aws_iam_role",
                "assume_role_policy",
                json!({"Sid": "A", "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "scheduler.amazonaws.com"}}),
                "SourceAccount",
            ),
        ] {
            let found = found(kind, attribute, &statement);
            assert!(found.len() == 1 && found[0].contains(says), "{says}: {found:?}");
        }
    }

    #[test]
    fn refusing_everybody_is_right() {
        let statement = json!({"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "x"});
        assert_eq!(found("aws_s3_bucket_policy", "policy", &statement), [""; 0]);
    }
}
