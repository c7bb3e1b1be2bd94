//! The `vanity` program as a whole: the time from its start to its answer, and a million numbers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark"
)]

use std::fs::{self, File};
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use switchboard_bench::figures::{self, median, thousands};
use switchboard_bench::{numbers, programs};

const STARTS: usize = 400;
const BULK_ROUNDS: usize = 3;
const FEW: u32 = 100_000;
const MANY: u32 = 1_000_000;
/// The interval between two readings of a process's memory.
const ASKED_EVERY: Duration = Duration::from_millis(2);

fn main() {
    let vanity = programs::release_build("vanity").unwrap();
    assert!(vanity.is_file(), "build {} with `make bench`", vanity.display());
    starts(&vanity);
    println!();
    bulk(&vanity);
}

/// Times one number and a program that does nothing, in turns.
fn starts(vanity: &Path) {
    eprintln!("Starting vanity and /bin/true, {STARTS} times each");
    let (mut ours, mut nothings) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        ours.push(start(Command::new(vanity).arg("+18003569377"), "1-800-FLOWERS"));
        nothings.push(start(&mut Command::new("/bin/true"), ""));
    }
    let (ours, nothing) = (median(ours).unwrap(), median(nothings).unwrap());
    println!("| from starting a process to its end, median of {STARTS} | time |");
    println!("| --- | ---: |");
    println!("| `vanity +18003569377`, its answer read | {} |", figures::duration(ours));
    println!("| `/bin/true` | {} |", figures::duration(nothing));
    println!("| ratio | {:.2} |", ours.as_secs_f64() / nothing.as_secs_f64());
}

fn start(command: &mut Command, printed: &str) -> Duration {
    let mut answer = String::new();
    let started = Instant::now();
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    process.stdout.take().unwrap().read_to_string(&mut answer).unwrap();
    let status = process.wait().unwrap();
    let elapsed = started.elapsed();
    assert!(status.success() && answer.contains(printed), "{status}: {answer}");
    elapsed
}

fn bulk(vanity: &Path) {
    let [few, many] = [FEW, MANY].map(|count| {
        eprintln!("Writing {} numbers", thousands(count.into()));
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("numbers-{count}.txt"));
        write_numbers(&file, count);
        file
    });
    let times = (1..=BULK_ROUNDS).map(|round| {
        eprintln!("Answering {} numbers, {round} of {BULK_ROUNDS}", thousands(MANY.into()));
        let started = Instant::now();
        let mut process = answer(vanity, &many);
        assert!(process.wait().unwrap().success());
        started.elapsed()
    });
    let time = median(times).unwrap();
    // Reading the memory takes time, so these are other runs.
    eprintln!("Answering both files once more, for the memory");
    let [peak_of_few, peak_of_many] = [&few, &many].map(|file| peak_kib(answer(vanity, file)));
    for file in [few, many] {
        fs::remove_file(file).unwrap();
    }

    let rate = f64::from(MANY) / time.as_secs_f64();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive")]
    let rate = rate as u64;
    let [few, many] = [FEW, MANY].map(|count| thousands(count.into()));
    println!("| `vanity --format tsv`, from a file to `/dev/null`, on all cores | figure |");
    println!("| --- | ---: |");
    println!("| {many} random numbers, median of {BULK_ROUNDS} | {} |", figures::duration(time));
    println!("| numbers a second | {} |", thousands(rate));
    println!("| peak memory, {few} numbers | {} KiB |", thousands(peak_of_few));
    println!("| peak memory, {many} numbers | {} KiB |", thousands(peak_of_many));
}

fn write_numbers(file: &Path, count: u32) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    for number in numbers::random().take(count.try_into().unwrap()) {
        writeln!(out, "{number}").unwrap();
    }
    out.flush().unwrap();
}

fn answer(vanity: &Path, numbers: &Path) -> Child {
    Command::new(vanity)
        .args(["--format", "tsv"])
        .stdin(File::open(numbers).unwrap())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// The most memory that a process held until it ended. The kernel's record of an ended child would also
/// count this program's memory at the fork.
fn peak_kib(mut process: Child) -> u64 {
    let mut peak = 0;
    loop {
        peak = programs::peak_kib(&process).unwrap_or(peak);
        if let Some(status) = process.try_wait().unwrap() {
            assert!(status.success() && peak > 0, "{status}");
            return peak;
        }
        thread::sleep(ASKED_EVERY);
    }
}
