//! Runs all measurements, or those named, and prints the report in `docs/benchmarks.md`. Progress goes
//! to standard error.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is the report")]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use switchboard_bench::divan_table::{self, Row};
use switchboard_bench::numbers::BATCH;
use switchboard_bench::{figures, machine};

/// A part of the report: a program in `benches/`.
struct Part {
    name: &'static str,
    title: &'static str,
    /// Makes the section from the program's output; `None` if that cannot be read.
    section: fn(&str) -> Option<String>,
}

const PARTS: [Part; 6] = [
    Part { name: "engine", title: "Engine", section: engine },
    Part { name: "allocations", title: "Allocations", section: allocations },
    Part { name: "instructions", title: "Instructions", section: as_printed },
    Part { name: "process", title: "The program", section: as_printed },
    Part { name: "peers", title: "Side by side", section: as_printed },
    Part { name: "start", title: "Functions", section: as_printed },
];

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted.iter().find(|name| !PARTS.iter().any(|part| part.name == **name))
    {
        let names = PARTS.map(|part| part.name).join(", ");
        eprintln!("There is no part {unknown}; the parts are {names}.");
        return ExitCode::FAILURE;
    }
    let parts =
        PARTS.iter().filter(|part| wanted.is_empty() || wanted.iter().any(|w| w == part.name));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());

    let mut report = format!("{}, on {}.\n", machine::description(), machine::date());
    let mut all_ran = true;
    for part in parts {
        eprintln!("== {}", part.title);
        // A part that fails does not stop the others.
        let section = run(&cargo, part).unwrap_or_else(|error| {
            all_ran = false;
            format!("This part failed: {error}.\n")
        });
        // Writing to a string cannot fail.
        let _ = writeln!(report, "\n## {}\n\n{}", part.title, section.trim_end());
    }
    println!("\n{report}");
    if all_ran { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(cargo: &OsString, part: &Part) -> io::Result<String> {
    let mut process = Command::new(cargo)
        .args(["bench", "--quiet", "--locked", "-p", "switchboard-bench", "--bench", part.name])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut printed = String::new();
    if let Some(stdout) = process.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            eprintln!("{line}");
            printed += &line;
            printed.push('\n');
        }
    }
    let status = process.wait()?;
    if !status.success() {
        return Err(io::Error::other(status.to_string()));
    }
    (part.section)(&printed).ok_or_else(|| io::Error::other("its output cannot be read"))
}

/// The section of a program that prints Markdown.
#[expect(clippy::unnecessary_wraps, reason = "other parts can fail")]
fn as_printed(printed: &str) -> Option<String> {
    Some(printed.to_owned())
}

fn engine(printed: &str) -> Option<String> {
    let rows = divan_table::parse(printed)?;
    let median = |name: &str| find(&rows, name).map(|row| row.median);
    let time = |name: &str| median(name).map(figures::duration);
    let batch: Duration = median("a_batch")?;
    let lines = [
        ("the five of 10,000 random North American numbers, one thread", figures::duration(batch)),
        ("of these, a number", figures::duration(batch / BATCH)),
        ("the median number of 1,000, timed by itself", time("one_by_one")?),
        ("the same with cold caches", time("one_by_one_with_cold_caches")?),
        ("the five of 1-800-FLOWERS, where every digit has letters", time("flowers")?),
        ("parsing a written number", time("parsing")?),
    ];
    Some(table("what", "median", &lines))
}

fn allocations(printed: &str) -> Option<String> {
    let rows = divan_table::parse(printed)?;
    // Divan leaves zeros out, and would leave everything out if nothing were counted.
    find(&rows, "a_box").filter(|row| row.allocations.to_bits() == 1_f64.to_bits())?;
    let (number, answer) = (find(&rows, "a_number")?, find(&rows, "the_answer_alone")?);
    let lines = [
        ("for a number", format!("{:.2}", number.allocations)),
        ("of these, what the answer is made of", format!("{:.2}", answer.allocations)),
        ("beyond the answer", format!("{:.2}", number.allocations - answer.allocations)),
        ("times that one of them had to grow", format!("{:.2}", number.grown)),
    ];
    Some(table("heap allocations, 10,000 random numbers", "mean", &lines))
}

fn find<'a>(rows: &'a [Row], name: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.name == name)
}

fn table(what: &str, figure: &str, lines: &[(&str, String)]) -> String {
    let rows = lines.iter().map(|(what, figure)| format!("| {what} | {figure} |\n"));
    format!("| {what} | {figure} |\n| --- | ---: |\n{}", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as divan prints them, with one figure in all columns.
    fn drawn(rows: &[(&str, &str)]) -> String {
        let row =
            |(name, time): &(&str, &str)| format!("├─ {name} {time} │ {time} │ {time} │ {time}\n");
        rows.iter().map(row).collect()
    }

    #[test]
    fn a_number_takes_its_part_of_the_batch() {
        let printed = drawn(&[
            ("a_batch", "20 ms"),
            ("flowers", "3 µs"),
            ("one_by_one", "2.1 µs"),
            ("one_by_one_with_cold_caches", "8.5 µs"),
            ("parsing", "74 ns"),
        ]);
        let section = engine(&printed).unwrap();
        for line in
            ["numbers, one thread | 20.0 ms |", "a number | 2.00 µs |", "cold caches | 8.50 µs |"]
        {
            assert!(section.contains(line), "{section}");
        }
        assert_eq!(engine(&drawn(&[("a_batch", "20 ms")])), None);
    }

    #[test]
    fn what_the_answer_is_made_of_is_taken_off() {
        let with = |count: &str| format!("│  alloc: │ │ │\n│ 1 │ 1 │ 1 │ {count}\n");
        let number = drawn(&[("a_number", "2 µs")]) + &with("25.5");
        let answer = drawn(&[("the_answer_alone", "1 µs")]) + &with("20.25");
        let counted = drawn(&[("a_box", "9 ns")]) + &with("1");
        let section = allocations(&(counted + &number + &answer)).unwrap();
        assert!(section.contains("| beyond the answer | 5.25 |"), "{section}");
        assert_eq!(allocations(&(drawn(&[("a_box", "9 ns")]) + &number + &answer)), None);
    }

    #[test]
    fn every_part_is_a_benchmark() {
        let benches = concat!(env!("CARGO_MANIFEST_DIR"), "/benches");
        let files = std::fs::read_dir(benches).unwrap().map(|file| file.unwrap().path());
        let mut programs: Vec<_> =
            files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        programs.sort_unstable();
        let mut parts = PARTS.map(|part| part.name);
        parts.sort_unstable();
        assert_eq!(programs, parts);
    }
}
