//! Release approvals: the request that a pipeline makes, the people who may answer it, their
//! answers, the decision, and the mails and pages about it.
//!
//! This crate is pure: it uses no AWS, no clock and no environment, and does not log. Time, ids and
//! randomness are passed in as values. Storage, mail and the pipeline are behind [`ports`].
//!
//! The example `one_release` walks through a release from the pipeline's message to the applied
//! decision; it is the best introduction:
//!
//! ```console
//! $ cargo run -p switchboard-approval --example one_release
//! ```
//!
//! | module | content |
//! | --- | --- |
//! | [`notification`] | the message that CodePipeline sends |
//! | [`policy`] | who approves which pipeline, from the settings |
//! | [`request`], [`release`], [`approver`] | a request for an approval: release, approvers, deadline, state |
//! | [`state`], [`audit`] | the states of a request with their transitions, and the audit trail |
//! | [`schedule`] | deadline, reminders, and the sweep's next inspection |
//! | [`description`] | adds what the release changes |
//! | [`approved`] | the last release that was approved, and what has come since |
//! | [`repository`] | where people read the commits of a repository |
//! | [`posting`] | sends mails, each once |
//! | [`audience`], [`posting`] | who gets mails; sends them, each once |
//! | [`link`], [`nonce`] | links in mails, and the nonces of their forms |
//! | [`answering`] | records an approver's answer |
//! | [`delivery`] | delivers the decision to the pipeline, effectively once |
//! | [`aftermath`] | watches what becomes of an accepted release |
//! | [`render`] | mails and pages, in every language |
//! | [`ports`], [`memory`] | what the domain needs from outside, and in-memory fakes of it |
//! | [`brand`], [`reader`] | whose mails and pages they are, and who reads them |
//! | [`address`], [`allowed_hosts`], [`base_url`], [`language`], [`untrusted_text`] | values with rules of their own |

pub mod address;
pub mod aftermath;
pub mod allowed_hosts;
pub mod answering;
pub mod approved;
pub mod approver;
pub mod audience;
pub mod audit;
pub mod base_url;
pub mod brand;
pub mod delivery;
pub mod description;
pub mod guarded_actions;
mod hex;
pub mod language;
pub mod link;
pub mod memory;
pub mod nonce;
pub mod notification;
pub mod policy;
pub mod ports;
pub mod posting;
pub mod reader;
pub mod release;
pub mod render;
pub mod repository;
pub mod request;
pub mod schedule;
pub mod state;
pub mod untrusted_text;

pub use address::EmailAddress;
pub use approver::{Approver, ApproverId};
pub use base_url::BaseUrl;
pub use brand::{Brand, Site};
pub use language::Language;
pub use reader::Reader;
pub use release::{ActionPath, Change, PipelineToken, Release, Revision};
pub use request::{Aftermath, AftermathResult, Request, RequestId};
pub use state::{Closed, Deciding, Decision, Ending, Pending, Quorum, State, Verdict, Vote};
pub use untrusted_text::UntrustedText;
