//! The functions, their idle processes, and how many may run at once.

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
use super::instance::{Instance, Run, Surroundings};
use super::outcome::{Failure, Invocation, Outcome};
use super::process::{AccessKeys, Holder};
use super::report::ReportLine;
use crate::clock::Clock;
use crate::log::LogSink;

/// Why a function was not invoked at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InvokeError {
    /// There is no such function.
    #[error("Function not found: {}", function::arn(name))]
    NotFound {
        /// The name asked for.
        name: String,
    },
    /// As many invocations of it run as may.
    #[error("Rate Exceeded.")]
    Throttled,
    /// The stack stopped before the function answered.
    #[error("The local stack is stopping.")]
    Stopping,
}

/// The emulated service: cheap to clone, each clone is the same service.
#[derive(Clone, Debug)]
pub struct Lambda {
    functions: Arc<BTreeMap<String, Arc<Runner>>>,
    keys: AccessKeys,
    tasks: TaskTracker,
}

/// One function and its processes.
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
    /// The most recently used last.
    idle: Mutex<Vec<Instance>>,
    /// How many work on an invocation.
    busy: AtomicUsize,
    permits: Arc<Semaphore>,
}

impl Lambda {
    /// A service with these functions. A process is started when the first invocation needs one.
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

    /// Invokes a function by name or ARN and waits for what comes of it.
    ///
    /// The invocation goes on when this future is dropped, as it does on AWS when the caller of the
    /// Invoke API hangs up.
    pub async fn invoke(&self, function: &str, payload: Bytes) -> Result<Invocation, InvokeError> {
        let runner = self.runner(function)?;
        let permit =
            Arc::clone(&runner.permits).try_acquire_owned().map_err(|_| InvokeError::Throttled)?;
        self.start(runner, request_id(), payload, permit).await
    }

    /// Invokes a function as Lambda's own queue does: it waits for its turn instead of being
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

    /// Ends the idle processes, for new ones to be started with what has changed since.
    pub(crate) async fn retire_idle(&self) {
        for runner in self.functions.values() {
            let idle = std::mem::take(&mut *runner.idle());
            for mut instance in idle {
                instance.kill().await;
            }
        }
    }

    /// The function and the process that an access key was given to.
    pub(crate) fn holder(&self, access_key: &str) -> Option<Holder> {
        self.keys.holder(access_key)
    }

    /// Whether there is such a function, which is all that a dry run finds out.
    pub fn check(&self, function: &str) -> Result<(), InvokeError> {
        self.runner(function).map(drop)
    }

    /// Writes what a caller of a function has to say about it to the function's log.
    pub(crate) fn note(&self, function: &str, text: &str) {
        if let Ok(runner) = self.runner(function) {
            runner.log(text.to_owned());
        }
    }

    /// How many processes of a function are idle.
    #[must_use]
    pub fn idle_processes(&self, function: &str) -> usize {
        self.functions.get(function).map_or(0, |runner| runner.idle().len())
    }

    /// How many processes of a function are at work.
    #[must_use]
    pub fn busy_processes(&self, function: &str) -> usize {
        self.functions.get(function).map_or(0, |runner| runner.busy.load(Ordering::Relaxed))
    }

    /// Waits for the running invocations, then kills the idle processes.
    pub(crate) async fn stop(&self) {
        for runner in self.functions.values() {
            // All permits are back when nothing runs, and with none left nothing starts again.
            let all = u32::try_from(runner.function.max_concurrency).unwrap_or(u32::MAX);
            if let Ok(permits) = runner.permits.acquire_many(all).await {
                permits.forget();
            }
            runner.permits.close();
        }
        self.retire_idle().await;
        // The last lines that the processes wrote.
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
    /// Runs one invocation on an idle process, or on a new one. The permit is held throughout.
    async fn run(
        &self,
        request_id: String,
        payload: Bytes,
        permit: OwnedSemaphorePermit,
    ) -> Invocation {
        self.log(format!("START RequestId: {request_id} Version: $LATEST"));
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
        self.log(format!("END RequestId: {request_id}"));
        let report = ReportLine {
            request_id: &request_id,
            outcome: &outcome,
            duration,
            init,
            memory_mb: self.function.memory_mb,
        };
        self.log(report.to_string());
        Invocation { request_id, outcome }
    }

    /// The most recently used idle process, or a new one and how long it took to start.
    async fn warm_or_cold(&self) -> Result<(Instance, Option<Duration>), (Failure, Duration)> {
        while let Some(mut instance) = self.pop_idle() {
            if instance.is_usable(&self.clock) {
                return Ok((instance, None));
            }
            instance.kill().await;
        }
        let started = Instant::now();
        let instance = Instance::start(&Surroundings {
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

    fn log(&self, text: String) {
        self.logs.write(&self.name, text);
    }
}

fn request_id() -> String {
    Uuid::new_v4().to_string()
}
