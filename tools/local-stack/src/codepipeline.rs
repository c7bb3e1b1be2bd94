//! CodePipeline: two pipelines whose releases wait for approval. Nothing is built or deployed. Requests
//! and replies follow the service model.
//!
//! | module | what |
//! | --- | --- |
//! | `definition` | the pipelines and their stages |
//! | `release`, `commit` | one execution, and the commit that it releases |
//! | `notification` | the message that an approval publishes |
//! | `event` | the EventBridge event when an approval ends |
//! | `service` | all executions |
//! | `api`, `constraints`, `views` | the operations, the checks of their input, and their output |
//! | `control` | `/local/releases` |

pub(crate) mod api;
mod commit;
mod constraints;
pub(crate) mod control;
pub(crate) mod definition;
mod event;
mod notification;
pub(crate) mod release;
mod service;
mod views;

pub(crate) use service::CodePipeline;
