//! How long the engine takes for a number.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use divan::{Bencher, black_box, counter::ItemsCount};
use vanity::{PhoneNumber, best_five};

fn main() {
    divan::main();
}

/// North American numbers, spread evenly over all valid ones, the same in every run.
fn numbers(count: u64) -> Vec<PhoneNumber> {
    // Weyl's sequence with the golden ratio: no generator, and no two alike.
    let place = |at: u64| at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11;
    (1..=count)
        .map(|at| {
            let (area, exchange) = (200 + place(at) % 800, 200 + place(at) / 800 % 800);
            let line = place(at) / 640_000 % 10_000;
            PhoneNumber::from_e164(&format!("+1{area}{exchange}{line:04}")).unwrap()
        })
        .collect()
}

#[divan::bench(sample_count = 20)]
fn ten_thousand_numbers(bencher: Bencher<'_, '_>) {
    let numbers = numbers(10_000);
    bencher.counter(ItemsCount::new(numbers.len())).bench_local(|| {
        for number in &numbers {
            let _ = black_box(best_five(black_box(number)));
        }
    });
}

/// Every digit has letters and the readings are many: the slow end.
#[divan::bench]
fn flowers(bencher: Bencher<'_, '_>) {
    let number: PhoneNumber = "1-800-FLOWERS".parse().unwrap();
    bencher.bench_local(|| best_five(black_box(&number)));
}

#[divan::bench]
fn parsing(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| black_box("+1 (800) 356-9377").parse::<PhoneNumber>());
}
