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

/// A packed word without its first `count` letters.
#[allow(dead_code, reason = "the crate alone needs it")]
#[inline]
pub(crate) const fn behind(packed: u64, count: usize) -> u64 {
    packed << (5 * count) & ((1 << (5 * MAX_LETTERS)) - 1)
}

/// The first letter of a packed word, from 1 on.
#[allow(dead_code, reason = "the crate alone needs it")]
#[inline]
pub(crate) const fn first(packed: u64) -> u64 {
    packed >> (5 * (MAX_LETTERS - 1))
}
