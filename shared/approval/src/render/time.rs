//! Times and durations in words.

use jiff::{SignedDuration, Timestamp, Zoned};

use super::texts::TimeTexts;
use crate::reader::Reader;

/// Shows times in a reader's time zone and language.
pub(super) struct Clock<'a> {
    reader: Reader<'a>,
    texts: &'static TimeTexts,
}

impl<'a> Clock<'a> {
    pub(super) fn new(reader: impl Into<Reader<'a>>, texts: &'static TimeTexts) -> Self {
        Self { reader: reader.into(), texts }
    }

    /// Returns day, time, zone and offset of a moment. The offset is always there: the letters of a zone
    /// can mean several (CST), and some zones have none, so without it two moments an hour apart read
    /// the same when clocks go back.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        let at = self.on_clock(at);
        (self.texts.moment)(&at, &self.zone(&at))
    }

    /// Returns day, time and zone of a moment, for subjects: with the letters of the zone if they mean
    /// one offset everywhere, otherwise with the offset.
    pub(super) fn short(&self, at: Timestamp) -> String {
        let at = self.on_clock(at);
        let offset = offset(&at);
        let letters = letters(&at).filter(|letters| ONE_OFFSET.contains(&letters.as_str()));
        let zone = letters.map_or(offset, |letters| self.own_letters(letters));
        (self.texts.short)(&at, &zone)
    }

    /// Returns the day of a moment.
    pub(super) fn day(&self, at: Timestamp) -> String {
        (self.texts.day)(&self.on_clock(at))
    }

    /// Returns a duration in at most two units, rounded down, so that nobody is promised too much
    /// time.
    pub(super) fn duration(&self, duration: SignedDuration) -> String {
        let minutes = usize::try_from(duration.as_mins()).unwrap_or(0);
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let TimeTexts { days: in_days, hours: in_hours, minutes: in_minutes, .. } = self.texts;
        match (days, hours, minutes) {
            (0, 0, 0) => self.texts.less_than_a_minute.to_owned(),
            (0, 0, minutes) => in_minutes(minutes),
            (0, hours, 0) => in_hours(hours),
            (0, hours, minutes) => format!("{} {}", in_hours(hours), in_minutes(minutes)),
            (days, 0, _) => in_days(days),
            (days, hours, _) => format!("{} {}", in_days(days), in_hours(hours)),
        }
    }

    fn on_clock(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.reader.time_zone())
    }

    /// Returns the letters of the time zone, or else its city, with the offset from UTC.
    fn zone(&self, at: &Zoned) -> String {
        let offset = offset(at);
        match (letters(at), city(at)) {
            (Some(letters), _) if letters == "UTC" => letters,
            (Some(letters), _) => format!("{} ({offset})", self.own_letters(letters)),
            (None, Some(city)) => format!("({city}, {offset})"),
            (None, None) => format!("({offset})"),
        }
    }

    /// Returns the letters that this language uses for a time zone.
    fn own_letters(&self, letters: String) -> String {
        (self.texts.zone)(&letters).map_or(letters, str::to_owned)
    }
}

/// The letters of time zones that mean the same offset wherever the database uses them.
const ONE_OFFSET: [&str; 33] = [
    "ACDT", "ACST", "ADT", "AEDT", "AEST", "AKDT", "AKST", "AST", "AWST", "CAT", "CEST", "CET",
    "EAT", "EDT", "EEST", "EET", "EST", "GMT", "HKT", "HST", "JST", "KST", "MDT", "MSK", "MST",
    "NZDT", "NZST", "PDT", "SAST", "UTC", "WAT", "WEST", "WET",
];

/// Returns the letters of the time zone. Zones without letters have an offset there in the database,
/// which is not read: only names of the form `Etc/GMT+3` spell it, with the sign reversed.
fn letters(at: &Zoned) -> Option<String> {
    let letters = at.strftime("%Z").to_string();
    letters.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(letters)
}

/// Returns the city that a time zone is named after.
fn city(at: &Zoned) -> Option<String> {
    let (area, city) = at.time_zone().iana_name()?.split_once('/')?;
    let city = city.rsplit('/').next()?;
    (area != "Etc").then(|| city.replace('_', " "))
}

/// Returns the offset from UTC, such as `UTC+5:30`.
fn offset(at: &Zoned) -> String {
    let offset = at.offset().seconds();
    let (sign, seconds) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, seconds) {
        (hours, 0, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes, 0) => format!("UTC{sign}{hours}:{minutes:02}"),
        (hours, minutes, seconds) => format!("UTC{sign}{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approver::Approver;
    use crate::language::Language;
    use crate::render::texts;
    use crate::request::tests::request;

    fn approver(time_zone: &str) -> Approver {
        Approver { time_zone: time_zone.to_owned(), ..request().approvers.remove(0) }
    }

    fn moment(zone: &str, at: Timestamp, language: Language) -> String {
        Clock::new(&approver(zone), &texts::of(language).time).moment(at)
    }

    fn short(zone: &str, at: Timestamp, language: Language) -> String {
        Clock::new(&approver(zone), &texts::of(language).time).short(at)
    }

    const WINTER: &str = "2026-11-24T17:05:00Z";
    const SUMMER: &str = "2026-07-05T22:30:00Z";

    #[test]
    fn a_moment_is_told_on_the_readers_clock_with_zone_and_offset() {
        for (zone, at, english, german) in [
            ("Europe/Berlin", WINTER, "18:05 CET (UTC+1)", "18:05 Uhr MEZ (UTC+1)"),
            ("Europe/Berlin", SUMMER, "00:30 CEST (UTC+2)", "00:30 Uhr MESZ (UTC+2)"),
            ("America/New_York", WINTER, "12:05 EST (UTC-5)", "12:05 Uhr EST (UTC-5)"),
            (
                "America/Sao_Paulo",
                WINTER,
                "14:05 (Sao Paulo, UTC-3)",
                "14:05 Uhr (Sao Paulo, UTC-3)",
            ),
            ("America/Argentina/Salta", WINTER, "14:05 (Salta, UTC-3)", "14:05 Uhr (Salta, UTC-3)"),
            ("Asia/Shanghai", SUMMER, "06:30 CST (UTC+8)", "06:30 Uhr CST (UTC+8)"),
            ("America/Chicago", WINTER, "11:05 CST (UTC-6)", "11:05 Uhr CST (UTC-6)"),
            ("Asia/Kolkata", WINTER, "22:35 IST (UTC+5:30)", "22:35 Uhr IST (UTC+5:30)"),
            ("Europe/Dublin", SUMMER, "23:30 IST (UTC+1)", "23:30 Uhr IST (UTC+1)"),
            (
                "Asia/Kathmandu",
                WINTER,
                "22:50 (Kathmandu, UTC+5:45)",
                "22:50 Uhr (Kathmandu, UTC+5:45)",
            ),
            ("Etc/GMT+3", WINTER, "14:05 (UTC-3)", "14:05 Uhr (UTC-3)"),
            ("Etc/GMT-14", SUMMER, "12:30 (UTC+14)", "12:30 Uhr (UTC+14)"),
            ("Europe/London", WINTER, "17:05 GMT (UTC+0)", "17:05 Uhr GMT (UTC+0)"),
            ("UTC", WINTER, "17:05 UTC", "17:05 Uhr UTC"),
            ("Etc/UTC", WINTER, "17:05 UTC", "17:05 Uhr UTC"),
            ("No/Where", WINTER, "17:05 UTC", "17:05 Uhr UTC"),
        ] {
            let at: Timestamp = at.parse().unwrap();
            let shown = |language| moment(zone, at, language);
            assert!(
                shown(Language::English).ends_with(&format!(", {english}")),
                "{zone}: {}",
                shown(Language::English)
            );
            assert!(
                shown(Language::German).ends_with(&format!(", {german}")),
                "{zone}: {}",
                shown(Language::German)
            );
        }
        let at: Timestamp = WINTER.parse().unwrap();
        assert_eq!(
            moment("Europe/Berlin", at, Language::English),
            "Tue 24 Nov 2026, 18:05 CET (UTC+1)"
        );
        assert_eq!(
            moment("Europe/Berlin", at, Language::German),
            "Di., 24.11.2026, 18:05 Uhr MEZ (UTC+1)"
        );
    }

    #[test]
    fn a_subject_has_letters_only_where_they_are_clear() {
        for (zone, english, german) in [
            ("America/New_York", "Tue 24 Nov, 12:05 EST", "Di., 24.11., 12:05 Uhr EST"),
            ("Europe/Berlin", "Tue 24 Nov, 18:05 CET", "Di., 24.11., 18:05 Uhr MEZ"),
            ("America/Chicago", "Tue 24 Nov, 11:05 UTC-6", "Di., 24.11., 11:05 Uhr UTC-6"),
            ("Asia/Kolkata", "Tue 24 Nov, 22:35 UTC+5:30", "Di., 24.11., 22:35 Uhr UTC+5:30"),
            ("America/Santiago", "Tue 24 Nov, 14:05 UTC-3", "Di., 24.11., 14:05 Uhr UTC-3"),
            ("UTC", "Tue 24 Nov, 17:05 UTC", "Di., 24.11., 17:05 Uhr UTC"),
        ] {
            let at: Timestamp = WINTER.parse().unwrap();
            assert_eq!(short(zone, at, Language::English), english);
            assert_eq!(short(zone, at, Language::German), german);
        }
    }

    /// In Santiago, 23:30 came twice that night: first with UTC-3, then with UTC-4.
    #[test]
    fn clocks_that_go_back_do_not_make_two_moments_one() {
        let first: Timestamp = "2027-04-04T02:30:00Z".parse().unwrap();
        let second = first + SignedDuration::from_hours(1);
        for zone in ["America/Santiago", "Atlantic/Azores", "America/Nuuk", "America/New_York"] {
            for shown in [moment, short] {
                assert_ne!(
                    shown(zone, first, Language::English),
                    shown(zone, second, Language::English)
                );
            }
        }
        assert_eq!(
            moment("America/Santiago", first, Language::English),
            "Sat 3 Apr 2027, 23:30 (Santiago, UTC-3)"
        );
        assert_eq!(
            moment("America/Santiago", second, Language::English),
            "Sat 3 Apr 2027, 23:30 (Santiago, UTC-4)"
        );
    }

    fn zones() -> Vec<String> {
        jiff::tz::db().available().map(|name| name.to_string()).collect()
    }

    #[test]
    fn letters_that_stand_alone_mean_one_offset_in_every_zone() {
        let mut offsets = std::collections::HashMap::new();
        for zone in zones() {
            let zone = jiff::tz::TimeZone::get(&zone).unwrap();
            for day in (0..5 * 366).step_by(7) {
                let start: Timestamp = "2026-01-01T00:30:00Z".parse().unwrap();
                let at = (start + SignedDuration::from_hours(24 * day)).to_zoned(zone.clone());
                if let Some(letters) = letters(&at).filter(|own| ONE_OFFSET.contains(&own.as_str()))
                {
                    let known = *offsets.entry(letters.clone()).or_insert(at.offset());
                    assert_eq!(known, at.offset(), "{letters} in {zone:?}");
                }
            }
        }
        assert_eq!(offsets.len(), ONE_OFFSET.len(), "{offsets:?}");
    }

    proptest::proptest! {
        /// Two different minutes never read alike, in any zone and language, between 2020 and 2100.
        #[test]
        fn a_moment_is_one_moment(
            zone in proptest::sample::select(zones()),
            minute in 26_297_280_i64..68_374_560,
            later in proptest::prop_oneof![1_i64..200, 1_i64..2_000_000],
        ) {
            let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
            for language in Language::ALL {
                let one = moment(&zone, at(minute), language);
                proptest::prop_assert_ne!(one, moment(&zone, at(minute + later), language));
            }
        }
    }

    #[test]
    fn a_duration_has_at_most_two_units_and_is_never_longer_than_it_is() {
        let approver = approver("UTC");
        for (seconds, english, german) in [
            (59, "less than a minute", "weniger als eine Minute"),
            (-5, "less than a minute", "weniger als eine Minute"),
            (60, "1 minute", "1 Minute"),
            (45 * 60 + 59, "45 minutes", "45 Minuten"),
            (3600, "1 hour", "1 Stunde"),
            (2 * 3600 + 60, "2 hours 1 minute", "2 Stunden 1 Minute"),
            (51 * 3600 + 1800, "2 days 3 hours", "2 Tage 3 Stunden"),
            (24 * 3600 + 1800, "1 day", "1 Tag"),
        ] {
            let duration = SignedDuration::from_secs(seconds);
            let shown =
                |language| Clock::new(&approver, &texts::of(language).time).duration(duration);
            assert_eq!(shown(Language::English), english);
            assert_eq!(shown(Language::German), german);
        }
    }
}
