//! The ports' twins in memory: the same answers, for tests and for trying a handler out.

mod approvals;
mod mailer;
mod pipeline;

pub use approvals::MemoryApprovals;
pub use mailer::{MailFault, MemoryMailer, SentMail};
pub use pipeline::{MemoryPipeline, PipelineFault};
