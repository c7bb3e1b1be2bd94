//! A flow without `Loop`, for instances that refuse it.
//!
//! The language has no arithmetic, so each loop becomes a comparison of an attribute with every count
//! below its own, and a block behind each that writes the next one:
//!
//! ```text
//! Loop of 2                 Compare $.Attributes.loop_x
//!   ContinueLooping -> A      Equals 0 -> write 1 -> A
//!   DoneLooping     -> B      Equals 1 -> write 2 -> A
//!                             otherwise -> write 0 -> B
//! ```
//!
//! A block before all others writes 0, so that nothing is read that was never written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use thiserror::Error;

use crate::document::{Action, Condition, ConditionBranch, ErrorBranch, Flow, Transitions};
use crate::language::{MAX_IDENTIFIER, NO_MATCHING_CONDITION, NO_MATCHING_ERROR};
use crate::template::{self, TemplateError};

/// The most times that a loop goes round. Source: API reference, "Loop".
const MAX_COUNT: u32 = 100;

/// Why a loop cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CountedError {
    /// A count that is known only during a call.
    #[error(
        "block {block:?}: LoopCount is {count:?}, and only a whole number from 0 to {MAX_COUNT} can be \
         counted without Loop; write one, or give the variable a default"
    )]
    Count {
        /// The block.
        block: String,
        /// What stands there.
        count: String,
    },
    /// A placeholder that has no value.
    #[error("block {block:?}: LoopCount: {source}")]
    Placeholder {
        /// The block.
        block: String,
        /// What is wrong with it.
        source: TemplateError,
    },
    /// A loop that does not lead anywhere.
    #[error("block {block:?}: Loop needs the condition Equals {result}")]
    Branch {
        /// The block.
        block: String,
        /// The result without a branch.
        result: &'static str,
    },
}

/// The flow with each `Loop` replaced by a counter of the same behaviour. A count that is a placeholder
/// is taken from these values.
pub fn without_loops(flow: &Flow, values: &BTreeMap<&str, &str>) -> Result<Flow, CountedError> {
    let loops: Vec<Counted<'_>> = flow
        .actions
        .iter()
        .filter(|action| action.kind == "Loop")
        .map(|action| Counted::read(action, values))
        .collect::<Result<_, _>>()?;
    let Some(first) = loops.first() else { return Ok(flow.clone()) };
    let mut names = Names::of(flow);
    let mut without = flow.clone();
    without.actions.retain(|action| action.kind != "Loop");
    let mut counters = BTreeMap::new();
    for counted in &loops {
        let counter = names.attribute(counted.block);
        without.actions.extend(counted.actions(&counter, &mut names));
        counters.insert(counter, "0".to_owned());
    }
    let set = names.block("Set counters", "");
    // What cannot be counted is an error like any other, and goes where most of them go.
    let failed = common_error(flow).unwrap_or(first.done);
    without.actions.push(write(set.clone(), &counters, &flow.start_action, failed));
    without.start_action = set;
    Ok(without)
}

/// Where most errors lead, those aside after which nothing is left but to end the call.
fn common_error(flow: &Flow) -> Option<&str> {
    let errors = flow.actions.iter().flat_map(|action| &action.transitions.errors);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let ends = |target| flow.action(target).is_some_and(|a| a.kind == "DisconnectParticipant");
    let errors = errors.filter(|error| error.error_type == NO_MATCHING_ERROR);
    for error in errors.filter(|error| !ends(&error.next_action)) {
        *counts.entry(&error.next_action).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(target, _)| target)
}

/// A loop.
struct Counted<'a> {
    block: &'a str,
    count: u32,
    again: &'a str,
    done: &'a str,
    failed: &'a str,
}

impl<'a> Counted<'a> {
    fn read(action: &'a Action, values: &BTreeMap<&str, &str>) -> Result<Self, CountedError> {
        let block = action.identifier.as_str();
        let written = action.text("LoopCount").unwrap_or_default();
        let count = template::render(written, values)
            .map_err(|source| CountedError::Placeholder { block: block.to_owned(), source })?;
        let Ok(count @ 0..=MAX_COUNT) = count.parse() else {
            return Err(CountedError::Count { block: block.to_owned(), count });
        };
        let branch = |result: &'static str| {
            let mut branches = action.transitions.conditions.iter();
            let branch = branches.find(|branch| branch.condition.operands == [result]);
            branch
                .map(|branch| branch.next_action.as_str())
                .ok_or_else(|| CountedError::Branch { block: block.to_owned(), result })
        };
        let done = branch("DoneLooping")?;
        // A count that cannot be kept would go round for ever.
        let errors = &action.transitions.errors;
        let failed = errors.iter().find(|error| error.error_type == NO_MATCHING_ERROR);
        let failed = failed.map_or(done, |error| error.next_action.as_str());
        Ok(Self { block, count, again: branch("ContinueLooping")?, done, failed })
    }

    /// The blocks that do what the loop does.
    fn actions(&self, counter: &str, names: &mut Names) -> Vec<Action> {
        let mut actions = Vec::new();
        let mut conditions = Vec::new();
        let keep = |to: u32, name: String, next: &str| {
            let attributes = BTreeMap::from([(counter.to_owned(), to.to_string())]);
            write(name, &attributes, next, self.failed)
        };
        for times in 0..self.count {
            let name = names.block(self.block, &format!(" {}", times + 1));
            conditions.push(equals(times, &name));
            actions.push(keep(times + 1, name, self.again));
        }
        let reset = names.block(self.block, " done");
        if conditions.is_empty() {
            // A comparison has to have one.
            conditions.push(equals(0, &reset));
        }
        actions.push(keep(0, reset.clone(), self.done));
        let parameters = [("ComparisonValue".to_owned(), json!(format!("$.Attributes.{counter}")))];
        actions.push(Action {
            identifier: self.block.to_owned(),
            kind: "Compare".to_owned(),
            parameters: parameters.into_iter().collect(),
            transitions: Transitions {
                next_action: Some(reset.clone()),
                conditions,
                errors: vec![error(NO_MATCHING_CONDITION, &reset)],
            },
        });
        actions
    }
}

/// A block that writes attributes.
fn write(name: String, attributes: &BTreeMap<String, String>, next: &str, failed: &str) -> Action {
    let parameters = [
        ("Attributes".to_owned(), json!(attributes)),
        ("TargetContact".to_owned(), json!("Current")),
    ];
    Action {
        identifier: name,
        kind: "UpdateContactAttributes".to_owned(),
        parameters: parameters.into_iter().collect(),
        transitions: Transitions {
            next_action: Some(next.to_owned()),
            conditions: Vec::new(),
            errors: vec![error(NO_MATCHING_ERROR, failed)],
        },
    }
}

fn equals(count: u32, target: &str) -> ConditionBranch {
    let condition = Condition { operator: "Equals".to_owned(), operands: vec![count.to_string()] };
    ConditionBranch { next_action: target.to_owned(), condition }
}

fn error(error_type: &str, target: &str) -> ErrorBranch {
    ErrorBranch { next_action: target.to_owned(), error_type: error_type.to_owned() }
}

/// The names that are taken.
struct Names {
    blocks: BTreeSet<String>,
    attributes: BTreeSet<String>,
}

impl Names {
    fn of(flow: &Flow) -> Self {
        let written = flow.actions.iter().flat_map(|action| action.texts("Attributes"));
        Self {
            blocks: flow.actions.iter().map(|action| action.identifier.clone()).collect(),
            attributes: written.map(|(name, _)| name.to_owned()).collect(),
        }
    }

    /// A name for a block, made of another's and an addition.
    fn block(&mut self, base: &str, addition: &str) -> String {
        free(&mut self.blocks, |number| {
            let end = format!("{addition}{number}");
            let room = MAX_IDENTIFIER.saturating_sub(end.chars().count());
            base.chars().take(room).chain(end.chars()).collect()
        })
    }

    /// A name for the attribute that counts a block.
    fn attribute(&mut self, block: &str) -> String {
        let name = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let name: String = block.chars().map(name).collect();
        free(&mut self.attributes, |number| format!("loop_{name}{number}"))
    }
}

/// The first name that is not taken, given an addition that is empty at first. It is taken then.
fn free(taken: &mut BTreeSet<String>, name: impl Fn(&str) -> String) -> String {
    let additions = std::iter::once(String::new()).chain((2..).map(|number| format!(" {number}")));
    let free = additions.map(|number| name(number.as_str())).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests;
