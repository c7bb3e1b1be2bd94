//! An execution environment: a process of a function and its Runtime API.

use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use jiff::SignedDuration;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::Command;
use tokio::time::Instant;
use tokio_util::sync::DropGuard;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::environment::{self, ProcessValues};
use super::function::Function;
use super::outcome::{Failure, Outcome};
use super::process::{AccessKeys, KeyHolder, Process};
use super::runtime_api::{Delivery, Report, RuntimeApi};
use crate::clock::{self, Clock};
use crate::log::{LineKind, LogSink};

/// The time limit for a process to ask for its first invocation.
const INIT_LIMIT: Duration = Duration::from_secs(10);

/// The values that every process of a function is started with.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    pub(super) function: &'a Arc<Function>,
    pub(super) name: &'a Arc<str>,
    pub(super) functions_dir: &'a Path,
    pub(super) aws_endpoint: &'a str,
    pub(super) clock: &'a Clock,
    pub(super) keys: &'a AccessKeys,
    pub(super) logs: &'a LogSink,
    /// The tasks that must end before the stack has stopped.
    pub(super) tasks: &'a TaskTracker,
}

/// A running process. Dropping it kills the process.
#[derive(Debug)]
pub(super) struct Instance {
    process: Process,
    _end: DropGuard,
    runtime_api: RuntimeApi,
    /// The offset of the stack's clock at the start of the process, in seconds.
    clock_offset: i64,
}

/// A finished invocation, for its caller and for its report line.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) outcome: Outcome,
    pub(super) duration: Duration,
    /// Whether the process can run another invocation.
    pub(super) reusable: bool,
}

impl Instance {
    /// Starts a process and waits until it asks for its first invocation.
    pub(super) async fn start(with: &Settings<'_>) -> Result<Self, Failure> {
        let mut instance = Self::spawn(with).await.map_err(Failure::NotStarted)?;
        tokio::select! {
            // A report counts even if the process has ended since.
            biased;
            report = instance.runtime_api.report() => match report {
                Report::InitError(document) => Err(Failure::Reported(document)),
                _ => Ok(instance),
            },
            status = instance.process.ended() => Err(Failure::Exited(status)),
            () = tokio::time::sleep(INIT_LIMIT) => {
                instance.kill().await;
                Err(Failure::TimedOut { limit: INIT_LIMIT, at: clock::wall_now() })
            }
        }
    }

    async fn spawn(with: &Settings<'_>) -> io::Result<Self> {
        let runtime_api = RuntimeApi::listen().await?;
        let log_stream = format!(
            "{}/[$LATEST]{}",
            clock::wall_now().strftime("%Y/%m/%d"),
            Uuid::new_v4().simple()
        );
        let clock_offset = with.clock.offset_seconds();
        let access_key = AccessKeys::mint(with.function);
        let values = ProcessValues {
            runtime_api: runtime_api.address(),
            log_stream: &log_stream,
            access_key: &access_key,
            clock_offset,
        };
        let mut command = Command::new(with.functions_dir.join(&with.function.binary));
        command
            .env_clear()
            .envs(environment::variables(
                with.function,
                with.functions_dir,
                with.aws_endpoint,
                &values,
            ))
            .current_dir(with.functions_dir)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A terminal then sends Ctrl-C to the stack alone, which lets running invocations finish.
            .process_group(0);
        let process = Process::spawn(&mut command, with.tasks, |child| {
            if let Some(stdout) = child.stdout.take() {
                with.tasks.spawn(forward_lines(stdout, Arc::clone(with.name), with.logs.clone()));
            }
            if let Some(stderr) = child.stderr.take() {
                with.tasks.spawn(forward_lines(stderr, Arc::clone(with.name), with.logs.clone()));
            }
        })?;
        let holder = KeyHolder { function: Arc::clone(with.function), process: process.clone() };
        with.keys.insert(access_key, holder);
        Ok(Self { _end: process.kill_guard(), process, runtime_api, clock_offset })
    }

    /// Returns whether the idle process still runs and has the current clock offset.
    pub(super) fn is_usable(&self, clock: &Clock) -> bool {
        self.process.is_alive() && self.clock_offset == clock.offset_seconds()
    }

    /// Runs one invocation, within the function's time limit.
    pub(super) async fn invoke(
        &mut self,
        function: &Function,
        request_id: &str,
        payload: Bytes,
    ) -> Run {
        let started = Instant::now();
        let limit = started + function.timeout;
        let deadline = SignedDuration::try_from(function.timeout)
            .ok()
            .and_then(|timeout| clock::wall_now().checked_add(timeout).ok());
        self.runtime_api
            .deliver(Delivery {
                request_id: request_id.to_owned(),
                deadline: deadline.unwrap_or(jiff::Timestamp::MAX),
                function_arn: function.arn(),
                trace_id: trace_id(),
                payload,
            })
            .await;

        let outcome = tokio::select! {
            biased;
            report = self.runtime_api.report() => match report {
                Report::Response(reply) => Outcome::Success(reply),
                Report::ResponseTooLarge => Outcome::Failure(Failure::ResponseTooLarge),
                Report::Error(document) | Report::InitError(document) => {
                    Outcome::Failure(Failure::Reported(document))
                }
                // The Runtime API does not let a process ask for more before it has answered.
                Report::Ready => Outcome::Failure(Failure::Exited(None)),
            },
            status = self.process.ended() => Outcome::Failure(Failure::Exited(status)),
            () = tokio::time::sleep_until(limit) => {
                self.kill().await;
                let failure = Failure::TimedOut { limit: function.timeout, at: clock::wall_now() };
                Outcome::Failure(failure)
            }
        };
        let duration = started.elapsed();
        let reusable = self.settle(limit).await;
        Run { outcome, duration, reusable }
    }

    /// Waits until the process asks for its next invocation, and returns whether it can be used again.
    /// A process that ends, or takes longer than the time limit of the invocation, cannot.
    async fn settle(&mut self, limit: Instant) -> bool {
        tokio::select! {
            biased;
            report = self.runtime_api.report() => matches!(report, Report::Ready),
            _ = self.process.ended() => false,
            () = tokio::time::sleep_until(limit) => false,
        }
    }

    /// Kills the process and waits until it is gone.
    pub(super) async fn kill(&mut self) {
        self.process.kill().await;
    }
}

/// Returns an X-Ray header, as Lambda sends it when tracing is off.
fn trace_id() -> String {
    let root = Uuid::new_v4().as_u128() >> 32;
    let (parent, _) = Uuid::new_v4().as_u64_pair();
    let seconds = clock::wall_now().as_second();
    format!("Root=1-{seconds:08x}-{root:024x};Parent={parent:016x};Sampled=0")
}

/// Writes each line of a process to the log, unchanged.
async fn forward_lines(stream: impl AsyncRead + Unpin, function: Arc<str>, logs: LogSink) {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    while let Ok(1..) = stream.read_until(b'\n', &mut line).await {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']).to_owned();
        logs.write(&function, text, LineKind::Output);
        line.clear();
    }
}
