//! The scripts that publish, resolve, apply, shift, yank and roll back a release, with a folder in place of the AWS account;
//! one test has a real API instead.
//! The repository they run in is a real one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

#[path = "deploy_scripts/api.rs"]
mod api;
#[path = "deploy_scripts/apply.rs"]
mod apply;
#[path = "deploy_scripts/back.rs"]
mod back;
#[path = "deploy_scripts/codes.rs"]
mod codes;
#[path = "deploy_scripts/deploy.rs"]
mod deploy;
#[path = "deploy_scripts/live.rs"]
mod live;
#[path = "deploy_scripts/mirror.rs"]
mod mirror;
#[path = "deploy_scripts/publish.rs"]
mod publish;
#[path = "deploy_scripts/resolve.rs"]
mod resolve;
#[path = "deploy_scripts/rollback.rs"]
mod rollback;
#[path = "deploy_scripts/shift.rs"]
mod shift;
#[path = "deploy_scripts/tell.rs"]
mod tell;
#[path = "deploy_scripts/world.rs"]
mod world;
#[path = "deploy_scripts/yank.rs"]
mod yank;
