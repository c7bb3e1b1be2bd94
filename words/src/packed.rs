//! Packs a word of up to twelve letters into a `u64`. Shared with the build script.

/// The longest word that fits: twelve letters of five bits.
pub(crate) const MAX_LETTERS: usize = 12;

/// Packs lower-case letters, first letter highest and unused places zero, so that packed words
/// sort as their texts do. `None` for anything but 1 to 12 letters `a` to `z`.
pub(crate) fn pack(word: &[u8]) -> Option<u64> {
    if word.is_empty() || word.len() > MAX_LETTERS {
        return None;
    }
    let mut packed = 0;
    for place in 0..MAX_LETTERS {
        let code = match word.get(place) {
            Some(letter @ b'a'..=b'z') => u64::from(letter - b'a') + 1,
            Some(_) => return None,
            None => 0,
        };
        packed = packed << 5 | code;
    }
    Some(packed)
}

/// The first three letters of a packed word, as an index.
#[allow(dead_code, reason = "the build script alone needs it")]
pub(crate) fn start(packed: u64) -> usize {
    (packed >> (5 * (MAX_LETTERS - 3))) as usize
}

/// The letters of a packed word, lower case.
#[allow(dead_code, reason = "the crate alone needs it")]
pub(crate) fn letters(packed: u64) -> impl Iterator<Item = u8> {
    let codes =
        (0..MAX_LETTERS).map(move |place| (packed >> (5 * (MAX_LETTERS - 1 - place)) & 31) as u8);
    codes.take_while(|code| *code != 0).map(|code| b'a' + code - 1)
}
