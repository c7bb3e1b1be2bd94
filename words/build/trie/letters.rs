//! The letters of each word.

use super::{Trie, digit};
use crate::array;
use crate::lists::MAX_LETTERS;

/// The number of lengths, including 0.
const LENGTHS: usize = MAX_LETTERS + 1;

impl Trie {
    /// Writes three bits per letter: its place on the key, because the digit is known when a word is read.
    /// Words of one length are together, so a word's number gives the place of its letters.
    pub(super) fn write_letters(&self, code: &mut String) {
        let mut letters: Vec<u64> = vec![0];
        let mut bit = 0;
        let (mut first_word, mut first_bit) = ([0_u32; LENGTHS], [0_u32; LENGTHS]);
        let mut depth = 0;
        for (number, row) in (0..).zip(self.words()) {
            while depth < row.word.len() {
                depth += 1;
                first_word[depth] = number;
                first_bit[depth] = u32::try_from(bit).unwrap();
            }
            let places = row
                .word
                .bytes()
                .fold(0, |all, letter| all << 3 | u128::from(place_on_key(letter) + 1));
            let shifted = places << (bit % 64);
            letters[bit / 64] |= u64::try_from(shifted & u128::from(u64::MAX)).unwrap();
            bit += 3 * row.word.len();
            if bit / 64 == letters.len() {
                letters.push(u64::try_from(shifted >> 64).unwrap());
            }
        }
        // So that a reader may always read two integers.
        letters.push(0);
        array(code, "LETTERS", "u64", &letters);
        // The place where the letters of word 0 would start if it had this length: saves a subtraction.
        let starts: Vec<u32> = (0_u32..)
            .zip(first_word.into_iter().zip(first_bit))
            .map(|(len, (word, bit))| bit.wrapping_sub(3 * len * word))
            .collect();
        array(code, "LETTERS_START", "u32", &starts);
    }
}

/// The place of a letter on its key, from 0.
fn place_on_key(letter: u8) -> u8 {
    let first = (b'a'..=letter).find(|other| digit(*other) == digit(letter)).unwrap();
    letter - first
}
