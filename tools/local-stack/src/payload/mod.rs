//! Payload format 2.0, which an HTTP API and a function URL have in common: a request as an event, and a
//! reply as a response.

pub(crate) mod reply;
pub(crate) mod request;
