//! The in-memory fake of CodePipeline.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::approved::PastExecution;
use crate::ports::{
    ApprovalStatus, Changes, Description, Pipelines, Progress, PutOutcome, ReleaseDescription,
    ReleaseError, Releases,
};
use crate::release::{Change, PipelineToken, Release};
use crate::request::{Aftermath, Request};
use crate::state::Verdict;
use crate::untrusted_text::UntrustedText;

/// A fault in one answer to the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipelineFault {
    /// The answer does not arrive.
    Unavailable,
    /// The answer takes effect, and the response is lost.
    ResponseLost,
    /// A permission is missing.
    Refused,
    /// The pipeline knows no such approval.
    NotFound,
    /// The pipeline does not accept the summary.
    Malformed,
}

/// Holds approvals that can be answered once, like CodePipeline's.
#[derive(Debug, Default)]
pub struct MemoryPipeline(Mutex<Contents>);

#[derive(Debug, Default)]
struct Contents {
    statuses: HashMap<PipelineToken, ApprovalStatus>,
    faults: VecDeque<PipelineFault>,
    puts: Vec<(Verdict, String)>,
    change: Option<Change>,
    aftermath: Option<Aftermath>,
    hidden_for: usize,
    history: Option<Vec<PastExecution>>,
}

impl MemoryPipeline {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the answers that arrived, with or without effect.
    #[must_use]
    pub fn puts(&self) -> Vec<(Verdict, String)> {
        self.contents().puts.clone()
    }

    /// Adds a fault for the next answer. Several faults are used one after another.
    pub fn fail_next(&self, fault: PipelineFault) {
        self.contents().faults.push_back(fault);
    }

    /// Sets the status of an approval, as if somebody had answered in the console.
    pub fn set(&self, token: &PipelineToken, status: ApprovalStatus) {
        self.contents().statuses.insert(token.clone(), status);
    }

    /// Sets what became of accepted releases. Before that, they run.
    pub fn end_as(&self, aftermath: Aftermath) {
        self.contents().aftermath = Some(aftermath);
    }

    /// Sets the change that is reported from now on. Before that, the pipeline does not answer.
    pub fn describe_as(&self, change: Change) {
        self.contents().change = Some(change);
    }

    /// Does not show the approval to this many questions for its description, and answers the others
    /// as before. While it is not shown, its status is unknown and no answer is taken.
    pub fn hide_for(&self, questions: usize) {
        self.contents().hidden_for = questions;
    }

    /// Sets the executions of the pipeline. Before that, the pipeline does not tell them.
    pub fn remember(&self, history: Vec<PastExecution>) {
        self.contents().history = Some(history);
    }
}

impl Progress for MemoryPipeline {
    async fn aftermath(&self, _: &Release) -> Result<Option<Aftermath>, ReleaseError> {
        Ok(self.contents().aftermath.clone())
    }
}

fn unavailable() -> ReleaseError {
    ReleaseError::Unavailable("no answer".into())
}

impl Changes for MemoryPipeline {
    async fn describe(&self, _: &Release) -> Result<Description, ReleaseError> {
        let mut contents = self.contents();
        if contents.hidden_for > 0 {
            contents.hidden_for -= 1;
            return Ok(Description::NotShown);
        }
        let change = contents.change.clone().ok_or_else(unavailable)?;
        Ok(Description::Shown(ReleaseDescription {
            execution_id: "execution-1".to_owned(),
            action_execution_id: Some("action-1".to_owned()),
            next_stage: UntrustedText::line("Deploy", 100),
            change: Ok(change),
        }))
    }

    async fn history(&self, _: &Release, _: &str) -> Result<Vec<PastExecution>, ReleaseError> {
        self.contents().history.clone().ok_or_else(unavailable)
    }
}

impl Pipelines for MemoryPipeline {
    async fn status(&self, request: &Request) -> Result<ApprovalStatus, ReleaseError> {
        let contents = self.contents();
        if contents.hidden_for > 0 {
            return Ok(ApprovalStatus::Unknown);
        }
        let status = contents.statuses.get(&request.release.token).cloned();
        Ok(status.unwrap_or(ApprovalStatus::Waiting))
    }
}

impl Releases for MemoryPipeline {
    async fn put(
        &self,
        release: &Release,
        verdict: Verdict,
        summary: &str,
    ) -> Result<PutOutcome, ReleaseError> {
        let mut contents = self.contents();
        let fault = contents.faults.pop_front();
        match fault {
            Some(PipelineFault::Unavailable) => return Err(unavailable()),
            Some(PipelineFault::Refused) => return Err(ReleaseError::Refused("denied".into())),
            Some(PipelineFault::NotFound) => return Ok(PutOutcome::NotFound),
            Some(PipelineFault::Malformed) => return Ok(PutOutcome::Malformed),
            Some(PipelineFault::ResponseLost) | None => {}
        }
        contents.puts.push((verdict, summary.to_owned()));
        if contents.hidden_for > 0 || contents.statuses.contains_key(&release.token) {
            return Ok(PutOutcome::AlreadyAnswered);
        }
        let summary = UntrustedText::line(summary, 1_000);
        contents
            .statuses
            .insert(release.token.clone(), ApprovalStatus::Answered { verdict, summary, at: None });
        if fault.is_some() { Err(unavailable()) } else { Ok(PutOutcome::Recorded) }
    }
}
