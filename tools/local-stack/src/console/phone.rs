//! The phone: a call as the caller hears it and presses keys.

use std::fmt;

use switchboard_contact_flow::document::Branch;
use switchboard_contact_flow::run::Line;
use switchboard_vanity::{is_withheld, keypad};

use super::shown::segment;
use crate::connect::CallView;

/// The type of action that waits for keys.
const LISTENS: &str = "GetParticipantInput";

/// The type of action that ends a call.
const HANGS_UP: &str = "DisconnectParticipant";

/// What stands for a vanity number that there is none of.
const NONE: &str = "-";

/// What is in the phone.
pub(super) enum Phone {
    /// No call.
    Idle,
    /// A call that nobody knows any more.
    Forgotten,
    /// A call that waits for its caller.
    Talking(Talk),
    /// A call whose flow is at work, or cannot go on.
    Working(Talk),
    /// A call that is over.
    Over(Talk),
}

/// A call, ready for the page.
pub(super) struct Talk {
    pub(super) id: String,
    /// Who calls, as people write it; `None` if it is withheld.
    pub(super) caller: Option<String>,
    /// What was said and pressed.
    pub(super) heard: Vec<Heard>,
    /// What the flow listens for.
    pub(super) waits: Option<Waits>,
    pub(super) readings: Vec<Reading>,
    pub(super) steps: Vec<Step>,
}

/// One thing that was said or pressed.
#[derive(PartialEq, Eq)]
pub(super) enum Heard {
    /// By the voice.
    Voice(String),
    /// The caller pressed these keys.
    Keys(String),
    /// The caller let the time go by.
    Nothing,
    /// The caller hung up.
    HungUp,
}

/// What is said and keyed in may be a number.
impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Voice(_) => "Voice(***)",
            Self::Keys(_) => "Keys(***)",
            Self::Nothing => "Nothing",
            Self::HungUp => "HungUp",
        })
    }
}

/// What a flow listens for.
pub(super) struct Waits {
    pub(super) seconds: u64,
    /// How many digits, if several.
    pub(super) digits: Option<usize>,
    /// What was keyed in so far.
    pub(super) entered: String,
}

/// A vanity number above the keys that dial it.
#[derive(PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) letters: String,
    pub(super) digits: String,
}

/// Its digits are the caller's number, and its letters dial it.
impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reading(***)")
    }
}

/// A block that the flow did.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) block: String,
    /// The way out, and where it leads.
    pub(super) way: Option<(String, String)>,
    pub(super) note: Option<String>,
    pub(super) is_error: bool,
}

/// A key of the keypad.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) character: char,
    /// The letters on it; empty where there are none.
    pub(super) letters: String,
    /// What assistive technology calls a key that is no digit.
    pub(super) name: Option<&'static str>,
}

impl Phone {
    pub(super) fn of(view: CallView) -> Self {
        let is_over = view.ended;
        let talk = Talk::of(view);
        match &talk.waits {
            _ if is_over => Self::Over(talk),
            Some(_) => Self::Talking(talk),
            None => Self::Working(talk),
        }
    }

    /// The call that is in it, if there is one.
    pub(super) fn talk(&self) -> Option<&Talk> {
        match self {
            Self::Idle | Self::Forgotten => None,
            Self::Talking(talk) | Self::Working(talk) | Self::Over(talk) => Some(talk),
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

    /// The state's name, for style and script.
    pub(super) fn state(&self) -> &'static str {
        match self {
            Self::Idle | Self::Forgotten => "idle",
            Self::Talking(_) | Self::Working(_) => "talking",
            Self::Over(_) => "over",
        }
    }

    /// The call's id; empty where there is none.
    pub(super) fn id(&self) -> &str {
        self.talk().map_or("", |talk| talk.id.as_str())
    }

    /// What the field for the caller's number holds.
    pub(super) fn number(&self) -> &str {
        self.talk().and_then(|talk| talk.caller.as_deref()).unwrap_or_default()
    }
}

impl Talk {
    fn of(view: CallView) -> Self {
        let waits = view.listening.map(|listening| Waits {
            seconds: listening.time_limit_seconds,
            digits: listening.max_digits,
            entered: listening.entered,
        });
        let readings = (1..=5)
            .filter_map(|rank| view.attributes.get(&format!("vanity_{rank}")))
            .filter(|letters| !letters.is_empty() && *letters != NONE)
            .map(|letters| Reading::of(letters))
            .collect();
        let heard = heard(&view.transcript, view.ended);
        let caller = view.caller.filter(|caller| !is_withheld(caller));
        Self {
            id: view.contact_id,
            caller: caller.map(|caller| grouped(&caller)),
            heard,
            waits,
            readings,
            steps: view.transcript.into_iter().map(Step::of).collect(),
        }
    }

    /// Whether the flow takes several digits.
    pub(super) fn takes_digits(&self) -> bool {
        self.waits.as_ref().is_some_and(|waits| waits.digits.is_some())
    }

    /// Where its forms go.
    pub(super) fn path(&self) -> String {
        format!("/calls/{}", segment(&self.id))
    }
}

impl Reading {
    fn of(letters: &str) -> Self {
        let key = |character| keypad::digit(character).map_or(character, char::from);
        Self { digits: letters.chars().map(key).collect(), letters: letters.to_owned() }
    }
}

impl Step {
    fn of(line: Line) -> Self {
        let is_error = matches!(line.branch, Some(Branch::Error(_)));
        let way = line.branch.zip(line.next).map(|(branch, next)| (branch.to_string(), next));
        Self { block: line.block, way, note: line.note, is_error }
    }
}

/// What of a transcript is heard and pressed.
fn heard(transcript: &[Line], is_over: bool) -> Vec<Heard> {
    let mut heard = Vec::new();
    for line in transcript {
        heard.extend(line.said.clone().map(Heard::Voice));
        // What is keyed in is shown when it is all there.
        let is_done = is_over || line.branch.is_some();
        match line.pressed.as_deref() {
            Some(keys) if is_done && !keys.is_empty() => heard.push(Heard::Keys(keys.to_owned())),
            // A prompt that could not be spoken was not waited for.
            None if line.kind == LISTENS && line.said.is_some() && line.branch.is_some() => {
                heard.push(Heard::Nothing);
            }
            _ => {}
        }
    }
    if is_over && transcript.last().is_some_and(|line| line.kind != HANGS_UP) {
        heard.push(Heard::HungUp);
    }
    heard
}

/// A North American number in its groups; any other as it is.
fn grouped(number: &str) -> String {
    let national = number.strip_prefix("+1").filter(|digits| digits.len() == 10);
    let groups = national.and_then(|digits| {
        let (area, rest) = digits.split_at_checked(3)?;
        let (exchange, line) = rest.split_at_checked(3)?;
        Some(format!("+1 {area} {exchange} {line}"))
    });
    groups.unwrap_or_else(|| number.to_owned())
}

/// The keypad, row by row.
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
        assert_eq!(working.talk().unwrap().heard, [], "nobody hung up");
        assert!(matches!(Phone::of(call(false, true)), Phone::Talking(_)));
        let over = Phone::of(call(true, false));
        assert!(matches!(over, Phone::Over(_)));
        assert_eq!(over.talk().unwrap().heard, [Heard::HungUp]);
    }

    #[test]
    fn neither_what_is_said_nor_keyed_in_is_shown_in_a_log() {
        let talk = [Heard::Voice("8 0 0".to_owned()), Heard::Keys("800".to_owned())];
        let shown = format!("{talk:?} {:?}", Reading::of("1-800-FLOWERS"));
        assert!(!shown.contains('8') && !shown.contains("FLOWERS"), "{shown}");
        assert!(shown.contains("Voice") && shown.contains("Keys"), "{shown}");
    }

    #[test]
    fn letters_stand_above_the_keys_that_dial_them() {
        let reading = Reading::of("1-800-FLOWERS");
        assert_eq!(reading.digits, "1-800-3569377");
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
    fn a_transcript_is_what_was_said_pressed_and_not_pressed() {
        let mut call = vec![
            line("MessageParticipant", Some("Welcome."), None, Some("next")),
            line(LISTENS, Some("Press 1."), Some("7"), Some("NoMatchingCondition")),
            line(LISTENS, Some("Press 1."), None, Some("InputTimeLimitExceeded")),
            line(LISTENS, None, None, Some("NoMatchingError")),
            line(LISTENS, Some("Key it in."), Some("800"), None),
        ];
        let voice = |text: &str| Heard::Voice(text.to_owned());
        let so_far = || {
            vec![
                voice("Welcome."),
                voice("Press 1."),
                Heard::Keys("7".to_owned()),
                voice("Press 1."),
                Heard::Nothing,
                voice("Key it in."),
            ]
        };
        assert_eq!(heard(&call, false), so_far());
        // The caller hangs up with digits keyed in; or the flow goes on, and ends the call.
        let mut all = so_far();
        all.extend([Heard::Keys("800".to_owned()), Heard::HungUp]);
        assert_eq!(heard(&call, true), all);
        call[4].branch = Some(Branch::Next);
        call.push(line(HANGS_UP, None, None, None));
        all.pop();
        assert_eq!(heard(&call, true), all);
    }

    #[test]
    fn numbers_are_grouped_as_people_write_them() {
        assert_eq!(grouped("+18003569377"), "+1 800 356 9377");
        assert_eq!(grouped("+4930901820"), "+4930901820");
        assert_eq!(grouped("+1ééééé"), "+1ééééé");
    }
}
