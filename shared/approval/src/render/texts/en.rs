//! English texts.

mod common;
mod mail;
mod notices;
mod review;
mod status;

use super::{Texts, TimeTexts, plural};

pub(super) static TEXTS: Texts = Texts {
    time: TIME,
    common: common::COMMON,
    review: review::REVIEW,
    status: status::STATUS,
    notices: notices::NOTICES,
    mail: mail::MAIL,
};

const TIME: TimeTexts = TimeTexts {
    moment: |at, zone| format!("{} {zone}", at.strftime("%a %-d %b %Y, %H:%M")),
    short: |at, zone| format!("{} {zone}", at.strftime("%a %-d %b, %H:%M")),
    day: |at| at.strftime("%a %-d %b %Y").to_string(),
    zone: |_| None,
    days: |count| plural(count, "day", "days"),
    hours: |count| plural(count, "hour", "hours"),
    minutes: |count| plural(count, "minute", "minutes"),
    less_than_a_minute: "less than a minute",
};
