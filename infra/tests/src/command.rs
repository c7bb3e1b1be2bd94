//! The parts of `check-infra`.

pub(crate) mod environments;
pub(crate) mod linters;
pub(crate) mod modules;
pub(crate) mod planted;
pub(crate) mod program;
pub(crate) mod provider;
pub(crate) mod report;
pub(crate) mod skips;
pub(crate) mod stand_in;
pub(crate) mod workspace;
