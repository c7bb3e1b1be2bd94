//! The operation that a request calls, and the permissions that it needs.

use axum::http::request::Parts;
use serde_json::Value;

use crate::account::arn;
use crate::aws_service::{self, Service};
use crate::ses;

/// A call of a service, with the permissions that it needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) service: Service,
    pub(super) operation: String,
    pub(super) needs: Vec<Permission>,
}

/// An IAM action on a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Permission {
    pub(super) action: String,
    pub(super) resource: String,
}

impl Call {
    /// Reads the call of a service that has permissions and faults; `None` for any other request.
    pub(super) fn of(parts: &Parts, body: &[u8]) -> Option<Self> {
        if parts.uri.path() == ses::SEND_PATH {
            return Some(Self::send_email(body));
        }
        let (service, operation) = Service::of_target(aws_service::target(&parts.headers))?;
        let input = serde_json::from_slice(body).unwrap_or_default();
        match service {
            Service::DynamoDb => Some(Self::dynamodb(operation, &input)),
            Service::CodePipeline => Some(Self::codepipeline(operation, &input)),
            Service::CodeDeploy => Some(Self::codedeploy(operation, &input)),
            Service::Ses | Service::Events => None,
        }
    }

    fn send_email(body: &[u8]) -> Self {
        let input: Value = serde_json::from_slice(body).unwrap_or_default();
        let from = text(&input, "FromEmailAddress");
        let identity = from.rsplit(['<', '@']).next().unwrap_or_default().trim_end_matches('>');
        let resource = arn("ses", format_args!("identity/{identity}"));
        let needs = vec![Permission { action: "ses:SendEmail".to_owned(), resource }];
        Self { service: Service::Ses, operation: "SendEmail".to_owned(), needs }
    }

    fn codepipeline(operation: &str, input: &Value) -> Self {
        let pipeline = match text(input, "pipelineName") {
            "" => text(input, "name"),
            name => name,
        };
        let mut resource = arn("codepipeline", pipeline);
        if operation == "PutApprovalResult" {
            for part in ["stageName", "actionName"] {
                resource.push('/');
                resource.push_str(text(input, part));
            }
        }
        let needs = vec![Permission { action: format!("codepipeline:{operation}"), resource }];
        Self { service: Service::CodePipeline, operation: operation.to_owned(), needs }
    }

    /// IAM knows the application of a deployment, which the request does not name; and answers to hooks have no
    /// resource.
    fn codedeploy(operation: &str, input: &Value) -> Self {
        let resource = match (operation, text(input, "applicationName")) {
            ("GetDeployment", _) => arn("codedeploy", "deploymentgroup:*"),
            ("PutLifecycleEventHookExecutionStatus", _) => "*".to_owned(),
            (_, application) => arn("codedeploy", format_args!("application:{application}")),
        };
        let needs = vec![Permission { action: format!("codedeploy:{operation}"), resource }];
        Self { service: Service::CodeDeploy, operation: operation.to_owned(), needs }
    }

    fn dynamodb(operation: &str, input: &Value) -> Self {
        let needs = match operation {
            // IAM checks the operation on each item; the transaction itself needs no permission.
            "TransactWriteItems" | "TransactGetItems" => transaction(input),
            "BatchGetItem" | "BatchWriteItem" => {
                let tables = input.get("RequestItems").and_then(Value::as_object);
                let tables = tables.into_iter().flat_map(|tables| tables.keys());
                tables.map(|table| on_table(operation, table, "")).collect()
            }
            _ => {
                vec![on_table(operation, text(input, "TableName"), text(input, "IndexName"))]
            }
        };
        Self { service: Service::DynamoDb, operation: operation.to_owned(), needs }
    }
}

fn transaction(input: &Value) -> Vec<Permission> {
    let items = input.get("TransactItems").and_then(Value::as_array);
    let mut needs = Vec::new();
    for item in items.into_iter().flatten().filter_map(Value::as_object) {
        for (kind, item) in item {
            let operation = match kind.as_str() {
                "Put" => "PutItem",
                "Update" => "UpdateItem",
                "Delete" => "DeleteItem",
                "Get" => "GetItem",
                _ => "ConditionCheckItem",
            };
            let need = on_table(operation, text(item, "TableName"), "");
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
    }
    needs
}

fn on_table(operation: &str, table: &str, index: &str) -> Permission {
    let mut resource = arn("dynamodb", format_args!("table/{table}"));
    if !index.is_empty() {
        resource = format!("{resource}/index/{index}");
    }
    Permission { action: format!("dynamodb:{operation}"), resource }
}

/// Returns a string member; empty when it is missing.
fn text<'a>(input: &'a Value, member: &str) -> &'a str {
    input.get(member).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn needs(call: &Call) -> Vec<(&str, &str)> {
        let mut needs = Vec::new();
        for need in &call.needs {
            needs.push((need.action.as_str(), need.resource.as_str()));
        }
        needs
    }

    #[test]
    fn a_transaction_needs_the_permission_of_each_item() {
        let input = json!({ "TransactItems": [
            { "Put": { "TableName": "t" } },
            { "Update": { "TableName": "t" } },
            { "Delete": { "TableName": "t" } },
            { "ConditionCheck": { "TableName": "t" } },
            { "Put": { "TableName": "t" } },
        ] });
        let table = "arn:aws:dynamodb:us-east-1:123456789012:table/t";
        assert_eq!(
            needs(&Call::dynamodb("TransactWriteItems", &input)),
            [
                ("dynamodb:PutItem", table),
                ("dynamodb:UpdateItem", table),
                ("dynamodb:DeleteItem", table),
                ("dynamodb:ConditionCheckItem", table),
            ]
        );
        let input = json!({ "TransactItems": [{ "Get": { "TableName": "t" } }] });
        let call = Call::dynamodb("TransactGetItems", &input);
        assert_eq!(needs(&call), [("dynamodb:GetItem", table)]);
        let input = json!({ "RequestItems": { "t": [] } });
        let call = Call::dynamodb("BatchWriteItem", &input);
        assert_eq!(needs(&call), [("dynamodb:BatchWriteItem", table)]);
    }

    #[test]
    fn every_resource_has_its_arn() {
        let query = json!({ "TableName": "t", "IndexName": "i" });
        assert_eq!(
            needs(&Call::dynamodb("Query", &query)),
            [("dynamodb:Query", "arn:aws:dynamodb:us-east-1:123456789012:table/t/index/i")]
        );
        let put = json!({ "pipelineName": "p", "stageName": "s", "actionName": "a" });
        assert_eq!(
            needs(&Call::codepipeline("PutApprovalResult", &put)),
            [(
                "codepipeline:PutApprovalResult",
                "arn:aws:codepipeline:us-east-1:123456789012:p/s/a"
            )]
        );
        let mail = json!({ "FromEmailAddress": "R <r@example.com>" }).to_string();
        assert_eq!(
            needs(&Call::send_email(mail.as_bytes())),
            [("ses:SendEmail", "arn:aws:ses:us-east-1:123456789012:identity/example.com")]
        );
    }
}
