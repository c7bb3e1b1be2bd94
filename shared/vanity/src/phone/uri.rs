//! Telephone URIs, RFC 3966: `tel:+1-800-356-9377;ext=5`, `tel:356-9377;phone-context=+1-800`.

use std::borrow::Cow;

use super::characters::folded;
use super::error::ParseError;
use super::pieces::{Characters, MAX_CHARACTERS};

/// The schemes of links that dial a number or write to it.
const SCHEMES: [&str; 5] = ["tel:", "sms:", "smsto:", "callto:", "facetime:"];

/// Returns the characters of a text, without the parts that only a URI has.
///
/// A percent sign is decoded in links alone, parameters are cut in any text. A number that is
/// local to a `phone-context` gets the digits of that context in front.
pub(super) fn characters(text: &str) -> Result<Characters, ParseError> {
    let text = text.trim_matches(|character: char| folded(character).is_none_or(|it| it == ' '));
    if let Some(number) = number_of_link(text) {
        return Ok(number);
    }
    let text = value_of_card(text).unwrap_or(text);
    let starts = |scheme: &&str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let text = match SCHEMES.iter().find(|scheme| starts(scheme)) {
        Some(scheme) => {
            let number = text.get(scheme.len()..).unwrap_or_default();
            // What is behind a question mark is the text of a message.
            decoded(number.split('?').next().unwrap_or_default())?
        }
        None => Cow::Borrowed(text),
    };
    let mut all = Characters::new();
    for character in text.chars().filter_map(folded) {
        all.try_push(character).map_err(|_| ParseError::TooMuchText)?;
    }
    let Some(end) = start_of_parameters(&all) else { return Ok(all) };
    let (number, parameters) = all.split_at_checked(end).unwrap_or((&all, &[]));
    let mut parameters = parameters.split(|character| *character == ';');
    let context = parameters.find_map(|parameter| value_of("phone-context", parameter));
    match context {
        Some(context) if !number.contains(&'+') => {
            if context.first() != Some(&'+') {
                return Err(ParseError::PrivateNumber);
            }
            let mut whole = Characters::new();
            let parts = [context, &[' '], number];
            for character in parts.iter().copied().flatten() {
                whole.try_push(*character).map_err(|_| ParseError::TooMuchText)?;
            }
            Ok(whole)
        }
        _ => {
            all.truncate(end);
            Ok(all)
        }
    }
}

/// Returns the number in a link that opens a conversation in `WhatsApp`, which has the country code
/// without `+`: `https://wa.me/442079460958`, `https://api.whatsapp.com/send?phone=442079460958`.
fn number_of_link(text: &str) -> Option<Characters> {
    if !text.contains('/') {
        return None;
    }
    let at = |mark: &str| text.find(mark).map(|at| at + mark.len());
    let start = at("wa.me/").or_else(|| at("whatsapp").and(at("phone=")))?;
    if text.contains(char::is_whitespace) {
        return None;
    }
    let behind = text.get(start..)?;
    let behind = behind.strip_prefix('+').or(behind.strip_prefix("%2B")).unwrap_or(behind);
    let mut number = Characters::new();
    number.try_push('+').ok()?;
    for digit in behind.chars().take_while(char::is_ascii_digit) {
        number.try_push(digit).ok()?;
    }
    (number.len() > 1).then_some(number)
}

/// Returns the value of a line of a vCard, RFC 6350: `item1.TEL;TYPE=work:+1-800-356-9377`.
fn value_of_card(text: &str) -> Option<&str> {
    let (property, value) = text.split_once(':')?;
    let mut names = property.split(';').next()?.rsplit('.');
    let is_line = names.next()?.eq_ignore_ascii_case("tel")
        && (property.contains(';') || names.next().is_some())
        && !property.contains(char::is_whitespace);
    is_line.then_some(value)
}

fn decoded(text: &str) -> Result<Cow<'_, str>, ParseError> {
    // A character takes up to three in this form.
    if text.len() > 3 * MAX_CHARACTERS {
        return Err(ParseError::TooMuchText);
    }
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map_err(|_| ParseError::InvalidCharacter('%'))
}

/// Returns the place of the first semicolon that has a parameter's name behind it.
fn start_of_parameters(text: &[char]) -> Option<usize> {
    let end = text.iter().position(|character| *character == ';')?;
    let behind = text.get(end + 1..).unwrap_or_default();
    let is_name = |character: &&char| character.is_ascii_alphabetic() || **character == '-';
    let name = behind.iter().take_while(is_name).count();
    (name > 0 && matches!(behind.get(name), None | Some('=' | ';'))).then_some(end)
}

fn value_of<'a>(name: &str, parameter: &'a [char]) -> Option<&'a [char]> {
    let equals = parameter.iter().position(|character| *character == '=')?;
    let (own, value) = parameter.split_at_checked(equals)?;
    let lower = own.iter().map(char::to_ascii_lowercase);
    lower.eq(name.chars()).then_some(value.get(1..)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_uri_has_is_cut_or_applied() {
        for (text, number) in [
            ("tel:+1-800-356-9377;ext=5", "+1-800-356-9377"),
            ("TEL:%2B1%20800%20356%209377", "+1 800 356 9377"),
            ("tel:356-9377;phone-context=+1-800", "+1-800 356-9377"),
            ("tel:356-9377;isub=1;Phone-Context=+1-800;x=y", "+1-800 356-9377"),
            ("tel:+1-800-356-9377;phone-context=example.com", "+1-800-356-9377"),
            ("+1 800 356 9377;ext=5", "+1 800 356 9377"),
            ("+1 800 356 9377;5", "+1 800 356 9377;5"),
            ("100% +1 800", "100% +1 800"),
            ("sms:%2B1 800 356 9377?body=in%201%20hour", "+1 800 356 9377"),
            ("callto:+1%20800%20356%209377", "+1 800 356 9377"),
            ("https://wa.me/442079460958?text=Hello", "+442079460958"),
            ("whatsapp://send?phone=+12125550142", "+12125550142"),
            ("TEL;TYPE=work;PREF=1:+1-212-555-0142", "+1-212-555-0142"),
            ("item1.TEL;VALUE=uri:tel:+1-212-555-0142;ext=2", "+1-212-555-0142"),
        ] {
            let characters = characters(text).unwrap();
            assert_eq!(characters.iter().collect::<String>(), number, "{text}");
        }
        let private = characters("tel:7042;phone-context=example.com");
        assert_eq!(private, Err(ParseError::PrivateNumber));
        let long = format!("tel:{}", "8".repeat(4000));
        assert_eq!(characters(&long), Err(ParseError::TooMuchText));
        assert_eq!(characters("tel:%ff"), Err(ParseError::InvalidCharacter('%')));
    }
}
