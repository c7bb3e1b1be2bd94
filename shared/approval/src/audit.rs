//! What happened to a request: written with each step, never changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ApproverId, Decision, Text, Verdict};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What, and who.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum What {
    /// A pipeline asked.
    Opened {
        /// The pipeline's execution, if it was known then.
        execution_id: Option<String>,
    },
    /// It was found out what changes.
    Described {
        /// The pipeline's execution.
        execution_id: Option<String>,
        /// The revision that is to be released.
        revision: Option<Text>,
    },
    /// An answer came by the link issued to this approver.
    Voted {
        /// Whose link.
        approver: ApproverId,
        /// What was said.
        verdict: Verdict,
        /// Why.
        reason: Option<Text>,
        /// The revision that was known to be released when the answer came.
        revision: Option<Text>,
        /// Where the answer came from.
        visitor: Visitor,
    },
    /// The answers decide, or the deadline has.
    Decided {
        /// What.
        verdict: Verdict,
        /// The reference that CodePipeline's summary ends in.
        reference: String,
    },
    /// Telling CodePipeline was taken over from someone who did not finish.
    TakenOver,
    /// Nothing more happens; this is the name of the state.
    Closed {
        /// `APPLIED`, `EXPIRED`, `CLOSED_ELSEWHERE`, `CANCELLED` or `UNDELIVERABLE`.
        state: String,
    },
}

/// Where a request of a browser came from, as far as it can be known. A hint, never a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// The address of the TCP peer.
    pub source_ip: Option<Text>,
    /// The browser, as it calls itself.
    pub user_agent: Option<Text>,
}

impl Event {
    /// Something that happened then.
    #[must_use]
    pub const fn new(at: Timestamp, what: What) -> Self {
        Self { at, what }
    }
}

impl What {
    /// That this was decided.
    #[must_use]
    pub fn decided(decision: &Decision) -> Self {
        let reference = decision.id.reference().to_owned();
        Self::Decided { verdict: decision.verdict, reference }
    }
}
