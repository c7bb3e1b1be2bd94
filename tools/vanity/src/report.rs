//! Answers on one stream, messages on another, each in its place among the others.

use std::fmt;
use std::io::{self, Write};

use crate::output::Answers;
use crate::progress::Progress;

/// What numbers are read from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    Arguments,
    Lines,
}

/// One entry, for messages.
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
    /// How many entries have been printed.
    entries: u64,
    all_answered: bool,
    /// Messages that stand beside each other are printed at once.
    messages: Vec<u8>,
}

impl<W: Write, E: Write> Report<W, E> {
    pub(crate) fn new(out: W, err: E, source: Source, progress: Progress) -> Self {
        let messages = Vec::new();
        Self { out, err, progress, source, entries: 0, all_answered: true, messages }
    }

    /// Prints what was found; `taken` bytes of the input were read for it.
    pub(crate) fn print(&mut self, answers: &Answers, taken: u64) -> io::Result<()> {
        self.progress.advance(taken);
        let mut printed = 0;
        for unanswered in &answers.unanswered {
            self.all_answered = false;
            // What is answered so far comes first, also where both go to one terminal.
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

    /// Whether every entry so far was answered.
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
            // The exit status says it too, to whoever has closed standard error.
            let _ = self.progress.suspend(|| err.write_all(messages));
            messages.clear();
        }
    }
}
