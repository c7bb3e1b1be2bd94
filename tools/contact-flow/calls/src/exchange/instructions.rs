//! The file that says what the scripted function does.

use std::path::PathBuf;
use std::{fs, io};

use serde_json::json;
use tempfile::TempDir;

use crate::script::Function;

/// The file that says what the scripted function does, in a folder of its own.
#[derive(Debug)]
pub(super) struct Instructions {
    folder: TempDir,
}

impl Instructions {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("instructions.json")
    }

    /// Makes the function do this from now on.
    pub(super) fn write(&self, function: &Function) -> io::Result<()> {
        let instruction = match function {
            Function::Fails => json!("fail"),
            Function::IsSilent => json!("hang"),
            Function::Answers(value) => json!({ "answer": value }),
        };
        fs::write(self.file(), instruction.to_string())
    }
}
