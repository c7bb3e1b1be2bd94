//! The report: lines while checks run, and a summary at the end.

use std::io::{self, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Writes lines for people from several threads.
#[derive(Debug, Default)]
pub(crate) struct Report {
    failures: AtomicUsize,
    counts: Mutex<Vec<String>>,
    /// Held while a line with its details is written.
    writing: Mutex<()>,
}

impl Report {
    /// Reports that a check passed.
    pub(crate) fn ok(&self, part: &str, what: &str, since: Instant) {
        self.line(&format!("ok    {part:<9} {what} ({})", seconds(since.elapsed())));
    }

    /// Reports that a check failed, with details.
    pub(crate) fn failed(&self, part: &str, what: &str, details: &str, since: Instant) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        let mut text = format!("FAIL  {part:<9} {what} ({})", seconds(since.elapsed()));
        for line in details.lines() {
            text.push_str("\n        ");
            text.push_str(line);
        }
        self.line(&text);
    }

    /// Writes a plain line.
    pub(crate) fn line(&self, text: &str) {
        let _one_at_a_time = self.writing.lock();
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// Adds a line to the summary.
    pub(crate) fn count(&self, line: String) {
        if let Ok(mut counts) = self.counts.lock() {
            counts.push(line);
        }
    }

    /// The number of failed checks.
    pub(crate) fn failures(&self) -> usize {
        self.failures.load(Ordering::Relaxed)
    }

    /// The lines of the summary.
    pub(crate) fn counts(&self) -> Vec<String> {
        self.counts.lock().map(|counts| counts.clone()).unwrap_or_default()
    }
}

/// Formats a duration in seconds.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f32())
}

/// Applies `work` to each item, on all processors or one item after the other.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    parallel: bool,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = if parallel { processors.min(items.len()) } else { 1 };
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, item)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    items.get(index).map(|item| (index, item))
                } {
                    let result = work(item);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
