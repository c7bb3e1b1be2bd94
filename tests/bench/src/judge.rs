//! Judges answers by the same rules for our engine and for every peer.
//!
//! An answer is a text such as `1-800-GOT-JUNK`. Letters may be of either case. Hyphens only say where
//! a word ends.

use std::collections::HashSet;

use switchboard_vanity::{MAX_OFFERED, keypad};

use crate::lexicon::Lexicon;

/// The digits of the country code and the area code of a North American number.
const AREA_DIGITS: usize = 4;

/// The characters of an answer, upper case and without hyphens.
fn characters(text: &str) -> String {
    text.chars().filter(|character| *character != '-').map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether the answer is exactly this spelling behind the country code and the area code, which must
/// be digits.
#[must_use]
pub fn is_hit(answer: &str, e164: &str, spelling: &str) -> bool {
    let area = e164.get(1..=AREA_DIGITS);
    let answer = characters(answer);
    let behind = area.and_then(|area| answer.strip_prefix(area));
    behind.is_some_and(|behind| behind == characters(spelling))
}

/// Whether one of the first `count` answers is a hit.
#[must_use]
pub fn hits(answers: &[String], count: usize, e164: &str, spelling: &str) -> bool {
    answers.iter().take(count).any(|answer| is_hit(answer, e164, spelling))
}

/// Whether dialing the answer calls the number: its keys are the number's digits, and only letters,
/// which a telephone network ignores, may run on behind them. An answer without letters does not count.
#[must_use]
pub fn dials(answer: &str, e164: &str) -> bool {
    let number = e164.trim_start_matches('+');
    let characters = characters(answer);
    let keys: Option<Vec<u8>> = characters.chars().map(keypad::digit).collect();
    let surplus = characters.get(number.len()..).unwrap_or_default();
    keys.is_some_and(|keys| keys.starts_with(number.as_bytes()))
        && characters.chars().any(|character| character.is_ascii_alphabetic())
        && surplus.chars().all(|character| character.is_ascii_alphabetic())
}

/// Whether the first five answers all dial the number, and no two have the same characters.
#[must_use]
pub fn has_five(answers: &[String], e164: &str) -> bool {
    let dialable = answers.iter().take(MAX_OFFERED).filter(|answer| dials(answer, e164));
    dialable.map(|answer| characters(answer)).collect::<HashSet<_>>().len() == MAX_OFFERED
}

/// Whether a blocked word is in the answer, alone, inside a word or across words.
///
/// A blocked word is innocent inside a longer word of the lexicon that is not blocked itself ("grass"),
/// unless a hyphen cuts that word. So an answer without hyphens gets the benefit of the doubt, and an
/// answer that shows where its words end is judged by those words.
///
/// Letters alone count: our own policy also reads digits as the letters that they look like, and no
/// other finder was made for that.
#[must_use]
pub fn is_blocked(answer: &str, lexicon: &Lexicon) -> bool {
    let pieces: Vec<String> = answer.split('-').map(str::to_ascii_lowercase).collect();
    let letters = pieces.concat();
    // The place in `letters` where each piece ends.
    let ends = pieces.iter().scan(0, |end, piece| {
        *end += piece.len();
        Some(*end)
    });
    let bounds: Vec<(usize, usize)> =
        ends.zip(&pieces).map(|(end, piece)| (end - piece.len(), end)).collect();
    let read = letters.replace(|character: char| character.is_ascii_digit(), ".");
    switchboard_words::blocked_in(read.as_bytes()).any(|(start, len)| {
        let piece = bounds.iter().find(|(from, to)| *from <= start && start + len <= *to);
        let covered = piece.is_some_and(|(from, to)| {
            (*from..=start).any(|word_start| {
                (start + len..=*to).any(|word_end| {
                    word_end - word_start > len
                        && letters.get(word_start..word_end).is_some_and(|word| {
                            lexicon.has(word) && !switchboard_words::is_blocked(word.as_bytes())
                        })
                })
            })
        });
        !covered
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOWERS: &str = "+18003569377";

    fn answers(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_hit_shows_the_spelling_whatever_its_hyphens_and_case() {
        assert!(is_hit("1-800-GOT-JUNK", "+18004685865", "GOTJUNK"));
        assert!(is_hit("1-800-gotjunk", "+18004685865", "GOT-JUNK"));
        assert!(is_hit("1-800-CONTACTS", "+18002668228", "CONTACTS"));
    }

    #[test]
    fn part_of_the_spelling_more_than_it_or_another_area_is_no_hit() {
        for miss in
            ["1-800-FLOWER-7", "1-800-FLOWERSS", "1-888-FLOWERS", "FLOWERS", "1-80-0FLOWERS"]
        {
            assert_eq!(is_hit(miss, FLOWERS, "FLOWERS"), miss == "1-80-0FLOWERS", "{miss}");
        }
        // The area code is spelled as well: those are other characters.
        assert!(!is_hit("1-TOO-FLOWERS", "+18663569377", "FLOWERS"));
    }

    #[test]
    fn hits_are_looked_for_among_the_first_answers_only() {
        let five = answers(&["1-800-FLOWER-7", "1-800-FLOWERS"]);
        assert!(!hits(&five, 1, FLOWERS, "FLOWERS"));
        assert!(hits(&five, 5, FLOWERS, "FLOWERS"));
        assert!(!hits(&[], 5, FLOWERS, "FLOWERS"));
    }

    #[test]
    fn an_answer_dials_the_number_and_only_letters_run_on() {
        for dialable in ["1-800-FLOWERS", "1-800-3LOWER-7", "1-800-FLOWERSHOP", "1-800-flowers"] {
            assert!(dials(dialable, FLOWERS), "{dialable}");
        }
        let not = [
            "1-800-FLOWERY",
            "1-800-FLOWER",
            "800-FLOWERS",
            "1-800-356-9377",
            "1-800-FLOWERS-2",
            "1-800-FLOWERS!",
            "1 800 FLOWERS",
            "",
        ];
        for not in not {
            assert!(!dials(not, FLOWERS), "{not}");
        }
    }

    #[test]
    fn five_are_five_distinct_ones_that_dial() {
        let five = ["FLOWERS", "FLOWER-7", "FLOW-ERR", "ELM-YEP-7", "3LOWERS"];
        let five =
            answers(&five.map(|text| format!("1-800-{text}")).each_ref().map(String::as_str));
        assert!(has_five(&five, FLOWERS));
        assert!(!has_five(five.get(..4).unwrap(), FLOWERS));
        for spoiled in ["1-800-FLO-WERS", "1-800-FLOWERY"] {
            let mut spoiled_five = five.clone();
            spoiled_five[4] = spoiled.to_owned();
            assert!(!has_five(&spoiled_five, FLOWERS), "{spoiled}");
        }
    }

    #[test]
    fn a_blocked_word_is_found_alone_inside_and_across() {
        let lexicon: Lexicon = ["door"].into_iter().collect();
        for blocked in ["1-800-MORON-22", "1-800-2MORON2", "1-800-MO-RON-22", "1-800-XMORONX"] {
            assert!(is_blocked(blocked, &lexicon), "{blocked}");
        }
        for clean in ["1-800-DOOR-222", "1-800-MOR-0N-22", "1-800-XQZXQZX"] {
            assert!(!is_blocked(clean, &lexicon), "{clean}");
        }
    }

    #[test]
    fn inside_an_innocent_word_nothing_is_blocked_unless_a_hyphen_cuts_it() {
        let blocked: Vec<_> = switchboard_words::blocked_in(b"grass").collect();
        assert!(!blocked.is_empty(), "the example must hold a blocked word");
        let lexicon: Lexicon = ["grass", "moron"].into_iter().collect();
        assert!(!is_blocked("1-800-GRASS-22", &lexicon));
        assert!(!is_blocked("1-800-XGRASSX", &lexicon));
        assert!(is_blocked("1-800-GR-ASS-22", &lexicon));
        assert!(is_blocked("1-800-GRA-SS-22", &lexicon));
        // A word in the lexicon that is itself blocked covers nothing.
        assert!(is_blocked("1-800-MORON-22", &lexicon));
        let without: Lexicon = ["door"].into_iter().collect();
        assert!(is_blocked("1-800-GRASS-22", &without));
    }
}
