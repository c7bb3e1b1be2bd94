//! The scripts of a folder: `FLOW/GROUP/NAME.yaml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use thiserror::Error;

use crate::script::{Script, ScriptError};

/// The reason why scripts cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A file or folder cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A file is not a script.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// A script is not in the folder of a flow.
    #[error("{0} is in no folder; a script is in the folder of its flow, named as in flows.yaml")]
    NoFlow(String),
    /// Two scripts have the same name.
    #[error("{first} and {second} have the same name, and scripts are chosen by name")]
    SameName {
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
}

/// Reads all scripts of a folder, ordered by path. Messages name files relative to `root`.
///
/// # Errors
///
/// [`ReadError`] if a file cannot be read, is not a script, or has no flow or no name of its own.
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
        let within = path.strip_prefix(folder).ok().and_then(Path::parent);
        let Some(flow) = within.and_then(|within| within.iter().next()) else {
            return Err(ReadError::NoFlow(file));
        };
        let script = Script::parse(&file, &flow.to_string_lossy(), &name, &text)?;
        if let Some(first) = names.insert(name, file.clone()) {
            return Err(ReadError::SameName { first, second: file });
        }
        scripts.push(script);
    }
    Ok(scripts)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), ReadError> {
    let unreadable = |source| ReadError::Unreadable { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
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
        let script = "about: One.\ncontact: chat\nsteps: [hang up]\n";
        write("f/b/one.yaml", script);
        write("g/two.yaml", script);
        write("README.md", "Not a script.");
        let scripts = read_folder(folder.path(), folder.path()).unwrap();
        let read: Vec<_> = scripts.iter().map(|s| (s.file.as_str(), s.flow.as_str())).collect();
        assert_eq!(read, [("f/b/one.yaml", "f"), ("g/two.yaml", "g")]);

        write("f/a/two.yaml", script);
        let alike = read_folder(folder.path(), folder.path()).unwrap_err();
        assert!(alike.to_string().starts_with("f/a/two.yaml and g/two.yaml"), "{alike}");
        write("f/a/two.yaml", "about: Two.\ncontact: chat\nsteps: [chatt]\n");
        let mistake = read_folder(folder.path(), folder.path()).unwrap_err().to_string();
        assert!(mistake.starts_with("f/a/two.yaml:3: "), "{mistake}");
        write("f/a/two.yaml", script);
        fs::rename(folder.path().join("f/a/two.yaml"), folder.path().join("three.yaml")).unwrap();
        let nowhere = read_folder(folder.path(), folder.path()).unwrap_err().to_string();
        assert!(nowhere.starts_with("three.yaml is in no folder"), "{nowhere}");
    }
}
