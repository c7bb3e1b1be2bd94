//! How many instructions the engine executes for a number, counted by valgrind. Unlike times, they
//! hardly differ between two runs, even on a busy machine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark"
)]

use std::hint::black_box;
use std::process::Command;

use switchboard_bench::figures::thousands;
use switchboard_bench::numbers::random_phone_numbers;
use switchboard_vanity::best_five;

const NUMBERS: u64 = 1_000;
/// The argument that starts this program as the one to count.
const COUNTED: &str = "--rounds=";

fn main() {
    let rounds = std::env::args().find_map(|argument| {
        argument.strip_prefix(COUNTED).map(|rounds| rounds.parse::<usize>().unwrap())
    });
    if let Some(rounds) = rounds {
        return work(rounds);
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("Instructions are not counted: valgrind is not installed (Debian: valgrind).");
        return;
    }
    // Instructions outside the engine are in all three counts, and cancel out.
    let [none, once, twice] = [0, 1, 2].map(|rounds| {
        eprintln!("Counting instructions, {rounds} of 2 rounds of {NUMBERS} numbers");
        instructions(rounds)
    });
    println!("| instructions a number, {} random numbers | mean |", thousands(NUMBERS));
    println!("| --- | ---: |");
    println!("| in the first round of a process | {} |", thousands((once - none) / NUMBERS));
    println!("| in the second round | {} |", thousands((twice - once) / NUMBERS));
}

/// The work to count: the best five of the same numbers, this often.
fn work(rounds: usize) {
    let numbers: Vec<_> = random_phone_numbers().take(NUMBERS.try_into().unwrap()).collect();
    for _ in 0..rounds {
        for number in &numbers {
            let _ = black_box(best_five(black_box(number)));
        }
    }
}

fn instructions(rounds: usize) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .arg(format!("{COUNTED}{rounds}"))
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    let collected = log.lines().find_map(|line| line.split_once("Collected : "));
    collected.expect("callgrind says what it collected").1.trim().parse().unwrap()
}
