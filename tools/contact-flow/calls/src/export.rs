//! Scripts as test cases of Amazon Connect.

mod draft;

use serde_json::{Value, json};
use switchboard_contact_flow::catalogue::Entry;
use switchboard_contact_flow::{canonical, template};
use thiserror::Error;

use crate::play::{Found, Played};
use crate::script::{Behind, Contact, Function, Script, What};
use crate::test_case::{
    ActionKind, Actor, Behavior, Chat, Command, EntryPoint, ErrorValue, EventKind, ExecutionResult,
    FlowAction, FunctionArn, Instruction, InvokeLambdaFunction, MatchingCriteria, MockedError,
    Operator, OverrideSystemBehavior, Response, SendInstruction, Status, Strategy, TestCase,
    TestControl, VoiceCall,
};

use draft::Draft;

/// The variable of the exported templates that names the flow.
pub const FLOW_ID: &str = "flow_id";

/// The variable of the flow's template, and of the exported ones, that names the function.
pub const FUNCTION_ARN: &str = "vanity_convert_alias_arn";

/// The variables of the flow's template that are spoken. What an environment says in their place, its
/// tests expect.
pub const SPOKEN: [&str; 3] = ["greeting", "goodbye", "apology"];

/// How long a mocked function takes. The reference gives the member in each of its forms.
const DELAY_SECONDS: u32 = 1;

/// Why a script is no test case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
#[non_exhaustive]
pub enum NotExported {
    /// A block fails.
    #[error("a test case cannot make a block of the flow fail")]
    BlockFails,
    /// Silence is expected.
    #[error("a test case cannot expect that nothing is heard")]
    Silence,
    /// The function answers what no flow takes.
    #[error("whether Amazon Connect checks the shape of a mocked answer is not documented")]
    Shape,
    /// The function does the same more often than once.
    #[error("a mocked function is mocked once, and this one is invoked again")]
    InvokedAgain,
    /// Keys without anything to answer to.
    #[error("two steps press keys, and nothing is heard in between, so nothing says when to press")]
    KeysTogether,
}

/// A script that was played, as a test case. Its texts are those of a template of Terraform.
pub fn test_case(script: &Script, played: &Played, entry: &Entry) -> Result<TestCase, NotExported> {
    once(script, &played.found)?;
    let mut draft = Draft::new();
    let mut entry_point = call(None);
    let mut pressed = false;
    for (step, found) in script.steps.iter().zip(&played.found) {
        match &step.what {
            What::BlockFails(_) => return Err(NotExported::BlockFails),
            What::HearNothing => return Err(NotExported::Silence),
            What::Function(function) => draft.act(mock(function)?),
            What::Begin(contact) => {
                if *contact == Contact::Withheld && script.behind() == Behind::Real {
                    draft.act(mock(&Function::Answers(no_number()))?);
                }
                entry_point = begin(contact);
            }
            What::Hear(text) => {
                let heard = found.heard.as_deref().unwrap_or(text);
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
                draft.act(instruct(Instruction::DtmfInput { value: keys.clone() }));
            }
            What::HangUp => draft.act(instruct(Instruction::Disconnect)),
            // Time passes by itself, and when the flow is done nothing is left to be observed.
            What::SayNothing | What::Over => {}
            What::Attribute { name, value } => draft.act(ActionKind::Assert {
                namespace: format!("$.Attributes.{name}"),
                operator: Operator::Equals,
                operand: template::escape(value),
            }),
        }
    }
    draft.act(ActionKind::TestControl {
        action_type: TestControl::TestControl,
        command: Command::EndTest,
    });
    Ok(TestCase {
        name: format!("vanity-numbers {}", script.name),
        description: template::escape(&script.about),
        entry_point,
        status: Status::Published,
        content: draft.content(),
    })
}

/// What `vanity-convert` answers to a number that is withheld. No test case can withhold one.
#[must_use]
pub fn no_number() -> Value {
    json!({ "count": "0", "phoneNumber": "", "status": "no_number" })
}

/// Whether what the function is told is asked for once, as a mock is.
fn once(script: &Script, found: &[Found]) -> Result<(), NotExported> {
    let mut at_last = None;
    let mut all = 0;
    for (step, found) in script.steps.iter().zip(found) {
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

fn begin(contact: &Contact) -> EntryPoint {
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

/// What was heard, with the words that an environment may choose as variables.
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
