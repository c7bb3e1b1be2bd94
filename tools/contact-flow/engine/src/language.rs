//! The rules of the flow language as data: the types of actions, their parameters, and the branches that
//! each must or may have. [`lint`](mod@crate::lint) checks flows against them.
//!
//! Source: Amazon Connect API reference, "Flow language", a page for each type, which its description
//! names. Where a live instance was reported to be stricter, a comment says so.

mod actions;
mod names;

pub use names::{Name, name};

/// The maximum number of actions in a flow. Source: "Example flow".
pub const MAX_ACTIONS: usize = 250;

/// The maximum length of an identifier, in characters. Source: "Actions".
pub const MAX_IDENTIFIER: usize = 50;

/// The characters that an identifier must not contain. Source: "Actions".
pub const NOT_IN_IDENTIFIERS: [char; 14] =
    ['%', ':', '(', '\\', '/', ')', '=', '$', ',', ';', '[', ']', '{', '}'];

/// JavaScript property names, which are reserved and cannot be identifiers. Source: "Actions".
pub const NO_IDENTIFIERS: [&str; 10] = [
    "__proto__",
    "constructor",
    "__defineGetter__",
    "__defineSetter__",
    "toString",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "valueOf",
];

/// The error type that stands for all errors without a branch of their own.
pub const NO_MATCHING_ERROR: &str = "NoMatchingError";

/// The error type of a result that meets no condition.
pub const NO_MATCHING_CONDITION: &str = "NoMatchingCondition";

/// The types of flows. Source: API reference, `CreateContactFlow`.
pub const FLOW_TYPES: [&str; 10] = [
    "CONTACT_FLOW",
    "CUSTOMER_QUEUE",
    "CUSTOMER_HOLD",
    "CUSTOMER_WHISPER",
    "AGENT_HOLD",
    "AGENT_WHISPER",
    "OUTBOUND_WHISPER",
    "AGENT_TRANSFER",
    "QUEUE_TRANSFER",
    "CAMPAIGN",
];

/// A type of action.
#[derive(Debug)]
pub struct ActionType {
    /// The name of the type.
    pub name: &'static str,
    /// The page of the API reference that describes the type.
    pub page: &'static str,
    /// The form that an action of this type has to have.
    pub forms: Forms,
}

/// The forms of a type of action.
#[derive(Debug)]
pub enum Forms {
    /// All actions of the type have this form.
    One(Form),
    /// The value of this parameter chooses the form.
    By(&'static str, &'static [(&'static str, Form)]),
}

/// The form of an action.
#[derive(Debug)]
pub struct Form {
    /// The parameters.
    pub parameters: Fields,
    /// The meaning of `NextAction`.
    pub next: Next,
    /// The conditions.
    pub conditions: Conditions,
    /// The errors.
    pub errors: &'static [ErrorRule],
}

/// The members of an object.
#[derive(Debug)]
pub struct Fields {
    /// The members.
    pub fields: &'static [Field],
    /// Members of which exactly one has to be present; empty if there is no such rule.
    pub one_of: &'static [&'static str],
}

/// A parameter, or a member of one.
#[derive(Debug)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// Whether the member has to be present.
    pub required: bool,
    /// The values that are allowed.
    pub kind: Kind,
}

/// The values that a parameter may have. All values are strings, also numbers and booleans.
#[derive(Debug)]
pub enum Kind {
    /// One of these words; a reference is not allowed.
    Word(&'static [&'static str]),
    /// A whole number of a range.
    Whole {
        /// The smallest number.
        min: u32,
        /// The largest number.
        max: u32,
        /// Whether a reference is allowed instead.
        or_reference: bool,
    },
    /// A text that may contain references.
    Text,
    /// A text to be spoken, of at most [`MAX_SPOKEN`] characters.
    Spoken,
    /// SSML to be spoken, of at most [`MAX_SPOKEN`] characters.
    Ssml,
    /// A single reference.
    Reference,
    /// Keys of a telephone, at most this many.
    Keys(usize),
    /// An object of texts, whose keys are names that a reference can read.
    Texts,
    /// An object with these members.
    Object(Fields),
    /// A parameter that is documented but must not be used, for this reason.
    Refused(&'static str),
}

/// The maximum length of a prompt, in characters. Source: administrator guide, "Feature specifications".
pub const MAX_SPOKEN: usize = 6000;

/// The meaning of `NextAction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// `NextAction` is absent, because the flow ends.
    Nowhere,
    /// `NextAction` is the next block.
    Onward,
    /// `NextAction` is never taken, and is a copy of the target of this error.
    CopyOfError(&'static str),
    /// `NextAction` is never taken, and is a copy of the target of the condition with this operand.
    CopyOfCondition(&'static str),
}

/// The conditions of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// No conditions.
    None,
    /// At least one condition, each `Equals` and one key of a telephone.
    Keys,
    /// At least one condition, each with one of [`OPERATORS`].
    Comparisons,
    /// Exactly these conditions, each with `Equals`.
    Exactly(&'static [&'static str]),
}

/// The operators of `Compare`. Source: "Compare".
pub const OPERATORS: [&str; 8] = [
    "Equals",
    "TextStartsWith",
    "TextEndsWith",
    "TextContains",
    "NumberGreaterThan",
    "NumberGreaterOrEqualTo",
    "NumberLessThan",
    "NumberLessOrEqualTo",
];

/// A rule about the branch for an error.
#[derive(Debug)]
pub struct ErrorRule {
    /// The type of the error.
    pub name: &'static str,
    /// Whether the branch has to be present.
    pub need: Need,
}

/// Whether a branch has to be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The branch has to be present.
    Required,
    /// The branch may be present.
    Allowed,
    /// The branch has to be present if this parameter is, and must be absent otherwise.
    With(&'static str),
}

/// Iterates over the names of the types that have rules here. [`run`](mod@crate::run) runs exactly these.
pub fn known() -> impl Iterator<Item = &'static str> {
    actions::ALL.iter().map(|known| known.name)
}

/// Returns the type with this name; `None` if it has no rules here.
#[must_use]
pub fn action_type(name: &str) -> Option<&'static ActionType> {
    actions::ALL.iter().copied().find(|known| known.name == name)
}

impl ActionType {
    /// Returns the form of an action, given a lookup of its parameters. `None` if the parameter that
    /// chooses the form has another value.
    pub fn form<'a>(&self, value: impl FnOnce(&str) -> Option<&'a str>) -> Option<&Form> {
        match &self.forms {
            Forms::One(form) => Some(form),
            Forms::By(parameter, forms) => {
                let value = value(parameter)?;
                forms.iter().find(|(known, _)| *known == value).map(|(_, form)| form)
            }
        }
    }
}
