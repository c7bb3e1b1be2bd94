//! Prints answers on one stream and messages on another, in the order of the input.

use std::fmt;
use std::io::{self, Write};

use crate::output::Answers;
use crate::progress::Progress;

/// Where numbers are read from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    Arguments,
    Lines,
}

/// The word for one entry in messages.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arguments => "argument",
            Self::Lines => "line",
        })
    }
}

/// Prints answers and messages.
pub(crate) struct Report<W, E> {
    out: W,
    err: E,
    progress: Progress,
    source: Source,
    /// The number of entries printed so far.
    entries: u64,
    all_answered: bool,
    /// Messages without an answer between them, which are printed at once.
    messages: Vec<u8>,
}

impl<W: Write, E: Write> Report<W, E> {
    pub(crate) fn new(out: W, err: E, source: Source, progress: Progress) -> Self {
        let messages = Vec::new();
        Self { out, err, progress, source, entries: 0, all_answered: true, messages }
    }

    /// Prints answers and messages. `taken` bytes of the input were read for them.
    pub(crate) fn print(&mut self, answers: &Answers, taken: u64) -> io::Result<()> {
        self.progress.advance(taken);
        let mut printed = 0;
        for unanswered in &answers.unanswered {
            self.all_answered = false;
            // Earlier answers come first, also if both streams go to one terminal.
            if unanswered.behind > printed {
                self.print_messages();
                self.print_answers(answers.bytes.get(printed..unanswered.behind))?;
                printed = unanswered.behind;
            }
            let entry = self.entries + unanswered.entry;
            let (source, problem) = (self.source, &unanswered.problem);
            writeln!(self.messages, "vanity: {source} {entry}: {problem}")?;
        }
        self.print_messages();
        self.print_answers(answers.bytes.get(printed..))?;
        self.entries += answers.entries;
        Ok(())
    }

    /// Returns whether every entry so far was answered.
    pub(crate) fn all_answered(&self) -> bool {
        self.all_answered
    }

    fn print_answers(&mut self, answers: Option<&[u8]>) -> io::Result<()> {
        self.out.write_all(answers.unwrap_or_default())?;
        self.out.flush()
    }

    fn print_messages(&mut self) {
        if !self.messages.is_empty() {
            let Self { err, messages, .. } = self;
            // If standard error is closed, the exit status still says that there were messages.
            let _ = self.progress.suspend(|| err.write_all(messages));
            messages.clear();
        }
    }
}
