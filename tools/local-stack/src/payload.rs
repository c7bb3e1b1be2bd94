//! Payload format 2.0, which an HTTP API and a function URL share: a request becomes an event, and a
//! reply becomes a response.

pub(crate) mod reply;
pub(crate) mod request;
