//! Reads the requests that place a call and press keys.

use serde_json::Value;
use switchboard_contact_flow::run::Key;

use crate::problem::Problem;

const HOW_TO_CALL: &str = "Send a JSON object such as {\"phoneNumber\": \"+18003569377\"}, or \
     {\"phoneNumber\": null} for a caller who withholds the number. Optional are \"dialledNumber\" (a \
     number that a contact flow answers; otherwise the first of them), \"keys\" (see below), \
     \"interactive\" (true: when the keys are used up the call waits for more), \"channel\", \"contactId\", \
     and \"failingBlocks\" (blocks of the flow that take their error branch).";

const HOW_TO_PRESS: &str = "Keys are 0 to 9, * and #; a full stop presses none until the time is over, and \
     blanks mean nothing, as in {\"keys\": \"4 8003569377# 1 .\"}.";

/// The channels of a contact.
const CHANNELS: [&str; 4] = ["VOICE", "CHAT", "TASK", "EMAIL"];

/// A request to place a call.
#[derive(Clone, derive_more::Debug)]
#[non_exhaustive]
pub struct Call {
    /// The caller's number in E.164, as Connect sends it; `None` if it is withheld.
    #[debug("{:?}", phone_number.as_ref().map(|_| "***"))]
    pub phone_number: Option<String>,
    /// The dialled number, which chooses the contact flow; `None` is the first number that a flow
    /// answers.
    #[debug(skip)]
    pub dialled_number: Option<String>,
    /// The channel: `VOICE`, `CHAT`, `TASK` or `EMAIL`. Only voice has a phone number.
    pub channel: String,
    /// The contact's id; `None` for a new one. The same id again is a retry of the same call.
    pub contact_id: Option<String>,
    /// The keys that the caller presses when the flow listens.
    #[debug(skip)]
    pub keys: Vec<Press>,
    /// Whether the call waits for more keys when these are used up. Otherwise the caller stays silent
    /// until the flow ends the call.
    #[debug(skip)]
    pub interactive: bool,
    /// The blocks of the flow that take their error branch.
    #[debug(skip)]
    pub failing_blocks: Vec<String>,
}

/// The caller's reaction when the flow listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Pressing a key.
    Key(Key),
    /// Pressing no key until the time limit has passed.
    Nothing,
}

impl Call {
    /// Returns a voice call from this number, or from a withheld one, by a caller who presses no
    /// keys.
    #[must_use]
    pub fn from_number(phone_number: Option<String>) -> Self {
        Self {
            phone_number,
            dialled_number: None,
            channel: "VOICE".to_owned(),
            contact_id: None,
            keys: Vec::new(),
            interactive: false,
            failing_blocks: Vec::new(),
        }
    }

    /// Lets the call wait for keys.
    #[must_use]
    pub fn interactive(mut self) -> Self {
        self.interactive = true;
        self
    }

    /// Reads the JSON of a call member by member, because a missing number differs from a withheld one.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let refuse = |what: &str| Problem::bad_request(format!("{what} {HOW_TO_CALL}"));
        let body = json(body, refuse)?;
        let text = |name: &str| match body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(refuse(&format!("{name} must be a string."))),
        };
        if body.get("phoneNumber").is_none() {
            return Err(refuse("phoneNumber is missing."));
        }
        let mut call = Self::from_number(text("phoneNumber")?);
        call.dialled_number = text("dialledNumber")?;
        if let Some(channel) = text("channel")? {
            if !CHANNELS.contains(&channel.as_str()) {
                return Err(refuse(&format!("channel is one of {}.", CHANNELS.join(", "))));
            }
            call.channel = channel;
        }
        call.contact_id = text("contactId")?;
        call.keys = keys(&text("keys")?.unwrap_or_default())?;
        call.interactive = match body.get("interactive") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(interactive)) => *interactive,
            Some(_) => return Err(refuse("interactive must be true or false.")),
        };
        let blocks = body.get("failingBlocks").filter(|blocks| !blocks.is_null());
        if let Some(blocks) = blocks {
            call.failing_blocks = serde_json::from_value(blocks.clone())
                .map_err(|_| refuse("failingBlocks must be a list of strings."))?;
        }
        Ok(call)
    }
}

/// Reads the JSON that presses keys.
pub(super) fn pressed(body: &[u8]) -> Result<Vec<Press>, Problem> {
    let refuse = |what: &str| Problem::bad_request(format!("{what} {HOW_TO_PRESS}"));
    let body = json(body, refuse)?;
    let text = body.get("keys").and_then(Value::as_str);
    keys(text.ok_or_else(|| refuse("keys must be a string."))?)
}

/// Reads keys as people write them, such as `1 .#`.
pub(crate) fn keys(text: &str) -> Result<Vec<Press>, Problem> {
    let characters = text.chars().filter(|c| !c.is_whitespace());
    let presses = characters.map(|c| match c {
        '.' => Ok(Press::Nothing),
        _ => Key::new(c).map(Press::Key).ok_or(c),
    });
    presses
        .collect::<Result<_, _>>()
        .map_err(|c| Problem::bad_request(format!("{c:?} is not a key. {HOW_TO_PRESS}")))
}

fn json(body: &[u8], refuse: impl Fn(&str) -> Problem) -> Result<Value, Problem> {
    serde_json::from_slice(body).map_err(|error| refuse(&format!("This is not JSON: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> String {
        Call::read(body.as_bytes()).unwrap_err().detail().to_owned()
    }

    #[test]
    fn a_call_has_a_number_or_withholds_it() {
        let given = Call::read(br#"{"phoneNumber":"+18003569377","contactId":"id-1"}"#).unwrap();
        assert_eq!(given.phone_number.as_deref(), Some("+18003569377"));
        assert_eq!((given.channel.as_str(), given.contact_id.as_deref()), ("VOICE", Some("id-1")));
        assert!(given.keys.is_empty() && !given.interactive && given.failing_blocks.is_empty());
        let withheld = Call::read(br#"{"phoneNumber":null,"channel":"CHAT"}"#).unwrap();
        assert_eq!((withheld.phone_number, withheld.channel.as_str()), (None, "CHAT"));
    }

    #[test]
    fn a_caller_may_press_keys_stay_on_the_line_and_meet_failures() {
        let body =
            br#"{"phoneNumber":null,"keys":"1 .#","interactive":true,"failingBlocks":["A"]}"#;
        let call = Call::read(body).unwrap();
        let key = |c| Press::Key(Key::new(c).unwrap());
        assert_eq!(call.keys, [key('1'), Press::Nothing, key('#')]);
        assert_eq!((call.interactive, call.failing_blocks), (true, vec!["A".to_owned()]));
    }

    #[test]
    fn a_refusal_says_what_to_send() {
        for (body, what) in [
            ("", "This is not JSON"),
            ("[]", "phoneNumber is missing"),
            ("{}", "phoneNumber is missing"),
            (r#"{"phoneNumber":18003569377}"#, "phoneNumber must be a string"),
            (r#"{"phoneNumber":null,"dialledNumber":1}"#, "dialledNumber must be a string"),
            (r#"{"phoneNumber":null,"contactId":1}"#, "contactId must be a string"),
            (r#"{"phoneNumber":null,"channel":"voice"}"#, "channel is one of VOICE"),
            (r#"{"phoneNumber":null,"interactive":"yes"}"#, "interactive must be"),
            (r#"{"phoneNumber":null,"failingBlocks":"A"}"#, "failingBlocks must be"),
        ] {
            let refusal = refusal(body);
            assert!(refusal.starts_with(what) && refusal.ends_with(HOW_TO_CALL), "{refusal}");
        }
        let bad_key = refusal(r#"{"phoneNumber":null,"keys":"1a"}"#);
        assert!(bad_key.starts_with("'a' is not a key.") && bad_key.ends_with(HOW_TO_PRESS));
        let no_keys = pressed(b"{}").unwrap_err().detail().to_owned();
        assert!(no_keys.starts_with("keys must be a string."), "{no_keys}");
    }

    #[test]
    fn a_call_does_not_show_its_number() {
        let call = Call::from_number(Some("+18003569377".to_owned()));
        assert!(!format!("{call:?}").contains("3569377"));
    }
}
