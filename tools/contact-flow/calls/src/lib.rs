//! Scripted calls: played through the contact flows on a local stack, measured by transition coverage,
//! and exported as test cases of Amazon Connect.
//!
//! | module | content |
//! | --- | --- |
//! | [`script`] | a call as it is written down |
//! | [`scripts`] | the scripts of a folder |
//! | [`flows`] | the flows that the calls run through |
//! | [`exchange`] | local stacks that take calls |
//! | [`play`] | plays a script |
//! | [`run`] | plays several scripts and measures the coverage |
//! | [`transcript`] | prints a call |
//! | [`export`] | turns scripts into test cases of Amazon Connect |
//! | [`mod@test_case`] | the documents of these test cases |

pub mod exchange;
pub mod export;
pub mod flows;
pub mod play;
pub mod run;
pub mod script;
pub mod scripts;
pub mod test_case;
pub mod transcript;
