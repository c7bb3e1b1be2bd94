//! A function's process, watched from its start to its end, and how it is known by its access key.

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

/// A process. Every clone is the same one; none of them keeps it alive.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    kill: CancellationToken,
    end: watch::Receiver<Option<End>>,
}

/// How a process ended; `None` when the system did not say.
type End = Option<ExitStatus>;

impl Process {
    /// Starts a process that is watched, and taken leave of, by a task of its own. Hands its
    /// output streams to `attach` first.
    pub(super) fn spawn(
        command: &mut Command,
        tasks: &TaskTracker,
        attach: impl FnOnce(&mut Child),
    ) -> io::Result<Self> {
        // For when the runtime ends before the task does.
        let mut child = command.kill_on_drop(true).spawn()?;
        attach(&mut child);
        let kill = CancellationToken::new();
        let (ended, end) = watch::channel(None);
        tasks.spawn(watch_over(child, kill.clone(), ended));
        Ok(Self { kill, end })
    }

    /// Whether it still runs.
    pub(super) fn is_alive(&self) -> bool {
        self.end.borrow().is_none()
    }

    /// Waits for its end.
    pub(crate) async fn ended(&mut self) -> Option<ExitStatus> {
        match self.end.wait_for(Option::is_some).await {
            Ok(end) => end.flatten(),
            // Its watcher went with the runtime, and took the process along.
            Err(_) => None,
        }
    }

    /// Ends it with SIGKILL and waits until it is gone.
    pub(crate) async fn kill(&mut self) {
        self.kill.cancel();
        self.ended().await;
    }

    /// Its end begins when the guard is dropped.
    pub(super) fn bound_to_guard(&self) -> tokio_util::sync::DropGuard {
        self.kill.clone().drop_guard()
    }
}

async fn watch_over(mut child: Child, kill: CancellationToken, ended: watch::Sender<Option<End>>) {
    let status = tokio::select! {
        status = child.wait() => status,
        () = kill.cancelled() => {
            // The only error is that it has ended already.
            let _ = child.start_kill();
            child.wait().await
        }
    };
    ended.send_replace(Some(status.ok()));
}

/// The access keys of all processes there have been. A request of one that has just died is still
/// known for what it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccessKeys(Arc<Mutex<HashMap<String, Holder>>>);

/// Who holds an access key.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) function: Arc<Function>,
    pub(crate) process: Process,
}

impl AccessKeys {
    /// A new key for a process of this function.
    pub(super) fn mint(function: &Function) -> String {
        let name = function.name.chars().filter(char::is_ascii_alphanumeric);
        let name: String = name.map(|letter| letter.to_ascii_uppercase()).collect();
        let (process, ..) = Uuid::new_v4().as_fields();
        format!("LOCAL{name}{process:08X}")
    }

    pub(super) fn give(&self, key: String, holder: Holder) {
        self.keys().insert(key, holder);
    }

    /// Who holds this key; nobody that the stack knows, for a person with a command line.
    pub(crate) fn holder(&self, key: &str) -> Option<Holder> {
        self.keys().get(key).cloned()
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<String, Holder>> {
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
        drop(process.bound_to_guard());
        assert!(process.ended().await.is_some());
    }
}
