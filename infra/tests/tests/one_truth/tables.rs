//! The tables that Terraform creates are those that the code is tested with.

use std::path::Path;

use hcl::Body;
use serde_json::{Value, json};
use switchboard_infra_tests::finding::Finding;
use switchboard_infra_tests::source::{argument, literal, nested, strings};
use switchboard_infra_tests::tree::Tree;
use switchboard_local_stack::tables::{self, Table};

/// The module of each table.
const MODULES: [(&str, &str); 2] =
    [(tables::VANITY_NUMBERS, "vanity-table"), (tables::APPROVALS, "approval-table")];

pub(crate) fn compare(root: &Path) -> Vec<Finding> {
    let tree = Tree::read(root).unwrap();
    let mut findings = Vec::new();
    for table in tables::all() {
        let module =
            MODULES.iter().find(|(name, _)| *name == table.name).map(|(_, module)| *module);
        let module = module.and_then(|module| tree.module(module));
        let Some((module, (source, block))) = module
            .and_then(|module| Some((module, module.resources("aws_dynamodb_table").next()?)))
        else {
            findings.push(Finding::new(table.name, "no module creates this table"));
            continue;
        };
        let locals: Vec<_> = module.blocks("locals").map(|(_, block)| block.body()).collect();
        let made = create_request(table.name, block.body(), &locals);
        let place = source.place(block);
        for (name, want) in table.create.as_object().unwrap() {
            let is = &made[name];
            if is != want {
                findings.push(Finding::new(&place, format!("{name} is {is}, and must be {want}")));
            }
        }
        findings.extend(time_to_live(&table, block.body(), &place));
    }
    findings
}

fn time_to_live(table: &Table, body: &Body, place: &str) -> Option<Finding> {
    let ttl = nested(body, "ttl");
    let is = ttl.iter().find_map(|ttl| text(ttl, "attribute_name", &[]));
    let wants = table.time_to_live;
    (is.as_deref() != Some(wants))
        .then(|| Finding::new(place, format!("items expire by {is:?}, and must by {wants}")))
}

/// The request that would make this table.
fn create_request(name: &str, body: &Body, locals: &[&Body]) -> Value {
    let text = |body: &Body, name: &str| text(body, name, locals);
    let attributes: Vec<_> = nested(body, "attribute")
        .into_iter()
        .map(|attribute| json!({ "AttributeName": text(attribute, "name"), "AttributeType": text(attribute, "type") }))
        .collect();
    let key = |attribute: Option<String>, kind: &str| {
        attribute.map(|name| json!({ "AttributeName": name, "KeyType": kind }))
    };
    let keys: Vec<_> = [key(text(body, "hash_key"), "HASH"), key(text(body, "range_key"), "RANGE")]
        .into_iter()
        .flatten()
        .collect();
    let indexes: Vec<_> = nested(body, "global_secondary_index")
        .into_iter()
        .map(|index| {
            let keys: Vec<_> = nested(index, "key_schema")
                .into_iter()
                .map(|key| json!({ "AttributeName": text(key, "attribute_name"), "KeyType": text(key, "key_type") }))
                .collect();
            let kept = argument(index, "non_key_attributes").map(strings).unwrap_or_default();
            json!({
                "IndexName": text(index, "name"),
                "KeySchema": keys,
                "Projection": { "ProjectionType": text(index, "projection_type"), "NonKeyAttributes": kept },
            })
        })
        .collect();
    json!({
        "TableName": name,
        "BillingMode": text(body, "billing_mode"),
        "AttributeDefinitions": attributes,
        "KeySchema": keys,
        "GlobalSecondaryIndexes": indexes,
    })
}

/// A text that is written out, there or in a local.
fn text(body: &Body, name: &str, locals: &[&Body]) -> Option<String> {
    let value = argument(body, name)?;
    if let Some(text) = literal(value) {
        return Some(text.to_owned());
    }
    let local = switchboard_infra_tests::source::text(value).strip_prefix("local.")?.to_owned();
    locals.iter().find_map(|body| argument(body, &local)).and_then(literal).map(str::to_owned)
}
