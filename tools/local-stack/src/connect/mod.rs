//! Amazon Connect: calls that run through the contact flow of `infra/contact-flows`, and invoke the
//! real function.

mod calls;
pub(crate) mod control;
mod event;
mod order;

pub use calls::{CallError, CallView, Calls, ListeningView};
pub use order::Call;
pub(crate) use order::keys;
