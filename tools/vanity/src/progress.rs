//! A progress bar for long input, shown on standard error only if a person watches.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::source::Source;

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

    /// Shows a bar if standard error is a terminal, standard output is not, and nobody types the
    /// numbers: a bar between typed lines or printed answers would be in the way.
    pub(crate) fn of(sources: &[Source]) -> Self {
        let is_read = !matches!(sources, [Source::Arguments]);
        let is_watched = io::stderr().is_terminal() && !io::stdout().is_terminal();
        if !is_read || !is_watched || sources.iter().any(Source::is_typed) {
            return Self::none();
        }
        let length = sources.iter().map(Source::length).sum::<Option<u64>>();
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
