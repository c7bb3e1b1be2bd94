//! The texts of mails and pages, in one table for each language.
//!
//! A table with a missing text does not compile. Sentences with numbers or names are functions, so
//! that each language can order its words. To add a language, add a file like `en.rs`, a line in
//! [`of`], and a tag in [`Language`].
//!
//! Three rules hold in every language. An answer comes *with* somebody's link; no text says that
//! somebody did anything, because a mail can be forwarded. Before CodePipeline has confirmed, an
//! acceptance or rejection is *recorded*; no text says that the release is accepted or rejected. What
//! the pipeline does next is said as far as it is known; no text names a place such as production.

mod de;
mod en;

use jiff::Zoned;

use crate::language::Language;
use crate::state::Verdict;

/// Returns the table of a language.
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

/// Makes a sentence from one name, host, time or duration.
type Around = fn(&str) -> String;
/// Makes a sentence from two names, hosts, times or durations.
type Around2 = fn(&str, &str) -> String;
/// Makes a sentence from a number.
type Counted = fn(usize) -> String;
/// Makes a sentence about recorded answers from the links through which they came, the time of the
/// last one, and whether there are several.
type Recorded = fn(&str, &str, bool) -> String;
/// Makes a sentence from two numbers: the first of the second.
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
    /// A moment with its zone.
    pub(super) moment: fn(&Zoned, &str) -> String,
    /// A moment with its zone, in a subject: without the year.
    pub(super) short: fn(&Zoned, &str) -> String,
    /// A day.
    pub(super) day: fn(&Zoned) -> String,
    /// This language's own abbreviation of a time zone, if it has one.
    pub(super) zone: fn(&str) -> Option<&'static str>,
    pub(super) days: Counted,
    pub(super) hours: Counted,
    pub(super) minutes: Counted,
    pub(super) less_than_a_minute: &'static str,
}

/// Texts that several pages and mails share.
pub(super) struct CommonTexts {
    /// The words beside the name of the system.
    pub(super) tag: &'static str,
    pub(super) names: fn(&[&str]) -> String,
    /// The name of an approver who is no longer on the list.
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
    /// The name of a source, where a release has several.
    pub(super) source: Around,
    /// The number of sources that are not shown.
    pub(super) more_sources: Counted,
    /// The number of changes since the last accepted release, if it is known, and the day of that
    /// release.
    pub(super) since: fn(Option<usize>, Option<&str>) -> String,
    /// The heading above the first lines of earlier changes.
    pub(super) earlier: &'static str,
    /// The number of changes that are not listed.
    pub(super) more: Counted,
    pub(super) compare: Around,
    pub(super) notes: Around,
    /// The pipeline does not show the approval: what to do, and the address to write to.
    pub(super) not_shown: fn(Option<&str>) -> String,
    pub(super) note: &'static str,
    pub(super) pipeline: &'static str,
    pub(super) stage: &'static str,
    pub(super) deadline: &'static str,
    /// The time that is left.
    pub(super) left: Around,
    pub(super) after_deadline: &'static str,
    pub(super) closed_at: &'static str,
    pub(super) so_far: &'static str,
    pub(super) one_decides: ByVerdict<&'static str>,
    pub(super) progress: ByVerdict<Progress>,
    pub(super) asked: &'static str,
    /// The heading above the answers.
    pub(super) answers: &'static str,
    /// The names of those who have not answered, and the time until which they can.
    pub(super) waiting_for: Around2,
    /// A vote: the name of the approver whose link was used, and the time.
    pub(super) vote: ByVerdict<Around2>,
    pub(super) next: &'static str,
    pub(super) contact: &'static str,
    pub(super) no_contact: &'static str,
    pub(super) reference: Around,
}

/// Texts of the page that asks for an answer.
pub(super) struct ReviewTexts {
    /// The question, which names the pipeline.
    pub(super) question: ByVerdict<Around>,
    /// The approver's name and masked address.
    pub(super) issued: Around2,
    pub(super) do_not_forward: &'static str,
    pub(super) your_answer: &'static str,
    /// The label of the box, with a staging address to look at, and without one.
    pub(super) looked: &'static str,
    pub(super) looked_at_facts: &'static str,
    pub(super) comment: &'static str,
    pub(super) reason: &'static str,
    pub(super) add_comment: &'static str,
    /// The hint below a text field: who reads the text, and its longest length.
    pub(super) hint: Counted,
    pub(super) button: ByVerdict<&'static str>,
    /// The link to the form with this verdict, on the page with the other one.
    pub(super) instead: ByVerdict<&'static str>,
    /// The word before the title of a page with a problem.
    pub(super) error: &'static str,
    pub(super) problem: &'static str,
    pub(super) not_confirmed: &'static str,
    pub(super) reason_missing: &'static str,
    pub(super) too_long: ByVerdict<Counted>,
    pub(super) stale: &'static str,
    pub(super) no_message: &'static str,
    /// Unfolds the facts that an answer does not need.
    pub(super) more: &'static str,
    /// The button of a page that waits for the pipeline.
    pub(super) look_again: &'static str,
}

/// Texts about the status of a request, for its page and for the mail about the outcome.
pub(super) struct StatusTexts {
    /// "with the link(s) of" these names; the flag says whether there are several.
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
    /// The heading beside the link to the staging site.
    pub(super) staging: &'static str,

    pub(super) recording: &'static str,
    pub(super) already_recorded: &'static str,
    pub(super) passing_on: &'static str,
    pub(super) passing_on_deadline: &'static str,
    pub(super) come_back: &'static str,

    pub(super) applied: ByVerdict<&'static str>,
    /// The release was (already) accepted or rejected: through which links, and when.
    pub(super) applied_via: ByVerdict<Around2>,
    pub(super) applied_already: ByVerdict<Around2>,
    /// What the pipeline does after an acceptance: its next stage, if that is known.
    pub(super) goes_on: fn(Option<&str>) -> String,
    /// What the pipeline does after a rejection.
    pub(super) stops: &'static str,
    pub(super) own_outvoted: ByVerdict<&'static str>,
    pub(super) nothing_to_do: &'static str,
    pub(super) after_rejection: &'static str,

    pub(super) over: &'static str,
    /// There was no decision by this time.
    pub(super) over_since: Around,
    /// Nobody has told the pipeline yet.
    pub(super) over_pending: &'static str,
    pub(super) over_rejected: &'static str,
    pub(super) over_expired: &'static str,
    pub(super) ask_again: &'static str,
    /// Answers that had no effect.
    pub(super) not_applied: ByVerdict<Recorded>,
    pub(super) own_not_used: ByVerdict<&'static str>,
    pub(super) expired_before: &'static str,

    pub(super) elsewhere: ByVerdict<&'static str>,
    pub(super) elsewhere_how: &'static str,
    pub(super) elsewhere_summary: &'static str,

    pub(super) cancelled: &'static str,
    pub(super) cancelled_how: &'static str,

    pub(super) not_shown: &'static str,
    pub(super) not_shown_how: &'static str,
    pub(super) not_shown_decided: &'static str,

    pub(super) undeliverable: &'static str,
    pub(super) undeliverable_how: &'static str,
    pub(super) undeliverable_next: &'static str,

    pub(super) aftermath: AftermathTexts,

    pub(super) revoked: &'static str,
    pub(super) revoked_how: Around,
    pub(super) revoked_next: &'static str,
}

/// Makes a sentence about a stage, if it is known, and a time.
type AtStage = fn(Option<&str>, &str) -> String;

/// Texts about what became of a release after it was accepted.
pub(super) struct AftermathTexts {
    pub(super) succeeded: Around,
    pub(super) superseded: Around,
    pub(super) failed: &'static str,
    pub(super) failed_at: AtStage,
    pub(super) stopped: &'static str,
    pub(super) stopped_at: Around,
    pub(super) rolled_back: &'static str,
    pub(super) rolled_back_at: AtStage,
    /// What to do, if the pipeline has a contact who is told too, and if not.
    pub(super) next: &'static str,
    pub(super) next_with_contact: &'static str,
}

/// A page that is not about a request.
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
    pub(super) bad_request: Notice,
    pub(super) not_recorded: Notice,
    pub(super) unconfirmed: Notice,
    pub(super) unavailable: Notice,
    pub(super) server_error: Notice,
    /// The sentence before the address of the deployment's contact, and without one.
    pub(super) contact: &'static str,
    pub(super) no_contact: &'static str,
}

/// A text for each mail that asks for an answer.
#[derive(Clone, Copy)]
pub(super) struct ByOccasion<T> {
    pub(super) invitation: T,
    pub(super) reminder: T,
    pub(super) last_reminder: T,
}

pub(super) struct MailTexts {
    /// The start of the subject, which names the deadline.
    pub(super) subject: ByOccasion<Around>,
    /// A title in quotation marks.
    pub(super) quoted: Around,
    /// The heading, which names the pipeline.
    pub(super) heading: ByOccasion<Around>,
    pub(super) greeting: fn(Option<&str>) -> String,
    /// The host to try the release on.
    pub(super) try_it: Around,
    /// The sentence that says which pipeline asks.
    pub(super) asked_for: Around,
    /// The sentence about the deadline and the time that is left.
    pub(super) decide_by: Around2,
    pub(super) answer: &'static str,
    pub(super) opening_decides_nothing: &'static str,
    /// The host of the links.
    pub(super) link_host: Around,
    /// The text above each link in the text part, and on the button.
    pub(super) button: ByVerdict<&'static str>,
    pub(super) after_button: ByVerdict<&'static str>,
    pub(super) who: &'static str,
    /// The sentence with the names of all approvers.
    pub(super) asked: Around,
    pub(super) needed: Progress,
    pub(super) rejections_needed: Counted,
    pub(super) personal: &'static str,
    /// The brand, and the pipeline that the reader decides about.
    pub(super) footer: Around2,
    /// The brand, and the pipeline that concerns a reader who does not decide.
    pub(super) footer_for_others: Around2,

    pub(super) calendar_title: &'static str,
    /// The description of the calendar entry, which names the reference.
    pub(super) calendar_description: Around,

    /// The starts of subjects about the outcome.
    pub(super) decided: ByVerdict<&'static str>,
    pub(super) over: &'static str,
    pub(super) cancelled: &'static str,
    pub(super) not_shown: &'static str,
    pub(super) undeliverable: &'static str,
    pub(super) still_open: &'static str,
    /// What became of the release after it was accepted.
    pub(super) failed_after: &'static str,
    pub(super) stopped_after: &'static str,
    pub(super) rolled_back_after: &'static str,
    pub(super) not_right: &'static str,
    pub(super) not_right_no_contact: &'static str,
}

/// Returns a number with its noun, for languages with one form for one and another for all other
/// numbers.
fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
