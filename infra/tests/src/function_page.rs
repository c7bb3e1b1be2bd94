//! What Terraform must give a function, according to its page, `docs/functions/<name>.md`.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// The requirements on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionPage {
    /// The variables of its settings that it names, required or not.
    pub variables: BTreeSet<String>,
    /// The actions that its role needs.
    pub actions: BTreeSet<String>,
    /// How long an invocation may take, in seconds.
    pub time_limit: Option<i64>,
}

impl FunctionPage {
    /// Reads the page of a function.
    pub fn read(root: &Path, function: &str) -> io::Result<Self> {
        let text = fs::read_to_string(root.join(format!("docs/functions/{function}.md")))?;
        let settings = section(&text, "Settings");
        // One function reads what another reads, and its page refers to the other's.
        if let Some(other) = settings.trim().strip_prefix("As of [") {
            let other = other.split(']').next().unwrap_or_default();
            let shared = Self::read(root, other)?;
            return Ok(Self { variables: shared.variables, ..Self::of(&text) });
        }
        Ok(Self::of(&text))
    }

    fn of(text: &str) -> Self {
        let permissions = section(text, "Permissions");
        let in_table: Vec<_> = permissions.lines().filter_map(first_cell).collect();
        let texts = if in_table.is_empty() { vec![permissions] } else { in_table };
        Self {
            variables: code(section(text, "Settings")).filter(|word| is_variable(word)).collect(),
            actions: texts.into_iter().flat_map(code).filter(|word| is_action(word)).collect(),
            time_limit: time_limit(text),
        }
    }
}

/// The text below a heading, up to the next.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let start = format!("\n## {heading}\n");
    let Some((_, rest)) = text.split_once(&start) else { return "" };
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

fn first_cell(line: &str) -> Option<&str> {
    line.strip_prefix('|')?.split('|').next()
}

/// The texts between backticks.
fn code(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

fn is_variable(word: &str) -> bool {
    word.contains('_')
        && !word.starts_with('_')
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

fn is_action(word: &str) -> bool {
    let Some((service, action)) = word.split_once(':') else { return false };
    service.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && action.starts_with(|first: char| first.is_ascii_uppercase())
        && action.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// "Time limit 30 seconds", or "The function's own time limit has to be longer (4 seconds)".
fn time_limit(text: &str) -> Option<i64> {
    let text = text.replace('\n', " ");
    let start = text.to_lowercase().find("time limit")?;
    let sentence = text.get(start..)?.split('.').next()?;
    let words: Vec<_> = sentence.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    words.windows(2).find_map(|pair| match pair {
        [number, "seconds"] => number.parse().ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read() {
        let page = FunctionPage::of(
            "# f\n\n## Settings\n\n| variable | |\n| --- | --- |\n| `A_TABLE` | the table |\n\nand `B_DAYS`.\n\n## Permissions\n\n| action | on |\n| --- | --- |\n| `dynamodb:GetItem`, `ses:SendEmail` | `x:Y` |\n\nIt cannot `s3:GetObject`. Time limit 30 seconds.\n\n## What to watch\n\n`NOT_ONE`\n",
        );
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(page.variables, set(&["A_TABLE", "B_DAYS"]));
        assert_eq!(page.actions, set(&["dynamodb:GetItem", "ses:SendEmail"]));
        assert_eq!(page.time_limit, Some(30));
    }

    #[test]
    fn a_page_without_a_table_says_it_in_a_sentence() {
        let page = FunctionPage::of(
            "# f\n\nThe function's own time limit has to be longer\n(4 seconds), so.\n\n## Permissions\n\n`dynamodb:UpdateItem` on the table.\n",
        );
        assert_eq!(page.actions.len(), 1);
        assert_eq!(page.time_limit, Some(4));
    }
}
