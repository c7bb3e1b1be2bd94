//! Why a run stops before every number is answered or refused.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::printable::Printable;

/// Why not every entry was answered or refused.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("the numbers cannot be read: {0}")]
    Read(#[source] io::Error),
    #[error("the file {} cannot be read: {source}", Printable(&path.display().to_string()))]
    File { path: PathBuf, source: io::Error },
    #[error(
        "--file takes names of files, and a phone number stands among them; numbers are read from \
         files or from arguments, not from both"
    )]
    NumberAsFile,
    #[error("the answers cannot be written: {0}")]
    Write(#[source] io::Error),
    #[error("the errors cannot be written to {}: {source}", Printable(&path.display().to_string()))]
    Errors { path: PathBuf, source: io::Error },
    #[error("a thread cannot be started, fewer --jobs may help: {0}")]
    Thread(#[source] io::Error),
    #[error("a thread has ended before its work was done")]
    Lost,
}
