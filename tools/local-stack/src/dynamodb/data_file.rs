//! The data file of the tables. One stack at a time locks it, and it is checked before it is used.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use thiserror::Error;

const FILE: &str = "dynamodb.sqlite";
const LOCK: &str = "lock";

/// A table that every file of the engine has. A database without it belongs to another program.
const ENGINES_TABLE: &str = "_config";

/// A data file cannot be used. The message says what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DataFileError {
    /// The folder cannot be created or written.
    #[error(
        "The data folder {} cannot be written: {source}. Give the stack another one with --data-dir, \
         or store nothing with --memory.",
        folder.display()
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Another stack uses the folder.
    #[error(
        "Another local stack is running on the data folder {}. Stop that one first, give this one a \
         folder of its own with --data-dir, or store nothing with --memory.",
        folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The file is not a whole database.
    #[error(
        "The data file {} is damaged or only half written ({reason}). Move it away, or delete it with \
         the -wal and -shm files beside it: the stack then starts with empty tables.",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The message of `SQLite`.
        reason: String,
    },
    /// The file is a database of another program.
    #[error(
        "The data file {} is a database that the local stack did not write. Move it away, or give the \
         stack another folder with --data-dir.",
        file.display()
    )]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// The engine refuses the file, for example because a newer version wrote it.
    #[error(
        "The embedded DynamoDB refuses the data file {}: {reason}. Move it away, or delete it with the \
         -wal and -shm files beside it: the stack then starts with empty tables.",
        file.display()
    )]
    Refused {
        /// The file.
        file: PathBuf,
        /// The message of the engine.
        reason: String,
    },
    /// The file cannot be opened.
    #[error(
        "The data file {} cannot be opened: {source}. Make it readable and writable, or give the stack \
         another folder with --data-dir.",
        file.display()
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The cause.
        source: rusqlite::Error,
    },
}

/// The data file of a folder, locked until this is dropped.
#[derive(Debug)]
pub(super) struct DataFile {
    path: PathBuf,
    /// The system releases the lock with the process, even a killed one.
    lock: File,
}

impl DataFile {
    /// Creates the folder if it is missing, locks it, and checks an existing file.
    pub(super) fn claim(folder: &Path) -> Result<Self, DataFileError> {
        let unwritable = |source| DataFileError::Folder { folder: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(unwritable)?;
        let lock = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(folder.join(LOCK))
            .map_err(unwritable)?;
        match try_lock(&lock) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(DataFileError::InUse { folder: folder.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(unwritable(source)),
        }
        let path = folder.join(FILE);
        if path.exists() {
            check(&path)?;
        }
        Ok(Self { path, lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the error for an engine that refuses the file.
    pub(super) fn refused(&self, reason: String) -> DataFileError {
        DataFileError::Refused { file: self.path.clone(), reason }
    }
}

/// Locks a file, and waits a second for it. A process that a stack was starting when it was killed
/// shares the lock until it runs its own program, which is a moment later.
fn try_lock(file: &File) -> Result<(), TryLockError> {
    for _ in 0..20 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(50)),
            result => return result,
        }
    }
    file.try_lock()
}

impl Drop for DataFile {
    /// Unlocks the file. Closing it is not enough: a process that is being started shares the open file
    /// for a moment, and the lock with it.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

/// Lets `SQLite` read the whole file once. Otherwise a missing page would be noticed only when a request
/// needs it.
fn check(path: &Path) -> Result<(), DataFileError> {
    let failed = |source: rusqlite::Error| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            DataFileError::Damaged { file: path.to_owned(), reason: source.to_string() }
        }
        _ => DataFileError::Unreadable { file: path.to_owned(), source },
    };
    // Writable, because SQLite first replays the journal that a killed stack leaves.
    let database =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
    let verdict: String =
        database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
    if verdict != "ok" {
        return Err(DataFileError::Damaged { file: path.to_owned(), reason: verdict });
    }
    let (tables, ours): (u32, u32) = database
        .query_row(
            "SELECT count(*), count(*) FILTER (WHERE name = ?1) FROM sqlite_master",
            [ENGINES_TABLE],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(failed)?;
    // A stack that is killed right at its start leaves an empty database.
    if tables > 0 && ours == 0 {
        return Err(DataFileError::Foreign { file: path.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(content: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), content).unwrap();
        folder
    }

    #[test]
    fn a_folder_is_locked_by_one_stack() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataFile::claim(folder.path()).unwrap();
        let second = DataFile::claim(folder.path()).unwrap_err();
        assert!(matches!(second, DataFileError::InUse { .. }));
        drop(first);
        DataFile::claim(folder.path()).unwrap();
    }

    #[test]
    fn a_lock_that_is_released_a_moment_later_is_no_other_stack() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataFile::claim(folder.path()).unwrap();
        thread::scope(|scope| {
            let second = scope.spawn(|| DataFile::claim(folder.path()).map(drop));
            scope.spawn(|| drop(first));
            second.join().unwrap().unwrap();
        });
    }

    #[test]
    fn an_empty_file_is_a_fresh_start() {
        DataFile::claim(folder_with(b"").path()).unwrap();
    }

    #[test]
    fn a_file_that_is_not_a_database_is_named_with_what_to_do() {
        let folder = folder_with(b"this is a letter to my aunt, which is not a database at all");
        let error = DataFile::claim(folder.path()).unwrap_err();
        assert!(matches!(error, DataFileError::Damaged { .. }));
        let message = error.to_string();
        assert!(
            message.contains("dynamodb.sqlite") && message.contains("Move it away"),
            "{message}"
        );
    }

    #[test]
    fn half_a_database_is_damaged() {
        let whole = tempfile::tempdir().unwrap();
        let path = whole.path().join(FILE);
        let database = Connection::open(&path).unwrap();
        database
            .execute_batch(
                "CREATE TABLE _config (key, value);
                 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                 INSERT INTO _config SELECT i, randomblob(100) FROM n;",
            )
            .unwrap();
        drop(database);
        let content = fs::read(&path).unwrap();
        let half = folder_with(&content[..content.len() / 2]);
        let error = DataFile::claim(half.path()).unwrap_err();
        assert!(matches!(error, DataFileError::Damaged { .. }), "{error}");
    }

    #[test]
    fn another_programs_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = Connection::open(folder.path().join(FILE)).unwrap();
        database.execute_batch("CREATE TABLE recipes (name)").unwrap();
        drop(database);
        let error = DataFile::claim(folder.path()).unwrap_err();
        assert!(matches!(error, DataFileError::Foreign { .. }), "{error}");
    }

    #[test]
    fn a_folder_that_is_a_file_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = DataFile::claim(&file).unwrap_err();
        assert!(error.to_string().contains("--data-dir"), "{error}");
    }
}
