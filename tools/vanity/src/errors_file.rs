//! The file of `--errors`: every refused entry, one a line.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::printable::Printable;
use crate::source::Source;

/// The names of the columns.
const HEADER: &str = "input\tline\treason\ttext";

/// Writes every refused entry as tab-separated values: where it comes from, its line there, the
/// reason, and the text with tabs and control characters escaped.
#[derive(Debug)]
pub(crate) struct ErrorsFile {
    path: PathBuf,
    file: BufWriter<File>,
}

impl ErrorsFile {
    /// Creates the file, or empties it. It must not be one that numbers are read from.
    pub(crate) fn create(path: &Path, with_header: bool, read: &[Source]) -> Result<Self, Failure> {
        let failed = |source| Failure::Errors { path: path.to_owned(), source };
        if read.iter().any(|source| source.is_file(path)) {
            return Err(failed(io::Error::other("the numbers are read from that file")));
        }
        let file = BufWriter::new(create_private(path).map_err(failed)?);
        let mut created = Self { path: path.to_owned(), file };
        if with_header {
            let written = writeln!(created.file, "{HEADER}");
            written.map_err(|source| created.failure(source))?;
        }
        Ok(created)
    }

    pub(crate) fn write(
        &mut self,
        source: &Source,
        entry: u64,
        reason: &str,
        text: &str,
    ) -> Result<(), Failure> {
        let (reason, text) = (Printable(reason), Printable(text));
        let written = writeln!(self.file, "{source}\t{entry}\t{reason}\t{text}");
        written.map_err(|source| self.failure(source))
    }

    /// Writes what is still in memory.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        let flushed = self.file.flush();
        flushed.map_err(|source| self.failure(source))
    }

    fn failure(&self, source: io::Error) -> Failure {
        Failure::Errors { path: self.path.clone(), source }
    }
}
/// Creates a file that only its owner may read, because it holds phone numbers.
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}
