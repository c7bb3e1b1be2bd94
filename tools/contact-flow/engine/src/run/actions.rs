//! What each type of action does.

use std::collections::BTreeMap;
use std::time::Duration;

use super::contact::{Contact, Done};
use super::error::RunError;
use super::input::Listening;
use super::invocation::{Invocation, ResponseType};
use crate::document::{Action, Branch, Condition};
use crate::language::NO_MATCHING_CONDITION;
use crate::speech;

/// All attributes of a contact together, in bytes. Source: Amazon Connect API reference,
/// `UpdateContactAttributes`.
const MAX_ATTRIBUTES_BYTES: usize = 32 * 1024;

impl Contact {
    pub(super) fn act(&mut self, action: &Action) -> Result<Done, RunError> {
        match action.kind.as_str() {
            // All types that `language` knows.
            "Compare" => self.compare(action),
            "DisconnectParticipant" => Ok(Done::End),
            "GetParticipantInput" => self.listen(action),
            "InvokeLambdaFunction" => self.invoke(action),
            "Loop" => self.count(action),
            "MessageParticipant" => {
                Ok(self.speak(action)?.map_or(Done::Take(Branch::Next), Done::Fail))
            }
            "UpdateContactAttributes" => self.keep(action),
            // A voice makes no difference to a text.
            "UpdateContactTextToSpeechVoice" | "UpdateFlowLoggingBehavior" => {
                Ok(Done::Take(Branch::Next))
            }
            kind => Err(RunError::UnknownAction {
                block: action.identifier.clone(),
                kind: kind.to_owned(),
            }),
        }
    }

    /// Speaks a prompt; why it cannot be spoken, if it cannot.
    fn speak(&mut self, action: &Action) -> Result<Option<String>, RunError> {
        if let Some(text) = action.text("Text") {
            let text = self.fill(action, text)?;
            self.said(text);
            return Ok(None);
        }
        let ssml = action.text("SSML").ok_or_else(|| parameter(action, "Text or SSML"))?;
        if !self.data().is_voice() {
            return Ok(Some("SSML is for calls only".to_owned()));
        }
        match speech::heard(&self.fill(action, ssml)?) {
            Ok(text) => {
                self.said(text);
                Ok(None)
            }
            Err(error) => Ok(Some(error.to_string())),
        }
    }

    fn listen(&mut self, action: &Action) -> Result<Done, RunError> {
        let listening = Listening::to(action)
            .ok_or_else(|| parameter(action, "InputTimeLimitSeconds or InputValidation"))?;
        if !self.data().is_voice() {
            return Ok(Done::Fail("only callers have keys".to_owned()));
        }
        Ok(self.speak(action)?.map_or(Done::Listen(listening), Done::Fail))
    }

    fn invoke(&self, action: &Action) -> Result<Done, RunError> {
        let text = |name: &'static str| action.text(name).ok_or_else(|| parameter(action, name));
        let seconds: u64 = text("InvocationTimeLimitSeconds")?
            .parse()
            .map_err(|_| parameter(action, "InvocationTimeLimitSeconds"))?;
        let response = match action.text("ResponseValidation.ResponseType") {
            None | Some("STRING_MAP") => ResponseType::StringMap,
            Some("JSON") => ResponseType::Json,
            Some(_) => return Err(parameter(action, "ResponseValidation.ResponseType")),
        };
        Ok(Done::Invoke(Invocation {
            function_arn: self.fill(action, text("LambdaFunctionARN")?)?,
            time_limit: Duration::from_secs(seconds),
            parameters: self.fill_all(action, "LambdaInvocationAttributes")?,
            response,
        }))
    }

    fn keep(&mut self, action: &Action) -> Result<Done, RunError> {
        let mut attributes = self.values.attributes.clone();
        attributes.extend(self.fill_all(action, "Attributes")?);
        let bytes: usize = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
        if bytes > MAX_ATTRIBUTES_BYTES {
            return Ok(Done::Fail("the contact's attributes have more than 32 KB".to_owned()));
        }
        self.values.attributes = attributes;
        Ok(Done::Take(Branch::Next))
    }

    fn fill_all(&self, action: &Action, name: &str) -> Result<BTreeMap<String, String>, RunError> {
        let texts = action.texts(name);
        texts.map(|(key, text)| Ok((key.to_owned(), self.fill(action, text)?))).collect()
    }

    fn compare(&self, action: &Action) -> Result<Done, RunError> {
        let value =
            action.text("ComparisonValue").ok_or_else(|| parameter(action, "ComparisonValue"))?;
        Ok(Done::Take(matching(action, &self.fill(action, value)?)))
    }

    /// Counts how often the block was reached since it was done last.
    fn count(&mut self, action: &Action) -> Result<Done, RunError> {
        let limit = action.text("LoopCount").ok_or_else(|| parameter(action, "LoopCount"))?;
        let limit: u32 =
            self.fill(action, limit)?.parse().map_err(|_| parameter(action, "LoopCount"))?;
        let count = self.loops.entry(action.identifier.clone()).or_default();
        let result = if *count < limit {
            *count += 1;
            "ContinueLooping"
        } else {
            *count = 0;
            "DoneLooping"
        };
        Ok(Done::Take(matching(action, result)))
    }
}

fn parameter(action: &Action, parameter: &'static str) -> RunError {
    RunError::Parameter { block: action.identifier.clone(), parameter }
}

/// The branch of the first condition that a result meets.
pub(super) fn matching(action: &Action, result: &str) -> Branch {
    let conditions = action.transitions.conditions.iter().map(|branch| &branch.condition);
    conditions
        .filter(|condition| is_met(condition, result))
        .map(Condition::branch)
        .next()
        .unwrap_or_else(|| Branch::Error(NO_MATCHING_CONDITION.to_owned()))
}

fn is_met(condition: &Condition, result: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let numbers = |operand: &str| Some((number(result)?, number(operand)?));
    condition.operands.iter().any(|operand| match condition.operator.as_str() {
        "Equals" => result == operand,
        "TextStartsWith" => result.starts_with(operand.as_str()),
        "TextEndsWith" => result.ends_with(operand.as_str()),
        "TextContains" => result.contains(operand.as_str()),
        "NumberGreaterThan" => numbers(operand).is_some_and(|(a, b)| a > b),
        "NumberGreaterOrEqualTo" => numbers(operand).is_some_and(|(a, b)| a >= b),
        "NumberLessThan" => numbers(operand).is_some_and(|(a, b)| a < b),
        "NumberLessOrEqualTo" => numbers(operand).is_some_and(|(a, b)| a <= b),
        _ => false,
    })
}
