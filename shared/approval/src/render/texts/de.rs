//! German texts, in the polite form.

mod common;
mod mail;
mod notices;
mod review;
mod status;

use jiff::Zoned;
use jiff::civil::Weekday;

use super::{Texts, TimeTexts, plural};

pub(super) static TEXTS: Texts = Texts {
    time: TIME,
    common: common::COMMON,
    review: review::REVIEW,
    status: status::STATUS,
    notices: notices::NOTICES,
    mail: mail::MAIL,
};

fn weekday(at: &Zoned) -> &'static str {
    match at.weekday() {
        Weekday::Monday => "Mo.",
        Weekday::Tuesday => "Di.",
        Weekday::Wednesday => "Mi.",
        Weekday::Thursday => "Do.",
        Weekday::Friday => "Fr.",
        Weekday::Saturday => "Sa.",
        Weekday::Sunday => "So.",
    }
}

// Durations follow „noch“ here, so they are in the accusative: „noch 2 Tage“.
const TIME: TimeTexts = TimeTexts {
    moment: |at, zone| format!("{}, {} Uhr {zone}", weekday(at), at.strftime("%d.%m.%Y, %H:%M")),
    short: |at, zone| format!("{}, {} Uhr {zone}", weekday(at), at.strftime("%d.%m., %H:%M")),
    day: |at| format!("{}, {}", weekday(at), at.strftime("%d.%m.%Y")),
    zone: |abbreviation| match abbreviation {
        "CET" => Some("MEZ"),
        "CEST" => Some("MESZ"),
        "EET" => Some("OEZ"),
        "EEST" => Some("OESZ"),
        "WET" => Some("WEZ"),
        "WEST" => Some("WESZ"),
        _ => None,
    },
    days: |count| plural(count, "Tag", "Tage"),
    hours: |count| plural(count, "Stunde", "Stunden"),
    minutes: |count| plural(count, "Minute", "Minuten"),
    less_than_a_minute: "weniger als eine Minute",
};
