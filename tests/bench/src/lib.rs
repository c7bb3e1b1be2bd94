//! What the measurements in `benches/` share: the numbers they measure with, the judge of answers,
//! and how figures are written. `make bench` runs them all.

pub mod divan_table;
pub mod figures;
pub mod judge;
pub mod lexicon;
pub mod machine;
pub mod numbers;
