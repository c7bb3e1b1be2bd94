//! A stand-in for SES: mail is checked as the service checks it, captured, and shown as a mail client
//! would show it. None of it leaves this machine.
//!
//! | module | what |
//! | --- | --- |
//! | `request` | `SendEmail`, and what the service refuses |
//! | `address` | addresses that the service takes |
//! | `mailbox` | what was captured, kept |
//! | `control` | `/local/mailbox` |
//! | `pages` | `/mailbox`, for people |

mod address;
pub(crate) mod control;
mod mailbox;
pub(crate) mod pages;
mod request;

pub use mailbox::MailboxError;
pub(crate) use mailbox::{Headline, Mailbox};
pub(crate) use request::read;

/// Where `SendEmail` is posted to.
pub(crate) const SEND_PATH: &str = "/v2/email/outbound-emails";
