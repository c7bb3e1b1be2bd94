//! The provider that Terraform runs with: the stand-in, the real one, or none.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use clap::ValueEnum;
use thiserror::Error;

use super::program::{self, NotRun, Ran};
use super::stand_in::{self, StandIn};

/// The requested provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// The stand-in if it is beside the checkout, else the registry if it can be reached, else none.
    Auto,
    /// The real provider's schema without a cloud; environments are planned and applied.
    StandIn,
    /// The real provider from the registry: validation and tests, but no plans of environments.
    Registry,
    /// No provider: only the checks that need none.
    None,
}

/// How to get Terraform.
const INSTALL: &str = "Terraform is not installed. Install version 1.11 or later, then run this again:\n  \
    Debian, Ubuntu   HashiCorp's apt repository has the package terraform\n  \
    macOS            brew install hashicorp/tap/terraform\n  \
    others           the download page of Terraform's own site, and put it on the PATH";

/// Why Terraform cannot run.
#[derive(Debug, Error)]
pub(crate) enum ProviderError {
    #[error("{INSTALL}")]
    NoTerraform,
    #[error("the stand-in is not beside the checkout")]
    NoStandIn,
    #[error("the stand-in does not start: {0}")]
    StandIn(#[source] io::Error),
    #[error("the provider cannot be downloaded from the registry:\n{0}")]
    NoRegistry(String),
    #[error(transparent)]
    NotRun(#[from] NotRun),
    #[error("the folder for Terraform's downloads cannot be created: {0}")]
    Folder(#[from] io::Error),
}

/// Terraform, and what it runs with.
#[derive(Debug)]
pub(crate) struct Terraform {
    /// Whether it can plan and apply without an account.
    pub(crate) applies: bool,
    /// Whether several runs may initialise at once.
    pub(crate) parallel: bool,
    /// A description for people.
    pub(crate) name: String,
    environment: Vec<(String, String)>,
    data: PathBuf,
    _stand_in: Option<StandIn>,
}

/// What was chosen: Terraform with a provider, or the reason why there is none.
pub(crate) enum Chosen {
    With(Terraform),
    None { because: String },
}

/// Chooses a provider, in the order of [`Mode::Auto`]. `data` is the folder for Terraform's downloads.
pub(crate) fn choose(mode: Mode, checkout: &Path, data: &Path) -> Result<Chosen, ProviderError> {
    if mode == Mode::None {
        return Ok(Chosen::None { because: "--provider none was given".to_owned() });
    }
    let version = match program::run(Command::new("terraform").args(["version", "-json"])) {
        Ok(ran) => terraform_version(&ran.out),
        Err(error) if error.is_missing() && mode == Mode::Auto => {
            return Ok(Chosen::None { because: INSTALL.to_owned() });
        }
        Err(error) if error.is_missing() => return Err(ProviderError::NoTerraform),
        Err(error) => return Err(error.into()),
    };
    let there = stand_in::folder(checkout);
    if let (Mode::Auto | Mode::StandIn, Some(there)) = (mode, &there) {
        let stand_in = stand_in::start(checkout, there).map_err(ProviderError::StandIn)?;
        return Ok(Chosen::With(Terraform {
            applies: true,
            parallel: true,
            name: format!("Terraform {version}, stand-in (the provider's schema, without a cloud)"),
            environment: stand_in.environment.clone(),
            data: data.to_owned(),
            _stand_in: Some(stand_in),
        }));
    }
    if mode == Mode::StandIn {
        return Err(ProviderError::NoStandIn);
    }
    match registry(&version, checkout, data) {
        Err(ProviderError::NoRegistry(because)) if mode == Mode::Auto => Ok(Chosen::None {
            because: format!(
                "there is no stand-in, and the registry cannot be reached:\n{because}"
            ),
        }),
        other => other.map(Chosen::With),
    }
}

/// Tries one module; its downloads serve the others.
fn registry(version: &str, checkout: &Path, data: &Path) -> Result<Terraform, ProviderError> {
    #[allow(
        clippy::disallowed_methods,
        reason = "the machine's environment names its cache folder"
    )]
    let home = env::var("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|_| env::var("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let cache = home.unwrap_or_else(|_| data.to_owned()).join("switchboard/terraform-providers");
    fs::create_dir_all(&cache)?;
    let terraform = Terraform {
        applies: false,
        // Terraform's provider cache does not support concurrent use.
        parallel: false,
        name: format!("Terraform {version}, the real provider from the registry"),
        environment: vec![
            ("TF_PLUGIN_CACHE_DIR".to_owned(), cache.to_string_lossy().into_owned()),
            ("TF_REGISTRY_DISCOVERY_RETRY".to_owned(), "0".to_owned()),
            ("TF_REGISTRY_CLIENT_TIMEOUT".to_owned(), "5".to_owned()),
        ],
        data: data.to_owned(),
        _stand_in: None,
    };
    let probe = tempfile::tempdir()?;
    let from = checkout.join("infra/modules/lambda-service/versions.tf");
    fs::copy(from, probe.path().join("versions.tf"))?;
    let ran = terraform.run(probe.path(), "probe", &["init", "-backend=false", "-input=false"])?;
    if ran.ok { Ok(terraform) } else { Err(ProviderError::NoRegistry(ran.errors())) }
}

fn terraform_version(json: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    json.get("terraform_version").and_then(|text| text.as_str()).unwrap_or("?").to_owned()
}

impl Terraform {
    /// Runs a Terraform command in a folder. Its working files for `name` are outside that folder.
    pub(crate) fn run(&self, folder: &Path, name: &str, arguments: &[&str]) -> Result<Ran, NotRun> {
        let mut command = Command::new("terraform");
        command
            .current_dir(folder)
            // Terraform would take an option after a file for another file.
            .args(arguments.first())
            .arg("-no-color")
            .args(arguments.get(1..).unwrap_or_default())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .env("TF_DATA_DIR", self.data.join(name.replace('/', "-")))
            .env("TF_IN_AUTOMATION", "1")
            // Terraform is written in Go, and collecting garbage less often saves a quarter of its time.
            .env("GOGC", "400")
            .env("CHECKPOINT_DISABLE", "1");
        program::run(&mut command)
    }
}
