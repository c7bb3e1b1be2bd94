//! Checks the infrastructure: rules over the Terraform source, rules over the resources that it would
//! create, and planted mistakes to see that they are caught.
//!
//! | module | what |
//! | --- | --- |
//! | [`tree`], [`source`] | the Terraform files, parsed |
//! | [`rules`] | rules over them, without Terraform or a network |
//! | [`state`], [`state_rules`] | resources as `terraform show -json` prints them, and rules over them |
//! | [`policy`], [`policy_rules`] | the IAM policies in a state, and rules over them |
//! | [`event_rules`] | whether an alarm watches every event rule of a state |
//! | [`delivery_events`], [`metric_filter`] | recorded events, and what the event rules and metric filters of a state make of them |
//! | [`declared`] | the functions, as the source declares them |
//! | [`function_page`], [`function_rules`] | the page of a function in `docs/functions`, and whether a state matches it |
//! | [`diagram`] | the diagram of `docs/infrastructure.md` |
//! | [`mistakes`] | the planted mistakes |

pub mod declared;
pub mod delivery_events;
pub mod diagram;
pub mod event_rules;
pub mod finding;
pub mod function_page;
pub mod function_rules;
pub mod literal;
pub mod metric_filter;
pub mod mistakes;
pub mod policy;
pub mod policy_rules;
pub mod rules;
pub mod source;
pub mod state;
pub mod state_rules;
pub mod tree;

use std::path::{Path, PathBuf};

/// The checkout that this was built from.
#[must_use]
pub fn checkout() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}
