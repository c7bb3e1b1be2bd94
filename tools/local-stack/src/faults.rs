//! Faults on demand: a call of an AWS service fails, is delayed, loses its response, or its caller's
//! process is killed.
//!
//! | module | what |
//! | --- | --- |
//! | `fault` | one fault: the calls that it matches and its effect |
//! | `control` | `/local/faults` |

pub(crate) mod control;
pub(crate) mod fault;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::fault::{Effect, Fault};
use crate::aws_service::Service;

/// The requested faults. Clones share one list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    /// Returns the effect on a call of the first fault that matches it and is not used up.
    /// `function` is the calling function, or the target of an event; `None` is a person.
    pub(crate) fn take(
        &self,
        service: Service,
        operation: &str,
        function: Option<&str>,
    ) -> Option<Effect> {
        let mut faults = self.list();
        faults.iter_mut().find_map(|fault| fault.apply(service, operation, function))
    }

    fn list(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
