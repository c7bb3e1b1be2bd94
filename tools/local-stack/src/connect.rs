//! Amazon Connect: calls run through the contact flow of `infra/contact-flows` and invoke the real
//! function.
//!
//! | module | what |
//! | --- | --- |
//! | `call_request` | the requests that place a call and press keys |
//! | `event` | the event that a function receives |
//! | `calls` | the calls and their way through the flow |
//! | `control` | `/local/calls` |

mod call_request;
mod calls;
pub(crate) mod control;
mod event;

pub use call_request::Call;
pub(crate) use call_request::keys;
pub use calls::{CallError, CallView, Calls, ListeningView};
