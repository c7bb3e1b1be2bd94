//! Counts and formats figures.

use std::fmt;
use std::time::Duration;

/// A count of something, and of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    count: u32,
    of: u32,
}

impl Share {
    /// Counts the answers that are `true`.
    pub fn counted(answers: impl IntoIterator<Item = bool>) -> Self {
        let none = Self { count: 0, of: 0 };
        answers
            .into_iter()
            .fold(none, |share, yes| Self { count: share.count + u32::from(yes), of: share.of + 1 })
    }
}

impl fmt::Display for Share {
    /// The percentage, then the count. 0 % means none and 100 % all, without rounding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, of } = *self;
        if of == 0 {
            return f.write_str("–");
        }
        let exact = f64::from(count) / f64::from(of) * 100.0;
        let rounded = (exact * 10.0).round() / 10.0;
        let shown = if count == 0 || count == of { rounded } else { rounded.clamp(0.1, 99.9) };
        let (count, of) = (thousands(count.into()), thousands(of.into()));
        write!(f, "{shown:.1} % ({count} of {of})")
    }
}

/// Formats a number with a comma behind each group of three digits.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// Formats a duration with three significant digits, from nanoseconds to seconds.
#[must_use]
pub fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    let units = [(1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms")];
    // A value that rounds to 1000 belongs to the next unit.
    let fitting = units.into_iter().find(|(unit, _)| seconds / unit < 999.5);
    let (unit, name) = fitting.unwrap_or((1.0, "s"));
    let shown = seconds / unit;
    let decimals = match shown {
        ..9.995 => 2,
        ..99.95 => 1,
        _ => 0,
    };
    format!("{shown:.decimals$} {name}")
}

/// The median, the upper of two middle values; `None` if there are no values.
pub fn median<T: Ord>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort_unstable();
    (!values.is_empty()).then(|| values.swap_remove(values.len() / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(count: u32, of: u32) -> String {
        Share { count, of }.to_string()
    }

    #[test]
    fn a_share_counts_both_sides() {
        assert_eq!(Share::counted([true, false, true, true]), Share { count: 3, of: 4 });
    }

    #[test]
    fn only_all_is_a_hundred_per_cent_and_only_none_is_zero() {
        assert_eq!(share(61, 122), "50.0 % (61 of 122)");
        assert_eq!(share(2, 3), "66.7 % (2 of 3)");
        assert_eq!(share(5_000, 5_000), "100.0 % (5,000 of 5,000)");
        assert_eq!(share(4_999, 5_000), "99.9 % (4,999 of 5,000)");
        assert_eq!(share(1, 5_000), "0.1 % (1 of 5,000)");
        assert_eq!(share(0, 5_000), "0.0 % (0 of 5,000)");
        assert_eq!(share(0, 0), "–");
    }

    #[test]
    fn thousands_are_grouped() {
        let shown: Vec<_> = [0, 999, 1_000, 62_345, 1_234_567].map(thousands).into();
        assert_eq!(shown, ["0", "999", "1,000", "62,345", "1,234,567"]);
    }

    #[test]
    fn a_duration_is_shown_in_the_unit_that_fits() {
        for (nanoseconds, shown) in [
            (74, "74.0 ns"),
            (999, "999 ns"),
            (1_000, "1.00 µs"),
            (61_900, "61.9 µs"),
            (9_999, "10.0 µs"),
            (999_700, "1.00 ms"),
            (619_000_000, "619 ms"),
            (2_500_000_000, "2.50 s"),
            (0, "0.00 ns"),
        ] {
            assert_eq!(duration(Duration::from_nanos(nanoseconds)), shown);
        }
    }

    #[test]
    fn the_median_is_in_the_middle_of_the_sorted() {
        assert_eq!(median([3, 1, 2]), Some(2));
        assert_eq!(median([4, 1, 3, 2]), Some(3));
        assert_eq!(median(Vec::<u8>::new()), None);
    }
}
