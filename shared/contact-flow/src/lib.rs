//! Amazon Connect contact flows as code: documents in the flow language (version 2019-10-30), the
//! templates that they are rendered from, what the language allows, and what happens on a call.
//!
//! Nothing here knows AWS: a call is run by whoever invokes the functions and passes on the keys.
//!
//! | module | what |
//! | --- | --- |
//! | [`document`] | a flow: its blocks and where each leads |
//! | [`catalogue`] | `flows.yaml`: the flows, and the variables of their templates |
//! | [`template`] | placeholders, filled in as Terraform does |
//! | [`reference`] | `$.Attributes.x` and its kind: values that a flow reads while it runs |
//! | [`speech`] | SSML: what a caller hears of it, and what Amazon Polly refuses |
//! | [`run`] | a contact on its way through a flow, and its transcript |
//! | [`coverage`] | which branches were taken |
//!
//! Source of the language: Amazon Connect API reference, "Flow language".

pub mod catalogue;
pub mod coverage;
pub mod document;
pub mod reference;
pub mod run;
pub mod speech;
pub mod template;
