//! A function's process, and the access key that identifies it.

use std::collections::HashMap;
use std::io;
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::function::Function;

/// A running process. Clones share one process, and none of them keeps it alive.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    kill: CancellationToken,
    end: watch::Receiver<Option<End>>,
}

/// The exit status of a process; `None` when the system did not report one.
type End = Option<ExitStatus>;

impl Process {
    /// Starts a process and a task that waits for its end. `attach` takes the output streams first.
    pub(super) fn spawn(
        command: &mut Command,
        tasks: &TaskTracker,
        attach: impl FnOnce(&mut Child),
    ) -> io::Result<Self> {
        // In case the runtime ends before the task.
        let mut child = command.kill_on_drop(true).spawn()?;
        attach(&mut child);
        let kill = CancellationToken::new();
        let (ended, end) = watch::channel(None);
        tasks.spawn(watch_over(child, kill.clone(), ended));
        Ok(Self { kill, end })
    }

    /// Returns whether the process still runs.
    pub(super) fn is_alive(&self) -> bool {
        self.end.borrow().is_none()
    }

    /// Waits for the end of the process.
    pub(crate) async fn ended(&mut self) -> Option<ExitStatus> {
        match self.end.wait_for(Option::is_some).await {
            Ok(end) => end.flatten(),
            // The task ended with the runtime, which killed the process.
            Err(_) => None,
        }
    }

    /// Sends SIGKILL and waits for the end of the process.
    pub(crate) async fn kill(&mut self) {
        self.kill.cancel();
        self.ended().await;
    }

    /// Returns a guard that kills the process when it is dropped.
    pub(super) fn kill_guard(&self) -> tokio_util::sync::DropGuard {
        self.kill.clone().drop_guard()
    }
}

async fn watch_over(mut child: Child, kill: CancellationToken, ended: watch::Sender<Option<End>>) {
    let status = tokio::select! {
        status = child.wait() => status,
        () = kill.cancelled() => {
            // It fails only if the process has ended already.
            let _ = child.start_kill();
            child.wait().await
        }
    };
    ended.send_replace(Some(status.ok()));
}

/// The access keys of all processes, ended ones too: a request of a process that has just ended can
/// still arrive.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccessKeys(Arc<Mutex<HashMap<String, KeyHolder>>>);

/// The function and the process that an access key belongs to.
#[derive(Clone, Debug)]
pub(crate) struct KeyHolder {
    pub(crate) function: Arc<Function>,
    pub(crate) process: Process,
}

impl AccessKeys {
    /// Creates an access key for a process of this function.
    pub(super) fn mint(function: &Function) -> String {
        let name = function.name.chars().filter(char::is_ascii_alphanumeric);
        let name: String = name.map(|letter| letter.to_ascii_uppercase()).collect();
        let (process, ..) = Uuid::new_v4().as_fields();
        format!("LOCAL{name}{process:08X}")
    }

    pub(super) fn insert(&self, key: String, holder: KeyHolder) {
        self.keys().insert(key, holder);
    }

    /// Returns the holder of this key; `None` for the key of a person.
    pub(crate) fn holder(&self, key: &str) -> Option<KeyHolder> {
        self.keys().get(key).cloned()
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<String, KeyHolder>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    #[test]
    fn a_key_names_its_function_and_no_two_are_the_same() {
        let function = Function::new("approval-decision");
        let (one, two) = (AccessKeys::mint(&function), AccessKeys::mint(&function));
        assert!(one.starts_with("LOCALAPPROVALDECISION"), "{one}");
        assert_eq!(one.len(), "LOCALAPPROVALDECISION".len() + 8);
        assert_ne!(one, two);
    }

    #[tokio::test]
    async fn a_killed_process_has_ended_when_kill_returns() {
        let tasks = TaskTracker::new();
        let mut process = Process::spawn(Command::new("sleep").arg("60"), &tasks, |_| ()).unwrap();
        assert!(process.is_alive());
        process.clone().kill().await;
        assert!(!process.is_alive());
        assert_eq!(process.ended().await.and_then(|status| status.signal()), Some(9));
    }

    #[tokio::test]
    async fn a_process_ends_with_its_guard() {
        let tasks = TaskTracker::new();
        let mut process = Process::spawn(Command::new("sleep").arg("60"), &tasks, |_| ()).unwrap();
        drop(process.kill_guard());
        assert!(process.ended().await.is_some());
    }
}
