//! The phone: a call as the caller hears it, with the keys that were pressed.

use switchboard_contact_flow::document::Branch;
use switchboard_contact_flow::run::Line;
use switchboard_vanity::{is_withheld, keypad};

use super::page_state::segment;
use crate::connect::CallView;

/// The type of the action that waits for keys.
const GET_INPUT: &str = "GetParticipantInput";

/// The type of the action that ends a call.
const DISCONNECT: &str = "DisconnectParticipant";

/// The attribute value for a vanity number that does not exist.
const NO_NUMBER: &str = "-";

/// The state of the phone.
pub(super) enum Phone {
    /// No call.
    Idle,
    /// A call that is no longer remembered.
    Forgotten,
    /// A call that waits for its caller.
    Talking(Conversation),
    /// A call whose flow is at work or cannot continue.
    Working(Conversation),
    /// A call that is over.
    Over(Conversation),
}

/// A call, as the page shows it.
pub(super) struct Conversation {
    pub(super) id: String,
    /// The caller's number as people write it; `None` if it is withheld.
    pub(super) caller: Option<String>,
    /// The prompts that were played and the keys that were pressed.
    pub(super) events: Vec<CallEvent>,
    /// The input that the flow waits for.
    pub(super) listening: Option<Listening>,
    pub(super) vanity_numbers: Vec<VanityNumber>,
    pub(super) steps: Vec<Step>,
}

/// A prompt or an input of a call.
// `Debug` masks prompts and keys, which can contain a number.
#[derive(derive_more::Debug, PartialEq, Eq)]
pub(super) enum CallEvent {
    /// The voice played this prompt.
    #[debug("Prompt(***)")]
    Prompt(String),
    /// The caller pressed these keys.
    #[debug("Keys(***)")]
    Keys(String),
    /// The caller pressed no key within the time limit.
    NoInput,
    /// The caller hung up.
    HungUp,
}

/// The input that a flow waits for.
pub(super) struct Listening {
    /// The time limit for the first key.
    pub(super) seconds: u64,
    /// The largest number of digits; `None` for a single key.
    pub(super) digits: Option<usize>,
    /// The digits that were entered so far.
    pub(super) entered: String,
}

/// A vanity number and the digits that dial it.
// `Debug` masks both fields: the digits are the caller's number, and the letters dial it.
#[derive(derive_more::Debug, PartialEq, Eq)]
#[debug("VanityNumber(***)")]
pub(super) struct VanityNumber {
    pub(super) letters: String,
    pub(super) digits: String,
}

/// A block that the flow ran.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) block: String,
    /// The branch that was taken, and the block that it leads to.
    pub(super) transition: Option<(String, String)>,
    pub(super) note: Option<String>,
    pub(super) is_error: bool,
}

/// A key of the keypad.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) character: char,
    /// The letters on it; empty where there are none.
    pub(super) letters: String,
    /// The accessible name of a key that is not a digit.
    pub(super) name: Option<&'static str>,
}

impl Phone {
    pub(super) fn of(view: CallView) -> Self {
        let is_over = view.ended;
        let call = Conversation::of(view);
        match &call.listening {
            _ if is_over => Self::Over(call),
            Some(_) => Self::Talking(call),
            None => Self::Working(call),
        }
    }

    /// Returns the call in the phone; `None` without one.
    pub(super) fn call(&self) -> Option<&Conversation> {
        match self {
            Self::Idle | Self::Forgotten => None,
            Self::Talking(call) | Self::Working(call) | Self::Over(call) => Some(call),
        }
    }

    pub(super) fn is_talking(&self) -> bool {
        matches!(self, Self::Talking(_))
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self, Self::Over(_))
    }

    pub(super) fn is_forgotten(&self) -> bool {
        matches!(self, Self::Forgotten)
    }

    /// Returns the name of the state, for the style sheet and the script.
    pub(super) fn state(&self) -> &'static str {
        match self {
            Self::Idle | Self::Forgotten => "idle",
            Self::Talking(_) | Self::Working(_) => "talking",
            Self::Over(_) => "over",
        }
    }

    /// Returns the id of the call; empty without one.
    pub(super) fn id(&self) -> &str {
        self.call().map_or("", |call| call.id.as_str())
    }

    /// Returns the content of the field for the caller's number.
    pub(super) fn number(&self) -> &str {
        self.call().and_then(|call| call.caller.as_deref()).unwrap_or_default()
    }
}

impl Conversation {
    fn of(view: CallView) -> Self {
        let listening = view.listening.map(|listening| Listening {
            seconds: listening.time_limit_seconds,
            digits: listening.max_digits,
            entered: listening.entered,
        });
        let vanity_numbers = (1..=5)
            .filter_map(|rank| view.attributes.get(&format!("vanity_{rank}")))
            .filter(|letters| !letters.is_empty() && *letters != NO_NUMBER)
            .map(|letters| VanityNumber::of(letters))
            .collect();
        let events = events(&view.transcript, view.ended);
        let caller = view.caller.filter(|caller| !is_withheld(caller));
        Self {
            id: view.contact_id,
            caller: caller.map(|caller| grouped(&caller)),
            events,
            listening,
            vanity_numbers,
            steps: view.transcript.into_iter().map(Step::of).collect(),
        }
    }

    /// Returns whether the flow waits for several digits.
    pub(super) fn takes_digits(&self) -> bool {
        self.listening.as_ref().is_some_and(|listening| listening.digits.is_some())
    }

    /// Returns the path that the forms of the call start with.
    pub(super) fn path(&self) -> String {
        format!("/calls/{}", segment(&self.id))
    }
}

impl VanityNumber {
    fn of(letters: &str) -> Self {
        let key = |character| keypad::digit(character).map_or(character, char::from);
        Self { digits: letters.chars().map(key).collect(), letters: letters.to_owned() }
    }
}

impl Step {
    fn of(line: Line) -> Self {
        let is_error = matches!(line.branch, Some(Branch::Error(_)));
        let transition =
            line.branch.zip(line.next).map(|(branch, next)| (branch.to_string(), next));
        Self { block: line.block, transition, note: line.note, is_error }
    }
}

/// Returns the prompts and inputs of a transcript.
fn events(transcript: &[Line], is_over: bool) -> Vec<CallEvent> {
    let mut events = Vec::new();
    for line in transcript {
        events.extend(line.said.clone().map(CallEvent::Prompt));
        // Digits are shown once all of them have been entered.
        let is_done = is_over || line.branch.is_some();
        match line.pressed.as_deref() {
            Some(keys) if is_done && !keys.is_empty() => {
                events.push(CallEvent::Keys(keys.to_owned()));
            }
            // The flow does not wait after a prompt that could not be played.
            None if line.kind == GET_INPUT && line.said.is_some() && line.branch.is_some() => {
                events.push(CallEvent::NoInput);
            }
            _ => {}
        }
    }
    if is_over && transcript.last().is_some_and(|line| line.kind != DISCONNECT) {
        events.push(CallEvent::HungUp);
    }
    events
}

/// Returns a North American number in groups; any other number as it is.
fn grouped(number: &str) -> String {
    let national = number.strip_prefix("+1").filter(|digits| digits.len() == 10);
    let groups = national.and_then(|digits| {
        let (area, rest) = digits.split_at_checked(3)?;
        let (exchange, line) = rest.split_at_checked(3)?;
        Some(format!("+1 {area} {exchange} {line}"))
    });
    groups.unwrap_or_else(|| number.to_owned())
}

/// Returns the keypad, row by row.
pub(super) fn keys() -> Vec<Key> {
    let key = |key: char| {
        let letters = u8::try_from(key).map_or(&[] as &[u8], keypad::letters);
        Key {
            character: key,
            letters: String::from_utf8_lossy(letters).to_uppercase(),
            name: match key {
                '*' => Some("star"),
                '#' => Some("pound"),
                _ => None,
            },
        }
    };
    "123456789*0#".chars().map(key).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::connect::ListeningView;

    fn line(kind: &str, said: Option<&str>, pressed: Option<&str>, branch: Option<&str>) -> Line {
        Line {
            block: "A block".to_owned(),
            kind: kind.to_owned(),
            said: said.map(str::to_owned),
            pressed: pressed.map(str::to_owned),
            note: None,
            branch: branch.map(|branch| Branch::Error(branch.to_owned())),
            next: branch.map(|_| "Another".to_owned()),
        }
    }

    fn call(ended: bool, listens: bool) -> CallView {
        let listening = listens.then(|| ListeningView {
            block: "Ask".to_owned(),
            time_limit_seconds: 5,
            max_digits: None,
            entered: String::new(),
        });
        CallView {
            contact_id: "id-1".to_owned(),
            status: String::new(),
            ended,
            listening,
            spoken: Vec::new(),
            attributes: BTreeMap::new(),
            transcript: vec![line("InvokeLambdaFunction", None, None, None)],
            caller: Some("+18003569377".to_owned()),
        }
    }

    #[test]
    fn a_call_that_neither_listens_nor_has_ended_is_on_the_line() {
        let working = Phone::of(call(false, false));
        assert!(matches!(working, Phone::Working(_)));
        assert_eq!((working.state(), working.id()), ("talking", "id-1"));
        assert!(!working.is_over() && !working.is_talking());
        assert_eq!(working.call().unwrap().events, [], "nobody hung up");
        assert!(matches!(Phone::of(call(false, true)), Phone::Talking(_)));
        let over = Phone::of(call(true, false));
        assert!(matches!(over, Phone::Over(_)));
        assert_eq!(over.call().unwrap().events, [CallEvent::HungUp]);
    }

    #[test]
    fn neither_prompts_nor_keys_appear_in_a_log() {
        let events = [CallEvent::Prompt("8 0 0".to_owned()), CallEvent::Keys("800".to_owned())];
        let shown = format!("{events:?} {:?}", VanityNumber::of("1-800-FLOWERS"));
        assert!(!shown.contains('8') && !shown.contains("FLOWERS"), "{shown}");
        assert!(shown.contains("Prompt") && shown.contains("Keys"), "{shown}");
    }

    #[test]
    fn a_vanity_number_has_the_digits_that_dial_it() {
        let number = VanityNumber::of("1-800-FLOWERS");
        assert_eq!(number.digits, "1-800-3569377");
    }

    #[test]
    fn the_keypad_has_the_letters_that_callers_know() {
        let keys = keys();
        let printed: Vec<String> =
            keys.iter().map(|key| format!("{}{}", key.character, key.letters)).collect();
        assert_eq!(
            printed.join(" "),
            "1 2ABC 3DEF 4GHI 5JKL 6MNO 7PQRS 8TUV 9WXYZ * 0 #",
            "{printed:?}"
        );
        let named: Vec<_> = keys.iter().filter_map(|key| key.name).collect();
        assert_eq!(named, ["star", "pound"]);
    }

    #[test]
    fn a_transcript_has_prompts_keys_and_missing_input() {
        let mut call = vec![
            line("MessageParticipant", Some("Welcome."), None, Some("next")),
            line(GET_INPUT, Some("Press 1."), Some("7"), Some("NoMatchingCondition")),
            line(GET_INPUT, Some("Press 1."), None, Some("InputTimeLimitExceeded")),
            line(GET_INPUT, None, None, Some("NoMatchingError")),
            line(GET_INPUT, Some("Key it in."), Some("800"), None),
        ];
        let prompt = |text: &str| CallEvent::Prompt(text.to_owned());
        let so_far = || {
            vec![
                prompt("Welcome."),
                prompt("Press 1."),
                CallEvent::Keys("7".to_owned()),
                prompt("Press 1."),
                CallEvent::NoInput,
                prompt("Key it in."),
            ]
        };
        assert_eq!(events(&call, false), so_far());
        // The caller hangs up after entering digits, or the flow continues and ends the call.
        let mut all = so_far();
        all.extend([CallEvent::Keys("800".to_owned()), CallEvent::HungUp]);
        assert_eq!(events(&call, true), all);
        call[4].branch = Some(Branch::Next);
        call.push(line(DISCONNECT, None, None, None));
        all.pop();
        assert_eq!(events(&call, true), all);
    }

    #[test]
    fn numbers_are_grouped_as_people_write_them() {
        assert_eq!(grouped("+18003569377"), "+1 800 356 9377");
        assert_eq!(grouped("+4930901820"), "+4930901820");
        assert_eq!(grouped("+1ééééé"), "+1ééééé");
    }
}
