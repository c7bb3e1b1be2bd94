//! EventBridge Scheduler: runs `approval-sweep` at an interval, and on request (`/local/sweep`).

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::task::AbortOnDropHandle;

use crate::codepipeline::CodePipeline;
use crate::functions::approvals::APPROVAL_SWEEP;
use crate::lambda::{Lambda, Outcome};
use crate::messages::message::Message;
use crate::messages::queue::Queue;
use crate::problem::Problem;

/// Returns the event that the schedule sends.
fn payload() -> Value {
    json!({ "source": "switchboard.schedule" })
}

/// The schedule of the sweep.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub(crate) lambda: Lambda,
    pub(crate) queue: Queue,
    pub(crate) pipelines: CodePipeline,
    /// The interval; `None` is never.
    pub(crate) every: Option<Duration>,
}

impl Schedule {
    /// Runs the schedule until the handle is dropped.
    pub(crate) fn start(&self) -> Option<AbortOnDropHandle<()>> {
        let every = self.every?;
        let schedule = self.clone();
        Some(AbortOnDropHandle::new(tokio::spawn(async move {
            let mut timer = tokio::time::interval_at(Instant::now() + every, every);
            timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                timer.tick().await;
                // What cannot be written now is tried again at the next tick.
                let _ = schedule.run_due();
            }
        })))
    }

    /// Expires approvals and, if there is an interval, runs the sweep.
    pub(crate) fn run_due(&self) -> io::Result<()> {
        self.pipelines.expire()?;
        if self.every.is_none() || !self.queue.reaches(APPROVAL_SWEEP) {
            return Ok(());
        }
        self.queue.send(vec![Message::event(APPROVAL_SWEEP, "aws.scheduler", payload())])
    }
}

pub(crate) fn router(schedule: Schedule) -> Router {
    Router::new().route("/local/sweep", post(sweep)).with_state(schedule)
}

/// `POST /local/sweep`: runs the sweep now and answers its reply.
async fn sweep(State(schedule): State<Schedule>) -> Result<Response, Problem> {
    let bad_gateway = |detail: String| Problem::new(StatusCode::BAD_GATEWAY, detail);
    let payload = Bytes::from(payload().to_string());
    let invocation = schedule
        .lambda
        .invoke(APPROVAL_SWEEP, payload)
        .await
        .map_err(|error| bad_gateway(format!("{APPROVAL_SWEEP} was not invoked: {error}")))?;
    match invocation.outcome {
        Outcome::Success(reply) => {
            Ok(([(header::CONTENT_TYPE, "application/json")], reply).into_response())
        }
        Outcome::Failure(failure) => {
            let document = failure.payload(&invocation.request_id);
            let document = String::from_utf8_lossy(&document);
            Err(bad_gateway(format!("{APPROVAL_SWEEP} failed: {document}")))
        }
    }
}
