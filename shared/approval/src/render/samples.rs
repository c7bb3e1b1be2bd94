//! Every page and every mail, filled with a made-up release: for tests, and for the gallery
//! (`cargo run -p switchboard-approval --example gallery`).

use crate::approver::Approver;
use crate::base_url::BaseUrl;
use crate::brand::{Brand, Site};
use crate::language::Language;
use crate::link::LinkToken;
use crate::release::{ActionPath, Change, PipelineToken, Release, Revision, Staging, WebLink};
use crate::render::mail::{self, Links, Mail};
use crate::render::page::{FormProblem, Page};
use crate::request::{Request, RequestId};
use crate::schedule::MailKind;
use crate::state::{
    Deciding, DecisionId, ExternalAnswer, ExternalEnd, Pending, Quorum, State, Verdict, Vote, Voted,
};
use crate::untrusted_text::UntrustedText;
use jiff::{SignedDuration, Timestamp};

/// The texts from outside in the samples. Everything else on a page is in the language's table.
pub(crate) const FOREIGN: [&str; 7] = [
    "Fix the basket that loses its last item",
    "When two tabs change the basket at once, the slower one won. Now each change is added to what \
     is there, and the page says so.\n\nTried with 40 orders on staging.",
    "Priya Nair",
    "Please try an order with two items in two tabs.",
    "The total is wrong when a voucher is used twice. Please do not release before that is fixed.",
    "Checked on staging, all good.",
    "Approved by phone, J. Weber is on a train",
];

const NONCE: &str = "1795451400.bm9uY2Ugb2YgdGhlIGdhbGxlcnk";

/// The values that fill every page and mail.
#[derive(Debug)]
pub(crate) struct Samples {
    now: Timestamp,
    brand: Brand,
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
        Some(Self { now, brand, base_url, token, accept, reject, approver, asked, statuses })
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
    Some(vec![("full", half), ("bare", bare), ("long", long)])
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
    add("undeliverable", request, Accept, true, closed(accepted.undeliverable(now)));
    Some(all)
}
