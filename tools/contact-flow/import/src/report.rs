//! The report after a template is written.

use std::fmt::Write as _;

use crate::committed::Committed;
use crate::import::Import;
use crate::map::ValueMap;

/// Reports what was replaced, what was not, and what to do next.
pub(crate) fn of(import: &Import, map: &ValueMap, committed: Option<&Committed>) -> String {
    let mut lines = vec![match committed {
        Some(committed) => {
            let Committed { key, path, .. } = committed;
            format!("{key}: {} blocks, compared with {}", import.blocks, path.display())
        }
        None => format!(
            "{} blocks, not compared with a committed flow; if flows.yaml has the flow, say with --flow \
             which it is",
            import.blocks
        ),
    }];
    let width = import.replaced.keys().map(String::len).max().unwrap_or_default();
    for (name, count) in &import.replaced {
        let times = if *count == 1 { "text" } else { "texts" };
        lines.push(format!("  {:<1$}  in {count} {times}", format!("${{{name}}}"), width + 3));
    }
    let given = map.values();
    let unused: Vec<&str> =
        given.keys().copied().filter(|name| !import.replaced.contains_key(*name)).collect();
    if !unused.is_empty() {
        lines.push(format!(
            "nothing in the flow matches these values of the map: {}",
            unused.join(", ")
        ));
    }
    if let Some(committed) = committed {
        let declared = &committed.entry.variables;
        for name in import.replaced.keys().filter(|name| !declared.contains_key(*name)) {
            lines.push(format!("declare the variable {name} of {} in flows.yaml", committed.key));
        }
    }
    for block in &import.unnamed {
        lines.push(format!("give block {block:?} a name that people understand"));
    }
    lines.push("next: read `git diff`, then check it with `contact-flow check`".to_owned());
    lines.iter().fold(String::new(), |mut report, line| {
        let _ = writeln!(report, "contact-flow-import: {line}");
        report
    })
}
