//! The caller's answers each time that the flow listens.

use std::collections::VecDeque;
use std::io::{self, BufRead, StdinLock, Write};

use thiserror::Error;

use super::keys::{Key, Keys, NoKey};

/// How often a caller who has run out of keys stays silent. A flow that still listens after that never
/// ends: its loops run 100 times at most.
const SILENCES: u32 = 500;

const HELP: &str =
    "Type keys (0 to 9, * and #) and Enter. Enter alone presses none; h or Ctrl-D hangs up.";

/// Why there is no answer from the caller.
#[derive(Debug, Error)]
pub(super) enum Unheard {
    /// A line holds something other than keys.
    #[error("line {line}: {source}; hung up")]
    NoKey {
        /// The line of standard input, from 1.
        line: u64,
        source: NoKey,
    },
    #[error("the keys cannot be read: {0}; hung up")]
    Read(#[source] io::Error),
    /// The flow never ends the call.
    #[error("the flow still listens after {SILENCES} silences; hung up")]
    Endless,
}

/// A caller: keys that are ready, and where more come from.
pub(super) struct Caller<R, W> {
    ready: VecDeque<Key>,
    source: Source<R, W>,
}

/// Where keys come from if none are ready.
enum Source<R, W> {
    /// There are no further keys; the caller has been silent this often.
    Silence(u32),
    Lines {
        input: R,
        /// For messages and prompts. What the caller hears is printed elsewhere.
        err: W,
        /// Whether to ask a person.
        prompted: bool,
        line: u64,
    },
}

impl Caller<StdinLock<'static>, io::Stderr> {
    /// Creates a caller who presses these keys and is silent after that.
    pub(super) fn with_keys(keys: Keys) -> Self {
        Self { ready: keys.into_iter().collect(), source: Source::Silence(0) }
    }
}

impl<R: BufRead, W: Write> Caller<R, W> {
    /// Creates a caller who is asked at a terminal.
    pub(super) fn prompted(input: R, err: W) -> Self {
        Self::lines(input, err, true)
    }

    /// Creates a caller whose answers are the lines of a script or a file.
    pub(super) fn from_lines(input: R, err: W) -> Self {
        Self::lines(input, err, false)
    }

    fn lines(input: R, err: W, prompted: bool) -> Self {
        let source = Source::Lines { input, err, prompted, line: 0 };
        Self { ready: VecDeque::new(), source }
    }

    /// Returns the next key to press; `None` hangs up. `entered` are the digits that the flow has
    /// so far.
    pub(super) fn next_key(&mut self, entered: &str) -> Result<Option<Key>, Unheard> {
        if let Some(key) = self.ready.pop_front() {
            return Ok(Some(key));
        }
        let (input, err, prompted, line) = match &mut self.source {
            Source::Silence(silences) if *silences == SILENCES => return Err(Unheard::Endless),
            Source::Silence(silences) => {
                *silences += 1;
                return Ok(Some(Key::NONE));
            }
            Source::Lines { input, err, prompted, line } => (input, err, *prompted, line),
        };
        loop {
            if prompted {
                prompt(err, *line == 0, entered);
            }
            let mut text = String::new();
            if input.read_line(&mut text).map_err(Unheard::Read)? == 0 {
                if prompted {
                    // Ctrl-D leaves the cursor after the prompt.
                    let _ = writeln!(err);
                }
                return Ok(None);
            }
            *line += 1;
            if text.trim().eq_ignore_ascii_case("h") {
                return Ok(None);
            }
            match text.parse::<Keys>() {
                Ok(keys) => {
                    self.ready = keys.into_iter().collect();
                    return Ok(Some(self.ready.pop_front().unwrap_or(Key::NONE)));
                }
                Err(source) if prompted => {
                    let _ = writeln!(err, "{source}");
                }
                Err(source) => return Err(Unheard::NoKey { line: *line, source }),
            }
        }
    }

    /// Returns how many keys were not pressed because the call was over.
    pub(super) fn unused(&self) -> usize {
        self.ready.len()
    }
}

/// Asks for keys. If the prompt cannot be written, the call goes on.
fn prompt(err: &mut impl Write, first: bool, entered: &str) {
    if first {
        let _ = writeln!(err, "{HELP}");
    }
    let _ = match entered {
        "" => write!(err, "keys> "),
        entered => write!(err, "keys ({entered} so far)> "),
    };
    let _ = err.flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All keys until the caller hangs up, and what was written for a person.
    fn keys(input: &str, prompted: bool) -> (Result<String, Unheard>, String) {
        let mut err = Vec::new();
        let mut caller = Caller::lines(input.as_bytes(), &mut err, prompted);
        let mut pressed = String::new();
        let result = loop {
            match caller.next_key("") {
                Ok(Some(key)) => pressed += &key.to_string(),
                Ok(None) => break Ok(pressed),
                Err(unheard) => break Err(unheard),
            }
        };
        (result, String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_person_is_asked_helped_once_and_asked_again() {
        let (pressed, shown) = keys("2 3\n\nx\n9\nH\n1\n", true);
        assert_eq!(pressed.unwrap(), "23.9", "Enter alone is silence, and h hangs up");
        let prompts = format!("{HELP}\nkeys> keys> keys> 'x' is not a key; keys are 0 to 9");
        assert!(shown.starts_with(&prompts), "{shown}");
        assert_eq!(shown.matches("keys> ").count(), 5);
    }

    #[test]
    fn the_end_of_the_input_hangs_up() {
        let (pressed, shown) = keys("1", true);
        assert_eq!(pressed.unwrap(), "1");
        assert!(shown.ends_with("keys> \n"), "{shown}");
        let (pressed, shown) = keys("1\n2\n", false);
        assert_eq!((pressed.unwrap().as_str(), shown.as_str()), ("12", ""));
    }

    #[test]
    fn a_line_of_a_script_that_holds_no_keys_is_named() {
        let (refused, _) = keys("1\n2a\n3\n", false);
        let message = refused.unwrap_err().to_string();
        assert!(message.starts_with("line 2: 'a' is not a key; "), "{message}");
    }

    #[test]
    fn the_digits_so_far_are_shown() {
        let mut err = Vec::new();
        let mut caller = Caller::prompted(&b"5\n"[..], &mut err);
        assert_eq!(caller.next_key("800").unwrap().unwrap().to_string(), "5");
        assert!(String::from_utf8(err).unwrap().ends_with("keys (800 so far)> "));
    }

    #[test]
    fn after_the_keys_there_is_silence_but_not_for_ever() {
        let mut caller = Caller::with_keys("12".parse().unwrap());
        assert_eq!(caller.unused(), 2);
        let mut pressed = String::new();
        let unheard = loop {
            match caller.next_key("") {
                Ok(key) => pressed += &key.unwrap().to_string(),
                Err(unheard) => break unheard,
            }
        };
        assert!(pressed.starts_with("12...") && pressed.len() == 502, "{pressed}");
        assert!(matches!(unheard, Unheard::Endless));
        assert_eq!(caller.unused(), 0);
    }
}
