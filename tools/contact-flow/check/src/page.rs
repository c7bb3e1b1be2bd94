//! The page about the flows: what stands between its marks is generated.

use std::path::{Path, PathBuf};

use switchboard_contact_flow::catalogue::Entry;
use switchboard_contact_flow::diagram::mermaid;
use switchboard_contact_flow::document::Flow;

/// A page, as it is and as it has to be.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) before: String,
    pub(crate) after: String,
    /// What there is no place for on it.
    pub(crate) missing: Vec<String>,
}

impl Page {
    /// A page that is this now.
    pub(crate) fn new(path: &Path, text: String) -> Self {
        Self { path: path.to_owned(), after: text.clone(), before: text, missing: Vec::new() }
    }

    /// Draws a flow.
    pub(crate) fn diagram(&mut self, key: &str, flow: &Flow) {
        self.put("diagram", key, &format!("```mermaid\n{}```", mermaid(flow)));
    }

    /// Lists the variables of a flow.
    pub(crate) fn variables(&mut self, key: &str, entry: &Entry) {
        let mut table = "| variable | default | what |\n| --- | --- | --- |".to_owned();
        for (name, variable) in &entry.variables {
            let default = variable.default.as_deref().map(|default| format!("`{}`", cell(default)));
            let default = default.as_deref().unwrap_or("none, each environment has its own");
            let row = format!("\n| `{name}` | {default} | {} |", cell(&variable.description));
            table.push_str(&row);
        }
        self.put("variables", key, &table);
    }

    /// Puts a text between the marks of this name: `<!-- name:key -->` and `<!-- /name -->`.
    fn put(&mut self, name: &str, key: &str, text: &str) {
        let (open, close) = (format!("<!-- {name}:{key} -->"), format!("<!-- /{name} -->"));
        let parts = self.after.split_once(&open).and_then(|(before, rest)| {
            let (_, after) = rest.split_once(&close)?;
            Some(format!("{before}{open}\n{text}\n{close}{after}"))
        });
        match parts {
            Some(page) => self.after = page,
            None => self.missing.push(format!(
                "{}: has no place for the {name} of {key}; write {open} and {close} there",
                self.path.display()
            )),
        }
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let text = "# a\n<!-- x:k -->\nold\n<!-- /x -->\n<!-- x:l -->\nother\n<!-- /x -->\nend\n";
        let mut page = Page::new(Path::new("p.md"), text.to_owned());
        page.put("x", "k", "new");
        assert_eq!(page.after, text.replace("old", "new"));
        page.put("x", "l", "newer");
        assert_eq!(page.after, text.replace("old", "new").replace("other", "newer"));
        assert_eq!((page.before.as_str(), page.missing.len()), (text, 0));
    }

    #[test]
    fn a_place_that_is_missing_is_asked_for() {
        let mut page = Page::new(Path::new("p.md"), "<!-- x:k -->".to_owned());
        page.put("x", "k", "new");
        let says = "p.md: has no place for the x of k; write <!-- x:k --> and <!-- /x --> there";
        assert_eq!(page.missing, [says]);
    }
}
