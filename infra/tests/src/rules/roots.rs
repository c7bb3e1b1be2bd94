//! The environments: equal except for what must differ, and each bound to its own account.

use std::collections::BTreeMap;
use std::fs;

use hcl::Expression;

use crate::finding::Finding;
use crate::literal;
use crate::source::{argument, label, literal as string, nested, text};
use crate::tree::{ENVIRONMENTS, Folder, Tree};

/// The roots of an environment.
const ROOTS: [&str; 2] = ["platform", "app"];

/// Every environment has its two roots.
pub(super) fn complete(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for environment in ENVIRONMENTS {
        for name in ROOTS {
            let there = |root: &&Folder| root.environment == environment && root.name == name;
            if !tree.roots.iter().any(|root| there(&root)) {
                let path = format!("infra/environments/{environment}/{name}");
                findings.push(Finding::new(path, "is missing"));
            }
        }
    }
    for root in &tree.roots {
        if !ENVIRONMENTS.contains(&root.environment.as_str())
            || !ROOTS.contains(&root.name.as_str())
        {
            findings.push(Finding::new(&root.path, "is not a root of the architecture"));
        }
        for file in ["backend.tf", "providers.tf", "versions.tf", "terraform.tfvars"] {
            if !root.files.iter().any(|there| there == file) {
                findings.push(Finding::new(format!("{}/{file}", root.path), "is missing"));
            }
        }
    }
    findings
}

/// Whether a file may differ between environments.
fn differs(file: &str) -> bool {
    matches!(file, "backend.tf" | "providers.tf") || file.contains(".tfvars")
}

/// Sandbox to prod have the same files, byte for byte, except for the literals of their accounts.
pub(super) fn same(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in ROOTS {
        let alike: Vec<_> = tree
            .roots
            .iter()
            .filter(|root| root.name == name && root.environment != "tooling")
            .collect();
        let Some(prod) = alike.iter().find(|root| root.environment == "prod") else { continue };
        for root in &alike {
            let mut files: Vec<_> = prod.files.iter().chain(&root.files).collect();
            files.sort();
            files.dedup();
            for file in files.into_iter().filter(|file| !differs(file)) {
                let read = |folder: &Folder| fs::read(tree.root.join(&folder.path).join(file)).ok();
                if read(prod) != read(root) {
                    findings.push(Finding::new(
                        format!("{}/{file}", root.path),
                        format!(
                            "is not what {}/{file} is; environments differ only in variables",
                            prod.path
                        ),
                    ));
                }
            }
        }
    }
    findings
}

/// Account ids in order of appearance, without repetitions.
fn accounts_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for id in literal::account_ids(text) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// The account of a root: that of its state.
#[must_use]
pub(crate) fn account(root: &Folder) -> Option<String> {
    let backend = root.source("backend.tf")?;
    accounts_in(&backend.text).first().cloned()
}

/// Backend, provider and example variables name the same account, which no other environment has.
pub(super) fn accounts(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for root in &tree.roots {
        let Some(account) = account(root) else {
            findings.push(Finding::new(format!("{}/backend.tf", root.path), "names no account"));
            continue;
        };
        if let Some(other) = owners.insert(account.clone(), &root.environment)
            && other != root.environment
        {
            findings.push(Finding::new(
                format!("{}/backend.tf", root.path),
                format!("has the account of {other}; each environment has its own"),
            ));
        }
        for file in ["backend.tf", "providers.tf"] {
            let Some(source) = root.source(file) else { continue };
            for other in accounts_in(&source.text).iter().filter(|id| **id != account) {
                let message = format!("names account {other}, but the state is in {account}");
                findings.push(Finding::new(&source.path, message));
            }
            let allowed = allowed_accounts(source);
            if allowed.as_deref() != Some(&format!("[\"{account}\"]")) {
                let is = allowed.unwrap_or_else(|| "missing".to_owned());
                let message = format!("allowed_account_ids is {is}, and must be [\"{account}\"]");
                findings.push(Finding::new(&source.path, message));
            }
        }
        findings.extend(example_account(tree, root, &account));
    }
    findings
}

fn allowed_accounts(source: &crate::source::Source) -> Option<String> {
    let terraform = source.blocks("terraform").flat_map(|block| nested(block.body(), "backend"));
    let provider = source.blocks("provider").map(hcl::Block::body);
    terraform.chain(provider).find_map(|body| argument(body, "allowed_account_ids")).map(text)
}

fn example_account(tree: &Tree, root: &Folder, account: &str) -> Vec<Finding> {
    let path = format!("{}/account.auto.tfvars.example", root.path);
    let Ok(text) = fs::read_to_string(tree.root.join(&path)) else {
        return vec![Finding::new(path, "is missing: a person copies it and fills it in")];
    };
    let Ok(body) = hcl::parse(&text) else {
        return vec![Finding::new(path, "cannot be parsed")];
    };
    match argument(&body, "account_id").and_then(string) {
        Some(id) if id == account => Vec::new(),
        id => {
            let is = id.unwrap_or("missing");
            vec![Finding::new(path, format!("account_id is {is}, but the state is in {account}"))]
        }
    }
}

/// Each state is encrypted with a key, locked, and used by one root only.
pub(super) fn backends(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for root in &tree.roots {
        let Some(source) = root.source("backend.tf") else { continue };
        let backend = source
            .blocks("terraform")
            .flat_map(|block| block.body().blocks())
            .find(|block| block.identifier() == "backend");
        let Some(backend) = backend.filter(|backend| label(backend, 0) == "s3") else {
            findings.push(Finding::new(&source.path, "has no s3 backend"));
            continue;
        };
        let mut want = |name: &str, right: &dyn Fn(&Expression) -> bool, what: &str| {
            if !argument(backend.body(), name).is_some_and(right) {
                findings.push(Finding::new(&source.path, format!("{name} must be {what}")));
            }
        };
        let yes = |value: &Expression| *value == Expression::Bool(true);
        want("encrypt", &yes, "true");
        want("use_lockfile", &yes, "true: two applies at once corrupt a state");
        want("kms_key_id", &|value| string(value).is_some_and(|key| !key.is_empty()), "a key");
        let key = format!("{}/{}.tfstate", root.environment, root.name);
        want(
            "key",
            &|value| string(value) == Some(&key),
            &format!("{key:?}, each root has its own"),
        );
        let account = account(root).unwrap_or_default();
        let own = |value: &Expression| string(value).is_some_and(|name| name.ends_with(&account));
        want("bucket", &own, "the bucket of the account");
        let region = root.source("providers.tf").and_then(|providers| {
            providers.blocks("provider").find_map(|provider| argument(provider.body(), "region"))
        });
        want("region", &|value| Some(value) == region, "the provider's region");
    }
    findings
}

/// Every root calls the guard module, which checks account and region, and tags its resources.
pub(super) fn guards(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for root in &tree.roots {
        let guard = root.blocks("module").find(|(_, block)| {
            argument(block.body(), "source")
                .and_then(string)
                .is_some_and(|source| source.ends_with("/modules/guard"))
        });
        let Some((source, guard)) = guard else {
            findings.push(Finding::new(&root.path, "does not call the guard module"));
            continue;
        };
        for (name, value) in [
            ("account_id", "var.account_id"),
            ("actual_account_id", "data.aws_caller_identity.current.account_id"),
            ("expected_region", "var.region"),
            ("actual_region", "data.aws_region.current.region"),
        ] {
            if argument(guard.body(), name).map(text).as_deref() != Some(value) {
                let message = format!("{name} must be {value}");
                findings.push(Finding::new(source.place(guard), message));
            }
        }
        findings.extend(environment_name(tree, root, argument(guard.body(), "environment")));
        let tags = root.blocks("provider").all(|(_, provider)| {
            nested(provider.body(), "default_tags")
                .iter()
                .any(|tags| argument(tags, "tags").map(text).as_deref() == Some("module.tags.tags"))
        });
        if !tags {
            let message = "the provider has no default_tags from the tags module";
            findings.push(Finding::new(&root.path, message));
        }
    }
    findings
}

/// A root names its environment, in the guard's argument or in its variables.
fn environment_name(tree: &Tree, root: &Folder, guard: Option<&Expression>) -> Option<Finding> {
    let path = format!("{}/terraform.tfvars", root.path);
    let variables = fs::read_to_string(tree.root.join(&path)).unwrap_or_default();
    let variables = hcl::parse(&variables).ok()?;
    let named =
        guard.and_then(string).or_else(|| argument(&variables, "environment").and_then(string));
    (named != Some(&root.environment)).then(|| {
        let is = named.unwrap_or("missing");
        Finding::new(path, format!("environment is {is}, and must be {}", root.environment))
    })
}
