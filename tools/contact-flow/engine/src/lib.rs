//! Amazon Connect contact flows as code: reads, renders, checks, runs and draws flows in the flow
//! language, version 2019-10-30.
//!
//! The crate is pure: it does not call AWS and does not read a clock. The program that runs a contact
//! invokes the functions and passes on the keys; `examples/run_a_flow.rs` shows how.
//!
//! | module | content |
//! | --- | --- |
//! | [`document`] | a flow: its blocks and the branches between them |
//! | [`catalogue`] | `flows.yaml`: the flows, the numbers that they answer, the variables of their templates |
//! | [`template`] | placeholders, filled in as Terraform does |
//! | [`reference`](mod@reference) | references such as `$.Attributes.x`, which a flow resolves while it runs |
//! | [`raw`] | hard-coded values, which do not belong in a template |
//! | [`speech`] | SSML: what a caller hears, and what Amazon Polly refuses |
//! | [`run`] | a contact on its way through a flow, and its transcript |
//! | [`coverage`] | transition coverage |
//! | [`language`] | the rules of the flow language, as data |
//! | [`lint`](mod@lint) | the mistakes of a flow or a template |
//! | [`canonical`] | the canonical form of a flow |
//! | [`diagram`] | a flowchart of a flow |
//!
//! Source of the language: Amazon Connect API reference, "Flow language".

pub mod canonical;
pub mod catalogue;
pub mod coverage;
pub mod diagram;
pub mod document;
pub mod language;
pub mod lint;
pub mod raw;
pub mod reference;
pub mod run;
pub mod speech;
pub mod template;
