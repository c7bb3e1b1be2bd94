//! The stand-in for the provider: its schema, without a cloud. One process serves all runs.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Its folder beside the checkout, if it exists.
const FOLDER: &str = "../shared/tools/tfx";

/// The program that starts it, relative to the checkout.
const DRIVER: &str = "infra/tests/stand_in.py";

/// The running stand-in.
#[derive(Debug)]
pub(crate) struct StandIn {
    child: Child,
    /// The environment variables with which Terraform uses the stand-in.
    pub(crate) environment: Vec<(String, String)>,
}

/// Returns its folder, if it is beside the checkout.
pub(crate) fn folder(checkout: &Path) -> Option<PathBuf> {
    let folder = checkout.join(FOLDER);
    folder.join("tfx.py").is_file().then_some(folder)
}

/// Starts it.
pub(crate) fn start(checkout: &Path, folder: &Path) -> io::Result<StandIn> {
    let mut child = Command::new("python3")
        .arg(checkout.join(DRIVER))
        .arg(folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let out = child.stdout.take().ok_or_else(|| io::Error::other("it prints nothing"))?;
    for line in BufReader::new(out).lines() {
        let line = line?;
        let parts: Vec<_> = line.split('\t').collect();
        if let ["attached", providers, config] = parts.as_slice() {
            let environment =
                [("TF_REATTACH_PROVIDERS", providers), ("TF_CLI_CONFIG_FILE", config)];
            let environment =
                environment.map(|(name, value)| (name.to_owned(), (*value).to_owned())).into();
            return Ok(StandIn { child, environment });
        }
        let _ = writeln!(io::stderr(), "{line}");
    }
    Err(io::Error::other(format!("it ended with {}", child.wait()?)))
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // It ends when its input ends.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
