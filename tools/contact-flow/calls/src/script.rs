//! A call as it is written down: one step a line.
//!
//! ```
//! use switchboard_calls::script::Script;
//!
//! let text = "# A caller whose number spells a word hears it.\n\
//!             call from +18003569377\n\
//!             hear \"First: 1, 8 0 0, flowers\"\n\
//!             press 9\n\
//!             the call is over\n";
//! let script = Script::parse("famous-number.call", "famous-number", text)?;
//! assert_eq!(script.about, "A caller whose number spells a word hears it.");
//! # Ok::<(), switchboard_calls::script::ScriptError>(())
//! ```

mod read;
mod words;

use serde_json::Value;
use thiserror::Error;

pub use read::{ReadError, counted_only, read_folder};
pub use words::UNDERSTOOD;

/// A call, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// Its name: that of its file, without `.call`.
    pub name: String,
    /// Its file, as messages name it.
    pub file: String,
    /// What it shows: the comment on top.
    pub about: String,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// A line of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it stands, from 1.
    pub line: usize,
    /// As it is written.
    pub text: String,
    /// What it says.
    pub what: What,
}

/// What a step says.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// This block of the flow takes its error branch.
    BlockFails(String),
    /// From now on the function does this.
    Function(Function),
    /// The contact begins.
    Begin(Contact),
    /// The caller hears a line that contains this.
    Hear(String),
    /// The caller has heard nothing more.
    HearNothing,
    /// The caller presses these keys.
    Press(String),
    /// The caller presses nothing until the time for it is over.
    SayNothing,
    /// The caller hangs up.
    HangUp,
    /// The flow has ended the call.
    Over,
    /// This attribute of the contact has this value.
    Attribute {
        /// The attribute.
        name: String,
        /// Its value.
        value: String,
    },
}

/// What the function does in place of its work.
#[derive(Clone, Debug, PartialEq)]
pub enum Function {
    /// It fails, each time it is tried.
    Fails,
    /// It does not answer.
    IsSilent,
    /// It answers this.
    Answers(Value),
}

/// Who begins the contact, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// A caller with this number.
    From(String),
    /// A caller who withholds the number.
    Withheld,
    /// Somebody who writes.
    Chat,
}

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {mistake}")]
pub struct ScriptError {
    /// The file.
    pub file: String,
    /// Where, from 1.
    pub line: usize,
    /// What is wrong.
    pub mistake: Mistake,
}

/// What is wrong with a script.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Mistake {
    /// A line that says nothing that is understood.
    #[error(
        "this is not understood: {0}\nA line is one of these, a comment that begins with #, or empty:\n{UNDERSTOOD}"
    )]
    NotUnderstood(String),
    /// A number that no telephone network would show.
    #[error("{0:?} is no number as callers have it: a + and 2 to 15 digits, such as +18003569377")]
    Number(String),
    /// Keys that no telephone has.
    #[error("{0:?} is no key; keys are 0 to 9, * and #. `press` is for one, `key in` for several")]
    Keys(String),
    /// An answer that is no JSON.
    #[error("the function answers JSON, and this is none: {0}")]
    Answer(String),
    /// No comment on top.
    #[error("the first line is a comment that says what the call shows: # ...")]
    NoComment,
    /// A condition after the begin of the call.
    #[error("this stands before the call begins")]
    TooLate,
    /// A step of a call before there is one.
    #[error("the call begins first: call from +18003569377, call from a withheld number, or chat")]
    TooEarly,
    /// A second call.
    #[error("a script is one call; write another script")]
    SecondCall,
    /// A call that is left open.
    #[error("the script does not say how the call ends: hang up, or the call is over")]
    NoEnd,
}

/// What stands for the function while a script is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behind {
    /// The function itself.
    Real,
    /// A stand-in that fails or answers as it is told.
    Told,
    /// The same, and it has little time, so that nobody waits long for its silence.
    Silent,
}

impl Script {
    /// Reads a script.
    pub fn parse(file: &str, name: &str, text: &str) -> Result<Self, ScriptError> {
        let at = |line: usize, mistake| ScriptError { file: file.to_owned(), line, mistake };
        let comments = text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
        let about = comments.collect::<Vec<_>>().join(" ");
        if about.is_empty() {
            return Err(at(1, Mistake::NoComment));
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut last = 1;
        for (index, text) in text.lines().enumerate() {
            let (line, text) = (index + 1, text.trim());
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            last = line;
            let what = words::understand(text).map_err(|mistake| at(line, mistake))?;
            in_order(&steps, &what).map_err(|mistake| at(line, mistake))?;
            steps.push(Step { line, text: text.to_owned(), what });
        }
        let is_end = |step: &Step| matches!(step.what, What::HangUp | What::Over);
        if !steps.iter().any(is_end) {
            return Err(at(last, Mistake::NoEnd));
        }
        Ok(Self { name: name.to_owned(), file: file.to_owned(), about, steps })
    }

    /// What stands for the function while this is played.
    #[must_use]
    pub fn behind(&self) -> Behind {
        let told = self.steps.iter().filter_map(|step| match &step.what {
            What::Function(Function::IsSilent) => Some(Behind::Silent),
            What::Function(_) => Some(Behind::Told),
            _ => None,
        });
        told.max().unwrap_or(Behind::Real)
    }

    /// The blocks that fail in it.
    pub fn failing_blocks(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match &step.what {
            What::BlockFails(block) => Some(block.as_str()),
            _ => None,
        })
    }
}

/// Whether a step may come behind these.
fn in_order(before: &[Step], what: &What) -> Result<(), Mistake> {
    let has_begun = before.iter().any(|step| matches!(step.what, What::Begin(_)));
    match (what, has_begun) {
        (What::Begin(_), true) => Err(Mistake::SecondCall),
        (What::BlockFails(_), true) => Err(Mistake::TooLate),
        (What::Begin(_) | What::BlockFails(_) | What::Function(_), _) | (_, true) => Ok(()),
        (_, false) => Err(Mistake::TooEarly),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(steps: &str) -> Result<Script, ScriptError> {
        Script::parse("a.call", "a", &format!("# One\n# and two.\n\n{steps}"))
    }

    fn mistake(steps: &str) -> (usize, Mistake) {
        let error = parse(steps).unwrap_err();
        (error.line, error.mistake)
    }

    #[test]
    fn a_script_has_a_comment_conditions_a_call_and_an_end() {
        let script = parse(
            "block \"Set voice\" fails\n\n# Why not\ncall from a withheld number\nhear \"Hi\"\nhang up\n",
        )
        .unwrap();
        assert_eq!(script.about, "One and two.");
        let steps: Vec<_> = script.steps.iter().map(|step| (step.line, &step.what)).collect();
        assert_eq!(
            steps,
            [
                (4, &What::BlockFails("Set voice".to_owned())),
                (7, &What::Begin(Contact::Withheld)),
                (8, &What::Hear("Hi".to_owned())),
                (9, &What::HangUp),
            ]
        );
        assert_eq!(script.failing_blocks().collect::<Vec<_>>(), ["Set voice"]);
    }

    #[test]
    fn what_stands_behind_a_script_is_what_its_function_has_to_do() {
        let behind = |told: &str| parse(&format!("{told}\nchat\nhang up")).unwrap().behind();
        assert_eq!(behind(""), Behind::Real);
        assert_eq!(behind("the function fails"), Behind::Told);
        assert_eq!(behind("the function does not answer\nthe function fails"), Behind::Silent);
    }

    #[test]
    fn a_mistake_names_its_file_and_line_and_says_what_is_understood() {
        let error = parse("call from +18003569377\nhear Hello").unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("a.call:5: this is not understood: hear Hello\n"), "{message}");
        assert!(message.contains("hear \"First: 1, 8 0 0, flowers\""), "{message}");
    }

    #[test]
    fn steps_come_in_the_order_of_a_call() {
        assert_eq!(mistake("hear \"Hi\"\nhang up"), (4, Mistake::TooEarly));
        assert_eq!(mistake("chat\nblock \"Greet\" fails"), (5, Mistake::TooLate));
        assert_eq!(mistake("chat\nchat"), (5, Mistake::SecondCall));
        assert_eq!(mistake("chat\nhear \"Hi\"\n\n"), (5, Mistake::NoEnd));
        assert!(parse("chat\nthe function fails\nhang up").is_ok());
        let without_comment = Script::parse("a.call", "a", "chat\nhang up").unwrap_err();
        assert_eq!((without_comment.line, without_comment.mistake), (1, Mistake::NoComment));
    }
}
