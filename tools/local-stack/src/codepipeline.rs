//! CodePipeline: two pipelines whose releases wait for approval. Nothing is built or deployed. Requests
//! and replies follow the service model.
//!
//! | module | what |
//! | --- | --- |
//! | `definition` | the pipelines and their stages |
//! | `release`, `revision` | one execution, and the revisions that it releases |
//! | `notification` | the message that an approval publishes |
//! | `event` | the EventBridge events when an approval or an execution ends |
//! | `service` | all executions |
//! | `api`, `constraints`, `views` | the operations, the checks of their input, and their output |
//! | `control`, `release_request` | `/local/releases`, and what starts a release there |

pub(crate) mod api;
mod constraints;
pub(crate) mod control;
pub(crate) mod definition;
mod event;
mod notification;
pub(crate) mod release;
mod release_request;
mod revision;
mod service;
mod views;

pub(crate) use service::CodePipeline;
