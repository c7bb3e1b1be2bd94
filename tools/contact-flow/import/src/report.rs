//! What a person is told when the template is written.

use std::fmt::Write as _;

use crate::committed::Committed;
use crate::export::Export;
use crate::map::ValueMap;

/// What was replaced, what was not, and what to do next.
pub(crate) fn of(export: &Export, map: &ValueMap, committed: Option<&Committed>) -> String {
    let mut lines = vec![match committed {
        Some(committed) => {
            let Committed { key, path, .. } = committed;
            format!("{key}: {} blocks, compared with {}", export.blocks, path.display())
        }
        None => format!(
            "{} blocks, compared with no committed flow; say with --flow which one of flows.yaml it is, \
             if it is there",
            export.blocks
        ),
    }];
    let width = export.replaced.keys().map(String::len).max().unwrap_or_default();
    for (name, count) in &export.replaced {
        let times = if *count == 1 { "text" } else { "texts" };
        lines.push(format!("  {:<1$}  in {count} {times}", format!("${{{name}}}"), width + 3));
    }
    let given = map.values();
    let unused: Vec<&str> =
        given.keys().copied().filter(|name| !export.replaced.contains_key(*name)).collect();
    if !unused.is_empty() {
        lines.push(format!("of the map, nothing in the flow matches {}", unused.join(", ")));
    }
    if let Some(committed) = committed {
        let declared = &committed.entry.variables;
        for name in export.replaced.keys().filter(|name| !declared.contains_key(*name)) {
            lines.push(format!("declare the variable {name} of {} in flows.yaml", committed.key));
        }
    }
    for block in &export.unnamed {
        lines.push(format!("give block {block:?} a name that people understand"));
    }
    lines.push("next: read `git diff`, then check it with `contact-flow check`".to_owned());
    lines.iter().fold(String::new(), |mut report, line| {
        let _ = writeln!(report, "contact-flow-import: {line}");
        report
    })
}
