//! The functions as the source declares them: variables, permissions and timeout.
//!
//! Read from the calls of the module `lambda-service`, following locals, so that Terraform is not needed.

use std::collections::{BTreeMap, BTreeSet};

use hcl::expr::{Traversal, TraversalOperator};
use hcl::{Block, Expression};

use crate::source::{self, Source, argument, key_text, literal};
use crate::tree::{Folder, Tree};

/// The module that creates functions.
const MODULE: &str = "lambda-service";

/// Actions that a role needs for the account's key, for queues and for the API. Not every account has them,
/// so pages say in words where they are needed.
pub const CONDITIONAL_ACTIONS: [&str; 6] = [
    "execute-api:Invoke",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
];

/// A function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredFunction {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: String,
    /// The names of its environment variables.
    pub variables: BTreeSet<String>,
    /// The actions of its role, apart from those of every function.
    pub actions: BTreeSet<String>,
    /// How long an invocation may take, in seconds.
    pub timeout: Option<i64>,
}

/// Every function, by its name.
#[must_use]
pub fn functions(tree: &Tree) -> BTreeMap<String, DeclaredFunction> {
    let mut found = BTreeMap::new();
    for folder in tree.folders() {
        let locals = Locals::of(folder);
        for (source, block) in calls_of(folder, MODULE) {
            if let Some(function) = declared(tree, folder, source, block, &locals) {
                found.insert(function.name.clone(), function);
            }
        }
    }
    found
}

fn calls_of<'a>(
    folder: &'a Folder,
    module: &'a str,
) -> impl Iterator<Item = (&'a Source, &'a Block)> {
    folder.blocks("module").filter(move |(_, block)| {
        let path = argument(block.body(), "source").and_then(literal).unwrap_or_default();
        path.rsplit('/').next() == Some(module)
    })
}

fn declared(
    tree: &Tree,
    folder: &Folder,
    source: &Source,
    block: &Block,
    locals: &Locals<'_>,
) -> Option<DeclaredFunction> {
    let name = argument(block.body(), "name")?;
    let name = match literal(name) {
        Some(name) => name.to_owned(),
        // A module around one function: its caller names the function.
        None if source::text(name) == "var.name" => tree
            .folders()
            .flat_map(|caller| calls_of(caller, &folder.name))
            .find_map(|(_, call)| argument(call.body(), "name").and_then(literal))?
            .to_owned(),
        None => return None,
    };
    let keys = argument(block.body(), "environment").map(|value| locals.keys(value));
    let mut actions = BTreeSet::new();
    if let Some(statements) = argument(block.body(), "policy_statements") {
        locals.members(statements, "actions", &mut |list| {
            actions.extend(source::strings(list));
        });
    }
    let timeout = argument(block.body(), "timeout_seconds").and_then(|value| locals.number(value));
    Some(DeclaredFunction {
        name,
        place: source.place(block),
        variables: keys.unwrap_or_default(),
        actions,
        timeout,
    })
}

/// The locals of a folder, by name.
struct Locals<'a>(BTreeMap<String, &'a Expression>);

impl<'a> Locals<'a> {
    fn of(folder: &'a Folder) -> Self {
        Self(
            folder
                .blocks("locals")
                .flat_map(|(_, block)| block.body().attributes())
                .map(|local| (local.key().to_owned(), local.expr()))
                .collect(),
        )
    }

    /// The value of `local.a.b`, as far as it is literal.
    fn follow(&self, traversal: &'a Traversal) -> Option<&'a Expression> {
        let mut path = traversal.operators.iter().map(|operator| match operator {
            TraversalOperator::GetAttr(name) => Some(name.to_string()),
            TraversalOperator::Index(Expression::String(name)) => Some(name.clone()),
            _ => None,
        });
        if source::text(&traversal.expr) != "local" {
            return None;
        }
        let mut value = *self.0.get(&path.next()??)?;
        for name in path {
            let Expression::Object(object) = value else { return None };
            value = source::member(object, &name?)?;
        }
        Some(value)
    }

    /// The keys of an object, or of several merged objects.
    fn keys(&self, value: &'a Expression) -> BTreeSet<String> {
        match value {
            Expression::Object(object) => object.keys().map(key_text).collect(),
            Expression::FuncCall(call) => {
                call.args.iter().flat_map(|part| self.keys(part)).collect()
            }
            Expression::Parenthesis(inner) => self.keys(inner),
            Expression::Conditional(either) => self
                .keys(&either.true_expr)
                .union(&self.keys(&either.false_expr))
                .cloned()
                .collect(),
            // { for name, value in { A = 1 } : name => value if ... }
            Expression::ForExpr(each) => self.keys(&each.collection_expr),
            Expression::Traversal(traversal) => {
                self.follow(traversal).map(|value| self.keys(value)).unwrap_or_default()
            }
            _ => BTreeSet::new(),
        }
    }

    /// Calls the closure with the member of this name of every object in a list.
    fn members(&self, value: &'a Expression, name: &str, see: &mut dyn FnMut(&'a Expression)) {
        source::walk(value, &mut |inner| match inner {
            Expression::Object(object) => {
                let members = object.iter().filter(|(key, _)| key_text(key) == name);
                members.for_each(|(_, member)| see(member));
            }
            Expression::Traversal(traversal) => {
                if let Some(value) = self.follow(traversal) {
                    self.members(value, name, see);
                }
            }
            _ => {}
        });
    }

    fn number(&self, value: &'a Expression) -> Option<i64> {
        match value {
            Expression::Number(number) => number.as_i64(),
            Expression::Parenthesis(inner) => self.number(inner),
            Expression::Traversal(traversal) => self.number(self.follow(traversal)?),
            _ => None,
        }
    }
}
