//! The random numbers that all measurements use.

use switchboard_vanity::PhoneNumber;

/// How many numbers the engine's benchmark answers in one iteration.
pub const BATCH: u32 = 10_000;

/// Random North American numbers in E.164, spread evenly over all valid ones, the same in every run.
pub fn random() -> impl Iterator<Item = String> {
    // Weyl's sequence with the golden ratio: no generator, and no two alike.
    let place = |at: u64| at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11;
    let all = (1..).map(move |at| {
        let (area, exchange) = (200 + place(at) % 800, 200 + place(at) / 800 % 800);
        let line = place(at) / 640_000 % 10_000;
        format!("+1{area}{exchange}{line:04}")
    });
    all.filter(|number| is_supported(number))
}

/// Not every area code is assigned.
fn is_supported(number: &str) -> bool {
    PhoneNumber::from_e164(number).is_ok_and(|number| number.check_plan().is_ok())
}

/// The same numbers, parsed.
pub fn random_phone_numbers() -> impl Iterator<Item = PhoneNumber> {
    random().filter_map(|number| PhoneNumber::from_e164(&number).ok())
}

/// Writes a North American number in E.164 as people do, +18003569377 as 1-800-356-9377: the only form
/// that all peers understand. `None` for anything else.
#[must_use]
pub fn as_written(e164: &str) -> Option<String> {
    let national = e164.strip_prefix("+1").filter(|national| national.len() == 10)?;
    let (area, exchange, line) = (national.get(..3)?, national.get(3..6)?, national.get(6..)?);
    Some(format!("1-{area}-{exchange}-{line}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn random_numbers_are_valid_and_no_two_alike() {
        let numbers: HashSet<String> = random().take(10_000).collect();
        assert_eq!(numbers.len(), 10_000);
        for number in &numbers {
            assert!(is_supported(number), "{number}");
        }
    }

    #[test]
    fn a_number_is_written_in_groups() {
        assert_eq!(as_written("+18003569377").as_deref(), Some("1-800-356-9377"));
        assert_eq!(as_written("+4930123456"), None);
        assert_eq!(as_written("+1800356937"), None);
    }
}
