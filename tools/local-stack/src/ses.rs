//! SES: mail is checked like the service checks it and captured. None of it leaves this machine.
//!
//! | module | what |
//! | --- | --- |
//! | `address` | the addresses that the service accepts |
//! | `attachment` | files in an email |
//! | `mailbox` | the captured mail |
//! | `request` | `SendEmail` and its checks |
//! | `control` | `/local/mailbox` |

mod address;
mod attachment;
pub(crate) mod control;
mod mailbox;
mod request;

pub(crate) use attachment::Attachment;
pub use mailbox::MailboxError;
pub(crate) use mailbox::{EmailSummary, Mailbox, SentEmail};
pub(crate) use request::read;

/// The path of `SendEmail`.
pub(crate) const SEND_PATH: &str = "/v2/email/outbound-emails";
