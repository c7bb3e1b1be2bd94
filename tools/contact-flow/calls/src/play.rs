//! Plays a script.

use std::fmt::Write as _;

use switchboard_contact_flow::run::Line;
use thiserror::Error;

use crate::exchange::{Exchange, ExchangeError, Phone, PhoneError, View};
use crate::script::{Script, Step, What};
use crate::transcript::Transcript;

/// The type of the blocks that invoke a function.
const INVOKE: &str = "InvokeLambdaFunction";

/// A call that went as its script says.
#[derive(Clone, Debug)]
pub struct Played {
    /// What happened, block by block.
    pub transcript: Vec<Line>,
    /// What was found for each step, in order.
    pub found: Vec<Found>,
}

/// What was found for a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The whole line that the caller heard, if the step is about one.
    pub heard: Option<String>,
    /// How often the flow had invoked the function when the step was over.
    pub invocations: usize,
}

/// Why a script was not played to its end.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlayError {
    /// It did not go as the script says.
    #[error(transparent)]
    Otherwise(#[from] Box<Otherwise>),
    /// There is no stack.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The call did not get through.
    #[error("{at}: {source}")]
    Phone {
        /// File and line.
        at: String,
        /// Why.
        source: PhoneError,
    },
}

/// A step that went otherwise than the script says.
#[derive(Clone, Debug, Error)]
#[error("{}", self.message())]
pub struct Otherwise {
    /// File and line.
    pub at: String,
    /// The step, as it is written.
    pub step: String,
    /// How it went instead.
    pub instead: String,
    /// What the caller heard since the last step that is about hearing.
    pub heard: Vec<String>,
    /// What happened up to there.
    pub transcript: Vec<Line>,
}

impl Otherwise {
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
pub fn play(script: &Script, exchange: &mut Exchange) -> Result<Played, PlayError> {
    let phone = exchange.phone(script.behind())?;
    let mut call = Call { script, phone, view: None, heard: 0, has_answered: false };
    let mut found = Vec::with_capacity(script.steps.len());
    for step in &script.steps {
        let heard = call.step(step)?;
        found.push(Found { heard, invocations: call.invocations() });
    }
    Ok(Played { transcript: call.view.map(|view| view.transcript).unwrap_or_default(), found })
}

/// A call on its way.
struct Call<'a> {
    script: &'a Script,
    phone: &'a Phone,
    /// `None` until it has begun.
    view: Option<View>,
    /// How many of the lines that were spoken the script has heard.
    heard: usize,
    /// Whether the caller has done something. Before, a script may pass over what everybody hears; from
    /// then on it hears every line, so that none is said that nobody expects.
    has_answered: bool,
}

impl Call<'_> {
    /// Does a step; answers the line that was heard, if it is about one.
    fn step(&mut self, step: &Step) -> Result<Option<String>, PlayError> {
        match &step.what {
            What::BlockFails(_) => {}
            What::Function(function) => self.got(step, self.phone.tell(function))?,
            What::Begin(contact) => {
                let failing: Vec<&str> = self.script.failing_blocks().collect();
                self.view = Some(self.got(step, self.phone.begin(contact, &failing))?);
            }
            What::Hear(text) => return self.hear(step, text).map(Some),
            What::HearNothing => {
                if !self.unheard().is_empty() {
                    return Err(self.otherwise(step, "the caller heard more"));
                }
            }
            What::Press(keys) => self.press(step, keys)?,
            What::SayNothing => self.press(step, ".")?,
            What::HangUp => {
                let id = self.contact_id();
                self.view = Some(self.got(step, self.phone.hang_up(&id))?);
            }
            What::Over => {
                if let Some(block) = self.listening() {
                    let instead = format!("the call goes on: {block:?} waits for keys");
                    return Err(self.otherwise(step, &instead));
                }
                if self.has_answered && !self.unheard().is_empty() {
                    return Err(self.otherwise(step, "the caller heard more before it was over"));
                }
            }
            What::Attribute { name, value } => {
                let attributes = self.view.as_ref().map(|view| &view.attributes);
                let instead = match attributes.and_then(|attributes| attributes.get(name)) {
                    Some(found) if found == value => return Ok(None),
                    Some(found) => format!("it is {found:?}"),
                    None => "the contact has no such attribute".to_owned(),
                };
                return Err(self.otherwise(step, &instead));
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
        Err(self.otherwise(step, &instead))
    }

    fn press(&mut self, step: &Step, keys: &str) -> Result<(), PlayError> {
        if self.listening().is_none() {
            return Err(self.otherwise(step, "nobody waits for keys: the call is over"));
        }
        self.view = Some(self.got(step, self.phone.press(&self.contact_id(), keys))?);
        self.has_answered = true;
        Ok(())
    }

    fn got<T>(&self, step: &Step, result: Result<T, PhoneError>) -> Result<T, PlayError> {
        result.map_err(|source| PlayError::Phone { at: self.at(step), source })
    }

    fn otherwise(&self, step: &Step, instead: &str) -> PlayError {
        PlayError::Otherwise(Box::new(Otherwise {
            at: self.at(step),
            step: step.text.clone(),
            instead: instead.to_owned(),
            heard: self.unheard().to_vec(),
            transcript: self.view.as_ref().map(|view| view.transcript.clone()).unwrap_or_default(),
        }))
    }

    fn at(&self, step: &Step) -> String {
        format!("{}:{}", self.script.file, step.line)
    }

    fn contact_id(&self) -> String {
        self.view.as_ref().map(|view| view.contact_id.clone()).unwrap_or_default()
    }

    fn listening(&self) -> Option<&str> {
        self.view.as_ref()?.listening.as_deref()
    }

    fn unheard(&self) -> &[String] {
        let spoken = self.view.as_ref().map(|view| view.spoken.as_slice());
        spoken.and_then(|spoken| spoken.get(self.heard..)).unwrap_or_default()
    }

    fn invocations(&self) -> usize {
        let transcript = self.view.iter().flat_map(|view| &view.transcript);
        transcript.filter(|line| line.kind == INVOKE).count()
    }
}
