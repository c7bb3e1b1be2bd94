//! Proposed names for placeholders.

use switchboard_contact_flow::raw::{Kind, Raw};

/// Proposes a name for the placeholder of a value, by the kind of value or by its parameter.
pub(crate) fn proposed(raw: &Raw, parameter: &str) -> String {
    match raw.kind {
        Kind::Arn => of_arn(&raw.value),
        Kind::AccountId => "account_id".to_owned(),
        Kind::PhoneNumber => "phone_number".to_owned(),
        Kind::Uuid => {
            let name = snake(parameter.rsplit('.').next().unwrap_or(parameter));
            if name.ends_with("_id") { name } else { format!("{name}_id") }
        }
    }
}

fn of_arn(arn: &str) -> String {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let service = parts.get(2).copied().unwrap_or_default();
    let resource = parts.get(5).copied().unwrap_or_default();
    let names: Vec<&str> = resource.split(['/', ':']).collect();
    match (service, names.as_slice()) {
        ("lambda", ["function", name, ..]) => format!("{}_alias_arn", snake(name)),
        (_, [.., kind, _]) => format!("{}_arn", snake(kind)),
        _ => format!("{}_arn", snake(service)),
    }
}

/// Writes `QueueId` and `queue-id` as `queue_id`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        let begins = c.is_ascii_uppercase() || !c.is_ascii_alphanumeric();
        if begins && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        if c.is_ascii_alphanumeric() {
            snake.push(c.to_ascii_lowercase());
        }
    }
    snake.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use switchboard_contact_flow::raw::find;

    use super::*;

    const UUID: &str = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe";

    #[test]
    fn names_are_proposed_by_the_kind_of_value() {
        let name = |text: &str, parameter: &str| proposed(&find(text)[0], parameter);
        let lambda = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live";
        assert_eq!(name(lambda, "LambdaFunctionARN"), "vanity_convert_alias_arn");
        let queue = format!("arn:aws:connect:us-east-1:123456789012:instance/{UUID}/queue/{UUID}");
        assert_eq!(name(&queue, "QueueId"), "queue_arn");
        assert_eq!(name("arn:aws:s3:::prompts.example", "Media.Uri"), "s3_arn");
        assert_eq!(name(UUID, "QueueId"), "queue_id");
        assert_eq!(name(UUID, "EventHooks.CustomerQueue"), "customer_queue_id");
        assert_eq!(name("123456789012", "Text"), "account_id");
        assert_eq!(name("+18005550100", "Text"), "phone_number");
    }
}
