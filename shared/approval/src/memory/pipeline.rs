//! A pipeline in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ports::{Changes, Described, Pipelines, Put, ReleaseError, Releases, Standing};
use crate::{Change, PipelineToken, Release, Request, Text, Verdict};

/// What goes wrong with one answer to the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PipelineFault {
    /// It does not arrive.
    Unavailable,
    /// It takes effect, and nothing comes back.
    AnswerLost,
    /// A permission is missing.
    Refused,
    /// The pipeline knows no such approval.
    Unknown,
    /// The pipeline counts the summary longer than it is.
    Malformed,
}

/// Approvals that are answered once, as CodePipeline's are.
#[derive(Debug, Default)]
pub struct MemoryPipeline(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    standings: HashMap<PipelineToken, Standing>,
    faults: VecDeque<PipelineFault>,
    puts: Vec<(Verdict, String)>,
    change: Option<Change>,
}

impl MemoryPipeline {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers that arrived, with or without effect.
    #[must_use]
    pub fn puts(&self) -> Vec<(Verdict, String)> {
        self.kept().puts.clone()
    }

    /// Lets the next answer go wrong, and after it the one of the next call of this.
    pub fn fail_next(&self, fault: PipelineFault) {
        self.kept().faults.push_back(fault);
    }

    /// What somebody else did to an approval.
    pub fn set(&self, token: &PipelineToken, standing: Standing) {
        self.kept().standings.insert(token.clone(), standing);
    }

    /// What is told of changes from now on.
    pub fn describe_as(&self, change: Change) {
        self.kept().change = Some(change);
    }
}

fn unavailable() -> ReleaseError {
    ReleaseError::Unavailable("no answer".into())
}

impl Changes for MemoryPipeline {
    async fn describe(&self, _: &Release) -> Result<Described, ReleaseError> {
        let change = self.kept().change.clone().ok_or_else(unavailable)?;
        Ok(Described {
            execution_id: Some("execution-1".to_owned()),
            action_execution_id: Some("action-1".to_owned()),
            change,
        })
    }
}

impl Pipelines for MemoryPipeline {
    async fn standing(&self, request: &Request) -> Result<Standing, ReleaseError> {
        let kept = self.kept();
        Ok(kept.standings.get(&request.release.token).cloned().unwrap_or(Standing::Waiting))
    }
}

impl Releases for MemoryPipeline {
    async fn put(
        &self,
        release: &Release,
        verdict: Verdict,
        summary: &str,
    ) -> Result<Put, ReleaseError> {
        let mut kept = self.kept();
        let fault = kept.faults.pop_front();
        match fault {
            Some(PipelineFault::Unavailable) => return Err(unavailable()),
            Some(PipelineFault::Refused) => return Err(ReleaseError::Refused("denied".into())),
            Some(PipelineFault::Unknown) => return Ok(Put::Unknown),
            Some(PipelineFault::Malformed) => return Ok(Put::Malformed),
            Some(PipelineFault::AnswerLost) | None => {}
        }
        kept.puts.push((verdict, summary.to_owned()));
        if kept.standings.contains_key(&release.token) {
            return Ok(Put::Answered);
        }
        let summary = Text::line(summary, 1_000);
        kept.standings
            .insert(release.token.clone(), Standing::Answered { verdict, summary, at: None });
        if fault.is_some() { Err(unavailable()) } else { Ok(Put::Done) }
    }
}
