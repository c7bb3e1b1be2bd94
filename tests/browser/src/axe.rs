//! axe-core: what a program can tell of a page's accessibility.

use std::env;
use std::fmt::{self, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::layout::read;
use crate::session::Browser;

/// The package, as `sha512sum` writes it. `tools/checks/browser.sh` fetches what is named here.
const PIN: &str = include_str!("../axe-core.sha512");

/// A rule that a page breaks.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// The rule, as in `color-contrast`.
    pub id: String,
    /// How bad it is: `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What the rule asks for.
    pub help: String,
    /// Where it is broken.
    pub nodes: Vec<Node>,
}

/// An element that breaks a rule.
#[derive(Clone, Debug, Deserialize)]
pub struct Node {
    /// Where it is: a CSS selector.
    pub target: Vec<String>,
    /// The element itself.
    pub html: String,
    /// How it breaks the rule.
    #[serde(rename = "failureSummary")]
    pub summary: Option<String>,
}

/// The rules that a page breaks; it prints as a list for people.
#[derive(Clone, Debug, Deserialize)]
pub struct Violations {
    /// Where the page is.
    pub url: String,
    /// The rules.
    pub violations: Vec<Violation>,
    /// How many rules the page keeps: none would mean that nothing was checked.
    pub kept: usize,
}

impl Violations {
    /// Whether the page breaks none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }

    /// The rules' names.
    #[must_use]
    pub fn rules(&self) -> Vec<&str> {
        self.violations.iter().map(|violation| violation.id.as_str()).collect()
    }

    /// Ends the test with the list, unless it is empty.
    #[track_caller]
    pub fn assert_none(&self) {
        assert!(self.is_empty(), "{self}");
    }
}

impl Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} breaks {} rules of axe-core", self.url, self.violations.len())?;
        for Violation { id, impact, help, nodes } in &self.violations {
            writeln!(f, "\n{id} ({}): {help}", impact.as_deref().unwrap_or("no impact"))?;
            for Node { target, html, summary } in nodes {
                writeln!(f, "  {}\n    {html}", target.join(" "))?;
                for line in summary.iter().flat_map(|summary| summary.lines()) {
                    writeln!(f, "    {line}")?;
                }
            }
        }
        Ok(())
    }
}

impl Browser {
    /// Checks the page, or the frame that was entered, by axe-core's rules for WCAG 2.2 AA and its
    /// best practices. Frames in it are not checked: enter them.
    #[must_use]
    #[track_caller]
    pub fn axe(&self) -> Violations {
        let script = self.client().execute_async(script(), Vec::new());
        let result = self.run("axe-core", script);
        if let Some(error) = result.get("error") {
            panic!("axe-core: {error}");
        }
        let violations: Violations = read(result);
        assert!(violations.kept > 0, "axe-core found nothing to check at {}", violations.url);
        violations
    }
}

/// axe-core and its call.
fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let file = file();
        let axe = fs::read_to_string(&file).unwrap_or_else(|error| {
            panic!("{}: {error}; tools/checks/browser.sh fetches it", file.display())
        });
        // The first line of the call is the head of a function around axe-core.
        let (head, call) = include_str!("scripts/axe.js").split_once("AXE_CORE\n").unwrap();
        format!("{head}{axe}\n{call}")
    })
}

/// Where `tools/checks/browser.sh` puts it.
fn file() -> PathBuf {
    let tarball = PIN.split_whitespace().nth(1).unwrap();
    let package = tarball.strip_suffix(".tgz").unwrap();
    let cache = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty());
    let cache = cache.map_or_else(
        || Path::new(&env::var_os("HOME").expect("HOME is set")).join(".cache"),
        PathBuf::from,
    );
    cache.join("switchboard").join(package).join("axe.min.js")
}
