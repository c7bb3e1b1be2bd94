//! Calls as scripts that a tester can read and write: played through the contact flow on a local stack
//! with the real functions, measured by the transitions that they take, and exported as test cases of
//! Amazon Connect.
//!
//! | module | what |
//! | --- | --- |
//! | [`script`] | a call as it is written down |
//! | [`flows`] | the flow, and its variant without loops, as folders that a stack reads |
//! | [`exchange`] | local stacks that take calls |
//! | [`play`] | plays a script |
//! | [`run`] | plays all of them, and counts the transitions |
//! | [`transcript`] | a call, for people |
//! | [`mod@test_case`] | the documents of Amazon Connect's test cases |
//! | [`export`] | scripts as test cases |
//! | [`committed`] | the files of the test cases, and whether they are current |

pub mod committed;
pub mod exchange;
pub mod export;
pub mod flows;
pub mod play;
pub mod run;
pub mod script;
pub mod test_case;
pub mod transcript;
