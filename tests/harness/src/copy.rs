//! Copies of files, for tests to break.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// Copies these files of a folder into a temporary folder, which is deleted when it is dropped.
#[must_use]
#[track_caller]
pub fn copy_of(folder: &Path, files: &[&str]) -> TempDir {
    let copy = TempDir::new().unwrap();
    for file in files {
        let copied = fs::copy(folder.join(file), copy.path().join(file));
        copied.unwrap_or_else(|error| panic!("{}: {error}", folder.join(file).display()));
    }
    copy
}
