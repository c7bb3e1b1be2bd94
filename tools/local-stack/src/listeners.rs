//! The two ports of a stack.
//!
//! | module | what |
//! | --- | --- |
//! | `aws` | the port for SDKs: every service behind one address |
//! | `people` | the port for people: the pages, the HTTP API, the function URL and `/local` |

pub(crate) mod aws;
pub(crate) mod people;
