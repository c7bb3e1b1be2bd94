//! A stand-in for CodePipeline: two pipelines whose releases wait for approval. Nothing is built and
//! nothing is deployed; what a client sees of it follows the service model.
//!
//! | module | what |
//! | --- | --- |
//! | `definition` | the pipelines and their stages |
//! | `release`, `commit` | one execution, what can happen to it, and what it releases |
//! | `service` | all executions, kept |
//! | `api`, `constraints`, `views` | the operations, what they take, and what they answer |
//! | `notification` | what an approval publishes |
//! | `event` | what EventBridge is told when it has ended |
//! | `control` | `/local/releases` |
//! | `staging` | the page that stands for what is on staging |

pub(crate) mod api;
mod commit;
mod constraints;
pub(crate) mod control;
pub(crate) mod definition;
mod event;
mod notification;
pub(crate) mod release;
mod service;
pub(crate) mod staging;
mod views;

pub(crate) use service::CodePipeline;
