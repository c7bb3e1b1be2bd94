//! Where numbers are read from.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use switchboard_vanity::PhoneNumber;

use crate::failure::Failure;
use crate::printable::Printable;

/// Where numbers are read from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Arguments,
    StandardInput,
    File(PathBuf),
}

impl Source {
    /// Returns the source that an option names: `-` is standard input.
    pub(crate) fn named(path: PathBuf) -> Self {
        if path == Path::new("-") { Self::StandardInput } else { Self::File(path) }
    }

    /// Returns how messages name an entry, which is counted from 1.
    pub(crate) fn position(&self, entry: u64) -> impl fmt::Display {
        Position { source: self, entry }
    }

    /// Returns whether a person types the entries.
    pub(crate) fn is_typed(&self) -> bool {
        matches!(self, Self::StandardInput) && io::stdin().is_terminal()
    }

    /// Checks that a file can be opened, so that a mistyped name is noticed before anything is
    /// answered. A pipe is not opened, because its writer would see it closed again.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let Self::File(path) = self else { return Ok(()) };
        let checked = fs::metadata(path).and_then(|metadata| {
            if metadata.is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
            }
            if metadata.is_file() { File::open(path).map(drop) } else { Ok(()) }
        });
        checked.map_err(|source| {
            let is_a_number = path.to_str().is_some_and(|name| name.parse::<PhoneNumber>().is_ok());
            if is_a_number {
                Failure::NumberAsFile
            } else {
                Failure::File { path: path.clone(), source }
            }
        })
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Read + Send>, Failure> {
        match self {
            Self::Arguments => Ok(Box::new(io::empty())),
            Self::StandardInput => Ok(Box::new(io::stdin())),
            Self::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(source) => Err(Failure::File { path: path.clone(), source }),
            },
        }
    }

    /// Returns the length in bytes, if it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        let metadata = self.metadata().ok()?;
        metadata.is_file().then_some(metadata.len())
    }

    /// Returns whether this is the file with that name, under whatever other name.
    pub(crate) fn is_file(&self, other: &Path) -> bool {
        match (self.metadata(), fs::metadata(other)) {
            (Ok(own), Ok(other)) => {
                own.is_file() && (own.dev(), own.ino()) == (other.dev(), other.ino())
            }
            _ => false,
        }
    }

    fn metadata(&self) -> io::Result<fs::Metadata> {
        match self {
            Self::Arguments => Err(io::ErrorKind::Unsupported.into()),
            Self::StandardInput => File::from(io::stdin().as_fd().try_clone_to_owned()?).metadata(),
            Self::File(path) => fs::metadata(path),
        }
    }

    /// Names the source in the failure to read it.
    pub(crate) fn name_in(&self, failure: Failure) -> Failure {
        match (self, failure) {
            (Self::File(path), Failure::Read(source)) => {
                Failure::File { path: path.clone(), source }
            }
            (_, failure) => failure,
        }
    }
}

/// The name of the source in the file of errors.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments => f.write_str("argument"),
            Self::StandardInput => f.write_str("-"),
            Self::File(path) => Printable(&path.display().to_string()).fmt(f),
        }
    }
}

struct Position<'a> {
    source: &'a Source,
    entry: u64,
}

impl fmt::Display for Position<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, entry } = self;
        match source {
            Source::Arguments => write!(f, "argument {entry}"),
            Source::StandardInput => write!(f, "line {entry}"),
            // As compilers and grep do, so that editors follow it.
            Source::File(_) => write!(f, "{source}:{entry}"),
        }
    }
}
