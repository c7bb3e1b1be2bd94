//! Builds the functions, and the command to dial with, with the profile of this program, so that all are
//! in the same folder.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

use thiserror::Error;
use tokio::process::Command;

/// The workspace that this program was built from.
const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");

/// The functions could not be built. The message says what to do about it.
#[derive(Debug, Error)]
pub(crate) enum BuildError {
    #[error(
        "The local stack cannot find its own executable: {0}. Name the folder with the functions' executables with --functions-dir."
    )]
    NoExecutable(#[source] io::Error),
    #[error("The folder {} is not one that cargo builds into. Name the folder with the functions' executables with --functions-dir.", .0.display())]
    NoTargetFolder(PathBuf),
    #[error(
        "cargo cannot be run: {0}. Put it on the PATH, or build the functions yourself and start the stack with --no-build."
    )]
    NoCargo(#[source] io::Error),
    #[error(
        "cargo did not build the functions ({0}); its output above says why. Fix that, or run what was built before with --no-build."
    )]
    Failed(ExitStatus),
}

/// The folder that this program was built into, `target/PROFILE`.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) folder: PathBuf,
}

impl Profile {
    pub(crate) fn of_this_program() -> Result<Self, BuildError> {
        let executable = std::env::current_exe().map_err(BuildError::NoExecutable)?;
        let folder = executable.parent().unwrap_or(Path::new("/")).to_owned();
        Ok(Self { folder })
    }

    /// Returns what a shell in the current folder starts a program of the profile with; `None` if the
    /// program is not built.
    pub(crate) fn shell_command(&self, program: &str) -> Option<String> {
        let file = self.folder.join(program);
        let current = std::env::current_dir().ok();
        let below = current.and_then(|current| file.strip_prefix(current).ok().map(Path::to_owned));
        let word = shlex::try_quote(below.as_ref().unwrap_or(&file).to_str()?).ok()?.into_owned();
        // A shell looks for a name without a slash on its PATH.
        let word = if word.contains('/') { word } else { format!("./{word}") };
        file.is_file().then_some(word)
    }

    /// Returns the name of the profile and the target folder.
    fn name_and_target(&self) -> Option<(&str, &Path)> {
        // For historical reasons, the folder of the profile `dev` has another name.
        let name = match self.folder.file_name()?.to_str()? {
            "debug" => "dev",
            name => name,
        };
        Some((name, self.folder.parent()?))
    }

    /// Builds these binaries into the folder and shows cargo's output on the terminal.
    pub(crate) async fn build(
        &self,
        binaries: impl IntoIterator<Item = &str>,
    ) -> Result<(), BuildError> {
        let (name, target) = self
            .name_and_target()
            .ok_or_else(|| BuildError::NoTargetFolder(self.folder.clone()))?;
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--manifest-path", MANIFEST, "--profile", name, "--target-dir"]);
        cargo.arg(target).stdin(Stdio::null()).kill_on_drop(true);
        for binary in binaries {
            cargo.args(["--bin", binary]);
        }
        let status = cargo.status().await.map_err(BuildError::NoCargo)?;
        if status.success() { Ok(()) } else { Err(BuildError::Failed(status)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_started_by_its_path() {
        let (folder, own) = {
            let own = std::env::current_exe().unwrap();
            (own.parent().unwrap().to_owned(), own.file_name().unwrap().to_owned())
        };
        let profile = Profile { folder: folder.clone() };
        let command = profile.shell_command(own.to_str().unwrap()).unwrap();
        assert!(command.contains('/'), "{command}");
        assert!(Path::new(&command).is_file(), "from the current folder: {command}");
        assert_eq!(profile.shell_command("not-built"), None);
    }

    #[test]
    fn the_profile_is_that_of_the_folder() {
        let profile = |folder: &str| Profile { folder: folder.into() };
        let local = profile("/x/target/local");
        assert_eq!(local.name_and_target(), Some(("local", Path::new("/x/target"))));
        let debug = profile("/x/target/debug");
        assert_eq!(debug.name_and_target(), Some(("dev", Path::new("/x/target"))));
        assert_eq!(profile("/").name_and_target(), None);
    }
}
