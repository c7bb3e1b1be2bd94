//! What is told while checks run, and at the end.

use std::io::{self, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Lines for people, from several threads.
#[derive(Debug, Default)]
pub(crate) struct Report {
    failures: AtomicUsize,
    counts: Mutex<Vec<String>>,
    /// Held while a line with its details is written.
    writing: Mutex<()>,
}

impl Report {
    /// Something is as it has to be.
    pub(crate) fn ok(&self, part: &str, what: &str, since: Instant) {
        self.line(&format!("ok    {part:<9} {what} ({})", seconds(since.elapsed())));
    }

    /// Something is not, and these are the details.
    pub(crate) fn failed(&self, part: &str, what: &str, details: &str, since: Instant) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        let mut text = format!("FAIL  {part:<9} {what} ({})", seconds(since.elapsed()));
        for line in details.lines() {
            text.push_str("\n        ");
            text.push_str(line);
        }
        self.line(&text);
    }

    /// A plain line.
    pub(crate) fn line(&self, text: &str) {
        let _one_at_a_time = self.writing.lock();
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// A line for the end.
    pub(crate) fn count(&self, line: String) {
        if let Ok(mut counts) = self.counts.lock() {
            counts.push(line);
        }
    }

    /// How many checks failed.
    pub(crate) fn failures(&self) -> usize {
        self.failures.load(Ordering::Relaxed)
    }

    /// The lines for the end.
    pub(crate) fn counts(&self) -> Vec<String> {
        self.counts.lock().map(|counts| counts.clone()).unwrap_or_default()
    }
}

/// A time that people can read.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f32())
}

/// Does something with each item, as many at once as there are processors, or one after the other.
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
