//! Release approvals: what a pipeline asks, who may answer, what was answered, and how it is told.
//!
//! Pure: no AWS, no clock, no environment. Time, ids and randomness come in as values; where things
//! are kept and sent is behind [`ports`].
//!
//! | module | what |
//! | --- | --- |
//! | [`notification`] | the message that CodePipeline sends |
//! | [`policy`] | who approves which pipeline, from the settings |
//! | [`request`] | one approval that is asked for: release, approvers, deadline, state |
//! | [`state`], [`audit`] | the steps that a request can take, and no others; what is kept of each |
//! | [`schedule`] | deadline, reminders, and when to look again |
//! | [`link`], [`form`] | one-time links, and the form that answers them |
//! | [`description`] | adds what changes |
//! | [`posting`] | sends mails, each once |
//! | [`delivery`] | puts a decision on the pipeline, effectively once |
//! | [`render`] | mails and pages, in every language |
//! | [`ports`], [`memory`] | where requests are kept and releases are told, and the twin for tests |

pub mod address;
pub mod audit;
pub mod base_url;
pub mod delivery;
pub mod description;
pub mod form;
pub mod language;
pub mod link;
pub mod memory;
pub mod notification;
pub mod policy;
pub mod ports;
pub mod posting;
pub mod release;
pub mod render;
pub mod request;
pub mod schedule;
pub mod state;
pub mod text;

pub use address::EmailAddress;
pub use base_url::BaseUrl;
pub use language::Language;
pub use release::{ActionPath, Change, PipelineToken, Release};
pub use request::{Approver, ApproverId, Request, RequestId};
pub use state::{Closed, Deciding, Decision, Ending, Pending, Quorum, State, Verdict, Vote};
pub use text::Text;
