//! What became of a request, as its page and the mail that closes it tell it.

use jiff::Timestamp;

use super::texts::{ByVerdict, StatusTexts, Texts};
use super::time::Clock;
use crate::state::{DecidedBy, Ending};
use crate::{Approver, Closed, Deciding, Decision, Request, State, Verdict, Vote};

/// How a page looks at it. Never the only sign: the heading says it, and a shape shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Accepted,
    Rejected,
    Waiting,
    Over,
}

impl Tone {
    /// Its class in the style sheet.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Waiting => "waiting",
            Self::Over => "over",
        }
    }
}

impl Tone {
    /// Its colour on white, for mails.
    pub(super) const fn color(self) -> &'static str {
        match self {
            Self::Accepted => "#0b5c4f",
            Self::Rejected => "#a3241a",
            Self::Waiting | Self::Over => "#5f5b52",
        }
    }
}

/// What is told, in the order that it is told in.
pub(super) struct Story {
    pub(super) tone: Tone,
    pub(super) title: &'static str,
    pub(super) paragraphs: Vec<String>,
    /// What somebody wrote who answered in the AWS console.
    pub(super) summary: Option<String>,
    pub(super) next: &'static str,
}

impl Story {
    fn new(tone: Tone, title: &'static str, next: &'static str) -> Self {
        Self { tone, title, paragraphs: Vec::new(), summary: None, next }
    }

    fn say(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    /// Says what belongs to the sentence before.
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

/// A visit: somebody opened a link, or answered by it.
#[derive(Clone, Copy)]
pub(super) struct Visit {
    /// The verdict of the link.
    pub(super) verdict: Verdict,
    /// Whether this visit brought about what is told.
    pub(super) fresh: bool,
}

/// Tells one approver about one request.
pub(super) struct Teller<'a> {
    request: &'a Request,
    own: Option<&'a Vote>,
    /// `None` in a mail.
    visit: Option<Visit>,
    now: Timestamp,
    clock: Clock<'a>,
    texts: &'static Texts,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        request: &'a Request,
        approver: &'a Approver,
        visit: Option<Visit>,
        now: Timestamp,
        texts: &'static Texts,
    ) -> Self {
        let own = request.state.vote_of(&approver.id());
        Self { request, own, visit, now, clock: Clock::new(approver, &texts.time), texts }
    }

    pub(super) fn story(&self) -> Story {
        match &self.request.state {
            State::Pending(_) => self.pending(),
            State::Deciding(deciding) => self.deciding(deciding),
            State::Closed(closed) => self.closed(closed),
        }
    }

    const fn status(&self) -> &'static StatusTexts {
        &self.texts.status
    }

    fn pending(&self) -> Story {
        let t = self.status();
        if self.request.time_left(self.now).is_none() {
            return self.undecided(t.over_effect);
        }
        let Some(own) = self.own else {
            let story = Story::new(Tone::Waiting, t.still_open, t.use_links);
            return story.say((t.open_until)(&self.clock.moment(self.request.decide_by)));
        };
        let needed = more_needed(self.request, own.verdict);
        let story = Story::new(Tone::Waiting, t.counted.of(own.verdict), t.wait_for_mail)
            .say(self.recorded(own))
            .add(&(t.more_needed.of(own.verdict))(needed));
        self.after_click(story, own.verdict)
    }

    fn deciding(&self, deciding: &Deciding) -> Story {
        let t = self.status();
        let decision = deciding.decision();
        if decision.by == DecidedBy::Deadline {
            let story = Story::new(Tone::Waiting, t.over, t.come_back);
            let story = story.say((t.over_since)(&self.clock.moment(self.request.decide_by)));
            return story.say(t.passing_on_deadline);
        }
        let title = match self.own {
            Some(own) if own.verdict == decision.verdict => t.recording,
            _ => t.already_recorded,
        };
        let story = Story::new(Tone::Waiting, title, t.come_back)
            .say(self.of_decision(t.recorded, decision))
            .add(t.passing_on);
        let story = self.after_click(story, decision.verdict);
        self.outvoted(story, decision)
    }

    fn closed(&self, closed: &Closed) -> Story {
        let t = self.status();
        let by_approvers = closed.decision().filter(|by| by.by == DecidedBy::Approvers);
        match closed.ending() {
            Ending::Applied => match by_approvers {
                Some(decision) => self.applied(decision),
                None => self.undecided(t.over_rejected),
            },
            Ending::Expired => {
                let Some(decision) = by_approvers else {
                    return self.undecided(t.over_effect);
                };
                let story = self.over().say(self.of_decision(t.not_applied, decision));
                story.add(t.expired_before).say(t.over_effect)
            }
            Ending::ClosedElsewhere(elsewhere) => {
                let (tone, next) = ending_of(elsewhere.verdict, t);
                let mut story = Story::new(tone, t.elsewhere.of(elsewhere.verdict), next)
                    .say(t.elsewhere_how)
                    .say(t.elsewhere_effect.of(elsewhere.verdict));
                story.summary = elsewhere.summary.as_ref().map(ToString::to_string);
                self.unapplied(story, by_approvers)
            }
            Ending::Cancelled => {
                let story = Story::new(Tone::Over, t.cancelled, t.ask_anew).say(t.cancelled_how);
                self.unapplied(story, by_approvers)
            }
            Ending::Undeliverable => {
                let story = Story::new(Tone::Over, t.undeliverable, t.undeliverable_next);
                let story = match by_approvers {
                    Some(decision) => story.say(self.of_decision(t.not_applied, decision)),
                    None => story.say((t.over_since)(&self.clock.moment(self.request.decide_by))),
                };
                story.say(t.undeliverable_how)
            }
        }
    }

    /// CodePipeline has confirmed what the approvers decided.
    fn applied(&self, decision: &Decision) -> Story {
        let t = self.status();
        let (tone, next) = ending_of(decision.verdict, t);
        let late = self.visit.is_some_and(|visit| !visit.fresh);
        let sentence = if late { t.applied_already } else { t.applied_via };
        let (via, _) = self.via(|vote| vote.verdict == decision.verdict);
        let at = self.clock.moment(decision.at);
        let story = Story::new(tone, t.applied.of(decision.verdict), next)
            .say((sentence.of(decision.verdict))(&via, &at))
            .add(t.applied_effect.of(decision.verdict));
        let story = self.after_click(story, decision.verdict);
        self.outvoted(story, decision)
    }

    fn over(&self) -> Story {
        Story::new(Tone::Over, self.status().over, self.status().ask_anew)
    }

    /// The time ran out without a decision, and this came of it.
    fn undecided(&self, effect: &str) -> Story {
        let deadline = self.clock.moment(self.request.decide_by);
        let story = self.over().say((self.status().over_since)(&deadline)).add(effect);
        match self.own {
            Some(own) => story.say(self.status().own_outvoted.of(own.verdict)),
            None => story,
        }
    }

    /// Whoever opens a link after the fact reads that it changed nothing, where one could think so.
    fn after_click(&self, story: Story, told: Verdict) -> Story {
        let t = self.status();
        match (self.visit, self.own) {
            (Some(Visit { verdict, fresh: false }), Some(own)) if verdict != own.verdict => {
                story.say(if own.verdict == told { t.stays } else { t.nothing_changed })
            }
            (Some(Visit { fresh: false, .. }), None) => story.say(t.nothing_changed),
            _ => story,
        }
    }

    /// An answer that was counted, and others decided the other way.
    fn outvoted(&self, story: Story, decision: &Decision) -> Story {
        match self.own {
            Some(own) if own.verdict != decision.verdict => {
                story.say(self.status().own_outvoted.of(own.verdict))
            }
            _ => story,
        }
    }

    /// What links decided, or at least this approver's, was not what happened.
    fn unapplied(&self, story: Story, decision: Option<&Decision>) -> Story {
        match decision {
            Some(decision) => story.say(self.of_decision(self.status().not_applied, decision)),
            None => self.own_not_used(story),
        }
    }

    fn own_not_used(&self, story: Story) -> Story {
        match self.own {
            Some(own) => story.say(self.status().own_not_used.of(own.verdict)),
            None => story,
        }
    }

    fn recorded(&self, vote: &Vote) -> String {
        let (via, _) = self.via(|other| other.id == vote.id);
        (self.status().recorded.of(vote.verdict))(&via, &self.clock.moment(vote.at), false)
    }

    /// A sentence about the answers that decided: via whose links, when.
    fn of_decision(
        &self,
        sentence: ByVerdict<fn(&str, &str, bool) -> String>,
        decision: &Decision,
    ) -> String {
        let (via, several) = self.via(|vote| vote.verdict == decision.verdict);
        (sentence.of(decision.verdict))(&via, &self.clock.moment(decision.at), several)
    }

    /// Via whose links these answers came, and whether there are several.
    fn via(&self, is_told: impl Fn(&Vote) -> bool) -> (String, bool) {
        let votes = self.request.state.votes().iter().filter(|vote| is_told(vote));
        let names: Vec<&str> = votes.map(|vote| self.name(vote)).collect();
        let several = names.len() > 1;
        ((self.status().via)(&(self.texts.common.names)(&names), several), several)
    }

    /// Whom a vote's link was issued to.
    fn name(&self, vote: &Vote) -> &'a str {
        let approver = self.request.approver(&vote.approver);
        approver.map_or(self.texts.common.unknown_approver, |approver| approver.name.as_str())
    }

    /// When nothing more happened to it.
    pub(super) fn closed_at(&self) -> Option<String> {
        match &self.request.state {
            State::Closed(closed) => Some(self.clock.moment(closed.at())),
            State::Pending(_) | State::Deciding(_) => None,
        }
    }

    /// The answers that came, each with its reason.
    pub(super) fn answers(&self) -> Vec<Answer> {
        let answer = |vote: &Vote| Answer {
            what: (self.texts.common.vote.of(vote.verdict))(
                self.name(vote),
                &self.clock.moment(vote.at),
            ),
            reason: vote.reason.as_ref().map(ToString::to_string),
        };
        self.request.state.votes().iter().map(answer).collect()
    }
}

/// One answer that came.
pub(super) struct Answer {
    pub(super) what: String,
    pub(super) reason: Option<String>,
}

const fn ending_of(verdict: Verdict, texts: &StatusTexts) -> (Tone, &'static str) {
    match verdict {
        Verdict::Accept => (Tone::Accepted, texts.nothing_to_do),
        Verdict::Reject => (Tone::Rejected, texts.after_rejection),
    }
}

/// How many answers of this verdict are in.
pub(super) fn count(request: &Request, verdict: Verdict) -> usize {
    request.state.votes().iter().filter(|vote| vote.verdict == verdict).count()
}

/// How many more answers of this verdict would decide, if no others came. A rejection also decides
/// when too few are left to accept.
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
mod tests {
    use super::*;
    use crate::Quorum;
    use crate::request::tests::request;
    use crate::state::{DecisionId, Voted};

    /// Whatever the quorum: with as many more answers as are told to be needed it decides, and with
    /// one less it does not.
    #[test]
    fn as_many_answers_are_told_to_be_needed_as_decide() {
        let template = request();
        let approvers: Vec<Approver> = (0..5)
            .map(|number| Approver {
                email: format!("p{number}@example.com").parse().unwrap(),
                ..template.approvers[0].clone()
            })
            .collect();
        for (approvals, rejections) in (1..=5).flat_map(|one| (1..=5).map(move |two| (one, two))) {
            for verdict in [Verdict::Accept, Verdict::Reject] {
                let quorum = Quorum { approvals, rejections, approvers: 5 };
                let mut open = Request { approvers: approvers.clone(), quorum, ..template.clone() };
                let told = more_needed(&open, verdict);
                let mut came = 0;
                for approver in &approvers {
                    let State::Pending(pending) = open.state.clone() else { panic!("it is open") };
                    assert_eq!(more_needed(&open, verdict), told - came, "{quorum:?} {verdict:?}");
                    let vote = Vote {
                        id: DecisionId::new([1; 16]),
                        approver: approver.id(),
                        verdict,
                        at: open.opened_at,
                        reason: None,
                    };
                    came += 1;
                    match pending.vote(vote, quorum, open.decide_by).unwrap() {
                        Voted::Counted(next) => open.state = State::Pending(next),
                        Voted::Decided(_) => break,
                    }
                }
                assert_eq!(came, told, "{quorum:?} {verdict:?}");
            }
        }
    }
}
