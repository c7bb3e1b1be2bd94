//! What the flow language allows: which types of actions there are, their parameters, and the branches
//! that each must or may have. Data only; [`lint`](mod@crate::lint) holds flows against it.
//!
//! Source: Amazon Connect API reference, "Flow language", one page a type (named with each
//! description), and what people saw a live instance refuse, said so where it differs.

mod actions;
mod names;

pub use names::{Name, name};

/// The most actions that a flow may have. Source: "Example flow".
pub const MAX_ACTIONS: usize = 250;

/// The most characters that an identifier may have. Source: "Actions".
pub const MAX_IDENTIFIER: usize = 50;

/// The characters that an identifier may not have. Source: "Actions".
pub const NOT_IN_IDENTIFIERS: [char; 14] =
    ['%', ':', '(', '\\', '/', ')', '=', '$', ',', ';', '[', ']', '{', '}'];

/// The identifiers that are names of JavaScript. Source: "Actions".
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

/// The error that stands for all that have no branch of their own.
pub const NO_MATCHING_ERROR: &str = "NoMatchingError";

/// The error of a result that meets no condition.
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

/// A type of actions.
#[derive(Debug)]
pub struct ActionType {
    /// Its name.
    pub name: &'static str,
    /// The page of the API reference that describes it.
    pub page: &'static str,
    /// What an action of this type has to look like.
    pub forms: Forms,
}

/// What actions of a type look like.
#[derive(Debug)]
pub enum Forms {
    /// All alike.
    One(Form),
    /// It depends on the value of this parameter.
    By(&'static str, &'static [(&'static str, Form)]),
}

/// What an action looks like.
#[derive(Debug)]
pub struct Form {
    /// Its parameters.
    pub parameters: Fields,
    /// What `NextAction` is.
    pub next: Next,
    /// The conditions that it has.
    pub conditions: Conditions,
    /// The errors that it has branches for.
    pub errors: &'static [ErrorRule],
}

/// The members of an object.
#[derive(Debug)]
pub struct Fields {
    /// Each of them.
    pub fields: &'static [Field],
    /// Exactly one of these has to be there; no matter, if empty.
    pub one_of: &'static [&'static str],
}

/// A parameter, or a member of one.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be there.
    pub required: bool,
    /// What it may be.
    pub kind: Kind,
}

/// What a parameter may be. All of them are strings, also numbers and booleans.
#[derive(Debug)]
pub enum Kind {
    /// One of these words, not read from a reference.
    Word(&'static [&'static str]),
    /// A whole number from the first to the second.
    Whole {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
        /// Whether it may be one reference instead.
        or_reference: bool,
    },
    /// Text, which may have references in it.
    Text,
    /// Text to be spoken, of at most [`MAX_SPOKEN`] characters.
    Spoken,
    /// SSML to be spoken, of at most [`MAX_SPOKEN`] characters.
    Ssml,
    /// One reference, and nothing else.
    Reference,
    /// At most so many of the keys of a telephone.
    Keys(usize),
    /// An object of texts, its keys being names that a reference can read.
    Texts,
    /// An object of these members.
    Object(Fields),
    /// Documented, and refused all the same, for this reason.
    Refused(&'static str),
}

/// The most characters of a prompt. Source: administrator guide, "Feature specifications".
pub const MAX_SPOKEN: usize = 6000;

/// What `NextAction` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is not there: the flow ends.
    Nowhere,
    /// The block that follows.
    Onward,
    /// Never taken, but written: a copy of where this error leads.
    CopyOfError(&'static str),
    /// Never taken, but written: a copy of where the condition with this operand leads.
    CopyOfCondition(&'static str),
}

/// The conditions that an action has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// None.
    None,
    /// At least one; each `Equals` one key of a telephone.
    Keys,
    /// At least one; each compares with one of [`OPERATORS`].
    Comparisons,
    /// Exactly these, each with `Equals`.
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

/// An error that an action has a branch for.
#[derive(Debug)]
pub struct ErrorRule {
    /// The error.
    pub name: &'static str,
    /// Whether the branch has to be there.
    pub need: Need,
}

/// Whether a branch has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It has to.
    Required,
    /// It may.
    Allowed,
    /// It has to where this parameter is there, and must not otherwise.
    With(&'static str),
}

/// The names of the types whose rules are known here; [`run`](mod@crate::run) runs just these.
pub fn known() -> impl Iterator<Item = &'static str> {
    actions::ALL.iter().map(|known| known.name)
}

/// The type of this name, if its rules are known here.
#[must_use]
pub fn action_type(name: &str) -> Option<&'static ActionType> {
    actions::ALL.iter().copied().find(|known| known.name == name)
}

impl ActionType {
    /// What an action with this value of the deciding parameter looks like: where there is none, the
    /// only form. `None` if no form has this value.
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
