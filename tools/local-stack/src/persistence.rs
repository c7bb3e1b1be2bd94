//! State that survives a restart: a small JSON document in the data folder, replaced as a whole.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::problem::Problem;

/// Where a stack stores its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// State is stored in files in this folder, which is created if it is missing.
    Folder(PathBuf),
    /// State is in memory until the stack stops.
    Memory,
}

/// A data file cannot be used. The message says what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PersistenceError {
    /// The file cannot be read.
    #[error(
        "The data file {} cannot be read: {source}. Make it readable, or give the stack another \
         folder with --data-dir.",
        file.display()
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The file holds something else than the expected document.
    #[error(
        "The data file {} does not hold what this version of the stack writes ({source}). Move it \
         away, or delete it: the stack then starts without what it held.",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The cause.
        source: serde_json::Error,
    },
}

/// A value that is stored in a file, or in memory only.
///
/// A change is on disk before any reader sees it. A killed stack leaves the document as it was either
/// before or after a change, never half written.
pub(crate) struct Persisted<T> {
    file: Option<PathBuf>,
    value: Mutex<T>,
}

impl<T: Clone + Default + DeserializeOwned + PartialEq + Serialize> Persisted<T> {
    /// Opens the value that is stored under this file name, or its default.
    pub(crate) fn open(storage: &Storage, name: &str) -> Result<Self, PersistenceError> {
        let Storage::Folder(folder) = storage else {
            return Ok(Self { file: None, value: Mutex::default() });
        };
        let file = folder.join(name);
        let value = match fs::read(&file) {
            Ok(content) => serde_json::from_slice(&content)
                .map_err(|source| PersistenceError::Damaged { file: file.clone(), source })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => T::default(),
            Err(source) => return Err(PersistenceError::Unreadable { file, source }),
        };
        Ok(Self { file: Some(file), value: Mutex::new(value) })
    }

    /// Reads the value.
    pub(crate) fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value())
    }

    /// Changes the value. If the new value cannot be written, the old one stays.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> io::Result<R> {
        let mut value = self.value();
        let mut changed = value.clone();
        let result = change(&mut changed);
        if changed != *value {
            if let Some(file) = &self.file {
                replace(file, &changed)?;
            }
            *value = changed;
        }
        Ok(result)
    }

    fn value(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Persisted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Persisted").field("file", &self.file).finish_non_exhaustive()
    }
}

/// Returns the problem for a request whose state could not be written.
#[expect(clippy::needless_pass_by_value, reason = "it is the shape of map_err")]
pub(crate) fn write_failed(error: io::Error) -> Problem {
    let detail = format!("The data folder cannot be written: {error}.");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
}

/// Writes a second file first, because a rename is all or nothing.
fn replace(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let new = file.with_extension("new");
    fs::write(&new, serde_json::to_vec(value)?)?;
    fs::rename(new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path) -> Result<Persisted<Vec<u8>>, PersistenceError> {
        Persisted::open(&Storage::Folder(folder.to_owned()), "numbers.json")
    }

    #[test]
    fn a_change_is_still_there_when_it_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let numbers = open(folder.path()).unwrap();
        assert_eq!(numbers.change(|numbers| numbers.push(7)).unwrap(), ());
        assert_eq!(open(folder.path()).unwrap().read(Vec::clone), [7]);
    }

    #[test]
    fn a_change_that_cannot_be_written_has_not_happened() {
        let folder = tempfile::tempdir().unwrap();
        let numbers = open(folder.path()).unwrap();
        drop(folder);
        numbers.change(|numbers| numbers.push(7)).unwrap_err();
        assert_eq!(numbers.read(Vec::len), 0);
    }

    #[test]
    fn a_half_written_change_is_not_seen() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path()).unwrap().change(|numbers| numbers.push(7)).unwrap();
        fs::write(folder.path().join("numbers.new"), "[7,").unwrap();
        assert_eq!(open(folder.path()).unwrap().read(Vec::clone), [7]);
    }

    #[test]
    fn a_damaged_file_is_named_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("numbers.json"), "[7,").unwrap();
        let message = open(folder.path()).unwrap_err().to_string();
        assert!(message.contains("numbers.json") && message.contains("Move it away"), "{message}");
    }
}
