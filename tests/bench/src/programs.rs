//! The release build of programs, and the memory that a running one has held.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

/// The workspace's target folder: a benchmark runs from `target/release/deps`. `None` if the system
/// does not say where this program is.
#[must_use]
pub fn target() -> Option<PathBuf> {
    std::env::current_exe().ok()?.ancestors().nth(3).map(Path::to_owned)
}

/// The release build of a program of this workspace, which `make bench` has built.
#[must_use]
pub fn release_build(name: &str) -> Option<PathBuf> {
    target().map(|target| target.join("release").join(name))
}

/// The most memory that a process has held so far, in KiB (`VmHWM`, Linux). `None` if the process has
/// ended.
#[must_use]
pub fn peak_kib(process: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().trim_end_matches(" kB").parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_running_process_has_held_memory_and_an_ended_one_none() {
        let mut process = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        assert!(peak_kib(&process).is_some_and(|peak| peak > 0));
        drop(process.stdin.take());
        process.wait().unwrap();
        assert_eq!(peak_kib(&process), None);
    }
}
