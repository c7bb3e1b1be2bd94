//! The machine that the measurements run on.

use std::fs;
use std::process::Command;
use std::thread;

use jiff::Timestamp;

/// Describes processors, system and compiler in one line, as far as they can be found out.
#[must_use]
pub fn description() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let processor = value_in("/proc/cpuinfo", "model name", ':');
    let system = value_in("/etc/os-release", "PRETTY_NAME", '=');
    let compiler = Command::new("rustc").arg("-V").output().ok();
    let compiler = compiler.and_then(|output| String::from_utf8(output.stdout).ok());
    let compiler = compiler
        .and_then(|version| version.split(" (").next().map(|version| version.trim().to_owned()));
    let known = [
        Some(format!("{cores} cores")),
        processor,
        Some(std::env::consts::ARCH.to_owned()),
        system,
        compiler,
    ];
    known.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Today's date in UTC.
#[must_use]
pub fn date() -> String {
    #[expect(clippy::disallowed_methods, reason = "figures say when they were measured")]
    let now = Timestamp::now();
    now.strftime("%Y-%m-%d").to_string()
}

/// The value of a key in a file of lines, without the quotes around it.
fn value_in(file: &str, key: &str, separator: char) -> Option<String> {
    value_of(&fs::read_to_string(file).ok()?, key, separator)
}

fn value_of(text: &str, key: &str, separator: char) -> Option<String> {
    let mut pairs = text.lines().filter_map(|line| line.split_once(separator));
    let (_, value) = pairs.find(|(name, _)| name.trim() == key)?;
    Some(value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_key() {
        let text = "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
        let found = value_of(text, "PRETTY_NAME", '=');
        assert_eq!(found.as_deref(), Some("Debian GNU/Linux 12 (bookworm)"));
        assert_eq!(value_of(text, "VERSION", '='), None);
        assert_eq!(value_of("model name\t: EPYC\n", "model name", ':').as_deref(), Some("EPYC"));
    }
}
