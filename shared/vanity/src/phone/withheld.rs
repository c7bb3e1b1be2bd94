//! The ways in which networks say that a caller withholds the number.

/// Digit strings that spell why there is no number. Carriers that have no text field for the reason
/// send the keypad digits of the word in place of the number, with or without a `+`.
const SPELLED: [&str; 6] = [
    "266696687",   // ANONYMOUS
    "7378742833",  // RESTRICTED
    "86282452253", // UNAVAILABLE
    "2562533",     // BLOCKED
    "8656696",     // UNKNOWN
    "7748283",     // PRIVATE
];

/// Returns whether a caller's address says that the number is withheld, in any form that networks
/// use: empty, a word such as `Anonymous`, `Restricted` or `Unavailable`, or that word as digits
/// (`+266696687`).
///
/// ```
/// assert!(switchboard_vanity::is_withheld("Anonymous"));
/// assert!(switchboard_vanity::is_withheld("+266696687"));
/// assert!(!switchboard_vanity::is_withheld("+18003569377"));
/// ```
#[must_use]
pub fn is_withheld(address: &str) -> bool {
    let address = address.trim();
    let digits = address.strip_prefix('+').unwrap_or(address);
    SPELLED.contains(&digits) || !address.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keypad;

    #[test]
    fn each_digit_string_dials_its_word() {
        let words = ["anonymous", "restricted", "unavailable", "blocked", "unknown", "private"];
        for (digits, word) in SPELLED.iter().zip(words) {
            let dialed: Vec<u8> = word.chars().filter_map(keypad::digit).collect();
            assert_eq!(dialed, digits.as_bytes());
        }
    }

    #[test]
    fn a_number_in_other_digits_is_not_withheld() {
        for number in ["８００３５６９３７７", "١٨٠٠٣٥٦٩٣٧٧", "8003569377"] {
            assert!(!is_withheld(number), "{number}");
        }
    }

    #[test]
    fn every_known_form_is_withheld() {
        for form in [
            "",
            "  ",
            "Anonymous",
            "ANONYMOUS",
            "anonymous",
            "Restricted",
            "unavailable",
            "unknown",
            "+266696687",
            "266696687",
            "+7378742833",
            "+86282452253",
            "+",
        ] {
            assert!(is_withheld(form), "{form:?}");
        }
    }
}
