//! Plays scripts one after the other, and measures the transition coverage.

use std::collections::BTreeMap;
use std::fmt;

use switchboard_contact_flow::coverage::Coverage;

use crate::exchange::Exchange;
use crate::play::{PlayError, Played, play};
use crate::script::Script;

/// The results of several scripts.
#[derive(Debug)]
pub struct Run {
    /// The result of each script, in order.
    pub outcomes: Vec<Outcome>,
    /// The transitions that the calls took, by flow. Calls that failed do not count.
    pub coverage: BTreeMap<String, Coverage>,
}

/// The result of a script.
#[derive(Debug)]
pub struct Outcome {
    /// The script.
    pub script: Script,
    /// The call, or the reason why it failed.
    pub result: Result<Played, PlayError>,
}

impl Run {
    /// Plays scripts, and reports each as soon as it has been played.
    pub fn of(
        scripts: impl IntoIterator<Item = Script>,
        exchange: &mut Exchange,
        mut report: impl FnMut(&Outcome),
    ) -> Self {
        let flows = exchange.flows().iter();
        let mut coverage: BTreeMap<String, Coverage> =
            flows.map(|(key, flow)| (key.to_owned(), Coverage::of(&flow.flow))).collect();
        let mut outcomes = Vec::new();
        for script in scripts {
            let result = play(&script, exchange);
            if let (Ok(played), Some(coverage)) = (&result, coverage.get_mut(&script.flow)) {
                coverage.add(&played.transcript);
            }
            let outcome = Outcome { script, result };
            report(&outcome);
            outcomes.push(outcome);
        }
        Self { outcomes, coverage }
    }

    /// Iterates over the reasons why scripts failed.
    pub fn failures(&self) -> impl Iterator<Item = &PlayError> {
        self.outcomes.iter().filter_map(|outcome| outcome.result.as_ref().err())
    }

    /// Returns whether all scripts passed and every transition of every flow was taken.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let mut missing = self.coverage.values().flat_map(Coverage::missing);
        self.failures().next().is_none() && missing.next().is_none()
    }
}

/// Writes `41 calls passed`, or how many failed, and the coverage of each flow.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.outcomes.len();
        match self.failures().count() {
            0 if all == 1 => write!(f, "1 call passed")?,
            0 => write!(f, "{all} calls passed")?,
            failed => write!(f, "{failed} of {all} calls failed")?,
        }
        self.coverage.iter().try_for_each(|(flow, coverage)| write!(f, "\n{flow}: {coverage}"))
    }
}
