//! The emulated service: functions, their idle processes and their concurrency limits.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::Instant;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::function::{self, Function};
use super::instance::{Instance, Run, Settings};
use super::outcome::{Failure, Invocation, Outcome};
use super::process::{AccessKeys, KeyHolder};
use super::report::ReportLine;
use crate::clock::Clock;
use crate::log::{LineKind, LogSink};

/// A function was not invoked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InvokeError {
    /// The function does not exist.
    #[error("Function not found: {}", function::arn(name))]
    NotFound {
        /// The requested name.
        name: String,
    },
    /// The function has reached its limit of concurrent invocations.
    #[error("Rate Exceeded.")]
    Throttled,
    /// The stack stopped before the function replied.
    #[error("The local stack is stopping.")]
    Stopping,
}

/// The emulated Lambda service. Clones share one service.
#[derive(Clone, Debug)]
pub struct Lambda {
    functions: Arc<BTreeMap<String, Arc<Runner>>>,
    keys: AccessKeys,
    tasks: TaskTracker,
}

/// A function and its processes.
#[derive(Debug)]
struct Runner {
    function: Arc<Function>,
    name: Arc<str>,
    functions_dir: PathBuf,
    aws_endpoint: String,
    clock: Clock,
    keys: AccessKeys,
    logs: LogSink,
    tasks: TaskTracker,
    /// The idle processes, the most recently used last.
    idle: Mutex<Vec<Instance>>,
    /// The number of processes that run an invocation.
    busy: AtomicUsize,
    permits: Arc<Semaphore>,
}

impl Lambda {
    /// Creates the service. A process is started only when an invocation needs one.
    pub(crate) fn new(
        functions: Vec<Function>,
        functions_dir: &Path,
        aws_endpoint: &str,
        clock: &Clock,
        logs: &LogSink,
    ) -> Self {
        let tasks = TaskTracker::new();
        let keys = AccessKeys::default();
        let runners = functions.into_iter().map(|function| {
            let runner = Runner {
                name: Arc::from(function.name.as_str()),
                functions_dir: functions_dir.to_owned(),
                aws_endpoint: aws_endpoint.to_owned(),
                clock: clock.clone(),
                keys: keys.clone(),
                logs: logs.clone(),
                tasks: tasks.clone(),
                idle: Mutex::default(),
                busy: AtomicUsize::new(0),
                permits: Arc::new(Semaphore::new(function.max_concurrency)),
                function: Arc::new(function),
            };
            (runner.function.name.clone(), Arc::new(runner))
        });
        let functions = Arc::new(runners.collect());
        Self { functions, keys, tasks }
    }

    /// Invokes a function by name or ARN and waits for the outcome.
    ///
    /// The invocation continues when this future is dropped, as on AWS when a caller of the Invoke API
    /// hangs up.
    ///
    /// # Errors
    ///
    /// The function does not exist, is throttled, or the stack is stopping.
    pub async fn invoke(&self, function: &str, payload: Bytes) -> Result<Invocation, InvokeError> {
        let runner = self.runner(function)?;
        let permit =
            Arc::clone(&runner.permits).try_acquire_owned().map_err(|_| InvokeError::Throttled)?;
        self.start(runner, request_id(), payload, permit).await
    }

    /// Invokes a function like Lambda's queue for asynchronous invocations: it waits instead of being
    /// throttled, and a retry has the request id of the first attempt.
    pub(crate) async fn invoke_in_turn(
        &self,
        function: &str,
        request_id: String,
        payload: Bytes,
    ) -> Result<Invocation, InvokeError> {
        let runner = self.runner(function)?;
        let turn = Arc::clone(&runner.permits).acquire_owned().await;
        self.start(runner, request_id, payload, turn.map_err(|_| InvokeError::Stopping)?).await
    }

    async fn start(
        &self,
        runner: Arc<Runner>,
        request_id: String,
        payload: Bytes,
        permit: OwnedSemaphorePermit,
    ) -> Result<Invocation, InvokeError> {
        let (answer, answered) = oneshot::channel();
        self.tasks.spawn(async move {
            let invocation = runner.run(request_id, payload, permit).await;
            // The caller may have hung up.
            let _ = answer.send(invocation);
        });
        answered.await.map_err(|_| InvokeError::Stopping)
    }

    /// Ends the idle processes, so that new ones start with the current settings.
    pub(crate) async fn retire_idle(&self) {
        for runner in self.functions.values() {
            let idle = std::mem::take(&mut *runner.idle());
            for mut instance in idle {
                instance.kill().await;
            }
        }
    }

    /// Returns the function and the process that an access key belongs to.
    pub(crate) fn holder(&self, access_key: &str) -> Option<KeyHolder> {
        self.keys.holder(access_key)
    }

    /// Checks that a function exists, like a dry run of the Invoke API.
    ///
    /// # Errors
    ///
    /// The function does not exist.
    pub fn check(&self, function: &str) -> Result<(), InvokeError> {
        self.runner(function).map(drop)
    }

    /// Writes a line about a function to its log.
    pub(crate) fn note(&self, function: &str, text: &str) {
        if let Ok(runner) = self.runner(function) {
            runner.log(text.to_owned(), LineKind::Note);
        }
    }

    /// Returns the number of idle processes of a function.
    #[must_use]
    pub fn idle_processes(&self, function: &str) -> usize {
        self.functions.get(function).map_or(0, |runner| runner.idle().len())
    }

    /// Returns the number of processes of a function that run an invocation.
    #[must_use]
    pub fn busy_processes(&self, function: &str) -> usize {
        self.functions.get(function).map_or(0, |runner| runner.busy.load(Ordering::Relaxed))
    }

    /// Waits for the running invocations, then kills the idle processes.
    pub(crate) async fn stop(&self) {
        for runner in self.functions.values() {
            // All permits are free once no invocation runs, and without permits none starts.
            let all = u32::try_from(runner.function.max_concurrency).unwrap_or(u32::MAX);
            if let Ok(permits) = runner.permits.acquire_many(all).await {
                permits.forget();
            }
            runner.permits.close();
        }
        self.retire_idle().await;
        // Waits for the last log lines of the processes.
        self.tasks.close();
        self.tasks.wait().await;
    }

    fn runner(&self, function: &str) -> Result<Arc<Runner>, InvokeError> {
        let name = function::plain_name(function);
        self.functions
            .get(name)
            .cloned()
            .ok_or_else(|| InvokeError::NotFound { name: name.to_owned() })
    }
}

impl Runner {
    /// Runs an invocation on an idle process or on a new one, and holds the permit until it has ended.
    async fn run(
        &self,
        request_id: String,
        payload: Bytes,
        permit: OwnedSemaphorePermit,
    ) -> Invocation {
        self.log(format!("START RequestId: {request_id} Version: $LATEST"), LineKind::Frame);
        let (outcome, duration, init) = match self.warm_or_cold().await {
            Ok((mut instance, init)) => {
                self.busy.fetch_add(1, Ordering::Relaxed);
                let run = instance.invoke(&self.function, &request_id, payload).await;
                self.busy.fetch_sub(1, Ordering::Relaxed);
                let Run { outcome, duration, reusable } = run;
                if reusable && instance.is_usable(&self.clock) {
                    self.idle().push(instance);
                } else {
                    instance.kill().await;
                }
                (outcome, duration, init)
            }
            Err((failure, init)) => (Outcome::Failure(failure), init, Some(init)),
        };
        drop(permit);
        self.log(format!("END RequestId: {request_id}"), LineKind::Frame);
        let report = ReportLine {
            request_id: &request_id,
            outcome: &outcome,
            duration,
            init,
            memory_mb: self.function.memory_mb,
        };
        self.log(report.to_string(), LineKind::Report(report.facts()));
        Invocation { request_id, outcome }
    }

    /// Returns the most recently used idle process, or a new one with the time that it took to
    /// start.
    async fn warm_or_cold(&self) -> Result<(Instance, Option<Duration>), (Failure, Duration)> {
        while let Some(mut instance) = self.pop_idle() {
            if instance.is_usable(&self.clock) {
                return Ok((instance, None));
            }
            instance.kill().await;
        }
        let started = Instant::now();
        let instance = Instance::start(&Settings {
            function: &self.function,
            name: &self.name,
            functions_dir: &self.functions_dir,
            aws_endpoint: &self.aws_endpoint,
            clock: &self.clock,
            keys: &self.keys,
            logs: &self.logs,
            tasks: &self.tasks,
        })
        .await;
        match instance {
            Ok(instance) => Ok((instance, Some(started.elapsed()))),
            Err(failure) => Err((failure, started.elapsed())),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Instance>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pop_idle(&self) -> Option<Instance> {
        self.idle().pop()
    }

    fn log(&self, text: String, kind: LineKind) {
        self.logs.write(&self.name, text, kind);
    }
}

fn request_id() -> String {
    Uuid::new_v4().to_string()
}
