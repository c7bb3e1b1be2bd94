//! The status of a request in words, for its page and for the mail about its outcome.

use jiff::Timestamp;

use super::texts::{ByVerdict, StatusTexts, Texts};
use super::time::Clock;
use crate::reader::Reader;
use crate::request::{AftermathResult, Request};
use crate::state::{Closed, DecidedBy, Deciding, Decision, Ending, State, Verdict, Vote};
use crate::untrusted_text::UntrustedText;

/// The style that a status is shown in. It is never the only sign: the heading names the status, and
/// a shape shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StatusStyle {
    Accepted,
    Rejected,
    Waiting,
    Ended,
}

impl StatusStyle {
    /// Returns the class in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Waiting => "waiting",
            Self::Ended => "over",
        }
    }

    /// Returns the color on white, for mails.
    pub(super) const fn color(self) -> &'static str {
        match self {
            Self::Accepted => "#0b5c4f",
            Self::Rejected => "#a3241a",
            Self::Waiting | Self::Ended => "#5f5b52",
        }
    }
}

/// The status of a request, in the order in which it is read.
pub(super) struct StatusMessage {
    pub(super) style: StatusStyle,
    pub(super) title: &'static str,
    pub(super) paragraphs: Vec<String>,
    /// The summary of somebody who answered in the AWS console.
    pub(super) summary: Option<String>,
    pub(super) next: &'static str,
}

impl StatusMessage {
    fn new(style: StatusStyle, title: &'static str, next: &'static str) -> Self {
        Self { style, title, paragraphs: Vec::new(), summary: None, next }
    }

    fn say(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    /// Adds a sentence to the last paragraph.
    fn add(mut self, sentence: &str) -> Self {
        match self.paragraphs.last_mut() {
            Some(last) => {
                last.push(' ');
                last.push_str(sentence);
            }
            None => self.paragraphs.push(sentence.to_owned()),
        }
        self
    }
}

/// A page view: somebody opened a link, or answered through it.
#[derive(Clone, Copy)]
pub(super) struct PageView {
    /// The verdict of the link.
    pub(super) verdict: Verdict,
    /// Whether the answer of this visit led to the status.
    pub(super) fresh: bool,
}

/// Presents the status of one request to one reader.
pub(super) struct StatusPresenter<'a> {
    request: &'a Request,
    own: Option<&'a Vote>,
    /// The page view; `None` in a mail.
    view: Option<PageView>,
    now: Timestamp,
    clock: Clock<'a>,
    texts: &'static Texts,
}

impl<'a> StatusPresenter<'a> {
    pub(super) fn new(
        request: &'a Request,
        reader: impl Into<Reader<'a>>,
        view: Option<PageView>,
        now: Timestamp,
        texts: &'static Texts,
    ) -> Self {
        let reader = reader.into();
        let own = reader.id().and_then(|id| request.state.vote_of(&id));
        Self { request, own, view, now, clock: Clock::new(reader, &texts.time), texts }
    }

    pub(super) fn message(&self) -> StatusMessage {
        match &self.request.state {
            State::Pending(_) => self.pending(),
            State::Deciding(deciding) => self.deciding(deciding),
            State::Closed(closed) => self.closed(closed),
        }
    }

    const fn status(&self) -> &'static StatusTexts {
        &self.texts.status
    }

    fn pending(&self) -> StatusMessage {
        let t = self.status();
        if self.request.time_left(self.now).is_none() {
            return self.undecided(t.over_pending);
        }
        let Some(own) = self.own else {
            let message = StatusMessage::new(StatusStyle::Waiting, t.still_open, t.use_links);
            return message.say((t.open_until)(&self.clock.moment(self.request.decide_by)));
        };
        let needed = more_needed(self.request, own.verdict);
        let message =
            StatusMessage::new(StatusStyle::Waiting, t.counted.of(own.verdict), t.wait_for_mail)
                .say(self.recorded(own))
                .add(&(t.more_needed.of(own.verdict))(needed));
        let message = match self.waiting_for() {
            Some(waiting_for) => message.say(waiting_for),
            None => message,
        };
        self.after_click(message, own.verdict)
    }

    /// Returns a sentence that names those who have not answered, and says until when they can.
    fn waiting_for(&self) -> Option<String> {
        let approvers = self.request.approvers.iter();
        let open = approvers.filter(|one| self.request.state.vote_of(&one.id()).is_none());
        let names: Vec<&str> = open.map(|one| one.name.as_str()).collect();
        let common = &self.texts.common;
        let until = self.clock.moment(self.request.decide_by);
        (!names.is_empty()).then(|| (common.waiting_for)(&(common.names)(&names), &until))
    }

    fn deciding(&self, deciding: &Deciding) -> StatusMessage {
        let t = self.status();
        let decision = deciding.decision();
        if decision.by == DecidedBy::Deadline {
            let message = StatusMessage::new(StatusStyle::Waiting, t.over, t.come_back);
            let message = message.say((t.over_since)(&self.clock.moment(self.request.decide_by)));
            return message.say(t.passing_on_deadline);
        }
        let title = match self.own {
            Some(own) if own.verdict == decision.verdict => t.recording,
            _ => t.already_recorded,
        };
        let message = StatusMessage::new(StatusStyle::Waiting, title, t.come_back)
            .say(self.of_decision(t.recorded, decision))
            .add(t.passing_on);
        let message = self.after_click(message, decision.verdict);
        self.outvoted(message, decision)
    }

    fn closed(&self, closed: &Closed) -> StatusMessage {
        let t = self.status();
        let by_approvers = closed.decision().filter(|by| by.by == DecidedBy::Approvers);
        match closed.ending() {
            Ending::Applied => match by_approvers {
                Some(decision) => self.applied(decision),
                None => self.undecided(t.over_rejected),
            },
            Ending::Expired => {
                let Some(decision) = by_approvers else {
                    return self.undecided(t.over_expired);
                };
                let message = self.ended().say(self.of_decision(t.not_applied, decision));
                message.add(t.expired_before)
            }
            Ending::ClosedElsewhere(elsewhere) => {
                let message = self
                    .with_effect(elsewhere.verdict, t.elsewhere.of(elsewhere.verdict))
                    .say(t.elsewhere_how);
                let mut message = self.say_effect(message, elsewhere.verdict);
                message.summary = elsewhere.summary.as_ref().map(ToString::to_string);
                self.unapplied(message, by_approvers)
            }
            Ending::Cancelled => {
                let message = StatusMessage::new(StatusStyle::Ended, t.cancelled, t.ask_again)
                    .say(t.cancelled_how);
                self.unapplied(message, by_approvers)
            }
            Ending::NotShown => {
                let message =
                    StatusMessage::new(StatusStyle::Ended, t.not_shown, t.undeliverable_next)
                        .say(t.not_shown_how);
                match by_approvers {
                    Some(decision) => {
                        message.say(self.of_decision(t.recorded, decision)).add(t.not_shown_decided)
                    }
                    None => self.own_not_used(message),
                }
            }
            Ending::Undeliverable => {
                let message =
                    StatusMessage::new(StatusStyle::Ended, t.undeliverable, t.undeliverable_next);
                let message = match by_approvers {
                    Some(decision) => message.say(self.of_decision(t.not_applied, decision)),
                    None => message.say((t.over_since)(&self.clock.moment(self.request.decide_by))),
                };
                message.say(t.undeliverable_how)
            }
        }
    }

    /// Says that CodePipeline has confirmed the approvers' decision.
    fn applied(&self, decision: &Decision) -> StatusMessage {
        let t = self.status();
        // What became of the release since is the news, so nothing is "already" there.
        let late =
            self.view.is_some_and(|view| !view.fresh) && self.request.mailed_aftermath().is_none();
        let sentence = if late { t.applied_already } else { t.applied_via };
        let (via, _) = self.via(|vote| vote.verdict == decision.verdict);
        let at = self.clock.moment(decision.at);
        let message = self
            .with_effect(decision.verdict, t.applied.of(decision.verdict))
            .say((sentence.of(decision.verdict))(&via, &at));
        let message = self.say_effect(message, decision.verdict);
        let message = self.after_click(message, decision.verdict);
        self.outvoted(message, decision)
    }

    /// Begins the message about a verdict that took effect. What became of the release comes first, if
    /// people do not expect it.
    fn with_effect(&self, verdict: Verdict, title: &'static str) -> StatusMessage {
        let (style, next) = ending_of(verdict, self.status());
        let Some(aftermath) = self.request.mailed_aftermath() else {
            return StatusMessage::new(style, title, next);
        };
        let t = &self.status().aftermath;
        let at = self.clock.moment(aftermath.at);
        let stage = aftermath.stage.as_ref().map(UntrustedText::to_quote);
        let (style, title, sentence) = match aftermath.result {
            AftermathResult::Failed => {
                (StatusStyle::Rejected, t.failed, (t.failed_at)(stage.as_deref(), &at))
            }
            AftermathResult::RolledBack => {
                (StatusStyle::Rejected, t.rolled_back, (t.rolled_back_at)(stage.as_deref(), &at))
            }
            AftermathResult::Stopped => (StatusStyle::Ended, t.stopped, (t.stopped_at)(&at)),
            // Nobody is mailed about these.
            AftermathResult::Succeeded | AftermathResult::Superseded => {
                return StatusMessage::new(style, title, next);
            }
        };
        let next = if self.request.contact.is_some() { t.next_with_contact } else { t.next };
        StatusMessage::new(style, title, next).say(sentence)
    }

    /// Says what the pipeline does after a verdict that took effect, or where it came to since.
    fn say_effect(&self, message: StatusMessage, verdict: Verdict) -> StatusMessage {
        let t = self.status();
        let release = &self.request.release;
        match (verdict, &self.request.aftermath) {
            (Verdict::Reject, _) => message.add(t.stops),
            (Verdict::Accept, None) => {
                let stage = release.next_stage.as_ref().map(UntrustedText::to_quote);
                message.add(&(t.goes_on)(stage.as_deref()))
            }
            (Verdict::Accept, Some(aftermath)) => {
                let at = self.clock.moment(aftermath.at);
                match aftermath.result {
                    AftermathResult::Succeeded => message.add(&(t.aftermath.succeeded)(&at)),
                    AftermathResult::Superseded => message.add(&(t.aftermath.superseded)(&at)),
                    AftermathResult::Failed
                    | AftermathResult::Stopped
                    | AftermathResult::RolledBack => message,
                }
            }
        }
    }

    fn ended(&self) -> StatusMessage {
        StatusMessage::new(StatusStyle::Ended, self.status().over, self.status().ask_again)
    }

    /// Says that the deadline passed without a decision, with this effect.
    fn undecided(&self, effect: &str) -> StatusMessage {
        let deadline = self.clock.moment(self.request.decide_by);
        let message = self.ended().say((self.status().over_since)(&deadline)).add(effect);
        match self.own {
            Some(own) => message.say(self.status().own_outvoted.of(own.verdict)),
            None => message,
        }
    }

    /// Says to somebody who opens a link later that it changed nothing, if the link could suggest it
    /// did. `shown` is the verdict that the message is about.
    fn after_click(&self, message: StatusMessage, shown: Verdict) -> StatusMessage {
        let t = self.status();
        match (self.view, self.own) {
            (Some(PageView { verdict, fresh: false }), Some(own)) if verdict != own.verdict => {
                message.say(if own.verdict == shown { t.stays } else { t.nothing_changed })
            }
            (Some(PageView { fresh: false, .. }), None) => message.say(t.nothing_changed),
            _ => message,
        }
    }

    /// Says that the approver's answer was counted, and others decided the other way.
    fn outvoted(&self, message: StatusMessage, decision: &Decision) -> StatusMessage {
        match self.own {
            Some(own) if own.verdict != decision.verdict => {
                message.say(self.status().own_outvoted.of(own.verdict))
            }
            _ => message,
        }
    }

    /// Says that the decision through links, or this approver's answer, took no effect.
    fn unapplied(&self, message: StatusMessage, decision: Option<&Decision>) -> StatusMessage {
        match decision {
            Some(decision) => message.say(self.of_decision(self.status().not_applied, decision)),
            None => self.own_not_used(message),
        }
    }

    fn own_not_used(&self, message: StatusMessage) -> StatusMessage {
        match self.own {
            Some(own) => message.say(self.status().own_not_used.of(own.verdict)),
            None => message,
        }
    }

    fn recorded(&self, vote: &Vote) -> String {
        let (via, _) = self.via(|other| other.id == vote.id);
        (self.status().recorded.of(vote.verdict))(&via, &self.clock.moment(vote.at), false)
    }

    /// Returns a sentence about the answers that decided: through whose links, and when.
    fn of_decision(
        &self,
        sentence: ByVerdict<fn(&str, &str, bool) -> String>,
        decision: &Decision,
    ) -> String {
        let (via, several) = self.via(|vote| vote.verdict == decision.verdict);
        (sentence.of(decision.verdict))(&via, &self.clock.moment(decision.at), several)
    }

    /// Returns the links through which these answers came, and whether there are several.
    fn via(&self, matches: impl Fn(&Vote) -> bool) -> (String, bool) {
        let votes = self.request.state.votes().iter().filter(|vote| matches(vote));
        let names: Vec<&str> = votes.map(|vote| self.name(vote)).collect();
        let several = names.len() > 1;
        ((self.status().via)(&(self.texts.common.names)(&names), several), several)
    }

    /// Returns the name of the approver whose link was used.
    fn name(&self, vote: &Vote) -> &'a str {
        let approver = self.request.approver(&vote.approver);
        approver.map_or(self.texts.common.unknown_approver, |approver| approver.name.as_str())
    }

    /// Returns the time at which the request was closed.
    pub(super) fn closed_at(&self) -> Option<String> {
        match &self.request.state {
            State::Closed(closed) => Some(self.clock.moment(closed.at())),
            State::Pending(_) | State::Deciding(_) => None,
        }
    }

    /// Returns the answers, each with its reason.
    pub(super) fn answers(&self) -> Vec<AnswerView> {
        let answer = |vote: &Vote| AnswerView {
            what: (self.texts.common.vote.of(vote.verdict))(
                self.name(vote),
                &self.clock.moment(vote.at),
            ),
            reason: vote.reason.as_ref().map(ToString::to_string),
        };
        self.request.state.votes().iter().map(answer).collect()
    }
}

/// One answer, ready for the templates.
pub(super) struct AnswerView {
    pub(super) what: String,
    pub(super) reason: Option<String>,
}

const fn ending_of(verdict: Verdict, texts: &StatusTexts) -> (StatusStyle, &'static str) {
    match verdict {
        Verdict::Accept => (StatusStyle::Accepted, texts.nothing_to_do),
        Verdict::Reject => (StatusStyle::Rejected, texts.after_rejection),
    }
}

/// Returns the number of answers with this verdict.
pub(super) fn count(request: &Request, verdict: Verdict) -> usize {
    request.state.votes().iter().filter(|vote| vote.verdict == verdict).count()
}

/// Returns the number of further answers with this verdict that would decide, if no others came.
/// The release is also rejected when too few approvers are left to accept it.
fn more_needed(request: &Request, verdict: Verdict) -> usize {
    let quorum = request.quorum;
    let (approvals, rejections) = (usize::from(quorum.approvals), usize::from(quorum.rejections));
    let accepted = count(request, Verdict::Accept);
    match verdict {
        Verdict::Accept => approvals.saturating_sub(accepted),
        Verdict::Reject => {
            let open = usize::from(quorum.approvers).saturating_sub(request.state.votes().len());
            let spare = (accepted + open + 1).saturating_sub(approvals);
            rejections.saturating_sub(count(request, Verdict::Reject)).min(spare)
        }
    }
}

#[cfg(test)]
mod tests;
