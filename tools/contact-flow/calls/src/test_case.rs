//! The documents of Amazon Connect's test cases: what `CreateTestCase` takes, with `Content` as an
//! object in place of the text that the API wants.
//!
//! Only what the export writes is modelled; a document with anything else is refused when it is read.
//!
//! Sources: the service model of Amazon Connect (`CreateTestCase`); Amazon Connect developer guide,
//! "Testing language". infra/contact-flows/tests/README.md grades what is known of it.

mod check;

use serde::{Deserialize, Serialize};

pub use check::{Flaw, check};

/// The version of the testing language.
pub const VERSION: &str = "2019-10-30";

/// A test case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct TestCase {
    /// Its name in the instance.
    pub name: String,
    /// What it shows.
    pub description: String,
    /// How its contact comes in.
    pub entry_point: EntryPoint,
    /// `PUBLISHED`: only such a case can be started, and its content is checked.
    pub status: Status,
    /// What is expected and done.
    pub content: Content,
}

/// Whether a case can be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It can.
    Published,
}

/// How the contact of a case comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum EntryPoint {
    /// By telephone.
    #[serde(rename_all = "PascalCase")]
    VoiceCall {
        /// Into which flow, and from where.
        voice_call_entry_point_parameters: VoiceCall,
    },
    /// In writing.
    #[serde(rename_all = "PascalCase")]
    Chat {
        /// Into which flow.
        chat_entry_point_parameters: Chat,
    },
}

/// A telephone call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct VoiceCall {
    /// The caller's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_phone_number: Option<String>,
    /// The flow.
    pub flow_id: String,
}

/// A chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Chat {
    /// The flow.
    pub flow_id: String,
}

/// What is expected and done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Content {
    /// [`VERSION`].
    pub version: String,
    /// What the console keeps with a case; nothing.
    pub metadata: Nothing,
    /// What is expected, and what is then done.
    pub observations: Vec<Observation>,
}

/// An empty object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// An event that is expected, and what is done when it happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Observation {
    /// Its name, unique in the case.
    pub identifier: String,
    /// What is expected.
    pub event: Event,
    /// What is then done, in this order.
    pub actions: Vec<Action>,
    /// What is expected afterwards.
    pub transitions: NextObservations,
}

/// What is expected after an observation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct NextObservations {
    /// The observations.
    pub next_observations: Vec<String>,
}

/// Something that the system does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Event {
    /// Its name.
    pub identifier: String,
    /// Who does it: `System`.
    pub actor: Actor,
    /// What is done.
    #[serde(flatten)]
    pub what: EventKind,
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// The instance.
    System,
    /// The caller.
    Customer,
}

/// What the system does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Properties", deny_unknown_fields)]
pub enum EventKind {
    /// The case begins.
    TestInitiated {},
    /// The caller hears something.
    #[serde(rename_all = "PascalCase")]
    MessageReceived {
        /// What.
        text: String,
        /// How like it.
        matching_criteria: MatchingCriteria,
    },
}

/// How like a text the caller hears it. `Inclusion` is the other way there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum MatchingCriteria {
    /// It means the same.
    Similarity,
}

/// What is done when something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Action {
    /// Its name, unique in the case.
    pub identifier: String,
    /// What is done.
    #[serde(flatten)]
    pub what: ActionKind,
    /// What is done next.
    pub transitions: NextAction,
}

/// What is done after an action; nothing after the last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct NextAction {
    /// The action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_action: Option<String>,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Parameters", deny_unknown_fields)]
pub enum ActionKind {
    /// A value of the contact is compared.
    #[serde(rename_all = "PascalCase")]
    Assert {
        /// Which, such as `$.Attributes.status`.
        namespace: String,
        /// How.
        operator: Operator,
        /// With what.
        operand: String,
    },
    /// The caller does something.
    #[serde(rename_all = "PascalCase")]
    SendInstruction {
        /// Once more, what this is.
        action_type: SendInstruction,
        /// The caller.
        actor: Actor,
        /// What the caller does.
        instruction: Instruction,
    },
    /// Something of the instance behaves in another way.
    #[serde(rename_all = "PascalCase")]
    OverrideSystemBehavior {
        /// Once more, what this is.
        action_type: OverrideSystemBehavior,
        /// In which way.
        behavior: Behavior,
    },
    /// The case itself is told something.
    #[serde(rename_all = "PascalCase")]
    TestControl {
        /// Once more, what this is.
        action_type: TestControl,
        /// What it is told.
        command: Command,
    },
}

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// They are equal.
    Equals,
}

/// The name of an action in its own parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendInstruction {
    /// The only one.
    SendInstruction,
}

/// The name of an action in its own parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OverrideSystemBehavior {
    /// The only one.
    OverrideSystemBehavior,
}

/// The name of an action in its own parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestControl {
    /// The only one.
    TestControl,
}

/// What a caller does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Properties", deny_unknown_fields)]
pub enum Instruction {
    /// Presses keys.
    #[serde(rename_all = "PascalCase")]
    DtmfInput {
        /// Which.
        value: String,
    },
    /// Hangs up.
    Disconnect,
}

/// What a case is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum Command {
    /// It has passed.
    EndTest,
}

/// In which way something behaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", content = "Properties", deny_unknown_fields)]
pub enum Behavior {
    /// An action of the flow, once.
    FlowAction(FlowAction),
}

/// How an action of the flow behaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct FlowAction {
    /// Its type.
    pub action_type: InvokeLambdaFunction,
    /// Of which function.
    pub action_parameters: FunctionArn,
    /// In which way.
    pub strategy: Strategy,
}

/// The type of an action of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvokeLambdaFunction {
    /// The only one.
    InvokeLambdaFunction,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionArn {
    /// Its ARN as the flow has it.
    #[serde(rename = "LambdaFunctionARN")]
    pub lambda_function_arn: String,
}

/// In which way an action behaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum Strategy {
    /// It is not done, and this is its result.
    #[serde(rename_all = "PascalCase")]
    MockResponse {
        /// The result.
        response: Response,
    },
}

/// The result of an action that is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "Type", deny_unknown_fields)]
pub enum Response {
    /// It worked.
    #[serde(rename_all = "PascalCase")]
    ExecutionResult {
        /// With this.
        execution_result: ExecutionResult,
    },
    /// It failed.
    #[serde(rename_all = "PascalCase")]
    Error {
        /// With this.
        error: MockedError,
    },
}

/// What a function answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ExecutionResult {
    /// After how long.
    pub delay_seconds: u32,
    /// JSON as a text.
    pub loaded_data: String,
}

/// How a function fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct MockedError {
    /// The error.
    pub value: ErrorValue,
    /// After how long.
    pub delay_seconds: u32,
}

/// The errors of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorValue {
    /// It did not answer in time.
    TimeLimitExceeded,
    /// Any other.
    NoMatchingError,
}
