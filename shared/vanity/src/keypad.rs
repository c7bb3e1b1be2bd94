//! The telephone keypad, ITU-T E.161: 2 is ABC, 9 is WXYZ; 0 and 1 carry no letters.

/// Returns the lower-case letters on the key of an ASCII digit; empty for 0, 1 and anything else.
///
/// ```
/// assert_eq!(switchboard_vanity::keypad::letters(b'7'), b"pqrs");
/// assert!(switchboard_vanity::keypad::letters(b'1').is_empty());
/// ```
#[must_use]
pub const fn letters(digit: u8) -> &'static [u8] {
    match digit {
        b'2' => b"abc",
        b'3' => b"def",
        b'4' => b"ghi",
        b'5' => b"jkl",
        b'6' => b"mno",
        b'7' => b"pqrs",
        b'8' => b"tuv",
        b'9' => b"wxyz",
        _ => b"",
    }
}

/// Returns the ASCII digit that a character dials: the key of a letter of either case, or the digit
/// itself. `None` for anything else.
///
/// ```
/// assert_eq!(switchboard_vanity::keypad::digit('F'), Some(b'3'));
/// assert_eq!(switchboard_vanity::keypad::digit('0'), Some(b'0'));
/// assert_eq!(switchboard_vanity::keypad::digit('-'), None);
/// ```
#[must_use]
pub const fn digit(character: char) -> Option<u8> {
    match character.to_ascii_lowercase() {
        '0'..='9' => Some(character as u8),
        'a'..='c' => Some(b'2'),
        'd'..='f' => Some(b'3'),
        'g'..='i' => Some(b'4'),
        'j'..='l' => Some(b'5'),
        'm'..='o' => Some(b'6'),
        'p'..='s' => Some(b'7'),
        't'..='v' => Some(b'8'),
        'w'..='z' => Some(b'9'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_on_the_key_it_dials() {
        let mut all = 0;
        for key in b'0'..=b'9' {
            for letter in letters(key) {
                assert_eq!(digit(char::from(*letter)), Some(key));
                assert_eq!(digit(char::from(letter.to_ascii_uppercase())), Some(key));
                all += 1;
            }
        }
        assert_eq!(all, 26);
    }
}
