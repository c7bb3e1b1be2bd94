//! The audit trail of a request: events are written with each update and never changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::approver::ApproverId;
use crate::state::{Decision, Verdict};
use crate::untrusted_text::UntrustedText;

/// One event in the audit trail of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    /// The time of the event.
    pub at: Timestamp,
    /// What happened, and who did it.
    #[serde(flatten)]
    pub kind: AuditEventKind,
}

/// The kind of an audit event, with its details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AuditEventKind {
    /// A pipeline asked for an approval.
    Opened {
        /// The id of the pipeline execution, if it was already known.
        execution_id: Option<String>,
    },
    /// The pipeline said what the release changes.
    Described {
        /// The id of the pipeline execution.
        execution_id: Option<String>,
        /// The ids of the revisions that are to be released.
        revision: Option<UntrustedText>,
    },
    /// An answer was given through a link.
    Voted {
        /// The approver that the link was issued to.
        approver: ApproverId,
        /// The verdict of the answer.
        verdict: Verdict,
        /// The reason of a rejection, or a comment.
        reason: Option<UntrustedText>,
        /// The ids of the revisions that were known when the answer was given.
        revision: Option<UntrustedText>,
        /// Where the answer came from.
        visitor: Visitor,
    },
    /// The answers or the deadline decided the request.
    Decided {
        /// The verdict of the decision.
        verdict: Verdict,
        /// The reference that CodePipeline's summary ends in.
        reference: String,
    },
    /// The delivery of the decision was taken over from a holder who did not finish.
    TakenOver,
    /// The request ended.
    Closed {
        /// The name of the ending: `APPLIED`, `EXPIRED`, `CLOSED_ELSEWHERE`, `CANCELLED`,
        /// `NOT_SHOWN` or `UNDELIVERABLE`.
        state: String,
    },
    /// The pipeline said what became of an accepted release.
    WentOn {
        /// `SUCCEEDED`, `FAILED`, `STOPPED`, `SUPERSEDED` or `ROLLED_BACK`.
        result: String,
        /// The stage at which it happened, if the pipeline names one.
        stage: Option<UntrustedText>,
    },
}

/// Where a browser's request came from, as far as it can be known: a hint, not a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// The IP address of the TCP peer.
    pub source_ip: Option<UntrustedText>,
    /// The browser's own description of itself.
    pub user_agent: Option<UntrustedText>,
}

impl AuditEvent {
    /// Makes an event at this time.
    #[must_use]
    pub const fn new(at: Timestamp, kind: AuditEventKind) -> Self {
        Self { at, kind }
    }
}

impl AuditEventKind {
    /// Creates the kind of event for a decision.
    #[must_use]
    pub fn decided(decision: &Decision) -> Self {
        let reference = decision.id.reference().to_owned();
        Self::Decided { verdict: decision.verdict, reference }
    }
}
