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

    /// Returns day, time and zone of a moment.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        let at = self.on_clock(at);
        (self.texts.moment)(&at, &self.zone(&at))
    }

    /// Returns day and time of a moment, for subjects.
    pub(super) fn short(&self, at: Timestamp) -> String {
        (self.texts.short)(&self.on_clock(at))
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

    /// Returns the abbreviation of the time zone. For zones without one, the data has the offset
    /// instead; these are named after their city.
    fn zone(&self, at: &Zoned) -> String {
        let abbreviation = at.strftime("%Z").to_string();
        let city = at.time_zone().iana_name().and_then(|name| name.rsplit('/').next());
        match city {
            Some(city) if !abbreviation.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                (self.texts.zone_of_city)(&city.replace('_', " "))
            }
            _ => (self.texts.zone)(&abbreviation).map_or(abbreviation, str::to_owned),
        }
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

    #[test]
    fn a_moment_is_told_on_the_approvers_clock_with_its_zone() {
        let winter: Timestamp = "2026-11-24T17:05:00Z".parse().unwrap();
        let summer: Timestamp = "2026-07-05T22:30:00Z".parse().unwrap();
        for (zone, at, english, german) in [
            (
                "Europe/Berlin",
                winter,
                "Tue 24 Nov 2026, 18:05 CET",
                "Di., 24.11.2026, 18:05 Uhr MEZ",
            ),
            (
                "Europe/Berlin",
                summer,
                "Mon 6 Jul 2026, 00:30 CEST",
                "Mo., 06.07.2026, 00:30 Uhr MESZ",
            ),
            (
                "America/New_York",
                winter,
                "Tue 24 Nov 2026, 12:05 EST",
                "Di., 24.11.2026, 12:05 Uhr EST",
            ),
            (
                "America/Sao_Paulo",
                winter,
                "Tue 24 Nov 2026, 14:05 (Sao Paulo time)",
                "Di., 24.11.2026, 14:05 Uhr (Ortszeit Sao Paulo)",
            ),
            ("UTC", winter, "Tue 24 Nov 2026, 17:05 UTC", "Di., 24.11.2026, 17:05 Uhr UTC"),
            ("No/Where", winter, "Tue 24 Nov 2026, 17:05 UTC", "Di., 24.11.2026, 17:05 Uhr UTC"),
        ] {
            let approver = approver(zone);
            let shown = |language| Clock::new(&approver, &texts::of(language).time).moment(at);
            assert_eq!(shown(Language::English), english);
            assert_eq!(shown(Language::German), german);
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
