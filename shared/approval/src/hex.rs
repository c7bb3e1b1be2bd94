//! Hexadecimal digits.

use std::fmt::Write as _;

/// Encodes bytes as lower-case hexadecimal digits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a `String` never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
