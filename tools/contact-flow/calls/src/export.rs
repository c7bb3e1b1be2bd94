//! Turns scripts into test cases of Amazon Connect.

mod cases;
mod draft;

use serde_json::{Value, json};
use switchboard_contact_flow::catalogue::Entry;
use switchboard_contact_flow::{canonical, template};
use thiserror::Error;

use crate::play::Played;
use crate::script::{Backend, Contact, Function, Script, What};
use crate::test_case::{
    ActionKind, Actor, Behavior, Chat, Command, EntryPoint, ErrorValue, EventKind, ExecutionResult,
    FlowAction, FunctionArn, Instruction, InvokeLambdaFunction, MatchingCriteria, MockedError,
    Operator, OverrideSystemBehavior, Response, SendInstruction, Status, Strategy, TestCase,
    TestControl, VoiceCall,
};

pub use cases::{Cases, ExportError};
use draft::Draft;

/// The variable of the exported templates that holds the id of the flow.
pub const FLOW_ID: &str = "flow_id";

/// The variable that holds the ARN of the function, in the template of the flow and in exported ones.
pub const FUNCTION_ARN: &str = "vanity_convert_alias_arn";

/// The variables of the flow's template that are spoken. A test case expects the words of its
/// environment.
pub const SPOKEN: [&str; 3] = ["greeting", "goodbye", "apology"];

/// The time that a mocked function takes. The reference has the member in each form of a mock.
const DELAY_SECONDS: u32 = 1;

/// The reason why a script cannot be a test case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
#[non_exhaustive]
pub enum NotExported {
    /// A block has to fail.
    #[error("a test case cannot make a block of the flow fail")]
    BlockFails,
    /// The caller has to hear nothing.
    #[error("a test case cannot expect that nothing is heard")]
    Silence,
    /// The function answers something that no flow accepts.
    #[error("whether Amazon Connect checks the shape of a mocked answer is not documented")]
    Shape,
    /// The function has to do the same more than once.
    #[error("a mock counts once, and the function is invoked again")]
    InvokedAgain,
    /// Keys are pressed twice, with nothing heard in between.
    #[error("two steps press keys, and nothing is heard in between, so nothing says when to press")]
    KeysTogether,
}

/// Turns a script that was played into a test case. Its texts are those of a Terraform template.
///
/// # Errors
///
/// [`NotExported`] if a test case cannot do what the script does.
pub fn test_case(script: &Script, played: &Played, entry: &Entry) -> Result<TestCase, NotExported> {
    if !script.failing_blocks.is_empty() {
        return Err(NotExported::BlockFails);
    }
    once(script, played)?;
    let mut draft = Draft::new();
    if let Some(function) = &script.function {
        draft.act(mock(function)?);
    }
    if script.contact == Contact::Withheld && script.backend() == Backend::Real {
        draft.act(mock(&Function::Answers(no_number()))?);
    }
    let mut pressed = false;
    for (step, found) in script.steps.iter().zip(&played.found) {
        match &step.what {
            What::HearNothing => return Err(NotExported::Silence),
            What::Function(function) => draft.act(mock(function)?),
            What::Hear(words) => {
                let heard = found.heard.as_deref().unwrap_or(words.as_str());
                pressed = false;
                draft.observe(EventKind::MessageReceived {
                    text: spoken(heard, entry),
                    matching_criteria: MatchingCriteria::Similarity,
                });
            }
            What::Press(keys) => {
                if std::mem::replace(&mut pressed, true) {
                    return Err(NotExported::KeysTogether);
                }
                draft.act(instruct(Instruction::DtmfInput { value: keys.as_str().to_owned() }));
            }
            What::HangUp => draft.act(instruct(Instruction::Disconnect)),
            // Time passes by itself, and the end of the flow cannot be observed.
            What::SayNothing | What::Over => {}
            What::Attributes(expected) => {
                for (name, value) in expected {
                    draft.act(ActionKind::Assert {
                        namespace: format!("$.Attributes.{name}"),
                        operator: Operator::Equals,
                        operand: template::escape(value),
                    });
                }
            }
        }
    }
    draft.act(ActionKind::TestControl {
        action_type: TestControl::TestControl,
        command: Command::EndTest,
    });
    Ok(TestCase {
        name: format!("{} {}", script.flow, script.name),
        description: template::escape(&script.about),
        entry_point: entry_point(&script.contact),
        status: Status::Published,
        content: draft.content(),
    })
}

/// Returns what `vanity-convert` answers if the caller withholds the number, which no test case can do.
#[must_use]
pub fn no_number() -> Value {
    json!({ "count": "0", "phoneNumber": "", "recorded": "false", "status": "no_number" })
}

/// Checks that the function is invoked at most once for each thing that it has to do, as a mock is.
fn once(script: &Script, played: &Played) -> Result<(), NotExported> {
    let mut at_last = script.function.as_ref().map(|_| 0);
    let mut all = played.invocations_at_start;
    for (step, found) in script.steps.iter().zip(&played.found) {
        if matches!(step.what, What::Function(_))
            && at_last.replace(found.invocations).is_some_and(|last| found.invocations > last + 1)
        {
            return Err(NotExported::InvokedAgain);
        }
        all = found.invocations;
    }
    if at_last.is_some_and(|last| all > last + 1) {
        return Err(NotExported::InvokedAgain);
    }
    Ok(())
}

fn entry_point(contact: &Contact) -> EntryPoint {
    match contact {
        Contact::From(number) => call(Some(number.clone())),
        Contact::Withheld => call(None),
        Contact::Chat => {
            EntryPoint::Chat { chat_entry_point_parameters: Chat { flow_id: variable(FLOW_ID) } }
        }
    }
}

fn call(source_phone_number: Option<String>) -> EntryPoint {
    EntryPoint::VoiceCall {
        voice_call_entry_point_parameters: VoiceCall {
            source_phone_number,
            flow_id: variable(FLOW_ID),
        },
    }
}

fn instruct(instruction: Instruction) -> ActionKind {
    ActionKind::SendInstruction {
        action_type: SendInstruction::SendInstruction,
        actor: Actor::Customer,
        instruction,
    }
}

fn mock(function: &Function) -> Result<ActionKind, NotExported> {
    let error =
        |value| Response::Error { error: MockedError { value, delay_seconds: DELAY_SECONDS } };
    let response = match function {
        Function::Fails => error(ErrorValue::NoMatchingError),
        Function::IsSilent => error(ErrorValue::TimeLimitExceeded),
        Function::Answers(answer) => {
            let is_flat =
                |answer: &serde_json::Map<_, Value>| answer.values().all(Value::is_string);
            if !answer.as_object().is_some_and(is_flat) {
                return Err(NotExported::Shape);
            }
            let loaded_data =
                template::escape(&canonical::sorted_value(answer.clone()).to_string());
            let delay_seconds = DELAY_SECONDS;
            let execution_result = ExecutionResult { delay_seconds, loaded_data };
            Response::ExecutionResult { execution_result }
        }
    };
    Ok(ActionKind::OverrideSystemBehavior {
        action_type: OverrideSystemBehavior::OverrideSystemBehavior,
        behavior: Behavior::FlowAction(FlowAction {
            action_type: InvokeLambdaFunction::InvokeLambdaFunction,
            action_parameters: FunctionArn { lambda_function_arn: variable(FUNCTION_ARN) },
            strategy: Strategy::MockResponse { response },
        }),
    })
}

/// Replaces the words that an environment may choose by their variables.
fn spoken(heard: &str, entry: &Entry) -> String {
    let mut text = template::escape(heard);
    for name in SPOKEN {
        let default = entry.variables.get(name).and_then(|variable| variable.default.as_deref());
        if let Some(words) = default.filter(|words| !words.is_empty()) {
            text = text.replace(&template::escape(words), &variable(name));
        }
    }
    text
}

fn variable(name: &str) -> String {
    format!("${{{name}}}")
}

#[cfg(test)]
mod tests;
