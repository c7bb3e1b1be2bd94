//! Characters as a phone number is read: one form for all that mean the same.

/// The zeros of the decimal digits of Unicode (general category `Nd`); each script's nine other
/// digits follow its zero. libphonenumber reads them all.
const ZEROS: [u32; 76] = [
    0x0030, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
    0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80,
    0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450,
    0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50,
    0x11d50, 0x11da0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// The invisible characters of Unicode (general category `Cf`): marks of direction that address books
/// put around a number, soft hyphens, joiners, the byte-order mark.
const FORMAT: [(u32, u32); 21] = [
    (0x00ad, 0x00ad),
    (0x0600, 0x0605),
    (0x061c, 0x061c),
    (0x06dd, 0x06dd),
    (0x070f, 0x070f),
    (0x0890, 0x0891),
    (0x08e2, 0x08e2),
    (0x180e, 0x180e),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x2064),
    (0x2066, 0x206f),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0x110bd, 0x110bd),
    (0x110cd, 0x110cd),
    (0x13430, 0x1343f),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0001, 0xe0001),
    (0xe0020, 0xe007f),
];

/// Returns the form of a character that the rest of the parser knows: ASCII for digits of every
/// script, for full-width characters and for dashes, one kind of blank. `None` for an invisible
/// character.
pub(super) fn folded(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(if character.is_whitespace() { ' ' } else { character });
    }
    if is_format(character) {
        return None;
    }
    let code = u32::from(character);
    Some(match character {
        // The dashes that word processors and Japanese keyboards turn a hyphen into.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{fe63}' => '-',
        '\u{2053}' | '\u{223c}' | '\u{301c}' => '~',
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0).unwrap_or(character),
        _ if character.is_whitespace() => ' ',
        _ => decimal(code).unwrap_or(character),
    })
}

/// Returns whether a character is invisible.
fn is_format(character: char) -> bool {
    let code = u32::from(character);
    FORMAT.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// Returns the ASCII digit of a decimal digit.
fn decimal(code: u32) -> Option<char> {
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    char::from_digit(code - ZEROS.get(at)?, 10)
}

#[cfg(test)]
mod tests {
    use unicode_general_category::{GeneralCategory, get_general_category};

    use super::*;

    #[test]
    fn the_tables_are_those_of_unicode() {
        let mut before_in_run = 0;
        for character in '\u{80}'..=char::MAX {
            let category = get_general_category(character);
            let dropped = category == GeneralCategory::Format;
            assert_eq!(folded(character).is_none(), dropped, "{character:?}");
            // Digits come in runs of ten, 0 to 9 (stability policy of the Unicode consortium).
            if category == GeneralCategory::DecimalNumber {
                let value = char::from_digit(before_in_run % 10, 10);
                assert_eq!(folded(character), value, "{character:?}");
                before_in_run += 1;
            } else {
                before_in_run = 0;
                let digit = folded(character).is_some_and(|it| it.is_ascii_digit());
                assert!(!digit, "{character:?}");
            }
        }
    }

    #[test]
    fn what_means_the_same_is_the_same() {
        let text = "\u{feff}\u{ff0b}\u{ff14}\u{ff14}\u{2013}\u{3000}\u{ff26}\u{661}\u{202c}";
        let folded: String = text.chars().filter_map(folded).collect();
        assert_eq!(folded, "+44- F1");
    }
}
