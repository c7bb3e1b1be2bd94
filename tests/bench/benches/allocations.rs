//! How often the engine allocates: for a number, and for the answer alone. The difference is what the
//! search itself allocates.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use divan::{AllocProfiler, Bencher, black_box};
use switchboard_bench::numbers::random_phone_numbers;
use switchboard_vanity::{BestFive, best_five};

// Not in the benchmark of times, because counting takes time.
#[global_allocator]
static COUNTED: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

// One number per iteration, 10,000 in all.
#[divan::bench(sample_count = 100, sample_size = 100)]
fn a_number(bencher: Bencher<'_, '_>) {
    let mut numbers = random_phone_numbers();
    bencher.with_inputs(|| numbers.next().unwrap()).bench_local_refs(|number| {
        let _ = black_box(best_five(black_box(number)));
    });
}

#[divan::bench(sample_count = 100, sample_size = 100)]
fn the_answer_alone(bencher: Bencher<'_, '_>) {
    let mut answers = random_phone_numbers().filter_map(|number| best_five(&number).ok());
    bencher.with_inputs(|| answers.next().unwrap()).bench_local_refs(|five: &mut BestFive| {
        // A copy makes exactly the allocations of the answer.
        drop(black_box(five.clone()));
    });
}

/// One allocation. The report refuses the table if this is not counted as one.
#[divan::bench(sample_count = 10, sample_size = 100)]
fn a_box(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| drop(black_box(Box::new(black_box(1_u8)))));
}
