//! Rules over the Terraform source. Tests and planted mistakes refer to a rule by its name.

mod delivery;
mod identity;
mod modules;
mod order;
mod roots;

use crate::finding::Finding;
use crate::tree::Tree;

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Returns the places that break it.
    pub check: fn(&Tree) -> Vec<Finding>,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule { name: "syntax", check: |tree| tree.broken.clone() },
    Rule { name: "roots-are-complete", check: roots::complete },
    Rule { name: "roots-are-the-same", check: roots::same },
    Rule { name: "one-account-each", check: roots::accounts },
    Rule { name: "state-is-guarded", check: roots::backends },
    Rule { name: "roots-are-guarded", check: roots::guards },
    Rule { name: "one-provider", check: modules::provider },
    Rule { name: "modules-are-complete", check: modules::complete },
    Rule { name: "runs-assert", check: modules::tests },
    Rule { name: "everything-is-described", check: modules::described },
    Rule { name: "modules-name-nobody", check: modules::literals },
    Rule { name: "files-are-there", check: modules::files },
    Rule { name: "no-remote-state", check: modules::remote_state },
    Rule { name: "skips-are-in-the-list", check: modules::inline_skips },
    Rule { name: "no-users-or-keys", check: identity::users },
    Rule { name: "roles-are-bounded", check: identity::boundary },
    Rule { name: "own-policies-only", check: identity::managed_policies },
    Rule { name: "statements-have-names", check: identity::statements },
    Rule { name: "missing-objects-look-missing", check: identity::lists },
    Rule { name: "functions-come-from-the-bucket", check: delivery::functions },
    Rule { name: "permissions-are-on-the-alias", check: delivery::permissions },
    Rule { name: "writers-of-a-function-take-turns", check: order::writers },
    Rule { name: "deployments-roll-back", check: delivery::deployments },
    Rule { name: "releases-are-tags", check: delivery::triggers },
    Rule { name: "builds-queue", check: delivery::builds },
    Rule { name: "logs-end-and-are-encrypted", check: delivery::logs },
    Rule { name: "state-is-kept", check: delivery::stateful },
];

/// A rule by its name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}
