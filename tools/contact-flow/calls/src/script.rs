//! A call as it is written down.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::Spanned;
use switchboard_contact_flow::run::Key;
use thiserror::Error;

/// A scripted call.
///
/// ```
/// use switchboard_calls::script::{Contact, Script, What};
///
/// let text = r#"
/// about: A caller whose number spells a word hears it.
/// contact: "+18003569377"
/// steps:
/// - hear: "First: 1, 8 0 0, flowers"
/// - press: "9"
/// - the call is over
/// "#;
/// let script = Script::parse("famous-number.yaml", "vanity-numbers", "famous-number", text)?;
/// assert_eq!(script.contact, Contact::From("+18003569377".to_owned()));
/// assert_eq!((script.steps[2].line, &script.steps[2].what), (7, &What::Over));
/// # Ok::<(), switchboard_calls::script::ScriptError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// The name of the script: that of its file, without the extension.
    pub name: String,
    /// The key of the flow that the call runs through.
    pub flow: String,
    /// The path of the file, for messages.
    pub file: String,
    /// What the call shows, in a sentence.
    pub about: String,
    /// The blocks of the flow that take their error branch.
    pub failing_blocks: Vec<String>,
    /// What the function does when the call begins; `None` is the real function.
    pub function: Option<Function>,
    /// The customer at the other end.
    pub contact: Contact,
    /// The steps of the call, in order.
    pub steps: Vec<Step>,
}

/// A step of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The line of the step in the file, from 1.
    pub line: u64,
    /// The step as it is written.
    pub text: String,
    /// What happens, or has to be true.
    pub what: What,
}

/// What happens in a step, or has to be true.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The caller hears a line that contains this text.
    Hear(Words),
    /// The caller hears nothing more.
    #[serde(rename = "hear nothing more")]
    HearNothing,
    /// The caller presses these keys.
    Press(Keys),
    /// The caller presses nothing until the time limit has passed.
    #[serde(rename = "say nothing")]
    SayNothing,
    /// The contact has these attributes with these values.
    Attributes(BTreeMap<String, String>),
    /// The function does this from now on.
    Function(Function),
    /// The caller hangs up.
    #[serde(rename = "hang up")]
    HangUp,
    /// The flow has ended the call, and the caller has heard nothing more.
    #[serde(rename = "the call is over")]
    Over,
}

/// What a scripted function does in place of the real one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Function {
    /// The function fails at every attempt.
    Fails,
    /// The function does not answer.
    #[serde(rename = "does not answer")]
    IsSilent,
    /// The function answers this value.
    Answers(Value),
}

/// The customer at the other end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Contact {
    /// A caller with this number, in E.164.
    From(String),
    /// A caller who withholds the number.
    Withheld,
    /// Somebody who writes.
    Chat,
}

impl TryFrom<String> for Contact {
    type Error = Mistake;

    fn try_from(text: String) -> Result<Self, Mistake> {
        match text.as_str() {
            "withheld" => return Ok(Self::Withheld),
            "chat" => return Ok(Self::Chat),
            _ => {}
        }
        // The pattern of the service model of Amazon Connect.
        let digits = text.strip_prefix('+').unwrap_or_default();
        let is_number = (2..=15).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0');
        if is_number { Ok(Self::From(text)) } else { Err(Mistake::Contact(text)) }
    }
}

/// Keys of a telephone, at least one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Option<String>")]
pub struct Keys(String);

impl Keys {
    /// Returns the keys as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An unquoted `#` begins a comment, so YAML has no value.
impl TryFrom<Option<String>> for Keys {
    type Error = Mistake;

    fn try_from(text: Option<String>) -> Result<Self, Mistake> {
        let text = text.unwrap_or_default();
        let are_keys = !text.is_empty() && text.chars().all(|key| Key::new(key).is_some());
        if are_keys { Ok(Self(text)) } else { Err(Mistake::Keys(text)) }
    }
}

/// A text that is not empty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Words(String);

impl Words {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Words {
    type Error = Mistake;

    fn try_from(text: String) -> Result<Self, Mistake> {
        if text.trim().is_empty() { Err(Mistake::NoWords) } else { Ok(Self(text)) }
    }
}

/// What a script gets wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Mistake {
    /// The contact is neither a number nor one of the words.
    #[error(
        "contact is {0:?}; write withheld, chat, or a number as callers have it: \"+\" and 2 to 15 digits, \
         such as \"+18003569377\""
    )]
    Contact(String),
    /// A text is not keys of a telephone.
    #[error("{0:?} is not keys of a telephone: 0 to 9, * and #, in quotes")]
    Keys(String),
    /// A step hears an empty text, which any line contains.
    #[error("write what the caller hears, in quotes")]
    NoWords,
    /// The end of the call is missing.
    #[error(
        "the script does not say how the call ends: add the step `hang up` or `the call is over`"
    )]
    NoEnd,
    /// The file is not YAML, or has another structure.
    #[error("{0}; tools/contact-flow/calls/README.md says how to write a script")]
    Structure(String),
}

/// The reason why a text is not a script.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {mistake}")]
pub struct ScriptError {
    /// The path of the file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The mistake.
    pub mistake: Mistake,
}

/// What is behind the flow while a script is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Backend {
    /// The real function.
    Real,
    /// A function that fails or answers as the script says.
    Scripted,
    /// A scripted function that has little time, so that a call does not wait long for its silence.
    Silent,
}

/// The file of a script.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    about: String,
    #[serde(default, rename = "failing blocks")]
    failing_blocks: Vec<String>,
    function: Option<Function>,
    contact: Contact,
    steps: Vec<Spanned<What>>,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    ///
    /// [`ScriptError`] names the file, the line and the mistake.
    pub fn parse(file: &str, flow: &str, name: &str, text: &str) -> Result<Self, ScriptError> {
        let at = |line, mistake| ScriptError { file: file.to_owned(), line, mistake };
        let File { about, failing_blocks, function, contact, steps } = serde_saphyr::from_str(text)
            .map_err(|error| {
                let line = error.location().map_or(1, |location| location.line());
                let message = error.without_snippet().to_string();
                // The place is in front of the message already.
                let message = message.rsplit_once(" at line ").map_or(&*message, |(text, _)| text);
                at(line, Mistake::Structure(message.to_owned()))
            })?;
        let steps: Vec<Step> = steps
            .into_iter()
            .map(|step| {
                let line = step.referenced.line();
                let index = usize::try_from(line).unwrap_or_default().saturating_sub(1);
                let written = text.lines().nth(index).unwrap_or_default();
                let text = written.trim_start_matches([' ', '-']).trim_end().to_owned();
                Step { line, text, what: step.value }
            })
            .collect();
        if !steps.iter().any(|step| matches!(step.what, What::HangUp | What::Over)) {
            return Err(at(steps.last().map_or(1, |step| step.line), Mistake::NoEnd));
        }
        let (name, flow, file) = (name.to_owned(), flow.to_owned(), file.to_owned());
        Ok(Self { name, flow, file, about, failing_blocks, function, contact, steps })
    }

    /// Returns what has to be behind the flow while this script is played.
    #[must_use]
    pub fn backend(&self) -> Backend {
        let later = self.steps.iter().filter_map(|step| match &step.what {
            What::Function(function) => Some(function),
            _ => None,
        });
        let backends = self.function.iter().chain(later).map(|function| match function {
            Function::IsSilent => Backend::Silent,
            Function::Fails | Function::Answers(_) => Backend::Scripted,
        });
        backends.max().unwrap_or(Backend::Real)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(text: &str) -> Result<Script, ScriptError> {
        Script::parse("a.yaml", "f", "a", &format!("about: One.\n{text}"))
    }

    fn steps(steps: &str) -> Result<Script, ScriptError> {
        parse(&format!("contact: chat\nsteps:\n{steps}"))
    }

    fn what(step: &str) -> What {
        steps(&format!("- {step}\n- hang up")).unwrap().steps.remove(0).what
    }

    #[test]
    fn a_script_has_conditions_a_contact_and_steps_with_their_lines() {
        let script = parse(
            "failing blocks: [Set voice]\nfunction: fails\ncontact: withheld\n\nsteps:\n\
             # Why not\n- hear: \"Hi\"\n- hang up\n",
        )
        .unwrap();
        assert_eq!((script.about.as_str(), script.flow.as_str()), ("One.", "f"));
        assert_eq!(script.failing_blocks, ["Set voice"]);
        assert_eq!(
            (&script.function, &script.contact),
            (&Some(Function::Fails), &Contact::Withheld)
        );
        let steps: Vec<_> = script.steps.iter().map(|s| (s.line, s.text.as_str())).collect();
        assert_eq!(steps, [(8, "hear: \"Hi\""), (9, "hang up")]);
    }

    #[test]
    fn what_is_behind_a_script_is_what_its_function_has_to_do() {
        let backend = |function: &str| {
            parse(&format!("{function}\ncontact: chat\nsteps: [hang up]")).unwrap().backend()
        };
        assert_eq!(backend(""), Backend::Real);
        assert_eq!(backend("function: { answers: {} }"), Backend::Scripted);
        assert_eq!(backend("function: does not answer"), Backend::Silent);
        let later = "- function: does not answer\n- function: fails\n- hang up";
        assert_eq!(steps(later).unwrap().backend(), Backend::Silent);
    }

    #[test]
    fn steps_say_what_they_look_like() {
        let keys = |keys: &str| What::Press(Keys(keys.to_owned()));
        let attributes = [("vanity_1".to_owned(), "1-800-FLOWERS".to_owned())].into();
        for (step, expected) in [
            ("press: \"*\"", keys("*")),
            ("press: 2", keys("2")),
            ("press: 8003569377#", keys("8003569377#")),
            ("hear: 'a \"b\" c'", What::Hear(Words("a \"b\" c".to_owned()))),
            ("hear nothing more", What::HearNothing),
            ("say nothing", What::SayNothing),
            ("the call is over", What::Over),
            ("attributes: { vanity_1: 1-800-FLOWERS }", What::Attributes(attributes)),
            (
                "function: { answers: [1, \"a\"] }",
                What::Function(Function::Answers(json!([1, "a"]))),
            ),
        ] {
            assert_eq!(what(step), expected, "{step}");
        }
    }

    #[test]
    fn a_mistake_names_its_file_and_line_and_says_what_is_possible() {
        for (wrong, line, says) in [
            ("- hang up\n- press: \"12 A\"", 5, "\"12 A\" is not keys of a telephone"),
            ("- hang up\n- press: #", 5, "in quotes"),
            ("- hang up\n- hear: \"\"", 5, "write what the caller hears"),
            ("- hang up\n- wait", 5, "say nothing, attributes"),
            ("- hang up\n- heer: Hello", 5, "expected one of hear, hear nothing more"),
            ("- hang up\n- hear: First: one", 5, "mapping"),
            ("- hang up\n- press: *", 5, ""),
            ("- hear: Hello\n- press: 1", 5, "does not say how the call ends"),
        ] {
            let error = steps(wrong).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            let message = error.to_string();
            assert!(message.starts_with(&format!("a.yaml:{line}: ")), "{message}");
            assert!(message.contains(says), "{message}");
        }
        for number in ["18003569377", "+08003569377", "+1", "+1234567890123456", "+1800FLOWERS"] {
            let error = parse(&format!("contact: \"{number}\"\nsteps: [hang up]")).unwrap_err();
            assert!(error.to_string().contains(&format!("contact is {number:?}")), "{error}");
        }
        let missing = parse("steps: [hang up]").unwrap_err().to_string();
        assert!(missing.contains("contact"), "{missing}");
        let unknown = parse("contact: chat\nblocks: []\nsteps: [hang up]").unwrap_err().to_string();
        assert!(unknown.contains("failing blocks"), "{unknown}");
    }
}
