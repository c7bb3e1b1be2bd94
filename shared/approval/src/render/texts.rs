//! What mails and pages say, one table a language.
//!
//! A table is filled completely or does not compile. Sentences with numbers or names are functions,
//! so that each language puts its words where they belong. A third language: a file like `en.rs`,
//! a line in [`of`], and its tag in [`Language`].
//!
//! Words that hold in every language: a link is *issued to* somebody, and an answer comes *via* it;
//! nobody is said to have done anything, since a mail can be forwarded. Until CodePipeline has
//! confirmed, there is an acceptance or a rejection that is recorded, and no release that is
//! accepted or rejected.

mod de;
mod en;

use jiff::Zoned;

use crate::{Language, Verdict};

/// The table of a language.
pub(super) const fn of(language: Language) -> &'static Texts {
    match language {
        Language::English => &en::TEXTS,
        Language::German => &de::TEXTS,
    }
}

/// A text for each verdict.
#[derive(Clone, Copy)]
pub(super) struct ByVerdict<T> {
    pub(super) accept: T,
    pub(super) reject: T,
}

impl<T: Copy> ByVerdict<T> {
    pub(super) const fn of(&self, verdict: Verdict) -> T {
        match verdict {
            Verdict::Accept => self.accept,
            Verdict::Reject => self.reject,
        }
    }
}

/// A sentence around one name, host, time or duration.
type Around = fn(&str) -> String;
/// A sentence around two of them.
type Around2 = fn(&str, &str) -> String;
/// A sentence around a number.
type Counted = fn(usize) -> String;
/// A sentence about answers that were recorded: via whose links, when the last one, and whether
/// there are several.
type Recorded = fn(&str, &str, bool) -> String;
/// So many of so many.
type Progress = fn(usize, usize) -> String;

pub(super) struct Texts {
    pub(super) time: TimeTexts,
    pub(super) common: CommonTexts,
    pub(super) review: ReviewTexts,
    pub(super) status: StatusTexts,
    pub(super) notices: NoticeTexts,
    pub(super) mail: MailTexts,
}

/// Times and durations.
pub(super) struct TimeTexts {
    /// A moment and the name of its zone.
    pub(super) moment: fn(&Zoned, &str) -> String,
    /// A moment in a subject: without year and zone.
    pub(super) short: fn(&Zoned) -> String,
    /// The name of a zone whose abbreviation (first) says nothing: after its city.
    pub(super) zone_of_city: Around,
    /// Abbreviations that this language has its own for.
    pub(super) zone: fn(&str) -> Option<&'static str>,
    pub(super) days: Counted,
    pub(super) hours: Counted,
    pub(super) minutes: Counted,
    pub(super) less_than_a_minute: &'static str,
}

/// What several pages and mails say.
pub(super) struct CommonTexts {
    /// Beside the name of the system.
    pub(super) tag: &'static str,
    pub(super) names: fn(&[&str]) -> String,
    /// An approver who is not on the list any more.
    pub(super) unknown_approver: &'static str,
    pub(super) look: &'static str,
    pub(super) open_staging: &'static str,
    pub(super) new_tab: &'static str,
    pub(super) staging_not_allowed: &'static str,
    pub(super) change: &'static str,
    pub(super) change_unknown: &'static str,
    /// Unfolds a long message.
    pub(super) whole_message: &'static str,
    pub(super) by_author: Around,
    pub(super) revision: Around,
    pub(super) view_change: Around,
    pub(super) note: &'static str,
    pub(super) pipeline: &'static str,
    pub(super) stage: &'static str,
    pub(super) deadline: &'static str,
    /// How much time is left.
    pub(super) left: Around,
    pub(super) after_deadline: &'static str,
    pub(super) closed_at: &'static str,
    pub(super) so_far: &'static str,
    pub(super) one_decides: ByVerdict<&'static str>,
    pub(super) progress: ByVerdict<Progress>,
    pub(super) asked: &'static str,
    /// The heading above the answers that came.
    pub(super) answers: &'static str,
    /// A vote: via whose link, when.
    pub(super) vote: ByVerdict<Around2>,
    pub(super) next: &'static str,
    pub(super) contact: &'static str,
    pub(super) no_contact: &'static str,
    pub(super) reference: Around,
}

/// The page that asks.
pub(super) struct ReviewTexts {
    /// The question: the pipeline.
    pub(super) question: ByVerdict<Around>,
    /// Name and masked address.
    pub(super) issued: Around2,
    pub(super) do_not_forward: &'static str,
    pub(super) your_answer: &'static str,
    /// The box, where there is something to look at and where there is not.
    pub(super) looked: &'static str,
    pub(super) looked_at_facts: &'static str,
    pub(super) comment: &'static str,
    pub(super) reason: &'static str,
    /// Who reads it, and how long it can be.
    pub(super) hint: Counted,
    pub(super) button: ByVerdict<&'static str>,
    /// How to answer the opposite of this link.
    pub(super) opposite: ByVerdict<&'static str>,
    /// Before the title of a page with a problem.
    pub(super) error: &'static str,
    pub(super) problem: &'static str,
    pub(super) not_confirmed: &'static str,
    pub(super) reason_missing: &'static str,
    pub(super) too_long: ByVerdict<Counted>,
    pub(super) stale: &'static str,
}

/// What became of a request: for its page, and for the mail that tells of it.
pub(super) struct StatusTexts {
    /// "via the link(s) issued to", for these names: one, or several.
    pub(super) via: fn(&str, bool) -> String,

    pub(super) counted: ByVerdict<&'static str>,
    pub(super) recorded: ByVerdict<Recorded>,
    pub(super) more_needed: ByVerdict<Counted>,
    pub(super) stays: &'static str,
    pub(super) nothing_changed: &'static str,
    pub(super) wait_for_mail: &'static str,

    pub(super) still_open: &'static str,
    pub(super) open_until: Around,
    pub(super) use_links: &'static str,

    pub(super) recording: &'static str,
    pub(super) already_recorded: &'static str,
    pub(super) passing_on: &'static str,
    pub(super) passing_on_deadline: &'static str,
    pub(super) come_back: &'static str,

    pub(super) applied: ByVerdict<&'static str>,
    /// It was (already) accepted or rejected: via, when.
    pub(super) applied_via: ByVerdict<Around2>,
    pub(super) applied_already: ByVerdict<Around2>,
    pub(super) applied_effect: ByVerdict<&'static str>,
    pub(super) own_outvoted: ByVerdict<&'static str>,
    pub(super) nothing_to_do: &'static str,
    pub(super) after_rejection: &'static str,

    pub(super) over: &'static str,
    /// No decision by this time.
    pub(super) over_since: Around,
    pub(super) over_effect: &'static str,
    pub(super) over_rejected: &'static str,
    pub(super) ask_anew: &'static str,
    /// Answers that took no effect.
    pub(super) not_applied: ByVerdict<Recorded>,
    pub(super) own_not_used: ByVerdict<&'static str>,
    pub(super) expired_before: &'static str,

    pub(super) elsewhere: ByVerdict<&'static str>,
    pub(super) elsewhere_how: &'static str,
    pub(super) elsewhere_effect: ByVerdict<&'static str>,
    pub(super) elsewhere_summary: &'static str,

    pub(super) cancelled: &'static str,
    pub(super) cancelled_how: &'static str,

    pub(super) undeliverable: &'static str,
    pub(super) undeliverable_how: &'static str,
    pub(super) undeliverable_next: &'static str,

    pub(super) revoked: &'static str,
    pub(super) revoked_how: Around,
    pub(super) revoked_next: &'static str,
}

/// A page that is about no request.
#[derive(Clone, Copy)]
pub(super) struct Notice {
    pub(super) title: &'static str,
    pub(super) what: &'static str,
    pub(super) next: &'static str,
}

pub(super) struct NoticeTexts {
    pub(super) not_found: Notice,
    pub(super) method_not_allowed: Notice,
    pub(super) too_large: Notice,
    pub(super) unsupported_media_type: Notice,
    pub(super) cross_site: Notice,
    pub(super) bad_form: Notice,
    pub(super) not_recorded: Notice,
    pub(super) unconfirmed: Notice,
    pub(super) unavailable: Notice,
    pub(super) server_error: Notice,
}

/// A text for each mail that asks.
#[derive(Clone, Copy)]
pub(super) struct ByOccasion<T> {
    pub(super) invitation: T,
    pub(super) reminder: T,
    pub(super) last_reminder: T,
}

pub(super) struct MailTexts {
    /// The subject: pipeline, deadline.
    pub(super) subject: ByOccasion<Around2>,
    /// The heading: pipeline.
    pub(super) heading: ByOccasion<Around>,
    pub(super) greeting: Around,
    /// Pipeline.
    pub(super) asked_for: Around,
    /// Deadline, time left.
    pub(super) decide_by: Around2,
    pub(super) answer: &'static str,
    pub(super) opening_decides_nothing: &'static str,
    /// Above each link in the text part, and on the button.
    pub(super) button: ByVerdict<&'static str>,
    pub(super) after_button: ByVerdict<&'static str>,
    pub(super) who: &'static str,
    /// The names of all, and how many are needed.
    pub(super) asked: Around,
    pub(super) needed: Progress,
    pub(super) rejections_needed: Counted,
    pub(super) personal: &'static str,
    pub(super) footer: Around,

    /// Subjects of the outcome: pipeline.
    pub(super) decided: ByVerdict<Around>,
    pub(super) over: Around,
    pub(super) cancelled: Around,
    pub(super) undeliverable: Around,
    pub(super) still_open: Around,
    pub(super) not_right: &'static str,
    pub(super) not_right_no_contact: &'static str,
}

/// A number of things, where a language has one form for one and another for all else.
fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
