//! The scripts of a folder and of the folders in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use thiserror::Error;

use super::{Script, ScriptError};

/// The folder of the scripts that only the flow without loops has the blocks for.
const COUNTED: &str = "counted";

/// Why scripts cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A file or folder that cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file that is no script.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// Two scripts that are called alike.
    #[error("{first} and {second} have one name, and scripts are asked for by it")]
    Alike {
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
}

/// Reads all scripts of a folder, ordered by folder and name. Messages name them by their path from
/// `root` on.
pub fn read_folder(folder: &Path, root: &Path) -> Result<Vec<Script>, ReadError> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut scripts = Vec::with_capacity(files.len());
    for path in files {
        let text = fs::read_to_string(&path)
            .map_err(|source| ReadError::Unreadable { path: path.clone(), source })?;
        let file = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let script = Script::parse(&file, &name, &text)?;
        if let Some(first) = names.insert(name, file.clone()) {
            return Err(ReadError::Alike { first, second: file });
        }
        scripts.push(script);
    }
    Ok(scripts)
}

/// Whether a script is for the flow without loops only: its blocks are not in the other.
#[must_use]
pub fn counted_only(script: &Script) -> bool {
    let folder = Path::new(&script.file).parent().and_then(Path::file_name);
    folder.is_some_and(|folder| folder == COUNTED)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "call") {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_in_folders_and_have_a_name_each() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("b/one.call", "# One.\nchat\nhang up\n");
        write("counted/two.call", "# Two.\nchat\nhang up\n");
        write("README.md", "No script.");
        let scripts = read_folder(folder.path(), folder.path()).unwrap();
        let files: Vec<_> =
            scripts.iter().map(|script| (script.file.as_str(), counted_only(script))).collect();
        assert_eq!(files, [("b/one.call", false), ("counted/two.call", true)]);

        write("a/two.call", "# Two.\nchat\nhang up\n");
        let alike = read_folder(folder.path(), folder.path()).unwrap_err();
        assert!(alike.to_string().starts_with("a/two.call and counted/two.call"), "{alike}");
        write("a/two.call", "# Two.\nchatt\n");
        let mistake = read_folder(folder.path(), folder.path()).unwrap_err().to_string();
        assert!(mistake.starts_with("a/two.call:2: this is not understood"), "{mistake}");
    }
}
