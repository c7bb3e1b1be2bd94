//! Reads and checks the answers of the function and of the API.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use switchboard_vanity::{MAX_OFFERED, PhoneNumber, keypad};

use crate::name::Name;
use crate::problem::Problem;

/// The greatest age of the latest call. The clocks of the probe and of the function may differ by
/// seconds.
const RECENT: SignedDuration = SignedDuration::from_mins(3);

/// Five different vanity numbers that dial one number, by rank. Personal data.
#[derive(PartialEq, Eq)]
pub(crate) struct Five(Vec<String>);

impl Five {
    fn of(number: &PhoneNumber, by_rank: Vec<String>) -> Result<Self, Problem> {
        let all = by_rank.len();
        let different = by_rank.iter().collect::<HashSet<_>>().len();
        if (all, different) != (MAX_OFFERED, MAX_OFFERED) {
            return Err(Problem::Count { all, different });
        }
        if !by_rank.iter().all(|vanity| dials(vanity, number)) {
            return Err(Problem::DoesNotDial);
        }
        Ok(Self(by_rank))
    }
}

/// Returns whether dialing `vanity` on a telephone calls the number. The exchange takes as many
/// digits as the number has and ignores further letters (1-800-CONTACTS).
fn dials(vanity: &str, number: &PhoneNumber) -> bool {
    let dialed: String = vanity.chars().filter_map(keypad::digit).map(char::from).collect();
    let spells = vanity.chars().any(|c| c.is_ascii_uppercase());
    let surplus = dialed.strip_prefix(digits(number));
    spells && surplus.is_some_and(|rest| ends_in_letters(vanity, rest.len()))
}

fn ends_in_letters(vanity: &str, count: usize) -> bool {
    let characters = vanity.chars().rev().filter(|c| keypad::digit(*c).is_some());
    characters.take(count).all(|c| c.is_ascii_uppercase())
}

/// Returns the number without its `+`.
pub(crate) fn digits(number: &PhoneNumber) -> &str {
    number.as_e164().trim_start_matches('+')
}

/// The error document of a failed function.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failed {
    error_type: Option<String>,
}

/// Returns the problem of a failed function, with its error type.
pub(crate) fn failure(payload: &[u8]) -> Problem {
    let failed: Option<Failed> = serde_json::from_slice(payload).ok();
    let name = failed.and_then(|failed| failed.error_type);
    Problem::FunctionFailed(Name::of(name.as_deref()))
}

/// The function's reply to the call.
pub(crate) struct Heard {
    /// The vanity numbers that the caller would hear.
    pub(crate) five: Five,
    is_recorded: bool,
}

impl Heard {
    /// Returns whether the function has recorded the call.
    pub(crate) const fn recorded(&self) -> Result<(), Problem> {
        if self.is_recorded { Ok(()) } else { Err(Problem::NotRecorded) }
    }
}

/// Reads the function's reply.
pub(crate) fn heard(number: &PhoneNumber, payload: &[u8]) -> Result<Heard, Problem> {
    let mut reply: HashMap<String, String> =
        serde_json::from_slice(payload).map_err(|_| Problem::Unreadable)?;
    let status = reply.get("status").map(String::as_str);
    if status != Some("ok") {
        return Err(Problem::CallerStatus(Name::of(status)));
    }
    if reply.get("phoneNumber").is_none_or(|e164| e164 != number.as_e164()) {
        return Err(Problem::AnotherNumber);
    }
    let by_rank = (1..=MAX_OFFERED).filter_map(|rank| reply.remove(&format!("vanity_{rank}")));
    let five = Five::of(number, by_rank.collect())?;
    // A version that does not say so yet fails if it cannot record the call.
    let is_recorded = reply.get("recorded").is_none_or(|recorded| recorded == "true");
    Ok(Heard { five, is_recorded })
}

/// The relevant parts of the API's body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    phone_number: String,
    vanity_numbers: Vec<BodyVanityNumber>,
    last_called_at: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BodyVanityNumber {
    vanity_number: String,
    rank: u8,
}

/// Returns the vanity numbers that the API serves to a client.
pub(crate) fn served(number: &PhoneNumber, body: &[u8], now: Timestamp) -> Result<Five, Problem> {
    let served: Body = serde_json::from_slice(body).map_err(|_| Problem::Unreadable)?;
    if served.phone_number != number.as_e164() {
        return Err(Problem::AnotherNumber);
    }
    let age = now.duration_since(served.last_called_at);
    if age.abs() > RECENT {
        return Err(Problem::NotRecent(age));
    }
    let mut vanity_numbers = served.vanity_numbers;
    vanity_numbers.sort_unstable_by_key(|vanity| vanity.rank);
    Five::of(number, vanity_numbers.into_iter().map(|vanity| vanity.vanity_number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vanity_number_dials_back_to_its_number() {
        let number = PhoneNumber::from_e164("+18002668228").unwrap();
        for good in ["1-800-CONTACTS", "1-800-CONTACT", "1-800-266-8CAT"] {
            assert!(dials(good, &number), "{good}");
        }
        for bad in ["", "1-800-266-8228", "1-800-CONTACT7", "1-800-CONTRACT", "800-CONTACT"] {
            assert!(!dials(bad, &number), "{bad}");
        }
        let number = PhoneNumber::from_e164("+41800934454").unwrap();
        assert!(dials("+41-800-WEGGLI", &number));
    }

    #[test]
    fn five_are_five_different_ones() {
        let number = PhoneNumber::from_e164("+18003569377").unwrap();
        let best: Vec<String> = switchboard_vanity::best_five(&number)
            .unwrap()
            .by_rank()
            .iter()
            .map(|vanity| vanity.vanity_number.to_string())
            .collect();
        assert!(Five::of(&number, best.clone()).is_ok());
        let mut twice = best.clone();
        twice[4] = twice[0].clone();
        let more = [&best[..], &best[..1]].concat();
        for (numbers, counted) in [(best[..4].to_vec(), (4, 4)), (twice, (5, 4)), (more, (6, 5))] {
            let Err(Problem::Count { all, different }) = Five::of(&number, numbers) else {
                panic!("{counted:?}");
            };
            assert_eq!((all, different), counted);
        }
    }
}
