//! Prints a call line by line: what the caller hears and presses.

use std::io::{self, Write};

use switchboard_vanity::{MAX_OFFERED, PhoneNumber};

use super::stack::{Call, Line};

/// The width of the labels at the start of lines.
const INDENT: usize = 8;
/// The narrowest terminal that lines are wrapped for; a narrower one breaks them itself.
const MIN_WIDTH: usize = INDENT + 20;

/// What is printed besides the voice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown {
    /// Nothing: the terminal already shows the keys, after the prompts.
    Voice,
    /// The keys.
    Keys,
    /// The keys, and the blocks and branches of the flow.
    Transcript,
}

/// Prints a call as it goes on.
pub(super) struct Printout<W> {
    out: W,
    /// The width of the terminal; `None` wraps no lines.
    width: Option<usize>,
    shown: Shown,
    /// How many blocks are printed; the last one may still wait for keys.
    begun: usize,
    finished: usize,
}

impl<W: Write> Printout<W> {
    pub(super) fn new(out: W, width: Option<usize>, shown: Shown) -> Self {
        let width = width.filter(|width| *width >= MIN_WIDTH);
        Self { out, width, shown, begun: 0, finished: 0 }
    }

    pub(super) fn dialling(&mut self, number: Option<&PhoneNumber>) -> io::Result<()> {
        match number {
            Some(number) => writeln!(self.out, "Dialling from {}.", number.as_e164())?,
            None => writeln!(self.out, "Dialling with the number withheld.")?,
        }
        self.out.flush()
    }

    /// Prints what has happened since the last update.
    pub(super) fn update(&mut self, call: &Call) -> io::Result<()> {
        let last = call.transcript.len().saturating_sub(1);
        for (at, line) in call.transcript.iter().enumerate().skip(self.finished) {
            if at >= self.begun {
                self.begin(line)?;
                self.begun = at + 1;
            }
            // A block that waits for keys may get more of them.
            if at < last || call.listening.is_none() {
                self.finish(line)?;
                self.finished = at + 1;
            }
        }
        self.out.flush()
    }

    /// Prints how the call ended, and its vanity numbers.
    pub(super) fn ended(&mut self, call: &Call, how: &str) -> io::Result<()> {
        writeln!(self.out, "{how}")?;
        let attribute = |name: &str| {
            // The flow sets an attribute without a value to this.
            call.attributes
                .get(name)
                .map(String::as_str)
                .filter(|value| !matches!(*value, "" | "-"))
        };
        if attribute("vanity_1").is_some()
            && let Some(number) = attribute("phoneNumber")
        {
            writeln!(self.out, "{number}")?;
        }
        for rank in 1..=MAX_OFFERED {
            if let Some(vanity_number) = attribute(&format!("vanity_{rank}")) {
                writeln!(self.out, "  {rank}  {vanity_number}")?;
            }
        }
        self.out.flush()
    }

    fn begin(&mut self, line: &Line) -> io::Result<()> {
        if matches!(self.shown, Shown::Transcript) {
            self.row("block", &format!("{} ({})", line.block, line.kind))?;
        }
        match &line.said {
            Some(said) => self.row("voice", said),
            None => Ok(()),
        }
    }

    fn finish(&mut self, line: &Line) -> io::Result<()> {
        if matches!(self.shown, Shown::Voice) {
            return Ok(());
        }
        if let Some(pressed) = &line.pressed {
            self.row("keys", pressed)?;
        } else if waited_in_vain(line) {
            self.row("keys", "(none)")?;
        }
        if matches!(self.shown, Shown::Transcript) {
            if let Some(note) = &line.note {
                self.row("note", note)?;
            }
            if let (Some(branch), Some(next)) = (&line.branch, &line.next) {
                self.row("branch", &format!("{branch} --> {next}"))?;
            }
        }
        Ok(())
    }

    fn row(&mut self, what: &str, text: &str) -> io::Result<()> {
        let room = self.width.map_or(usize::MAX, |width| width - INDENT);
        let mut what = what;
        for line in wrapped(text, room) {
            writeln!(self.out, "{what:<INDENT$}{line}")?;
            what = "";
        }
        Ok(())
    }
}

/// Returns whether the flow listened and no key was pressed. An error of the prompt itself is not
/// silence.
fn waited_in_vain(line: &Line) -> bool {
    let branch = line.branch.as_deref();
    line.kind == "GetParticipantInput" && branch.is_some_and(|branch| branch != "NoMatchingError")
}

/// Wraps words into lines of at most `room` characters; a longer word gets a line of its own.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let (mut lines, mut line, mut length) = (Vec::new(), String::new(), 0);
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > room {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn call(listening: bool, transcript: &Value) -> Call {
        let listening = listening.then(|| json!({"entered": ""}));
        let attributes = json!({
            "phoneNumber": "+18003569377", "vanity_1": "1-800-FLOWERS", "vanity_2": "-", "status": "ok",
        });
        serde_json::from_value(json!({
            "contactId": "id", "listening": listening, "attributes": attributes, "transcript": transcript,
        }))
        .unwrap()
    }

    fn offer(pressed: Option<&str>, branch: Option<&str>) -> Value {
        json!({
            "block": "Offer", "type": "GetParticipantInput", "said": "To hear it again, press 1.",
            "pressed": pressed, "note": null, "branch": branch, "next": branch.map(|_| "Bye"),
        })
    }

    fn printed(width: Option<usize>, shown: Shown, calls: &[Call]) -> String {
        let mut printout = Printout::new(Vec::new(), width, shown);
        for call in calls {
            printout.update(call).unwrap();
        }
        String::from_utf8(printout.out).unwrap()
    }

    #[test]
    fn each_line_is_printed_once_and_keys_when_they_are_complete() {
        let bye = json!({"block": "Bye", "type": "MessageParticipant", "said": "Goodbye."});
        let calls = [
            call(true, &json!([offer(None, None)])),
            call(true, &json!([offer(Some("8"), None)])),
            call(false, &json!([offer(Some("81"), Some("Equals 1")), bye])),
        ];
        let voice = "voice   To hear it again, press 1.\n";
        assert_eq!(printed(None, Shown::Keys, &calls[..2]), voice);
        let all = format!("{voice}keys    81\nvoice   Goodbye.\n");
        assert_eq!(printed(None, Shown::Keys, &calls), all);
        assert_eq!(printed(None, Shown::Voice, &calls), all.replace("keys    81\n", ""));
    }

    #[test]
    fn silence_is_shown_but_a_prompt_that_fails_is_none() {
        for (branch, silence) in
            [("InputTimeLimitExceeded", true), ("next", true), ("NoMatchingError", false)]
        {
            let text =
                printed(None, Shown::Keys, &[call(false, &json!([offer(None, Some(branch))]))]);
            assert_eq!(text.contains("keys    (none)\n"), silence, "{branch}: {text}");
        }
    }

    #[test]
    fn the_transcript_has_blocks_notes_and_branches() {
        let lines = json!([{
            "block": "Convert", "type": "InvokeLambdaFunction", "note": "the function failed",
            "branch": "NoMatchingError", "next": "Apologise",
        }]);
        assert_eq!(
            printed(None, Shown::Transcript, &[call(false, &lines)]),
            "block   Convert (InvokeLambdaFunction)\nnote    the function failed\n\
             branch  NoMatchingError --> Apologise\n"
        );
        assert_eq!(printed(None, Shown::Keys, &[call(false, &lines)]), "");
    }

    #[test]
    fn speech_is_wrapped_to_the_terminal() {
        let calls = [call(true, &json!([offer(None, None)]))];
        let narrow = "voice   To hear it again,\n        press 1.\n";
        assert_eq!(printed(Some(28), Shown::Keys, &calls), narrow);
        assert_eq!(printed(Some(27), Shown::Keys, &calls).lines().count(), 1, "too narrow");
        assert_eq!(wrapped("a endless-word b", 5), ["a", "endless-word", "b"]);
    }

    #[test]
    fn at_the_end_there_are_the_vanity_numbers_that_the_call_has() {
        let mut printout = Printout::new(Vec::new(), None, Shown::Keys);
        printout.ended(&call(false, &json!([])), "The call is over.").unwrap();
        let text = String::from_utf8(printout.out).unwrap();
        assert_eq!(text, "The call is over.\n+18003569377\n  1  1-800-FLOWERS\n");
    }
}
