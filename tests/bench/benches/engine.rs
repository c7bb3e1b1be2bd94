//! The time that the engine takes for a number.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use switchboard_bench::numbers::{self, random_phone_numbers};
use switchboard_vanity::{PhoneNumber, best_five};

/// Twice the largest cache of the processors that this ran on. Reading it evicts everything else.
const MORE_THAN_ANY_CACHE: usize = 64 << 20;
const CACHE_LINE: usize = 64;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn a_batch(bencher: Bencher<'_, '_>) {
    let numbers: Vec<_> = random_phone_numbers().take(numbers::BATCH as usize).collect();
    bencher.counter(ItemsCount::new(numbers.len())).bench_local(|| {
        for number in &numbers {
            let _ = black_box(best_five(black_box(number)));
        }
    });
}

/// Each number is timed by itself, for comparison with the next benchmark.
#[divan::bench(sample_count = 1_000, sample_size = 1)]
fn one_by_one(bencher: Bencher<'_, '_>) {
    let numbers: Vec<_> = random_phone_numbers().take(1_000).collect();
    let mut numbers = numbers.into_iter().cycle();
    bencher.with_inputs(|| numbers.next().unwrap()).bench_local_refs(answer);
}

/// Caches have other data before each number. The pages stay mapped; what a new process adds is in the
/// figures of whole processes.
#[divan::bench(sample_count = 1_000, sample_size = 1)]
fn one_by_one_with_cold_caches(bencher: Bencher<'_, '_>) {
    let numbers: Vec<_> = random_phone_numbers().take(1_000).collect();
    let mut numbers = numbers.into_iter().cycle();
    let mut other = vec![1_u8; MORE_THAN_ANY_CACHE];
    let next = || {
        for byte in black_box(&mut other).iter_mut().step_by(CACHE_LINE) {
            *byte = byte.wrapping_add(1);
        }
        numbers.next().unwrap()
    };
    bencher.with_inputs(next).bench_local_refs(answer);
}

fn answer(number: &mut PhoneNumber) {
    let _ = black_box(best_five(black_box(number)));
}

/// A slow number: every digit has letters, and there are many readings.
#[divan::bench]
fn flowers(bencher: Bencher<'_, '_>) {
    let number: PhoneNumber = "1-800-FLOWERS".parse().unwrap();
    bencher.bench_local(|| {
        let _ = black_box(best_five(black_box(&number)));
    });
}

#[divan::bench]
fn parsing(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| black_box("+1 (800) 356-9377").parse::<PhoneNumber>());
}
