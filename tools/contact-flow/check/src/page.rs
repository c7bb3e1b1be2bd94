//! The page about the flows, whose marked parts are generated.

use std::path::{Path, PathBuf};

use switchboard_contact_flow::catalogue::Entry;
use switchboard_contact_flow::diagram::mermaid;
use switchboard_contact_flow::document::Flow;

/// A page with generated parts.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    /// The text of the file.
    pub(crate) before: String,
    /// The text with its generated parts updated.
    pub(crate) after: String,
    /// A message for each part that has no marks on the page.
    pub(crate) missing: Vec<String>,
}

impl Page {
    /// Creates a page whose file has this text.
    pub(crate) fn new(path: &Path, text: String) -> Self {
        Self { path: path.to_owned(), after: text.clone(), before: text, missing: Vec::new() }
    }

    /// Updates the diagram of a flow.
    pub(crate) fn diagram(&mut self, key: &str, flow: &Flow) {
        self.put("diagram", key, &format!("```mermaid\n{}```", mermaid(flow)));
    }

    /// Updates the table of a flow's variables.
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

    /// Replaces the text between `<!-- name:key -->` and `<!-- /name -->`.
    fn put(&mut self, name: &str, key: &str, text: &str) {
        let (open, close) = (format!("<!-- {name}:{key} -->"), format!("<!-- /{name} -->"));
        let parts = self.after.split_once(&open).and_then(|(before, rest)| {
            let (_, after) = rest.split_once(&close)?;
            Some(format!("{before}{open}\n{text}\n{close}{after}"))
        });
        match parts {
            Some(page) => self.after = page,
            None => self.missing.push(format!(
                "{}: has no place for the {name} of {key}; write {open} and {close} where it belongs",
                self.path.display()
            )),
        }
    }
}

/// Escapes a text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_between_the_marks_is_replaced() {
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
        let says = "p.md: has no place for the x of k; write <!-- x:k --> and <!-- /x --> where it belongs";
        assert_eq!(page.missing, [says]);
    }
}
