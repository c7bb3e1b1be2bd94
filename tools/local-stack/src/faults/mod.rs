//! Faults on demand: the next calls of AWS fail, are slow, lose their answer, or take the process of
//! the caller with them.
//!
//! | module | what |
//! | --- | --- |
//! | `order` | what can be ordered, and how |
//! | `control` | `/local/faults` |

pub(crate) mod control;
mod order;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use order::Fault;

/// A service that faults can be ordered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Service {
    DynamoDb,
    CodePipeline,
    Ses,
    /// EventBridge, on its way from CodePipeline to the sweep.
    Events,
}

/// When the caller's process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kill {
    /// Before the call is carried out, which it then is not.
    Before,
    /// When it has been carried out, and not answered.
    After,
}

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is refused with this error, and not carried out.
    Error { code: String, status: Option<u16> },
    /// It is carried out later.
    Delay(Duration),
    /// It is carried out, and the connection closed without an answer.
    DropResponse,
    /// The process that sent it is killed.
    Kill(Kill),
}

/// The faults that were ordered; every clone is the same list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    /// What happens to a call: the first fault that it matches and that is not used up. `function` is
    /// the caller, unless that is a person; of an event, its target.
    pub(crate) fn take(
        &self,
        service: Service,
        operation: &str,
        function: Option<&str>,
    ) -> Option<Effect> {
        let mut faults = self.list();
        faults.iter_mut().find_map(|fault| fault.strike(service, operation, function))
    }

    fn list(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
