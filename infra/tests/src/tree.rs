//! The Terraform files of a checkout, by the folder that Terraform runs in.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::finding::Finding;
use crate::source::{Source, label};

/// The environments, each an AWS account.
pub const ENVIRONMENTS: [&str; 6] = ["sandbox", "dev", "sit", "uat", "prod", "tooling"];

/// The folders of the infrastructure.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The checkout, or a copy of it.
    pub root: PathBuf,
    /// `infra/modules/*`.
    pub modules: Vec<Folder>,
    /// `infra/environments/*/*`.
    pub roots: Vec<Folder>,
    /// `infra/bootstrap`.
    pub bootstrap: Option<Folder>,
    /// Files that cannot be parsed.
    pub broken: Vec<Finding>,
}

/// A folder that Terraform runs in.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The path relative to the checkout, such as `infra/environments/prod/app`.
    pub path: String,
    /// The name of the module or of the root, such as `app`.
    pub name: String,
    /// The environment of a root; empty otherwise.
    pub environment: String,
    /// Its `.tf` files.
    pub sources: Vec<Source>,
    /// All its files, relative to the folder and including subfolders, without Terraform's working files.
    pub files: Vec<String>,
}

impl Tree {
    /// Reads the infrastructure of a checkout.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut tree = Self {
            root: root.to_owned(),
            modules: Vec::new(),
            roots: Vec::new(),
            bootstrap: None,
            broken: Vec::new(),
        };
        for name in folders(&root.join("infra/modules"))? {
            let folder = tree.folder(&format!("infra/modules/{name}"), &name, "")?;
            // A folder without Terraform files is not a module.
            if !folder.sources.is_empty() {
                tree.modules.push(folder);
            }
        }
        for environment in folders(&root.join("infra/environments"))? {
            for name in folders(&root.join("infra/environments").join(&environment))? {
                let path = format!("infra/environments/{environment}/{name}");
                let folder = tree.folder(&path, &name, &environment)?;
                if !folder.sources.is_empty() {
                    tree.roots.push(folder);
                }
            }
        }
        let bootstrap = tree.folder("infra/bootstrap", "bootstrap", "")?;
        tree.bootstrap = (!bootstrap.sources.is_empty()).then_some(bootstrap);
        Ok(tree)
    }

    /// All folders that Terraform runs in.
    pub fn folders(&self) -> impl Iterator<Item = &Folder> {
        self.modules.iter().chain(&self.bootstrap).chain(&self.roots)
    }

    /// A module by its name.
    #[must_use]
    pub fn module(&self, name: &str) -> Option<&Folder> {
        self.modules.iter().find(|module| module.name == name)
    }

    fn folder(&mut self, path: &str, name: &str, environment: &str) -> io::Result<Folder> {
        let mut files = Vec::new();
        list(&self.root.join(path), "", &mut files)?;
        files.sort();
        let mut sources = Vec::new();
        for file in files.iter().filter(|file| is_kind(file, "tf") && !file.contains('/')) {
            let path = format!("{path}/{file}");
            let text = fs::read_to_string(self.root.join(&path))?;
            match hcl::parse(&text) {
                Ok(body) => sources.push(Source { path, text, body }),
                Err(error) => {
                    let line = error.to_string().replace('\n', " ");
                    self.broken.push(Finding::new(path, format!("cannot be parsed: {line}")));
                }
            }
        }
        Ok(Folder {
            path: path.to_owned(),
            name: name.to_owned(),
            environment: environment.to_owned(),
            sources,
            files,
        })
    }
}

impl Folder {
    /// The blocks of all files with this keyword, each with its file.
    pub fn blocks<'a>(
        &'a self,
        keyword: &'a str,
    ) -> impl Iterator<Item = (&'a Source, &'a hcl::Block)> {
        self.sources
            .iter()
            .flat_map(move |source| source.blocks(keyword).map(move |block| (source, block)))
    }

    /// The resources of a type.
    pub fn resources<'a>(
        &'a self,
        kind: &'a str,
    ) -> impl Iterator<Item = (&'a Source, &'a hcl::Block)> {
        self.blocks("resource").filter(move |(_, block)| label(block, 0) == kind)
    }

    /// One of its `.tf` files.
    #[must_use]
    pub fn source(&self, file: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path.rsplit('/').next() == Some(file))
    }
}

/// Whether a file has this extension.
pub(crate) fn is_kind(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|there| there == extension)
}

/// The names of the folders in a folder, sorted; none if it does not exist.
fn folders(path: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for (name, is_folder) in entries(path)? {
        if is_folder && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files in a folder and its subfolders.
fn list(path: &Path, prefix: &str, found: &mut Vec<String>) -> io::Result<()> {
    for (name, is_folder) in entries(path)? {
        if name.starts_with('.') || name.contains(".tfstate") {
            continue;
        }
        let inner = format!("{prefix}{name}");
        if is_folder {
            list(&path.join(&name), &format!("{inner}/"), found)?;
        } else {
            found.push(inner);
        }
    }
    Ok(())
}

fn entries(path: &Path) -> io::Result<Vec<(String, bool)>> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        found.push((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()));
    }
    Ok(found)
}
