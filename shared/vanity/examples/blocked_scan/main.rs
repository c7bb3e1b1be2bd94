//! Answers all 8,000,000 numbers of an area code, and reads the answers against the word policy.
//!
//! ```console
//! $ cargo run --release -p switchboard-vanity --example blocked_scan
//! $ cargo run --release -p switchboard-vanity --example blocked_scan -- --area 212
//! $ cargo run --release -p switchboard-vanity --example blocked_scan -- --save before
//! $ cargo run --release -p switchboard-vanity --example blocked_scan -- --against before
//! $ cargo run --release -p switchboard-vanity --example blocked_scan -- --time
//! ```
//!
//! It exits with 1 if an answer reads as a blocked word. `--save` keeps the answers' kinds, and
//! `--against` counts how many differ from a saved scan. `--time` only measures the engine.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a program for people at a terminal, which stops at the first surprise"
)]

mod reader;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs, thread};

use reader::{Spelled, Verdict};
use switchboard_vanity::{BestFive, Kind, MAX_OFFERED, PhoneNumber, best_five};

/// The numbers of an exchange.
const LINES: usize = 10_000;
/// The exchanges of an area code: 200 to 999.
const EXCHANGES: usize = 800;
/// How many examples are printed of each finding.
const EXAMPLES: usize = 12;
/// The shortest word that letters are checked against.
const SHORTEST: usize = 3;
/// The bytes that are saved for a number.
const SAVED: usize = 9;

/// What was found in some numbers.
#[derive(Default)]
struct Findings {
    /// How many numbers have how many answers.
    answers: [u64; MAX_OFFERED + 1],
    kinds: [u64; 2],
    /// What reads as a blocked word, by how it is spelled: how many answers, how many of them first,
    /// and examples.
    blocked: BTreeMap<Spelled, (u64, u64, Vec<String>)>,
    /// How many numbers have an answer with a `last` word, by the rank of the first.
    last: BTreeMap<u8, u64>,
    last_examples: Vec<String>,
    /// How many letter answers have a `last` word in their letters.
    last_in_letters: u64,
    /// The kinds of answers and a hash of all texts, for each number.
    saved: Vec<u8>,
}

struct Lists {
    blocked: Verdict,
    last: Verdict,
    last_in_letters: Verdict,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        Some(arguments.get(at + 1).expect("a value").as_str())
    };
    let area = value("--area").unwrap_or("800");
    if arguments.iter().any(|argument| argument == "--time") {
        time(area);
        return ExitCode::SUCCESS;
    }
    let lists = Lists {
        blocked: Verdict::read("block", SHORTEST),
        last: Verdict::read("last", 1),
        last_in_letters: Verdict::read("last", SHORTEST),
    };
    let started = Instant::now();
    let all = scan(area, &lists);
    let count = EXCHANGES * LINES;
    println!("{count} numbers of +1 {area} in {:.0} s", started.elapsed().as_secs_f64());
    print(&all);
    if let Some(path) = value("--save") {
        fs::write(path, &all.saved).expect(path);
    }
    if let Some(path) = value("--against") {
        compare(&fs::read(path).expect(path), &all.saved);
    }
    let refused = |(spelled, _): (&Spelled, _)| *spelled != Spelled::WithRunAtEdge;
    if all.blocked.iter().any(refused) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Scans all exchanges, on all cores.
fn scan(area: &str, lists: &Lists) -> Findings {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut done = Vec::new();
        loop {
            let exchange = next.fetch_add(1, Ordering::Relaxed);
            if exchange >= EXCHANGES {
                return done;
            }
            let mut findings = Findings::default();
            for line in 0..LINES {
                let e164 = format!("+1{area}{}{line:04}", exchange + 200);
                findings.add(&answer(&e164), lists);
            }
            done.push((exchange, findings));
        }
    };
    let mut done: Vec<(usize, Findings)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    done.sort_unstable_by_key(|(exchange, _)| *exchange);
    let mut all = Findings::default();
    for (_, findings) in done {
        all.merge(findings);
    }
    all
}

fn answer(e164: &str) -> BestFive {
    best_five(&PhoneNumber::from_e164(e164).unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

impl Findings {
    fn add(&mut self, five: &BestFive, lists: &Lists) {
        let mut hasher = DefaultHasher::new();
        self.answers[five.by_rank().len()] += 1;
        let mut kinds = [0_u8; 2];
        let mut first_last = None;
        for vanity in five.by_rank() {
            vanity.vanity_number.as_str().hash(&mut hasher);
            let letters = vanity.kind == Kind::Letters;
            kinds[usize::from(letters)] += 1;
            if let Some((text, spelled)) =
                lists.blocked.found_in(vanity).into_iter().min_by_key(|(_, spelled)| *spelled)
            {
                let (count, first, examples) = self.blocked.entry(spelled).or_default();
                *count += 1;
                *first += u64::from(vanity.rank == 1);
                examples.push(format!("{} ({text}, rank {})", vanity.vanity_number, vanity.rank));
                examples.truncate(EXAMPLES);
            }
            if lists.last.has_word_of(vanity) {
                first_last = first_last.or(Some(vanity.rank));
                self.last_examples.push(vanity.vanity_number.to_string());
                self.last_examples.truncate(EXAMPLES);
            }
            let plainly = |(_, spelled): &(String, Spelled)| *spelled == Spelled::Plainly;
            if letters && lists.last_in_letters.found_in(vanity).iter().any(plainly) {
                self.last_in_letters += 1;
            }
        }
        if let Some(rank) = first_last {
            *self.last.entry(rank).or_default() += 1;
        }
        self.kinds[0] += u64::from(kinds[0]);
        self.kinds[1] += u64::from(kinds[1]);
        self.saved.push(kinds[0] << 4 | kinds[1]);
        self.saved.extend(hasher.finish().to_le_bytes());
    }

    fn merge(&mut self, other: Self) {
        for (count, more) in self.answers.iter_mut().zip(other.answers) {
            *count += more;
        }
        for (count, more) in self.kinds.iter_mut().zip(other.kinds) {
            *count += more;
        }
        for (spelled, (count, first, examples)) in other.blocked {
            let all = self.blocked.entry(spelled).or_default();
            all.0 += count;
            all.1 += first;
            // One of each exchange, so that the examples differ.
            all.2.extend(examples.into_iter().take(1));
        }
        for (rank, count) in other.last {
            *self.last.entry(rank).or_default() += count;
        }
        self.last_examples.extend(other.last_examples.into_iter().take(1));
        self.last_in_letters += other.last_in_letters;
        self.saved.extend(other.saved);
    }
}

fn print(all: &Findings) {
    for spelled in Spelled::ALL {
        let (count, first, examples) = all.blocked.get(&spelled).cloned().unwrap_or_default();
        println!("answers that read as a blocked word, {spelled:?}: {count}, of rank 1: {first}");
        let step = examples.len().div_ceil(EXAMPLES).max(1);
        for example in examples.iter().step_by(step) {
            println!("    {example}");
        }
    }
    let with_last: u64 = all.last.values().sum();
    println!("numbers with a `last` word: {with_last}; by the rank of the first: {:?}", all.last);
    for example in all.last_examples.iter().take(EXAMPLES) {
        println!("    {example}");
    }
    println!("letter answers that spell a `last` word: {}", all.last_in_letters);
    let fewer: u64 = all.answers[..MAX_OFFERED].iter().sum();
    println!("numbers with fewer than five answers: {fewer} (by count: {:?})", all.answers);
    println!("answers in words: {}, in letters: {}", all.kinds[0], all.kinds[1]);
}

/// Prints how many numbers have other answers than in a saved scan.
fn compare(before: &[u8], after: &[u8]) {
    assert_eq!(before.len(), after.len(), "a scan of as many numbers");
    let (mut other, mut fewer_words, mut more_words) = (0_u64, 0_u64, 0_u64);
    for (before, after) in before.chunks(SAVED).zip(after.chunks(SAVED)) {
        other += u64::from(before != after);
        let (before, after) = (before[0] >> 4, after[0] >> 4);
        fewer_words += u64::from(before.saturating_sub(after));
        more_words += u64::from(after.saturating_sub(before));
    }
    println!("numbers with other answers than before: {other}");
    println!("answers that were words and are letters: {fewer_words}; the reverse: {more_words}");
}

/// Prints the time that the engine takes for a number, on one core.
fn time(area: &str) {
    // Steps that are prime spread the numbers over all exchanges and lines.
    let sample = (0..EXCHANGES * LINES).step_by(37);
    let numbers: Vec<PhoneNumber> = sample
        .map(|at| format!("+1{area}{}{:04}", at / LINES + 200, at % LINES))
        .map(|e164| PhoneNumber::from_e164(&e164).unwrap())
        .collect();
    for _ in 0..5 {
        let started = Instant::now();
        for number in &numbers {
            let _ = black_box(best_five(black_box(number)));
        }
        let nanoseconds = started.elapsed().as_nanos() as f64 / numbers.len() as f64;
        println!("{nanoseconds:.0} ns a number, over {} numbers", numbers.len());
    }
}
