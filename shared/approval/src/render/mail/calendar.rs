//! The calendar entry for the deadline, as a file in iCalendar format (RFC 5545).
//!
//! It is published to one addressee and nobody answers it (RFC 5546, section 3.2.1). It holds no
//! link, because calendars are shared and synchronised, and a link lets anybody answer.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Attachment;
use crate::address::EmailAddress;
use crate::request::Request;

/// The entry ends at the deadline and starts this much before.
const LENGTH: SignedDuration = SignedDuration::from_mins(15);

/// The longest line in octets, without its end (RFC 5545, section 3.1).
const LINE: usize = 75;

/// The words of an entry.
pub(super) struct Words<'a> {
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// Returns the entry for the deadline of a request.
pub(super) fn entry(request: &Request, uid: &str, words: &Words<'_>) -> Attachment {
    let alarm = [
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("DESCRIPTION:{}", escaped(words.title)),
        "TRIGGER:-PT45M".to_owned(),
        "END:VALARM".to_owned(),
    ];
    let content =
        calendar(request, uid, words, ("PUBLISH", "CONFIRMED", 0), request.opened_at, &alarm);
    attachment("deadline.ics", "text/calendar; charset=utf-8; method=PUBLISH", content)
}

/// Returns the file that takes the entry back, once the request was closed at this time.
pub(super) fn cancellation(
    request: &Request,
    uid: &str,
    words: &Words<'_>,
    at: Timestamp,
) -> Attachment {
    let content = calendar(request, uid, words, ("CANCEL", "CANCELLED", 1), at, &[]);
    attachment("deadline-over.ics", "text/calendar; charset=utf-8; method=CANCEL", content)
}

fn attachment(name: &'static str, media_type: &'static str, content: String) -> Attachment {
    Attachment { name, media_type, content_id: None, content: content.into_bytes() }
}

fn calendar(
    request: &Request,
    uid: &str,
    words: &Words<'_>,
    (method, status, sequence): (&str, &str, u8),
    stamp: Timestamp,
    alarm: &[String],
) -> String {
    let end = request.decide_by;
    let start = (end - LENGTH).max(request.opened_at).min(end);
    // A published entry needs an organizer; this address is the customary one for nobody.
    let organizer = request.contact.as_ref().map_or("invalid:nomail".to_owned(), |contact| {
        format!("mailto:{}", EmailAddress::as_str(contact))
    });
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Switchboard//Release approvals//EN".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{uid}"),
        format!("SEQUENCE:{sequence}"),
        format!("STATUS:{status}"),
        format!("DTSTAMP:{}", utc(stamp)),
        format!("DTSTART:{}", utc(start)),
        format!("DTEND:{}", utc(end)),
        format!("ORGANIZER:{organizer}"),
        format!("SUMMARY:{}", escaped(words.title)),
        format!("DESCRIPTION:{}", escaped(words.description)),
        "TRANSP:TRANSPARENT".to_owned(),
    ];
    let ends = ["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()];
    let mut file = String::new();
    for line in lines.iter().chain(alarm).chain(&ends) {
        fold(line, &mut file);
    }
    file
}

/// Returns a moment in UTC (RFC 5545, section 3.3.5).
fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Escapes a text (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// Adds a line in pieces, which end in CRLF; all but the first start with a blank. Octets count, and
/// no character is torn apart.
fn fold(line: &str, out: &mut String) {
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(character);
        length += character.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::request::tests::request;

    const UID: &str = "1234@approve.example.com";

    fn text(attachment: &Attachment) -> String {
        String::from_utf8(attachment.content.clone()).unwrap()
    }

    /// The lines of a file, put together again.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    fn unescaped(value: &str) -> String {
        let (mut text, mut characters) = (String::new(), value.chars());
        while let Some(character) = characters.next() {
            match (character, character == '\\') {
                (_, true) => match characters.next().unwrap() {
                    'n' => text.push('\n'),
                    other => text.push(other),
                },
                (other, false) => text.push(other),
            }
        }
        text
    }

    #[test]
    fn an_entry_ends_at_the_deadline_and_is_taken_back_by_its_id() {
        let mut request = request();
        request.contact = Some("desk@example.com".parse().unwrap());
        let words = Words { title: "Decide: a, b; c", description: "The links\nare in the mail." };
        let file = entry(&request, UID, &words);
        assert_eq!(file.name, "deadline.ics");
        let lines = unfolded(&text(&file));
        for line in [
            "METHOD:PUBLISH",
            "UID:1234@approve.example.com",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "DTSTAMP:20261121T100000Z",
            "DTSTART:20261128T094000Z",
            "DTEND:20261128T095500Z",
            "ORGANIZER:mailto:desk@example.com",
            "SUMMARY:Decide: a\\, b\\; c",
            "DESCRIPTION:The links\\nare in the mail.",
            "BEGIN:VALARM",
        ] {
            assert!(lines.iter().any(|own| own == line), "{line}: {lines:?}");
        }
        let over = cancellation(&request, UID, &words, request.decide_by);
        let lines = unfolded(&text(&over));
        for line in
            ["METHOD:CANCEL", "UID:1234@approve.example.com", "SEQUENCE:1", "STATUS:CANCELLED"]
        {
            assert!(lines.iter().any(|own| own == line), "{line}: {lines:?}");
        }
        assert!(!lines.iter().any(|line| line == "BEGIN:VALARM"), "{lines:?}");
        assert!(over.media_type.ends_with("method=CANCEL"), "{}", over.media_type);
    }

    #[test]
    fn an_entry_starts_when_the_time_to_decide_does() {
        let mut request = request();
        request.decide_by = request.opened_at + SignedDuration::from_mins(5);
        let file = text(&entry(&request, UID, &Words { title: "t", description: "d" }));
        assert!(
            file.contains("\r\nDTSTART:20261121T100000Z\r\nDTEND:20261121T100500Z\r\n"),
            "{file}"
        );
        assert!(file.contains("\r\nORGANIZER:invalid:nomail\r\n"), "{file}");
    }

    proptest! {
        #[test]
        fn any_text_stays_in_its_line_and_reads_back(title in "\\PC{0,120}[\n,;:äé😀\\\\]{0,40}") {
            let words = Words { title: &title, description: "d" };
            let file = text(&entry(&request(), UID, &words));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{} octets: {}", line.len(), line);
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let lines = unfolded(&file);
            prop_assert_eq!(lines.len(), 22);
            let summary = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            prop_assert_eq!(unescaped(summary), title);
        }
    }
}
