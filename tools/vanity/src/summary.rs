//! Counts refused entries by their reasons, for the summary of a run.

use std::fmt;
use std::io::{self, Write};

use indicatif::HumanCount;

/// The most reasons that are told apart. A reason may quote its entry, so there is no limit otherwise.
const MAX_REASONS: usize = 12;

/// The refused entries of a run.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    count: u64,
    first: Option<String>,
    reasons: Vec<(String, u64)>,
}

impl Summary {
    pub(crate) fn add(&mut self, position: impl fmt::Display, reason: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| format!("{position}: {reason}"));
        let has_room = self.reasons.len() < MAX_REASONS;
        match self.reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, count)) => *count += 1,
            None if has_room => self.reasons.push((reason.to_owned(), 1)),
            None => {}
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Writes how many entries were answered and refused. If messages were left out, `left_out` tells
    /// more: the first refusal, or also the reasons.
    pub(crate) fn write_summary(
        &self,
        out: &mut impl Write,
        answered: u64,
        left_out: LeftOut,
    ) -> io::Result<()> {
        let (answered, refused) = (HumanCount(answered), HumanCount(self.count));
        write!(out, "vanity: {answered} answered, {refused} refused")?;
        match (&self.first, left_out) {
            (Some(first), LeftOut::All | LeftOut::Some) => writeln!(out, " (first: {first})")?,
            _ => writeln!(out)?,
        }
        if left_out == LeftOut::Some && self.reasons.len() > 1 {
            self.write_reasons(out)?;
        }
        Ok(())
    }

    /// Writes the reasons, the most frequent first.
    fn write_reasons(&self, out: &mut impl Write) -> io::Result<()> {
        let mut reasons: Vec<(&str, u64)> =
            self.reasons.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        reasons.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then(a.cmp(b)));
        let counted: u64 = reasons.iter().map(|(_, count)| count).sum();
        if counted < self.count {
            reasons.push(("for other reasons", self.count - counted));
        }
        let width = HumanCount(self.count).to_string().len();
        for (reason, count) in reasons {
            let count = HumanCount(count).to_string();
            writeln!(out, "vanity:   {count:>width$}  {reason}")?;
        }
        Ok(())
    }
}

/// Which messages about single refusals were not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftOut {
    None,
    /// Those behind the first few.
    Some,
    /// All, because the user wants none.
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(refusals: &Summary, answered: u64, left_out: LeftOut) -> String {
        let mut out = Vec::new();
        refusals.write_summary(&mut out, answered, left_out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_summary_tells_what_was_not_printed() {
        let mut refusals = Summary::default();
        refusals.add("line 2", "too short");
        for line in 3..2_003 {
            refusals.add(format_args!("line {line}"), "too long");
        }
        let counts = "vanity: 319,935 answered, 2,001 refused";
        assert_eq!(summary(&refusals, 319_935, LeftOut::None), format!("{counts}\n"));
        let first = format!("{counts} (first: line 2: too short)\n");
        assert_eq!(summary(&refusals, 319_935, LeftOut::All), first);
        assert_eq!(
            summary(&refusals, 319_935, LeftOut::Some),
            format!("{first}vanity:   2,000  too long\nvanity:       1  too short\n")
        );
    }

    #[test]
    fn reasons_without_end_take_no_memory_without_end() {
        let mut refusals = Summary::default();
        for line in 0..1_000 {
            refusals.add(line, &format!("reason {line}"));
        }
        let summary = summary(&refusals, 0, LeftOut::Some);
        assert_eq!(summary.lines().count(), 1 + MAX_REASONS + 1);
        assert!(summary.ends_with("vanity:     988  for other reasons\n"), "{summary}");
    }
}
