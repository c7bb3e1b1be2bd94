//! Prints answers on one stream and messages on another, in the order of the input.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::errors_file::ErrorsFile;
use crate::failure::Failure;
use crate::output::Answers;
use crate::printable::Quoted;
use crate::progress::Progress;
use crate::source::Source;
use crate::summary::{LeftOut, Summary};

/// Which messages are printed about single refused entries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Messages {
    /// The most of them. The others are only counted.
    pub(crate) limit: u64,
    /// Whether they quote lines. They do at a terminal; a log must not hold phone numbers.
    pub(crate) quote_lines: bool,
}

/// Prints answers and messages.
pub(crate) struct Report<W, E> {
    out: W,
    err: E,
    progress: Progress,
    messages: Messages,
    errors: Option<ErrorsFile>,
    source: Source,
    /// The number of entries of the source so far.
    entries: u64,
    answered: u64,
    refusals: Summary,
    /// Messages without an answer between them, which are printed at once.
    pending: Vec<u8>,
    /// The reason of one refusal. The memory is reused for the next.
    reason: String,
}

impl<W: Write, E: Write> Report<W, E> {
    pub(crate) fn new(out: W, err: E, source: Source, messages: Messages) -> Self {
        Self {
            out,
            err,
            progress: Progress::none(),
            messages,
            errors: None,
            source,
            entries: 0,
            answered: 0,
            refusals: Summary::default(),
            pending: Vec::new(),
            reason: String::new(),
        }
    }

    /// Shows a progress bar, and writes every refused entry to a file.
    pub(crate) fn with(self, progress: Progress, errors: Option<ErrorsFile>) -> Self {
        Self { progress, errors, ..self }
    }

    /// Counts entries from 1 again, for another source.
    pub(crate) fn begin(&mut self, source: Source) {
        self.source = source;
        self.entries = 0;
    }

    /// Prints a line before all answers.
    pub(crate) fn print_header(&mut self, header: &str) -> Result<(), Failure> {
        writeln!(self.out, "{header}").map_err(Failure::Write)
    }

    /// Prints answers and messages. `taken` bytes of the input were read for them.
    pub(crate) fn print(&mut self, answers: &Answers, taken: u64) -> Result<(), Failure> {
        self.progress.advance(taken);
        let mut printed = 0;
        for unanswered in &answers.unanswered {
            let entry = self.entries + unanswered.entry;
            self.reason.clear();
            // Writing to a string does not fail.
            let _ = write!(self.reason, "{}", unanswered.problem);
            self.refusals.add(self.source.position(entry), &self.reason);
            if let Some(errors) = &mut self.errors {
                errors.write(&self.source, entry, &self.reason, &unanswered.text)?;
            }
            if self.refusals.count() > self.messages.limit {
                self.announce_silence();
                continue;
            }
            // Earlier answers come first, also if both streams go to one terminal.
            if unanswered.behind > printed {
                self.print_pending();
                self.print_answers(answers.bytes.get(printed..unanswered.behind))?;
                printed = unanswered.behind;
            }
            self.add_message(entry, &unanswered.text);
        }
        self.print_pending();
        self.print_answers(answers.bytes.get(printed..))?;
        self.entries += answers.entries;
        self.answered += answers.answered;
        Ok(())
    }

    /// Writes the file of errors to its end, and prints the summary if there were errors. Returns
    /// whether every entry was answered.
    pub(crate) fn finish(&mut self) -> Result<bool, Failure> {
        if let Some(errors) = &mut self.errors {
            errors.flush()?;
        }
        let refused = self.refusals.count();
        // The message about a single argument says it all.
        let is_single = matches!(self.source, Source::Arguments) && self.entries == 1;
        if refused > 0 && !is_single {
            let left_out = match self.messages.limit {
                0 => LeftOut::All,
                limit if refused > limit => LeftOut::Some,
                _ => LeftOut::None,
            };
            // A `Vec` takes all that is written to it.
            let _ = self.refusals.write_summary(&mut self.pending, self.answered, left_out);
            self.print_pending();
        }
        Ok(refused == 0)
    }

    fn add_message(&mut self, entry: u64, text: &str) {
        let (position, reason) = (self.source.position(entry), &self.reason);
        let is_quoted = self.messages.quote_lines || matches!(self.source, Source::Arguments);
        let _ = if is_quoted {
            writeln!(self.pending, "vanity: {position} ({}): {reason}", Quoted(text))
        } else {
            writeln!(self.pending, "vanity: {position}: {reason}")
        };
    }

    /// Says once why no more messages follow.
    fn announce_silence(&mut self) {
        let Messages { limit, .. } = self.messages;
        if limit > 0 && self.refusals.count() == limit + 1 {
            let hint = match self.errors {
                Some(_) => "all are in the file of --errors",
                None => "--errors FILE writes all of them",
            };
            let _ = writeln!(self.pending, "vanity: further refusals are only counted; {hint}");
        }
    }

    fn print_answers(&mut self, answers: Option<&[u8]>) -> Result<(), Failure> {
        let written = self.out.write_all(answers.unwrap_or_default());
        written.and_then(|()| self.out.flush()).map_err(Failure::Write)
    }

    fn print_pending(&mut self) {
        if !self.pending.is_empty() {
            let Self { err, pending, .. } = self;
            // If standard error is closed, the exit status still says that there were messages.
            let _: io::Result<()> = self.progress.suspend(|| err.write_all(pending));
            pending.clear();
        }
    }
}
