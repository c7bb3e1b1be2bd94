//! axe-core: automated checks of a page's accessibility.

use std::env;
use std::fmt::{self, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::layout::read;
use crate::session::Browser;

/// The pinned package, as `sha512sum` writes it. `tools/checks/test-tools.sh` fetches it.
const PIN: &str = include_str!("../axe-core.sha512");

/// A rule that a page violates.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// The rule, as in `color-contrast`.
    pub id: String,
    /// Severity: `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What the rule requires.
    pub help: String,
    /// The elements that violate it.
    pub nodes: Vec<Node>,
}

/// An element that violates a rule.
#[derive(Clone, Debug, Deserialize)]
pub struct Node {
    /// CSS selectors that lead to the element.
    pub target: Vec<String>,
    /// The element as HTML.
    pub html: String,
    /// How the element violates the rule, and how to fix it.
    #[serde(rename = "failureSummary")]
    pub summary: Option<String>,
}

/// The rules that a page violates. `Display` writes them as a list.
#[derive(Clone, Debug, Deserialize)]
pub struct Violations {
    /// The URL of the page.
    pub url: String,
    /// The violated rules.
    pub violations: Vec<Violation>,
    /// The number of rules that the page passes; 0 would mean that nothing was checked.
    pub kept: usize,
}

impl Violations {
    /// Whether the page violates no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }

    /// The ids of the violated rules.
    #[must_use]
    pub fn rules(&self) -> Vec<&str> {
        self.violations.iter().map(|violation| violation.id.as_str()).collect()
    }

    /// Panics with the list, unless it is empty.
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
    /// Checks the page, or the entered frame, against axe-core's rules for WCAG 2.2 AA and its best
    /// practices. Frames inside are not checked: enter them.
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

/// The script: axe-core and the call of it.
fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let file = file();
        let axe = fs::read_to_string(&file).unwrap_or_else(|error| {
            panic!("{}: {error}; tools/checks/test-tools.sh fetches it", file.display())
        });
        // What comes before axe-core in the file opens a function around it.
        let (head, call) = include_str!("scripts/axe.js").split_once("AXE_CORE\n").unwrap();
        format!("{head}{axe}\n{call}")
    })
}

/// The file that `tools/checks/test-tools.sh` fetches.
fn file() -> PathBuf {
    let tarball = PIN.split_whitespace().nth(1).unwrap();
    let package = tarball.strip_suffix(".tgz").unwrap();
    let cache = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty());
    let cache = cache.map_or_else(
        || Path::new(&env::var_os("HOME").expect("HOME is set")).join(".cache"),
        PathBuf::from,
    );
    cache.join("switchboard").join(package).join("package/axe.min.js")
}
