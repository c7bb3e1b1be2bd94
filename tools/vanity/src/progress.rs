//! A progress bar for long input, shown on standard error only if a person watches.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time after which the bar is shown. Shorter runs are over before it helps.
const SHOWN_AFTER: Duration = Duration::from_millis(500);
const KNOWN_LENGTH: &str = "{bar:40} {percent:>3} %, {elapsed} gone, {eta} left";
const UNKNOWN_LENGTH: &str = "{spinner} {bytes} read in {elapsed}";

/// Shows how much of the input is read.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// Never shows anything.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// Shows a bar if standard error is a terminal and standard input and output are not: a bar between
    /// typed lines or printed answers would be in the way.
    pub(crate) fn of_standard_input() -> Self {
        let watched = io::stderr().is_terminal();
        if !watched || io::stdin().is_terminal() || io::stdout().is_terminal() {
            return Self::none();
        }
        let length = length_of_standard_input();
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        let template = if length.is_some() { KNOWN_LENGTH } else { UNKNOWN_LENGTH };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    pub(crate) fn advance(&self, bytes: u64) {
        let Some(bar) = &self.0 else { return };
        bar.inc(bytes);
        if bar.is_hidden() && bar.elapsed() > SHOWN_AFTER {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Prints something while the bar is hidden.
    pub(crate) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Returns the length of standard input in bytes, if it is a file.
fn length_of_standard_input() -> Option<u64> {
    let input = io::stdin().as_fd().try_clone_to_owned().ok()?;
    let metadata = File::from(input).metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}
