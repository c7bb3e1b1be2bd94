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
//! | [`reference`](mod@reference) | `$.Attributes.x` and its kind: values that a flow reads while it runs |
//! | [`raw`] | what belongs to one account, instance or person, and so into no template |
//! | [`speech`] | SSML: what a caller hears of it, and what Amazon Polly refuses |
//! | [`run`] | a contact on its way through a flow, and its transcript |
//! | [`coverage`] | which branches were taken |
//! | [`language`] | what the language allows, as data |
//! | [`lint`](mod@lint) | what is wrong with a flow or a template |
//! | [`canonical`] | the one way in which a flow is written down |
//! | [`counted`] | a flow without `Loop`, the fallback |
//! | [`diagram`] | a picture of a flow |
//!
//! Source of the language: Amazon Connect API reference, "Flow language".

pub mod canonical;
pub mod catalogue;
pub mod counted;
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
