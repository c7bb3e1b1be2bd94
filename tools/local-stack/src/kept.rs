//! State that outlives the stack: a small JSON document in the data folder, replaced as a whole.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::options::Storage;
use crate::problem::Problem;

/// Why a document cannot be used, and what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeptError {
    /// It cannot be read.
    #[error(
        "The data file {} cannot be read: {source}. Make it readable, or give the stack another \
         folder with --data-dir.",
        file.display()
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It holds something else.
    #[error(
        "The data file {} does not hold what this version of the stack writes ({source}). Move it \
         away, or delete it: the stack then starts without what it held.",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// A value that is kept: in a file, or in memory only.
///
/// A change is on disk before anyone sees it, and a killed stack leaves the document as it was before
/// the change or after it, never half of it.
pub(crate) struct Kept<T> {
    file: Option<PathBuf>,
    value: Mutex<T>,
}

impl<T: Clone + Default + DeserializeOwned + PartialEq + Serialize> Kept<T> {
    /// The value as it was kept under this file name, or its default.
    pub(crate) fn open(storage: &Storage, name: &str) -> Result<Self, KeptError> {
        let Storage::Folder(folder) = storage else {
            return Ok(Self { file: None, value: Mutex::default() });
        };
        let file = folder.join(name);
        let value = match fs::read(&file) {
            Ok(content) => serde_json::from_slice(&content)
                .map_err(|source| KeptError::Damaged { file: file.clone(), source })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => T::default(),
            Err(source) => return Err(KeptError::Unreadable { file, source }),
        };
        Ok(Self { file: Some(file), value: Mutex::new(value) })
    }

    /// Looks at the value.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.value())
    }

    /// Changes the value. When it cannot be written, nothing has changed.
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

impl<T> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("file", &self.file).finish_non_exhaustive()
    }
}

/// The state could not be written.
#[expect(clippy::needless_pass_by_value, reason = "it is the shape of map_err")]
pub(crate) fn not_kept(error: io::Error) -> Problem {
    let detail = format!("The data folder cannot be written: {error}.");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
}

/// Writes beside the file first: a rename is all or nothing.
fn replace(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let new = file.with_extension("new");
    fs::write(&new, serde_json::to_vec(value)?)?;
    fs::rename(new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path) -> Result<Kept<Vec<u8>>, KeptError> {
        Kept::open(&Storage::Folder(folder.to_owned()), "numbers.json")
    }

    #[test]
    fn a_change_is_still_there_when_it_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let kept = open(folder.path()).unwrap();
        assert_eq!(kept.change(|numbers| numbers.push(7)).unwrap(), ());
        assert_eq!(open(folder.path()).unwrap().read(Vec::clone), [7]);
    }

    #[test]
    fn a_change_that_cannot_be_written_has_not_happened() {
        let folder = tempfile::tempdir().unwrap();
        let kept = open(folder.path()).unwrap();
        drop(folder);
        kept.change(|numbers| numbers.push(7)).unwrap_err();
        assert_eq!(kept.read(Vec::len), 0);
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
