//! The shared parts of the measurements in `benches/`: random numbers, the judge of answers, programs,
//! and the format of figures. `make bench` runs all measurements.

pub mod divan_table;
pub mod figures;
pub mod judge;
pub mod lexicon;
pub mod machine;
pub mod numbers;
pub mod programs;
