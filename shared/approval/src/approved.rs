//! The last release that was approved at an action, and what its pipeline has seen since.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::audit::{AuditEvent, AuditEventKind};
use crate::ports::RequestUpdate;
use crate::release::{Change, Since};
use crate::repository::Repository;
use crate::state::{Closed, Ending, State, Verdict};
use crate::untrusted_text::UntrustedText;

/// The most earlier messages that are told.
const MOST_EARLIER: usize = 20;

/// The longest line of an earlier message, in characters.
const LINE_LIMIT: usize = 200;

/// The last release that was approved at an action, through links or in the AWS console. It holds
/// nothing about people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApprovedRelease {
    /// The time at which its request was closed.
    pub approved_at: Timestamp,
    /// The id of its pipeline execution, if it was known.
    #[serde(default)]
    pub execution_id: Option<String>,
    /// The revisions that were approved, as far as they were known.
    #[serde(default)]
    pub revisions: Vec<ApprovedRevision>,
}

/// A revision that was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApprovedRevision {
    /// The name of the source's output artifact, which identifies the source in its pipeline.
    pub source: UntrustedText,
    /// The id of the revision.
    pub id: UntrustedText,
}

/// An execution of a pipeline, with the revisions that it started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastExecution {
    /// The id of the execution.
    pub id: String,
    /// Whether the execution returned a stage to an earlier release.
    pub is_rollback: bool,
    /// The revision of each source.
    pub revisions: Vec<PastRevision>,
}

/// A revision that an execution started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRevision {
    /// The name of the source action.
    pub action: String,
    /// The id of the revision.
    pub id: UntrustedText,
    /// The message of the commit.
    pub message: Option<UntrustedText>,
}

impl ApprovedRelease {
    /// Returns the release that this update closes as accepted. Later updates of a closed request
    /// close nothing.
    #[must_use]
    pub fn closed_by(update: &RequestUpdate<'_>) -> Option<Self> {
        let State::Closed(closed) = &update.request.state else { return None };
        let ends = |event: &AuditEvent| matches!(event.kind, AuditEventKind::Closed { .. });
        if !is_accepted(closed) || !update.events.iter().any(ends) {
            return None;
        }
        let release = &update.request.release;
        let revisions = release.change.iter().flat_map(|change| &change.revisions);
        let revisions = revisions.filter_map(|revision| {
            Some(ApprovedRevision { source: revision.source.clone()?, id: revision.id.clone()? })
        });
        Some(Self {
            approved_at: closed.at(),
            execution_id: release.execution_id.clone(),
            revisions: revisions.collect(),
        })
    }

    fn revision(&self, source: Option<&UntrustedText>) -> Option<&UntrustedText> {
        let source = source?;
        let mut revisions = self.revisions.iter();
        revisions.find(|revision| revision.source == *source).map(|revision| &revision.id)
    }
}

fn is_accepted(closed: &Closed) -> bool {
    match closed.ending() {
        Ending::Applied => {
            closed.decision().is_some_and(|decision| decision.verdict == Verdict::Accept)
        }
        Ending::ClosedElsewhere(elsewhere) => elsewhere.verdict == Verdict::Accept,
        Ending::Expired | Ending::Cancelled | Ending::Undeliverable | Ending::NotShown => false,
    }
}

impl Change {
    /// Compares each revision with the last approved one of the same source. How many came between
    /// them stays unknown until [`Self::count_since`].
    pub fn compare_with(&mut self, approved: &ApprovedRelease) {
        self.last_approved_at = Some(approved.approved_at);
        for revision in &mut self.revisions {
            let last = approved.revision(revision.source.as_ref());
            let (Some(last), Some(id)) = (last, &revision.id) else { continue };
            let same = last == id;
            let repository = revision.link.as_ref().and_then(Repository::of_commit);
            let compare = repository.filter(|_| !same);
            revision.since = Some(Since {
                count: same.then_some(0),
                earlier: Vec::new(),
                compare: compare.and_then(|there| there.compare(last.as_str(), id.as_str())),
            });
        }
    }

    /// Returns whether the pipeline's history could tell how many revisions there were.
    #[must_use]
    pub fn has_uncounted(&self) -> bool {
        let mut since = self.revisions.iter().filter_map(|revision| revision.since.as_ref());
        since.any(|since| since.count.is_none())
    }

    /// Counts the revisions since the last approved release in the pipeline's history, newest
    /// execution first. `execution_id` is the execution of this change. A history that does not
    /// reach back to both executions counts nothing.
    ///
    /// Executions that failed, were stopped or superseded count, because their revisions are part of
    /// the next release. A rollback does not count, because it brings no new revision. A release
    /// that goes back to an earlier revision has no revisions since, and nothing to compare.
    pub fn count_since(
        &mut self,
        approved: &ApprovedRelease,
        execution_id: &str,
        history: &[PastExecution],
    ) {
        let place = |id: &str| history.iter().position(|execution| execution.id == id);
        let last = approved.execution_id.as_deref().and_then(place);
        let (Some(own), Some(last)) = (place(execution_id), last) else { return };
        let older = history.get(last..).unwrap_or_default();
        // Empty if the approved execution is the newer one.
        let between = history.get(own..last).unwrap_or_default();
        let goes_back = between.first().is_none_or(|execution| execution.is_rollback);
        let actions = history.get(own).map(|own| actions(self, own)).unwrap_or_default();

        for (revision, action) in self.revisions.iter_mut().zip(actions) {
            let approved = approved.revision(revision.source.as_ref());
            let (Some(since), Some(id)) = (&mut revision.since, &revision.id) else { continue };
            let (None, Some(approved)) = (since.count, approved) else { continue };
            let Some(action) = action else { continue };
            if goes_back || revisions_of(action, older).any(|old| old.id == *id) {
                revision.since = None;
                continue;
            }
            let mut seen: Vec<&PastRevision> = Vec::new();
            let standard = between.iter().filter(|execution| !execution.is_rollback);
            for past in revisions_of(action, standard) {
                if past.id != *approved && seen.iter().all(|other| other.id != past.id) {
                    seen.push(past);
                }
            }
            since.count = u32::try_from(seen.len()).ok();
            let earlier = seen.into_iter().filter(|past| past.id != *id).filter_map(first_line);
            since.earlier = earlier.take(MOST_EARLIER).collect();
        }
    }
}

/// Returns the source action of each revision of a change, by its id in the change's own execution.
/// Several sources with the same id are in the same order there.
fn actions<'a>(change: &Change, own: &'a PastExecution) -> Vec<Option<&'a str>> {
    let mut left: Vec<&PastRevision> = own.revisions.iter().collect();
    let mut action = |id: Option<&UntrustedText>| {
        let place = left.iter().position(|past| Some(&past.id) == id)?;
        Some(left.remove(place).action.as_str())
    };
    change.revisions.iter().map(|revision| action(revision.id.as_ref())).collect()
}

fn revisions_of<'a>(
    action: &'a str,
    executions: impl IntoIterator<Item = &'a PastExecution>,
) -> impl Iterator<Item = &'a PastRevision> {
    let revisions = executions.into_iter().flat_map(|execution| &execution.revisions);
    revisions.filter(move |revision| revision.action == action)
}

fn first_line(revision: &PastRevision) -> Option<UntrustedText> {
    let line = revision.message.as_ref()?.as_str().lines().next()?;
    UntrustedText::line(line, LINE_LIMIT)
}

#[cfg(test)]
mod tests;
