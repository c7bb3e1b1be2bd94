//! In-memory fakes of the ports, for tests and examples. One contract suite holds them and the real
//! adapters to the same promises.

mod approvals;
mod mailer;
mod pipeline;

pub use approvals::MemoryApprovals;
pub use mailer::{MailFault, MemoryMailer, SentMail};
pub use pipeline::{MemoryPipeline, PipelineFault};
