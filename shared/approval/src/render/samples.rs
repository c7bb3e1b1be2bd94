//! Every page and every mail, filled with a made-up release: for tests, and for the gallery
//! (`cargo run -p switchboard-approval --example gallery`).

use crate::approver::Approver;
use crate::base_url::BaseUrl;
use crate::brand::{Brand, Color, Logo, Site};
use crate::language::Language;
use crate::link::LinkToken;
use crate::release::{
    ActionPath, Change, PipelineToken, Release, Revision, Since, Staging, WebLink,
};
use crate::render::mail::{self, Links, Mail};
use crate::render::page::{FormProblem, Page};
use crate::request::{Aftermath, AftermathResult, Request, RequestId};
use crate::schedule::MailKind;
use crate::state::{
    Deciding, DecisionId, ExternalAnswer, ExternalEnd, Pending, Quorum, State, Verdict, Vote, Voted,
};
use crate::untrusted_text::UntrustedText;
use jiff::{SignedDuration, Timestamp};

/// The texts from outside in the samples. Everything else on a page is in the language's table.
pub(crate) const FOREIGN: [&str; 10] = [
    "Fix the basket that loses its last item",
    "When two tabs change the basket at once, the slower one won. Now each change is added to what \
     is there, and the page says so.\n\nTried with 40 orders on staging.",
    "Priya Nair",
    "Please try an order with two items in two tabs.",
    "The total is wrong when a voucher is used twice. Please do not release before that is fixed.",
    "Checked on staging, all good.",
    "Approved by phone, J. Weber is on a train",
    "Charge in the currency of the customer\n\n- rates of the day\n  - from the central bank\n  - kept \
     for 24 hours\n- rounds half up",
    "Raise the limit of the basket",
    "I tried both baskets in euros and in yen; the sums are right.",
];

const NONCE: &str = "1795451400.bm9uY2Ugb2YgdGhlIGdhbGxlcnk";

/// The values that fill every page and mail.
#[derive(Debug)]
pub(crate) struct Samples {
    now: Timestamp,
    brand: Brand,
    /// A brand with everything that one can have.
    branded: Brand,
    base_url: BaseUrl,
    token: LinkToken,
    /// The two links in every mail that asks.
    accept: String,
    reject: String,
    approver: Approver,
    asked: Vec<(&'static str, Request)>,
    statuses: Vec<StatusSample>,
}

/// A request whose status is shown, and the visit that shows it.
#[derive(Debug)]
struct StatusSample {
    name: &'static str,
    request: Request,
    verdict: Verdict,
    fresh: bool,
}

impl Samples {
    /// Creates all samples, for an approver who reads this language. Returns `None` only if a value
    /// in this file is wrong.
    pub(crate) fn new(language: Language) -> Option<Self> {
        let now: Timestamp = "2026-11-22T14:00:00Z".parse().ok()?;
        let request = request(now, language)?;
        let approver = request.approvers.first()?.clone();
        let asked = asked(&request)?;
        let statuses = statuses(&request, now)?;
        let base_url: BaseUrl = "https://approvals.example.com".parse().ok()?;
        let (token, other) = (LinkToken::new([b'A'; 32]), LinkToken::new([b'R'; 32]));
        let (accept, reject) = (base_url.link(&token), base_url.link(&other));
        let brand = Brand::default();
        let branded = Brand {
            name: "Example & Sons".to_owned(),
            accent: Color { rgb: [0x1f, 0x4e, 0x79] },
            accent_on_dark: Color { rgb: [0x8f, 0xbf, 0xee] },
            logo: Some(Logo { png: include_bytes!("samples/logo.png").to_vec() }),
            contact: None,
        };
        Some(Self {
            now,
            brand,
            branded,
            base_url,
            token,
            accept,
            reject,
            approver,
            asked,
            statuses,
        })
    }

    /// Returns what all mails and pages share.
    pub(crate) const fn site(&self) -> Site<'_> {
        Site { brand: &self.brand, base_url: &self.base_url }
    }

    /// Returns the secret in the form of every page that asks.
    pub(crate) const fn token(&self) -> &LinkToken {
        &self.token
    }

    /// Returns the links of every mail that asks.
    pub(crate) fn links(&self) -> Links<'_> {
        Links { accept: &self.accept, reject: &self.reject }
    }

    /// Returns a request that waits, its first approver, and the time.
    pub(crate) fn one(&self) -> Option<(&Request, &Approver, Timestamp)> {
        self.asked.first().map(|(_, request)| (request, &self.approver, self.now))
    }

    /// Returns every page, by name.
    pub(crate) fn pages(&self) -> Vec<(String, Page<'_>)> {
        let mut pages = self.reviews();
        for sample in &self.statuses {
            let page = Page::Status {
                request: &sample.request,
                approver: &self.approver,
                verdict: sample.verdict,
                token: &self.token,
                fresh: sample.fresh,
                now: self.now,
            };
            pages.push((format!("status-{}", sample.name), page));
        }
        if let Some((_, request)) = self.asked.first() {
            let page = Page::Revoked { request, approver: &self.approver };
            pages.push(("revoked".to_owned(), page));
        }
        let notices = [
            Page::NotFound,
            Page::MethodNotAllowed,
            Page::TooLarge,
            Page::UnsupportedMediaType,
            Page::CrossSite,
            Page::BadForm,
            Page::BadRequest,
            Page::NotRecorded,
            Page::Unconfirmed,
            Page::Unavailable,
            Page::ServerError,
        ];
        pages.extend(notices.map(|page| (format!("notice-{page:?}").to_lowercase(), page)));
        pages
    }

    fn reviews(&self) -> Vec<(String, Page<'_>)> {
        let mut pages = Vec::new();
        for (name, request) in &self.asked {
            for verdict in [Verdict::Accept, Verdict::Reject] {
                pages.push((
                    format!("review-{name}-{verdict:?}"),
                    self.review(request, verdict, None),
                ));
            }
        }
        let problems = [
            (Verdict::Accept, FormProblem::NotConfirmed),
            (Verdict::Accept, FormProblem::ReasonTooLong),
            (Verdict::Accept, FormProblem::Stale),
            (Verdict::Reject, FormProblem::ReasonMissing),
            (Verdict::Reject, FormProblem::ReasonTooLong),
            (Verdict::Reject, FormProblem::Stale),
        ];
        if let Some((_, request)) = self.asked.first() {
            for (verdict, problem) in problems {
                let page = self.review(request, verdict, Some(problem));
                pages.push((format!("review-{verdict:?}-{problem:?}"), page));
            }
        }
        pages.into_iter().map(|(name, page)| (name.to_lowercase(), page)).collect()
    }

    fn review<'a>(
        &'a self,
        request: &'a Request,
        verdict: Verdict,
        problem: Option<FormProblem>,
    ) -> Page<'a> {
        Page::Review {
            request,
            approver: &self.approver,
            verdict,
            token: &self.token,
            nonce: NONCE,
            problem,
            typed: if problem.is_some() { FOREIGN[5] } else { "" },
            now: self.now,
        }
    }

    /// Returns every mail, by name, in the approver's language.
    pub(crate) fn mails(&self) -> Vec<(String, Mail)> {
        let mut mails = Vec::new();
        for (name, request) in &self.asked {
            for kind in [MailKind::Invitation, MailKind::Reminder, MailKind::LastReminder] {
                let mail = mail::asking(
                    kind,
                    request,
                    &self.approver,
                    &self.links(),
                    self.site(),
                    self.now,
                );
                mails.push((format!("{}-{name}", kind.name()), mail));
            }
        }
        let branded = Site { brand: &self.branded, base_url: &self.base_url };
        if let Some((_, request)) = self.asked.iter().find(|(name, _)| *name == "several") {
            let (approver, links) = (&self.approver, self.links());
            let kind = MailKind::Invitation;
            let mail = mail::asking(kind, request, approver, &links, branded, self.now);
            mails.push(("invitation-branded".to_owned(), mail));
        }
        if let Some(sample) = self.statuses.iter().find(|sample| sample.name == "accepted") {
            let mail = mail::outcome(&sample.request, &self.approver, branded, self.now);
            mails.push(("outcome-branded".to_owned(), mail));
        }
        for sample in &self.statuses {
            let mail = mail::outcome(&sample.request, &self.approver, self.site(), self.now);
            mails.push((format!("outcome-{}", sample.name), mail));
        }
        mails
    }
}

fn foreign(index: usize) -> Option<UntrustedText> {
    UntrustedText::lines(FOREIGN.get(index)?, 2_000)
}

fn approver(name: &str, address: &str, language: Language) -> Option<Approver> {
    Some(Approver {
        email: address.parse().ok()?,
        name: UntrustedText::line(name, 80)?,
        language,
        time_zone: "Europe/Berlin".to_owned(),
    })
}

fn request(now: Timestamp, language: Language) -> Option<Request> {
    let message =
        UntrustedText::lines(&format!("{}\n\n{}", FOREIGN.first()?, FOREIGN.get(1)?), 2_000);
    let release = Release {
        action: ActionPath {
            account: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            pipeline: "storefront".to_owned(),
            stage: "Production".to_owned(),
            action: "Approve".to_owned(),
        },
        token: PipelineToken::new("a-pipeline-token")?,
        expires_at: now + SignedDuration::from_hours(52),
        staging: Staging::Link(WebLink::parse(
            "https://staging.storefront.example/basket?a=1&b=2",
        )?),
        note: foreign(3),
        execution_id: None,
        action_execution_id: None,
        change: Some(Change {
            revisions: vec![Revision {
                id: UntrustedText::line("3f9c2e1ab7d04c55a1e0b96d7f31c84220aa9e4d", 80),
                message,
                author: foreign(2),
                link: WebLink::parse("https://github.com/example/storefront/commit/3f9c2e1a"),
                ..Revision::default()
            }],
            last_approved_at: None,
        }),
        notes_link: None,
        next_stage: None,
        not_shown_since: None,
    };
    Some(Request {
        id: RequestId::of(&release),
        version: 1,
        opened_at: now - SignedDuration::from_hours(20),
        decide_by: now + SignedDuration::from_hours(51),
        due_at: None,
        release,
        approvers: vec![
            approver("Ana Ruiz", "ana.ruiz@example.com", language)?,
            approver("Jonas Weber", "jonas@example.com", Language::German)?,
            approver("Mei Chen", "mei.chen@example.com", Language::English)?,
        ],
        quorum: Quorum { approvals: 2, rejections: 1, approvers: 3 },
        contact: Some("release-desk@example.com".parse().ok()?),
        state: State::Pending(Pending::default()),
        aftermath: None,
        author_domains: Vec::new(),
    })
}

/// Requests that wait, with as much and as little information as there can be.
fn asked(request: &Request) -> Option<Vec<(&'static str, Request)>> {
    let mut half = request.clone();
    half.state = State::Pending(pending(request, &[(1, Verdict::Accept, 5)])?);

    let mut bare = request.clone();
    bare.approvers.truncate(1);
    bare.quorum = Quorum { approvals: 1, rejections: 1, approvers: 1 };
    bare.release.change = None;
    bare.release.note = None;
    bare.release.staging = Staging::None;
    bare.contact = None;

    let mut long = request.clone();
    long.release.action.pipeline = format!("storefront-{}", "checkout-service-".repeat(5));
    long.release.staging = Staging::NotAllowed;
    long.quorum = Quorum { approvals: 2, rejections: 2, approvers: 3 };
    long.decide_by = request.opened_at + SignedDuration::from_mins(20 * 60 + 45);
    if let Some(change) =
        long.release.change.as_mut().and_then(|change| change.revisions.first_mut())
    {
        change.message =
            UntrustedText::lines(&format!("{}\n\n{}", FOREIGN[0], FOREIGN[1].repeat(6)), 2_000);
        change.link = None;
    }

    let mut several = request.clone();
    several.quorum = Quorum { approvals: 2, rejections: 2, approvers: 3 };
    several.state =
        State::Pending(pending(&several, &[(1, Verdict::Accept, 9), (2, Verdict::Reject, 4)])?);
    several.release.change = Some(several_sources(request)?);
    several.release.notes_link = WebLink::parse("https://docs.example.com/storefront/2026.48");

    let mut unshown = bare.clone();
    unshown.release.not_shown_since = Some(request.opened_at);
    unshown.contact.clone_from(&request.contact);
    Some(vec![
        ("full", half),
        ("bare", bare),
        ("long", long),
        ("several", several),
        ("unshown", unshown),
    ])
}

/// A change of two sources: one with twelve changes since the last release, and one without any.
fn several_sources(request: &Request) -> Option<Change> {
    let earlier = [FOREIGN.first()?, FOREIGN.get(8)?];
    let earlier = earlier.iter().cycle().take(11);
    Some(Change {
        revisions: vec![
            Revision {
                source: UntrustedText::line("Shop", 80),
                id: UntrustedText::line("9d1c77e0b1d04c55a1e0b96d7f31c84220aa9e4d", 80),
                tag: UntrustedText::line("v1.2.3", 80),
                message: foreign(7),
                author: foreign(2),
                link: WebLink::parse("https://github.com/example/storefront/commit/9d1c77e0"),
                since: Some(Since {
                    count: Some(12),
                    earlier: earlier.filter_map(|text| UntrustedText::line(text, 200)).collect(),
                    compare: WebLink::parse("https://github.com/example/storefront/compare/1..2"),
                }),
                ..Revision::default()
            },
            Revision {
                source: UntrustedText::line("Config", 80),
                id: UntrustedText::line("11111111b7d04c55a1e0b96d7f31c84220aa9e4d", 80),
                message: foreign(8),
                since: Some(Since { count: Some(0), earlier: Vec::new(), compare: None }),
                ..Revision::default()
            },
        ],
        last_approved_at: Some(request.opened_at - SignedDuration::from_hours(24 * 9)),
    })
}

/// One approver's answer: the approver's index, the verdict, and the index of the text.
type Given = (usize, Verdict, usize);

fn vote(request: &Request, (who, verdict, text): Given, after: usize) -> Option<Vote> {
    let id = u8::try_from(who).ok()?;
    Some(Vote {
        id: DecisionId::new([id; 16]),
        approver: request.approvers.get(who)?.id(),
        verdict,
        at: request.opened_at + SignedDuration::from_mins(60 + 95 * i64::try_from(after).ok()?),
        reason: foreign(text),
    })
}

/// Returns the state after answers that do not decide.
fn pending(request: &Request, given: &[Given]) -> Option<Pending> {
    let mut pending = Pending::default();
    for (after, given) in given.iter().enumerate() {
        let vote = vote(request, *given, after)?;
        match pending.vote(vote, request.quorum, request.decide_by).ok()? {
            Voted::Counted(next) => pending = next,
            Voted::Decided(_) => return None,
        }
    }
    Some(pending)
}

/// Returns the state after answers, the last of which decides.
fn deciding(request: &Request, given: &[Given]) -> Option<Deciding> {
    let (last, before) = given.split_last()?;
    let vote = vote(request, *last, before.len())?;
    match pending(request, before)?.vote(vote, request.quorum, request.decide_by).ok()? {
        Voted::Decided(deciding) => Some(deciding),
        Voted::Counted(_) => None,
    }
}

/// Requests in every state, as different visits see them.
fn statuses(request: &Request, now: Timestamp) -> Option<Vec<StatusSample>> {
    use Verdict::{Accept, Reject};
    const NO_TEXT: usize = usize::MAX;
    const ANA_ACCEPTS: Given = (0, Accept, 5);
    const JONAS_ACCEPTS: Given = (1, Accept, NO_TEXT);
    const MEI_ACCEPTS: Given = (2, Accept, 5);
    const ANA_REJECTS: Given = (0, Reject, 4);
    const JONAS_REJECTS: Given = (1, Reject, 4);

    let mut lenient = request.clone();
    lenient.quorum.rejections = 2;
    let mut late = request.clone();
    late.decide_by = now - SignedDuration::from_hours(1);
    let late = &late;
    let none = || DecisionId::new([9; 16]);
    let elsewhere = |verdict| ExternalAnswer { verdict, summary: foreign(6) };

    let accepted = deciding(request, &[JONAS_ACCEPTS, ANA_ACCEPTS])?;
    let accepted_by_others = deciding(request, &[JONAS_ACCEPTS, MEI_ACCEPTS])?;
    let rejected = deciding(request, &[ANA_REJECTS])?;
    let rejected_by_other = deciding(request, &[JONAS_REJECTS])?;
    let outvoted = deciding(request, &[ANA_ACCEPTS, JONAS_REJECTS])?;
    let timed_out = pending(late, &[ANA_ACCEPTS])?.time_out(none(), now, now);

    let mut all: Vec<StatusSample> = Vec::new();
    let mut add = |name, base: &Request, verdict, fresh, state| {
        all.push(StatusSample { name, request: Request { state, ..base.clone() }, verdict, fresh });
    };
    let open = |base, given: &[Given]| pending(base, given).map(State::Pending);
    add("counted", request, Accept, true, open(request, &[ANA_ACCEPTS])?);
    add("counted-again", request, Accept, false, open(request, &[ANA_ACCEPTS])?);
    add("counted-other-link", request, Reject, false, open(request, &[ANA_ACCEPTS])?);
    add("counted-rejection", &lenient, Reject, true, open(&lenient, &[ANA_REJECTS])?);
    add("open", request, Accept, false, open(request, &[])?);
    add("late", late, Accept, false, open(late, &[])?);
    add("deciding", request, Accept, true, State::Deciding(accepted.clone()));
    add("deciding-again", request, Accept, false, State::Deciding(accepted.clone()));
    add("deciding-rejection", request, Reject, true, State::Deciding(rejected.clone()));
    add("deciding-others", request, Reject, false, State::Deciding(accepted_by_others.clone()));
    add("deciding-outvoted", request, Accept, false, State::Deciding(outvoted.clone()));
    add("deciding-deadline", late, Accept, false, State::Deciding(timed_out.clone()));

    let closed = State::Closed;
    add("accepted", request, Accept, true, closed(accepted.clone().applied(now)));
    add("accepted-again", request, Accept, false, closed(accepted.clone().applied(now)));
    add("accepted-other-link", request, Reject, false, closed(accepted.clone().applied(now)));
    add("accepted-by-others", request, Reject, false, closed(accepted_by_others.applied(now)));
    add("rejected", request, Reject, true, closed(rejected.clone().applied(now)));
    add("rejected-by-other", request, Accept, false, closed(rejected_by_other.applied(now)));
    add("rejected-outvoted", request, Accept, false, closed(outvoted.applied(now)));
    add("deadline", late, Accept, false, closed(timed_out.applied(now)));
    add(
        "expired",
        late,
        Accept,
        false,
        closed(Pending::default().close_externally(ExternalEnd::Expired, now)),
    );
    add(
        "expired-unapplied",
        late,
        Accept,
        false,
        closed(accepted.clone().close_externally(ExternalEnd::Expired, now)),
    );
    let console =
        Pending::default().close_externally(ExternalEnd::Answered(elsewhere(Accept)), now);
    add("console-accepted", request, Accept, false, closed(console));
    let console = pending(request, &[ANA_ACCEPTS])?
        .close_externally(ExternalEnd::Answered(elsewhere(Reject)), now);
    add("console-rejected", request, Accept, false, closed(console));
    let console = rejected.clone().close_externally(ExternalEnd::Answered(elsewhere(Accept)), now);
    add("console-unapplied", request, Reject, false, closed(console));
    add(
        "cancelled",
        request,
        Accept,
        false,
        closed(Pending::default().close_externally(ExternalEnd::Cancelled, now)),
    );
    add(
        "cancelled-unapplied",
        request,
        Reject,
        false,
        closed(rejected.close_externally(ExternalEnd::Cancelled, now)),
    );
    let missing = accepted.clone().close_externally(ExternalEnd::NotShown, now);
    add("not-shown-decided", request, Accept, true, closed(missing));
    let missing = Pending::default().close_externally(ExternalEnd::NotShown, now);
    add("not-shown", request, Accept, false, closed(missing));
    add("undeliverable", request, Accept, true, closed(accepted.clone().undeliverable(now)));
    all.extend(went_on(request, now, &accepted));
    Some(all)
}

/// Accepted releases, and what became of them.
fn went_on(request: &Request, now: Timestamp, accepted: &Deciding) -> Vec<StatusSample> {
    let mut closed = request.clone();
    closed.state = State::Closed(accepted.clone().applied(now));
    closed.release.next_stage = UntrustedText::line("Production", 80);
    let at = now - SignedDuration::from_mins(20);
    let after = |result, stage| {
        let stage = UntrustedText::line(stage, 80);
        Request { aftermath: Some(Aftermath { result, at, stage }), ..closed.clone() }
    };
    let samples = [
        ("accepted-next-stage", closed.clone(), Verdict::Accept),
        ("accepted-failed", after(AftermathResult::Failed, "Production"), Verdict::Accept),
        ("accepted-failed-somewhere", after(AftermathResult::Failed, ""), Verdict::Reject),
        ("accepted-rolled-back", after(AftermathResult::RolledBack, "Production"), Verdict::Accept),
        ("accepted-stopped", after(AftermathResult::Stopped, ""), Verdict::Accept),
        ("accepted-superseded", after(AftermathResult::Superseded, ""), Verdict::Accept),
        ("accepted-succeeded", after(AftermathResult::Succeeded, ""), Verdict::Accept),
    ];
    let sample = |(name, request, verdict)| {
        let fresh = name == "accepted-next-stage";
        StatusSample { name, request, verdict, fresh }
    };
    samples.map(sample).into()
}

/// Returns a text with as many lines as this one, of a word that means nothing.
#[cfg(test)]
pub(crate) fn harmless(text: &str) -> String {
    let lines = UntrustedText::lines(text, 2_000);
    let lines = lines.iter().flat_map(|lines| lines.as_str().lines());
    lines
        .map(|line| if line.trim().is_empty() { "" } else { "plain" })
        .collect::<Vec<_>>()
        .join("\n")
}
