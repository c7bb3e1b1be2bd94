//! Amazon Connect's test cases: the input of `CreateTestCase`, with `Content` as an object instead of a
//! text.
//!
//! Only what the export writes is modelled; anything else is refused when a document is read.
//!
//! Sources: the service model of Amazon Connect (`CreateTestCase`); Amazon Connect developer guide,
//! "Testing language". `connect-test-cases.md` of this crate says how reliable each source is.

mod check;

use serde::{Deserialize, Serialize};

pub use check::{Flaw, check};

/// The version of the testing language.
pub const VERSION: &str = "2019-10-30";

/// A test case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct TestCase {
    /// The name in the instance.
    pub name: String,
    /// The description: what the call shows.
    pub description: String,
    /// The way in which the contact begins.
    pub entry_point: EntryPoint,
    /// The status. Only a published case can be started, and its content is checked.
    pub status: Status,
    /// The observations and actions.
    pub content: Content,
}

/// The status of a test case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// The case can be started.
    Published,
}

/// The way in which the contact of a test case begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum EntryPoint {
    /// The contact is a call.
    #[serde(rename_all = "PascalCase")]
    VoiceCall {
        /// The flow and the caller.
        voice_call_entry_point_parameters: VoiceCall,
    },
    /// The contact is a chat.
    #[serde(rename_all = "PascalCase")]
    Chat {
        /// The flow.
        chat_entry_point_parameters: Chat,
    },
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct VoiceCall {
    /// The caller's number, in E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_phone_number: Option<String>,
    /// The id of the flow.
    pub flow_id: String,
}

/// A chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Chat {
    /// The id of the flow.
    pub flow_id: String,
}

/// The content of a test case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Content {
    /// The version of the testing language, [`VERSION`].
    pub version: String,
    /// Data of the console, which is empty here.
    pub metadata: Nothing,
    /// The observations, each with its actions.
    pub observations: Vec<Observation>,
}

/// An empty object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// An event that is expected, and the actions that follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Observation {
    /// The name of the observation, unique in the case.
    pub identifier: String,
    /// The event.
    pub event: Event,
    /// The actions, in order.
    pub actions: Vec<Action>,
    /// The observations that follow.
    pub transitions: NextObservations,
}

/// The observations after an observation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct NextObservations {
    /// The names of the observations.
    pub next_observations: Vec<String>,
}

/// An event of the instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Event {
    /// The name of the event.
    pub identifier: String,
    /// The actor, `System`.
    pub actor: Actor,
    /// The kind of event.
    #[serde(flatten)]
    pub what: EventKind,
}

/// The actor of an event or an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// The instance.
    System,
    /// The caller.
    Customer,
}

/// The kind of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Properties", deny_unknown_fields)]
pub enum EventKind {
    /// The test begins.
    TestInitiated {},
    /// The caller hears a message.
    #[serde(rename_all = "PascalCase")]
    MessageReceived {
        /// The text of the message.
        text: String,
        /// The way in which the text is compared.
        matching_criteria: MatchingCriteria,
    },
}

/// The way in which a text is compared. `Inclusion`, the other one, is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum MatchingCriteria {
    /// The texts mean the same.
    Similarity,
}

/// An action that follows an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Action {
    /// The name of the action, unique in the case.
    pub identifier: String,
    /// The kind of action.
    #[serde(flatten)]
    pub what: ActionKind,
    /// The next action.
    pub transitions: NextAction,
}

/// The action after an action; the last one has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct NextAction {
    /// The name of the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_action: Option<String>,
}

/// The kind of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Parameters", deny_unknown_fields)]
pub enum ActionKind {
    /// Compares a value of the contact.
    #[serde(rename_all = "PascalCase")]
    Assert {
        /// A reference to the value, such as `$.Attributes.status`.
        namespace: String,
        /// The comparison.
        operator: Operator,
        /// The value to compare with.
        operand: String,
    },
    /// Makes the caller do something.
    #[serde(rename_all = "PascalCase")]
    SendInstruction {
        /// The name of the action.
        action_type: SendInstruction,
        /// The actor, `Customer`.
        actor: Actor,
        /// The instruction to the caller.
        instruction: Instruction,
    },
    /// Changes the behavior of the instance.
    #[serde(rename_all = "PascalCase")]
    OverrideSystemBehavior {
        /// The name of the action.
        action_type: OverrideSystemBehavior,
        /// The new behavior.
        behavior: Behavior,
    },
    /// Controls the test itself.
    #[serde(rename_all = "PascalCase")]
    TestControl {
        /// The name of the action.
        action_type: TestControl,
        /// The command.
        command: Command,
    },
}

/// The comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// The values are equal.
    Equals,
}

/// The name of an action, repeated in its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendInstruction {
    /// The only value.
    SendInstruction,
}

/// The name of an action, repeated in its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OverrideSystemBehavior {
    /// The only value.
    OverrideSystemBehavior,
}

/// The name of an action, repeated in its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestControl {
    /// The only value.
    TestControl,
}

/// An instruction to the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Properties", deny_unknown_fields)]
pub enum Instruction {
    /// Press keys.
    #[serde(rename_all = "PascalCase")]
    DtmfInput {
        /// The keys.
        value: String,
    },
    /// Hang up.
    Disconnect,
}

/// A command to the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum Command {
    /// End the test, which has passed.
    EndTest,
}

/// A changed behavior.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Properties", deny_unknown_fields)]
pub enum Behavior {
    /// An action of the flow behaves differently, once.
    FlowAction(FlowAction),
}

/// The changed behavior of an action of the flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct FlowAction {
    /// The type of the action.
    pub action_type: InvokeLambdaFunction,
    /// The function that the action invokes.
    pub action_parameters: FunctionArn,
    /// The changed behavior.
    pub strategy: Strategy,
}

/// The type of an action of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvokeLambdaFunction {
    /// The only value.
    InvokeLambdaFunction,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionArn {
    /// The ARN of the function, as in the flow.
    #[serde(rename = "LambdaFunctionARN")]
    pub lambda_function_arn: String,
}

/// The way in which an action behaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum Strategy {
    /// The action is not performed, and has this result.
    #[serde(rename_all = "PascalCase")]
    MockResponse {
        /// The result.
        response: Response,
    },
}

/// The result of an action that is not performed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum Response {
    /// The action succeeded.
    #[serde(rename_all = "PascalCase")]
    ExecutionResult {
        /// The result.
        execution_result: ExecutionResult,
    },
    /// The action failed.
    #[serde(rename_all = "PascalCase")]
    Error {
        /// The error.
        error: MockedError,
    },
}

/// The answer of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ExecutionResult {
    /// The delay, in seconds.
    pub delay_seconds: u32,
    /// The answer: JSON as a text.
    pub loaded_data: String,
}

/// The error of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct MockedError {
    /// The type of the error.
    pub value: ErrorValue,
    /// The delay, in seconds.
    pub delay_seconds: u32,
}

/// The type of a function's error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorValue {
    /// The function did not answer in time.
    TimeLimitExceeded,
    /// Any other error.
    NoMatchingError,
}
