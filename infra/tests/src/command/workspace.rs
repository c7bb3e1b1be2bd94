//! A copy of the infrastructure in which environments can be planned without their accounts.

use std::path::{Path, PathBuf};
use std::{fs, io};

use switchboard_infra_tests::mistakes;
use switchboard_infra_tests::tree::{Folder, Tree};
use tempfile::TempDir;

/// The account of the stand-in.
const STAND_IN_ACCOUNT: &str = "123456789012";

/// The ending of the file of example values for an account's bootstrap; the environment precedes it.
const VALUES: &str = ".tfvars.example";

/// Replaces the backend, which needs the account.
const LOCAL_BACKEND: &str = "terraform {\n  backend \"local\" {}\n}\n";

/// The copy.
#[derive(Debug)]
pub(crate) struct Workspace {
    _folder: TempDir,
    /// The copy of the checkout.
    pub(crate) root: PathBuf,
    /// The folder for Terraform's working files.
    pub(crate) data: PathBuf,
}

impl Workspace {
    /// Copies a checkout.
    pub(crate) fn of(checkout: &Path) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        // On macOS temporary folders are behind a symbolic link, which breaks Terraform's module paths.
        let path = folder.path().canonicalize()?;
        let (root, data) = (path.join("checkout"), path.join("data"));
        mistakes::copy(checkout, &root)?;
        fs::create_dir_all(&data)?;
        Ok(Self { _folder: folder, root, data })
    }

    /// The bootstrap of each account, as a root of its own in the copy.
    pub(crate) fn bootstraps(&self, tree: &Tree) -> io::Result<Vec<Folder>> {
        let mut roots = Vec::new();
        let Some(bootstrap) = &tree.bootstrap else { return Ok(roots) };
        for file in bootstrap.files.iter().filter(|file| file.starts_with("accounts/")) {
            let Some(environment) =
                file.strip_prefix("accounts/").and_then(|file| file.strip_suffix(VALUES))
            else {
                continue;
            };
            // Beside the original, so that relative paths to modules still work.
            let path = format!("{}-{environment}", bootstrap.path);
            let (from, to) = (self.root.join(&bootstrap.path), self.root.join(&path));
            mistakes::copy_folder(&from, &to)?;
            fs::copy(from.join(file), to.join("account.tfvars.example"))?;
            roots.push(Folder {
                path,
                environment: environment.to_owned(),
                files: vec!["account.tfvars.example".to_owned()],
                ..bootstrap.clone()
            });
        }
        Ok(roots)
    }

    /// Prepares a root for plan and apply: with its values or the example's, the stand-in's
    /// account, and a local state.
    pub(crate) fn prepare(&self, tree: &Tree, root: &Folder) -> io::Result<()> {
        let folder = self.root.join(&root.path);
        fs::write(folder.join("check_override.tf"), LOCAL_BACKEND)?;
        let account = own_account(&folder, root)?;
        let mut examples = Vec::new();
        for file in root.files.iter().filter(|file| file.ends_with(".example")) {
            examples.push(folder.join(file));
        }
        // One file for all roots that deploy functions.
        if root
            .blocks("variable")
            .any(|(_, block)| switchboard_infra_tests::source::label(block, 0) == "release")
        {
            examples.push(tree.root.join("infra/environments/release.auto.tfvars.json.example"));
        }
        for example in examples {
            let name = example.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let variables = folder.join(variables_file(&name));
            // The root's own values take precedence over the example's.
            let values = if variables.exists() { &variables } else { &example };
            let text = fs::read_to_string(values)?.replace(&account, STAND_IN_ACCOUNT);
            fs::write(variables, text)?;
        }
        Ok(())
    }
}

/// The account that the example values name.
fn own_account(folder: &Path, root: &Folder) -> io::Result<String> {
    let example = root.files.iter().find(|file| file.ends_with(".tfvars.example"));
    let Some(example) = example else { return Ok(STAND_IN_ACCOUNT.to_owned()) };
    let text = fs::read_to_string(folder.join(example))?;
    let line = text.lines().find(|line| line.trim_start().starts_with("account_id"));
    let account = line.and_then(|line| line.split('"').nth(1));
    Ok(account.unwrap_or(STAND_IN_ACCOUNT).to_owned())
}

/// The name under which Terraform loads an example automatically.
fn variables_file(example: &str) -> String {
    let name = example.trim_end_matches(".example");
    if name.contains(".auto.tfvars") {
        return name.to_owned();
    }
    name.replacen(".tfvars", ".auto.tfvars", 1)
}

#[cfg(test)]
mod tests {
    use super::variables_file;

    #[test]
    fn examples_are_read_by_themselves() {
        for (example, file) in [
            ("account.auto.tfvars.example", "account.auto.tfvars"),
            ("terraform.tfvars.example", "terraform.auto.tfvars"),
            ("release.auto.tfvars.json.example", "release.auto.tfvars.json"),
        ] {
            assert_eq!(variables_file(example), file);
        }
    }
}
