//! What the pages show, ready for their templates.

use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;
use vanity::{PhoneNumber, keypad};

use super::releases::ShownRelease;
use crate::connect::CallView;
use crate::problem::Problem;
use crate::stack::Addresses;

#[derive(Template)]
#[template(path = "console.html")]
pub(super) struct ConsolePage<'a> {
    pub(super) addresses: &'a Addresses,
    pub(super) call: Option<PlacedCall>,
    pub(super) callers: Callers,
    pub(super) releases: Vec<ShownRelease>,
    /// How many messages were captured.
    pub(super) mails: usize,
}

#[derive(Template)]
#[template(path = "problem.html")]
pub(super) struct ProblemPage<'a> {
    pub(super) problem: &'a Problem,
}

/// A call that was just placed.
pub(super) struct PlacedCall {
    /// The number as it was typed, or `None` when it was withheld.
    entered: Option<String>,
    spoken: Vec<String>,
    readings: Vec<Reading>,
}

/// A vanity number above the keys that dial it.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    letters: String,
    digits: String,
}

impl PlacedCall {
    pub(super) fn new(entered: Option<String>, answer: CallView) -> Self {
        let readings = (1..=5)
            .filter_map(|rank| answer.attributes.get(&format!("vanity_{rank}")).cloned())
            .map(|letters| Reading { digits: letters.chars().map(key).collect(), letters })
            .collect();
        Self { entered, spoken: answer.spoken, readings }
    }
}

/// The latest callers, as the HTTP API tells of them.
pub(super) enum Callers {
    Known(Vec<Caller>),
    Unavailable,
}

/// Of a caller, what the page shows. What else the API tells is ignored.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Caller {
    phone_number: String,
    #[serde(default)]
    call_count: u64,
    #[serde(default)]
    last_called_at: String,
}

impl Caller {
    /// When the caller last called, as people write a time; as it came, if it is none.
    fn last_call(&self) -> String {
        self.last_called_at
            .parse::<Timestamp>()
            .map_or_else(|_| self.last_called_at.clone(), written)
    }
}

/// A time, as people write one.
pub(crate) fn written(time: Timestamp) -> String {
    time.strftime("%-d %b %Y, %H:%M UTC").to_string()
}

impl Callers {
    /// Reads a reply of `GET /vanity-numbers`.
    pub(super) fn from_reply(reply: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Reply {
            callers: Vec<Caller>,
        }
        serde_json::from_slice(reply)
            .map_or(Self::Unavailable, |Reply { callers }| Self::Known(callers))
    }
}

/// A number in the one form that Connect knows, whatever form a person typed it in. What is no
/// number is left as it is, for the function to judge.
pub(super) fn as_connect_sends_it(entered: &str) -> String {
    let number = entered.parse::<PhoneNumber>();
    number.map_or_else(|_| entered.to_owned(), |number| number.as_e164().to_owned())
}

/// The key that a letter is on; anything else is its own key.
fn key(character: char) -> char {
    keypad::digit(character).map_or(character, char::from)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn letters_stand_above_the_keys_that_dial_them() {
        let digits: String = "1-800-FLOWERS".chars().map(key).collect();
        assert_eq!(digits, "1-800-3569377");
    }

    #[test]
    fn a_typed_number_takes_the_form_that_connect_sends() {
        for entered in
            ["+1 800 356 9377", "1-800-356-9377", "(800) 356-9377", "800.356.9377", "1-800-FLOWERS"]
        {
            assert_eq!(as_connect_sends_it(entered), "+18003569377", "{entered}");
        }
        assert_eq!(as_connect_sends_it("+49 30 901820"), "+4930901820");
        assert_eq!(as_connect_sends_it("anonymous"), "anonymous");
    }

    #[test]
    fn callers_are_read_from_the_reply() {
        let reply = json!({ "callers": [
            { "phoneNumber": "+1********77", "callCount": 2, "lastCalledAt": "now", "new": true },
        ] });
        let Callers::Known(callers) = Callers::from_reply(reply.to_string().as_bytes()) else {
            panic!("{reply}");
        };
        assert_eq!(callers[0].phone_number, "+1********77");
        assert!(matches!(Callers::from_reply(b"[]"), Callers::Unavailable));
    }

    #[test]
    fn a_time_is_written_for_people() {
        let last_call = |time: &str| {
            let last_called_at = time.to_owned();
            Caller { phone_number: String::new(), call_count: 1, last_called_at }.last_call()
        };
        assert_eq!(last_call("2026-11-02T10:48:02.5Z"), "2 Nov 2026, 10:48 UTC");
        assert_eq!(last_call("yesterday"), "yesterday");
    }

    #[test]
    fn what_was_typed_is_escaped() {
        let call = PlacedCall {
            entered: Some("<script>".to_owned()),
            spoken: vec!["A & B".to_owned()],
            readings: Vec::new(),
        };
        let addresses = Addresses { people: "http://p".to_owned(), aws: "http://a".to_owned() };
        let callers = Callers::Unavailable;
        let (releases, mails) = (Vec::new(), 0);
        let page =
            ConsolePage { addresses: &addresses, call: Some(call), callers, releases, mails };
        let html = page.render().unwrap();
        assert!(!html.contains("<script>") && html.contains("&#60;script&#62;"), "{html}");
    }
}
