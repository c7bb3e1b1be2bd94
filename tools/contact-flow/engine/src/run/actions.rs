//! What each type of action does.

use std::time::Duration;

use super::error::RunError;
use super::input::Listening;
use super::invocation::{Invocation, ResponseType};
use super::memory::Memory;
use crate::document::{Action, Branch};
use crate::speech;

/// The result of performing an action.
pub(super) enum Done {
    /// The contact takes this branch.
    Take(Branch),
    /// The contact takes the error branch, for this reason.
    Fail(String),
    /// The contact waits for a function.
    Invoke(Invocation),
    /// The contact waits for keys.
    Listen(Listening),
    /// The contact ends.
    End,
}

/// Performs an action. It runs every type that [`language`](mod@crate::language) describes.
pub(super) fn perform(action: &Action, memory: &mut Memory) -> Result<Done, RunError> {
    match action.kind.as_str() {
        "Compare" => compare(action, memory),
        "DisconnectParticipant" => Ok(Done::End),
        "GetParticipantInput" => listen(action, memory),
        "InvokeLambdaFunction" => invoke(action, memory),
        "Loop" => iterate(action, memory),
        "MessageParticipant" => {
            Ok(speak(action, memory)?.map_or(Done::Take(Branch::Next), Done::Fail))
        }
        "UpdateContactAttributes" => write_attributes(action, memory),
        // Neither changes what the caller hears as text.
        "UpdateContactTextToSpeechVoice" | "UpdateFlowLoggingBehavior" => {
            Ok(Done::Take(Branch::Next))
        }
        kind => {
            Err(RunError::UnknownAction { block: action.identifier.clone(), kind: kind.to_owned() })
        }
    }
}

/// Speaks a prompt. Returns the reason if it cannot be spoken.
fn speak(action: &Action, memory: &mut Memory) -> Result<Option<String>, RunError> {
    if let Some(text) = action.text("Text") {
        let text = memory.fill(action, text)?;
        memory.say(text);
        return Ok(None);
    }
    let ssml = action.text("SSML").ok_or_else(|| invalid(action, "Text or SSML"))?;
    if !memory.values.data.is_voice() {
        return Ok(Some("SSML is for calls only".to_owned()));
    }
    match speech::heard(&memory.fill(action, ssml)?) {
        Ok(text) => {
            memory.say(text);
            Ok(None)
        }
        Err(error) => Ok(Some(error.to_string())),
    }
}

fn listen(action: &Action, memory: &mut Memory) -> Result<Done, RunError> {
    let listening = Listening::to(action)
        .ok_or_else(|| invalid(action, "InputTimeLimitSeconds or InputValidation"))?;
    if !memory.values.data.is_voice() {
        return Ok(Done::Fail("only callers have keys".to_owned()));
    }
    Ok(speak(action, memory)?.map_or(Done::Listen(listening), Done::Fail))
}

fn invoke(action: &Action, memory: &Memory) -> Result<Done, RunError> {
    let seconds: u64 = parameter(action, "InvocationTimeLimitSeconds")?
        .parse()
        .map_err(|_| invalid(action, "InvocationTimeLimitSeconds"))?;
    let response = match action.text("ResponseValidation.ResponseType") {
        None | Some("STRING_MAP") => ResponseType::StringMap,
        Some("JSON") => ResponseType::Json,
        Some(_) => return Err(invalid(action, "ResponseValidation.ResponseType")),
    };
    Ok(Done::Invoke(Invocation {
        function_arn: memory.fill(action, parameter(action, "LambdaFunctionARN")?)?,
        time_limit: Duration::from_secs(seconds),
        parameters: memory.fill_all(action, "LambdaInvocationAttributes")?,
        response,
    }))
}

fn write_attributes(action: &Action, memory: &mut Memory) -> Result<Done, RunError> {
    let attributes = memory.fill_all(action, "Attributes")?;
    Ok(if memory.write(attributes) {
        Done::Take(Branch::Next)
    } else {
        Done::Fail("the contact's attributes have more than 32 KB".to_owned())
    })
}

fn compare(action: &Action, memory: &Memory) -> Result<Done, RunError> {
    let value = memory.fill(action, parameter(action, "ComparisonValue")?)?;
    Ok(Done::Take(action.branch_for(&value)))
}

fn iterate(action: &Action, memory: &mut Memory) -> Result<Done, RunError> {
    let limit = memory.fill(action, parameter(action, "LoopCount")?)?;
    let limit = limit.parse().map_err(|_| invalid(action, "LoopCount"))?;
    let goes_on = memory.iterate(&action.identifier, limit);
    let result = if goes_on { "ContinueLooping" } else { "DoneLooping" };
    Ok(Done::Take(action.branch_for(result)))
}

fn parameter<'a>(action: &'a Action, name: &'static str) -> Result<&'a str, RunError> {
    action.text(name).ok_or_else(|| invalid(action, name))
}

fn invalid(action: &Action, parameter: &'static str) -> RunError {
    RunError::Parameter { block: action.identifier.clone(), parameter }
}
