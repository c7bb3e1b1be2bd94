//! Packs a word of up to twelve letters into a `u64`. Shared with the build script.

/// The longest word that fits: twelve letters of five bits.
pub(crate) const MAX_LETTERS: usize = 12;

/// The letters in the start of a word.
pub(crate) const START: usize = 3;

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

/// A packed word, marked in the lowest bit if its verdict is `last`.
pub(crate) const fn marked(packed: u64, is_last: bool) -> u64 {
    packed << 1 | is_last as u64
}

/// A packed word without its mark.
#[inline]
pub(crate) const fn unmarked(marked: u64) -> u64 {
    marked >> 1
}

/// Whether the verdict on a marked word is `last`.
#[allow(dead_code, reason = "the crate alone needs it")]
#[inline]
pub(crate) const fn is_last(marked: u64) -> bool {
    marked & 1 == 1
}

/// The start of a packed word, as an index. Most letters start no word, and one look-up shows it.
pub(crate) fn start(packed: u64) -> usize {
    let letter = |at: usize| alike((packed >> (5 * (MAX_LETTERS - 1 - at)) & 31) as u32) as usize;
    (0..START).fold(0, |start, at| start << 5 | letter(at))
}

/// The letter, from 1 on, that stands for a letter in a start: I for L too, because a 1 reads as both.
#[inline]
pub(crate) const fn alike(letter: u32) -> u32 {
    const I: u32 = 9;
    const L: u32 = 12;
    if letter == L { I } else { letter }
}

/// The number of letters of a packed word.
#[allow(dead_code, reason = "the crate alone needs it")]
#[inline]
pub(crate) const fn len(packed: u64) -> usize {
    MAX_LETTERS - packed.trailing_zeros() as usize / 5
}

/// The letters of a packed word, from 1 on, the last letter first.
#[allow(dead_code, reason = "the crate alone needs it")]
#[inline]
pub(crate) fn from_the_end(packed: u64) -> impl Iterator<Item = u64> {
    let unused = MAX_LETTERS - len(packed);
    (unused..MAX_LETTERS).map(move |at| packed >> (5 * at) & 31)
}
