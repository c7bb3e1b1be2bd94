//! Plays a scripted call.

use std::fmt::Write as _;

use switchboard_contact_flow::run::Line;
use thiserror::Error;

use crate::exchange::{Exchange, ExchangeError, Phone, PhoneError, View};
use crate::flows::NoFlow;
use crate::script::{Script, Step, What};
use crate::transcript::Transcript;

/// The type of the blocks that invoke a function.
const INVOKE: &str = "InvokeLambdaFunction";

/// A call that went as its script says.
#[derive(Clone, Debug)]
pub struct Played {
    /// The transcript of the call.
    pub transcript: Vec<Line>,
    /// How often the flow had invoked the function before the first step.
    pub invocations_at_start: usize,
    /// The observation at each step, in order.
    pub found: Vec<Found>,
}

/// The observation at a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The whole line that the caller heard, if the step hears one.
    pub heard: Option<String>,
    /// How often the flow had invoked the function after the step.
    pub invocations: usize,
}

/// The reason why a script was not played to its end.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlayError {
    /// The call did not go as the script says.
    #[error(transparent)]
    Mismatch(#[from] Box<Mismatch>),
    /// The script has no flow.
    #[error(transparent)]
    NoFlow(#[from] NoFlow),
    /// No stack takes the call.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// A request of the telephone failed.
    #[error("{at}: {source}")]
    Phone {
        /// The file, and the line of the step.
        at: String,
        /// The cause.
        source: PhoneError,
    },
}

/// A step that did not go as the script says.
#[derive(Clone, Debug, Error)]
#[error("{}", self.message())]
pub struct Mismatch {
    /// The file, and the line of the step.
    pub at: String,
    /// The step, as it is written.
    pub step: String,
    /// What happened instead.
    pub instead: String,
    /// What the caller has heard since the last step that hears a line.
    pub heard: Vec<String>,
    /// The transcript up to the step.
    pub transcript: Vec<Line>,
}

impl Mismatch {
    fn message(&self) -> String {
        let Self { at, step, instead, heard, transcript } = self;
        let mut text = format!(
            "{at}: {step}\n  {instead}\n  since the last line that the script hears, the caller heard"
        );
        if heard.is_empty() {
            text.push_str(" nothing");
        }
        for line in heard {
            // Writing to a text does not fail.
            let _ = write!(text, "\n    {line:?}");
        }
        let _ = write!(text, "\n  the transcript:");
        for line in Transcript(transcript).to_string().lines() {
            let _ = write!(text, "\n    {line}");
        }
        text
    }
}

/// Plays a script.
///
/// # Errors
///
/// [`PlayError`] if the call does not go as the script says, or cannot be placed.
pub fn play(script: &Script, exchange: &mut Exchange) -> Result<Played, PlayError> {
    let number = exchange.flows().get(&script.flow, &script.file)?.number.clone();
    let phone = exchange.phone(script.backend())?;
    let failed = |source| PlayError::Phone { at: script.file.clone(), source };
    if let Some(function) = &script.function {
        phone.instruct(function).map_err(failed)?;
    }
    let view = phone.dial(&number, &script.contact, &script.failing_blocks).map_err(failed)?;
    let mut call = Call { script, phone, view, heard: 0, has_answered: false };
    let invocations_at_start = call.invocations();
    let mut found = Vec::with_capacity(script.steps.len());
    for step in &script.steps {
        let heard = call.step(step)?;
        found.push(Found { heard, invocations: call.invocations() });
    }
    Ok(Played { transcript: call.view.transcript, invocations_at_start, found })
}

/// A call that is being played.
struct Call<'a> {
    script: &'a Script,
    phone: &'a Phone,
    view: View,
    /// How many of the spoken lines the script has heard.
    heard: usize,
    /// Whether the caller has done something. Before, a script may skip lines that everybody hears;
    /// afterwards it has to hear every line, so that none is unexpected.
    has_answered: bool,
}

impl Call<'_> {
    /// Plays a step. Returns the line that was heard, if the step hears one.
    fn step(&mut self, step: &Step) -> Result<Option<String>, PlayError> {
        match &step.what {
            What::Function(function) => self.got(step, self.phone.instruct(function))?,
            What::Hear(words) => return self.hear(step, words.as_str()).map(Some),
            What::HearNothing => {
                if !self.unheard().is_empty() {
                    return Err(self.mismatch(step, "the caller heard more"));
                }
            }
            What::Press(keys) => self.press(step, keys.as_str())?,
            What::SayNothing => self.press(step, ".")?,
            What::HangUp => {
                self.view = self.got(step, self.phone.hang_up(&self.view.contact_id))?;
            }
            What::Over => {
                if let Some(block) = self.listening() {
                    let instead = format!("the call goes on: {block:?} waits for keys");
                    return Err(self.mismatch(step, &instead));
                }
                if self.has_answered && !self.unheard().is_empty() {
                    return Err(self.mismatch(step, "the caller heard more before it was over"));
                }
            }
            What::Attributes(expected) => {
                for (name, value) in expected {
                    let instead = match self.view.attributes.get(name) {
                        Some(found) if found == value => continue,
                        Some(found) => format!("{name} is {found:?}"),
                        None => format!("the contact has no attribute {name}"),
                    };
                    return Err(self.mismatch(step, &instead));
                }
            }
        }
        Ok(None)
    }

    fn hear(&mut self, step: &Step, text: &str) -> Result<String, PlayError> {
        let unheard = self.unheard();
        let within = if self.has_answered { 1 } else { unheard.len() };
        let mut lines = unheard.iter().take(within).enumerate();
        let found = lines.find(|(_, line)| line.contains(text));
        if let Some((index, line)) = found {
            let line = line.clone();
            self.heard += index + 1;
            return Ok(line);
        }
        let instead = match self.listening() {
            _ if self.has_answered && !unheard.is_empty() => {
                "the next line that the caller heard is another".to_owned()
            }
            Some(block) => format!("the caller did not hear this, and {block:?} waits for keys"),
            None => "the caller did not hear this, and the call is over".to_owned(),
        };
        Err(self.mismatch(step, &instead))
    }

    fn press(&mut self, step: &Step, keys: &str) -> Result<(), PlayError> {
        if self.listening().is_none() {
            return Err(self.mismatch(step, "nobody waits for keys: the call is over"));
        }
        self.view = self.got(step, self.phone.press(&self.view.contact_id, keys))?;
        self.has_answered = true;
        Ok(())
    }

    fn got<T>(&self, step: &Step, result: Result<T, PhoneError>) -> Result<T, PlayError> {
        result.map_err(|source| PlayError::Phone { at: self.at(step), source })
    }

    fn mismatch(&self, step: &Step, instead: &str) -> PlayError {
        PlayError::Mismatch(Box::new(Mismatch {
            at: self.at(step),
            step: step.text.clone(),
            instead: instead.to_owned(),
            heard: self.unheard().to_vec(),
            transcript: self.view.transcript.clone(),
        }))
    }

    fn at(&self, step: &Step) -> String {
        format!("{}:{}", self.script.file, step.line)
    }

    fn listening(&self) -> Option<&str> {
        self.view.listening.as_ref().map(|listening| listening.block.as_str())
    }

    fn unheard(&self) -> &[String] {
        self.view.spoken.get(self.heard..).unwrap_or_default()
    }

    fn invocations(&self) -> usize {
        self.view.transcript.iter().filter(|line| line.kind == INVOKE).count()
    }
}
