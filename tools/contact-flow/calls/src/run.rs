//! Plays scripts one after the other, and counts the transitions that they take.

use std::fmt;

use switchboard_contact_flow::coverage::Coverage;

use crate::exchange::Exchange;
use crate::play::{PlayError, Played, play};
use crate::script::Script;

/// What came of playing scripts.
#[derive(Debug)]
pub struct Run {
    /// What came of each, in order.
    pub outcomes: Vec<Outcome>,
    /// The transitions that were taken by those that passed.
    pub coverage: Coverage,
}

/// What came of a script.
#[derive(Debug)]
pub struct Outcome {
    /// The script.
    pub script: Script,
    /// How it went.
    pub result: Result<Played, PlayError>,
}

impl Run {
    /// Plays scripts; each is told of when it has been played.
    pub fn of(
        scripts: impl IntoIterator<Item = Script>,
        exchange: &mut Exchange,
        mut played: impl FnMut(&Outcome),
    ) -> Self {
        let mut coverage = Coverage::of(exchange.flows().flow());
        let mut outcomes = Vec::new();
        for script in scripts {
            let result = play(&script, exchange);
            if let Ok(played) = &result {
                coverage.add(&played.transcript);
            }
            let outcome = Outcome { script, result };
            played(&outcome);
            outcomes.push(outcome);
        }
        Self { outcomes, coverage }
    }

    /// The scripts that did not go as they say.
    pub fn failures(&self) -> impl Iterator<Item = &PlayError> {
        self.outcomes.iter().filter_map(|outcome| outcome.result.as_ref().err())
    }

    /// Whether all passed and every transition was taken.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failures().next().is_none() && self.coverage.missing().next().is_none()
    }
}

/// `41 calls passed`, or how many failed; and the coverage.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.outcomes.len();
        match self.failures().count() {
            0 if all == 1 => writeln!(f, "1 call passed")?,
            0 => writeln!(f, "{all} calls passed")?,
            failed => writeln!(f, "{failed} of {all} calls failed")?,
        }
        self.coverage.fmt(f)
    }
}
