//! What a line of a script may say.

use switchboard_contact_flow::run::Key;

use super::{Contact, Function, Mistake, What};

/// The lines that are understood, by example.
pub const UNDERSTOOD: &str = "  \
  before the call:
    block \"Greet\" fails
    the function fails                       (also later: from then on)
    the function does not answer
    the function answers {\"status\": \"ok\"}
  its begin:
    call from +18003569377
    call from a withheld number
    chat
  the call:
    hear \"First: 1, 8 0 0, flowers\"          (the next line that contains this; others may come before it)
    hear nothing more
    press 2
    key in 8003569377#
    say nothing                              (until the time for an answer is over)
    attribute status is \"ok\"
  its end:
    hang up
    the call is over";

/// Reads a line.
pub(super) fn understand(line: &str) -> Result<What, Mistake> {
    let rest = |start: &str| line.strip_prefix(start).map(str::trim);
    match line {
        "call from a withheld number" => return Ok(What::Begin(Contact::Withheld)),
        "chat" => return Ok(What::Begin(Contact::Chat)),
        "the function fails" => return Ok(What::Function(Function::Fails)),
        "the function does not answer" => return Ok(What::Function(Function::IsSilent)),
        "hear nothing more" => return Ok(What::HearNothing),
        "say nothing" => return Ok(What::SayNothing),
        "hang up" => return Ok(What::HangUp),
        "the call is over" => return Ok(What::Over),
        _ => {}
    }
    if let Some(number) = rest("call from ") {
        return called_from(number);
    }
    if let Some(answer) = rest("the function answers ") {
        let answer = serde_json::from_str(answer);
        return answer
            .map(|answer| What::Function(Function::Answers(answer)))
            .map_err(|error| Mistake::Answer(error.to_string()));
    }
    if let Some(key) = rest("press ") {
        return pressed(key)
            .filter(|_| key.len() == 1)
            .ok_or_else(|| Mistake::Keys(key.to_owned()));
    }
    if let Some(keys) = rest("key in ") {
        return pressed(keys).ok_or_else(|| Mistake::Keys(keys.to_owned()));
    }
    if let Some(text) = rest("hear ").and_then(quoted) {
        return Ok(What::Hear(text.to_owned()));
    }
    let block = rest("block ").and_then(|rest| rest.strip_suffix(" fails")).and_then(quoted);
    if let Some(block) = block {
        return Ok(What::BlockFails(block.to_owned()));
    }
    let attribute = rest("attribute ").and_then(|rest| rest.split_once(" is "));
    if let Some((name, value)) = attribute
        && let Some(value) = quoted(value)
    {
        return Ok(What::Attribute { name: name.to_owned(), value: value.to_owned() });
    }
    Err(Mistake::NotUnderstood(line.to_owned()))
}

/// The text between double quotes, of which there is some.
fn quoted(text: &str) -> Option<&str> {
    let text = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    (!text.is_empty()).then_some(text)
}

fn called_from(number: &str) -> Result<What, Mistake> {
    // As in the service model of Amazon Connect.
    let digits = number.strip_prefix('+').unwrap_or_default();
    let is_number = (2..=15).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && !digits.starts_with('0');
    if is_number {
        Ok(What::Begin(Contact::From(number.to_owned())))
    } else {
        Err(Mistake::Number(number.to_owned()))
    }
}

fn pressed(keys: &str) -> Option<What> {
    let meant = keys.chars().filter(|key| !key.is_whitespace());
    let keys: String =
        meant.map(|key| Key::new(key).map(Key::as_char)).collect::<Option<String>>()?;
    (!keys.is_empty()).then_some(What::Press(keys))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_line_that_is_shown_is_understood() {
        let examples = UNDERSTOOD.lines().filter_map(|line| line.strip_prefix("    "));
        let examples = examples.filter(|line| !line.starts_with(' ')).map(|line| {
            let explained = line.rsplit_once("  (");
            explained.map_or(line, |(example, _)| example).trim()
        });
        let mut count = 0;
        for example in examples {
            assert!(understand(example).is_ok(), "{example}");
            count += 1;
        }
        assert_eq!(count, 15);
    }

    #[test]
    fn lines_say_what_they_look_like() {
        for (line, what) in [
            ("call from +18003569377", What::Begin(Contact::From("+18003569377".to_owned()))),
            ("press *", What::Press("*".to_owned())),
            ("key in 800 356 9377 #", What::Press("8003569377#".to_owned())),
            ("hear \"a \"b\" c\"", What::Hear("a \"b\" c".to_owned())),
            ("the function answers [1, \"a\"]", What::Function(Function::Answers(json!([1, "a"])))),
            (
                "attribute vanity_1 is \"1-800-FLOWERS\"",
                What::Attribute { name: "vanity_1".to_owned(), value: "1-800-FLOWERS".to_owned() },
            ),
        ] {
            assert_eq!(understand(line), Ok(what), "{line}");
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        let keys = |keys: &str| Err(Mistake::Keys(keys.to_owned()));
        assert_eq!(understand("press 12"), keys("12"));
        assert_eq!(understand("press A"), keys("A"));
        assert_eq!(understand("key in 800-356"), keys("800-356"));
        for number in ["18003569377", "+08003569377", "+1", "+1234567890123456", "+1800FLOWERS"] {
            let mistake = Err(Mistake::Number(number.to_owned()));
            assert_eq!(understand(&format!("call from {number}")), mistake);
        }
        assert!(matches!(understand("the function answers ok"), Err(Mistake::Answer(_))));
        for line in ["hear Hello", "hear \"\"", "block Greet fails", "attribute a = \"b\"", "wait"]
        {
            assert_eq!(understand(line), Err(Mistake::NotUnderstood(line.to_owned())));
        }
    }
}
