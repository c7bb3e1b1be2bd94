//! Requests, links and mails for the contracts.

use jiff::{SignedDuration, Timestamp};
use switchboard_approval::audit::{AuditEvent, AuditEventKind};
use switchboard_approval::link::{IssuedLink, LinkToken};
use switchboard_approval::nonce::NonceKey;
use switchboard_approval::ports::MailKey;
use switchboard_approval::release::{Revision, Since, Staging, WebLink};
use switchboard_approval::schedule::MailKind;
use switchboard_approval::state::{DecisionId, ExternalAnswer, ExternalEnd, Voted};
use switchboard_approval::{
    ActionPath, Approver, Change, Deciding, Language, Pending, PipelineToken, Quorum, Release,
    Request, RequestId, State, UntrustedText, Verdict, Vote,
};

/// Letters of one to four bytes, some of them of two characters, and what JSON has to escape.
pub(super) const FOREIGN: &str =
    "Grüße aus Łódź: 日本語, עברית, 👩\u{200d}🚀 \"quoted\" \\ {\"S\": \"x\"}";

/// One answer of three does not decide, and neither do two different ones.
const QUORUM: Quorum = Quorum { approvals: 2, rejections: 2, approvers: 3 };

/// This many milliseconds after ten o'clock.
pub(super) fn at_millisecond(millisecond: i64) -> Timestamp {
    let ten: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
    ten + SignedDuration::from_millis(millisecond)
}

/// This many seconds after ten o'clock.
pub(super) fn at(second: i64) -> Timestamp {
    at_millisecond(1_000 * second)
}

/// The last nanosecond of this millisecond.
pub(super) fn end_of(millisecond: Timestamp) -> Timestamp {
    millisecond + SignedDuration::from_nanos(999_999)
}

pub(super) fn action() -> ActionPath {
    ActionPath {
        account: "123456789012".to_owned(),
        region: "us-east-1".to_owned(),
        pipeline: "storefront".to_owned(),
        stage: "Approval".to_owned(),
        action: "Approve".to_owned(),
    }
}

/// A pending request of this action that is not on the agenda. The name makes it unique.
pub(super) fn request_of(action: ActionPath, name: &str) -> Request {
    let release = Release {
        action,
        token: PipelineToken::new(name).unwrap(),
        expires_at: at(7 * 24 * 3600),
        staging: Staging::None,
        note: None,
        execution_id: None,
        action_execution_id: None,
        change: None,
        notes_link: None,
        next_stage: None,
        not_shown_since: None,
    };
    Request {
        id: RequestId::of(&release),
        version: 1,
        opened_at: at(0),
        decide_by: at(7 * 24 * 3600 - 300),
        release,
        approvers: vec![approver("Ana"), approver("Jonas"), approver("Mei")],
        quorum: QUORUM,
        contact: None,
        due_at: None,
        state: State::Pending(Pending::default()),
        aftermath: None,
        author_domains: Vec::new(),
    }
}

pub(super) fn request(name: &str) -> Request {
    request_of(action(), name)
}

/// A request that has just been accepted in the console. The name
/// is part of the execution's id.
pub(super) fn accepted(action: ActionPath, name: &str) -> Request {
    let mut request = request_of(action, name);
    request.release.execution_id = Some(format!("execution-{name}"));
    let answer = ExternalAnswer { verdict: Verdict::Accept, summary: None };
    let closed = Pending::default().close_externally(ExternalEnd::Answered(answer), at(0));
    Request { due_at: Some(at(0)), state: State::Closed(closed), ..request }
}

/// A request that is due at this time.
pub(super) fn due(name: &str, at: Timestamp) -> Request {
    Request { due_at: Some(at), ..request(name) }
}

fn approver(name: &str) -> Approver {
    Approver {
        email: format!("{}@example.com", name.to_lowercase()).parse().unwrap(),
        name: line(name),
        language: Language::English,
        time_zone: "Europe/Berlin".to_owned(),
    }
}

/// The event of an opened request.
pub(super) fn opened(at: Timestamp) -> AuditEvent {
    AuditEvent::new(at, AuditEventKind::Opened { execution_id: None })
}

/// An event of an update.
pub(super) fn taken_over(at: Timestamp) -> AuditEvent {
    AuditEvent::new(at, AuditEventKind::TakenOver)
}

/// The link with this number.
pub(super) fn link(request: &Request, number: u8) -> IssuedLink {
    IssuedLink {
        hash: LinkToken::new([number; 32]).hash(),
        request: request.id.clone(),
        approver: request.approvers[usize::from(number) % 3].id(),
        verdict: if number.is_multiple_of(2) { Verdict::Accept } else { Verdict::Reject },
        nonce_key: NonceKey::new([number.wrapping_add(1); 32]),
        issued_at: end_of(at(number.into())),
        revoked_at: None,
    }
}

/// A mail to the first approver.
pub(super) fn mail(request: &Request, kind: MailKind) -> MailKey {
    MailKey { request: request.id.clone(), approver: request.approvers[0].id(), kind }
}

pub(super) fn line(text: &str) -> UntrustedText {
    UntrustedText::line(text, 500).unwrap()
}

fn vote(approver: &str, verdict: Verdict, reason: Option<UntrustedText>) -> Vote {
    let number = u8::try_from(approver.len()).unwrap();
    Vote {
        id: DecisionId::new([number; 16]),
        approver: self::approver(approver).id(),
        verdict,
        at: end_of(at(number.into())),
        reason,
    }
}

/// Two answers that do not decide, one of them with a reason.
fn voted() -> Pending {
    let pending = Pending::default();
    let answers = [
        vote("Ana", Verdict::Accept, None),
        vote(
            "Jonas",
            Verdict::Reject,
            UntrustedText::lines(&format!("{FOREIGN}\n\n{FOREIGN}"), 300),
        ),
    ];
    answers.into_iter().fold(pending, |pending, vote| {
        match pending.vote(vote, QUORUM, at(60)).unwrap() {
            Voted::Counted(pending) => pending,
            Voted::Decided(deciding) => panic!("{deciding:?}"),
        }
    })
}

pub(super) fn decided(verdict: Verdict) -> Deciding {
    match voted().vote(vote("Mei", verdict, Some(line(FOREIGN))), QUORUM, end_of(at(60))).unwrap() {
        Voted::Counted(pending) => panic!("{pending:?}"),
        Voted::Decided(deciding) => deciding,
    }
}

/// Every state with every ending, reached in every possible way.
pub(super) fn states() -> Vec<State> {
    let elsewhere =
        |verdict, summary: Option<&str>| ExternalAnswer { verdict, summary: summary.map(line) };
    let accepted = || elsewhere(Verdict::Accept, Some(FOREIGN));
    let rejected = || elsewhere(Verdict::Reject, None);
    let end = end_of(at(90));
    let timed_out = || Pending::default().time_out(DecisionId::new([0; 16]), end, end_of(at(99)));
    let mut states = vec![
        State::Pending(Pending::default()),
        State::Pending(voted()),
        State::Deciding(decided(Verdict::Accept)),
        State::Deciding(decided(Verdict::Reject)),
        State::Deciding(timed_out()),
    ];
    for pending in [Pending::default(), voted()] {
        states.extend(
            [
                pending.clone().close_externally(ExternalEnd::Expired, end),
                pending.clone().close_externally(ExternalEnd::Answered(accepted()), end),
                pending.clone().close_externally(ExternalEnd::Answered(rejected()), end),
                pending.clone().close_externally(ExternalEnd::Cancelled, end),
                pending.close_externally(ExternalEnd::NotShown, end),
            ]
            .map(State::Closed),
        );
    }
    for deciding in [decided(Verdict::Accept), decided(Verdict::Reject), timed_out()] {
        states.extend(
            [
                deciding.clone().applied(end),
                deciding.clone().close_externally(ExternalEnd::Expired, end),
                deciding.clone().close_externally(ExternalEnd::Answered(accepted()), end),
                deciding.clone().close_externally(ExternalEnd::Answered(rejected()), end),
                deciding.clone().close_externally(ExternalEnd::Cancelled, end),
                deciding.clone().close_externally(ExternalEnd::NotShown, end),
                deciding.undeliverable(end),
            ]
            .map(State::Closed),
        );
    }
    states
}

/// Releases with much, little or no information.
pub(super) fn releases() -> Vec<Release> {
    let bare = request("release").release;
    let web = |address: &str| WebLink::parse(address).unwrap();
    let revision = Revision {
        source: Some(line("App")),
        id: Some(line("41dd27b")),
        tag: Some(line("v1.2.3")),
        branch: Some(line("main")),
        message: UntrustedText::lines(&format!("{FOREIGN}\n\nTwo paragraphs"), 2_000),
        author: Some(line("Łukasz Żółć")),
        author_email: Some("lukasz@example.com".parse().unwrap()),
        link: Some(web("https://example.com/commit/41dd27b?a=b&c=%22#L1")),
        since: Some(Since {
            count: Some(3),
            earlier: vec![line("One"), line(FOREIGN)],
            compare: Some(web("https://example.com/compare/a...b")),
        }),
    };
    let full = Change {
        revisions: vec![revision.clone(), Revision::default()],
        last_approved_at: Some(at(60)),
    };
    let known = |change| Release { change: Some(change), ..bare.clone() };
    vec![
        known(Change::default()),
        known(Change {
            revisions: vec![Revision { author: revision.author, ..Revision::default() }],
            last_approved_at: None,
        }),
        known(full.clone()),
        Release { execution_id: Some("5f0c8b3e-execution".to_owned()), ..bare.clone() },
        Release {
            note: UntrustedText::lines(&format!("{FOREIGN}\n\n{FOREIGN}"), 2_000),
            ..bare.clone()
        },
        Release { staging: Staging::NotAllowed, ..bare.clone() },
        Release {
            staging: Staging::Link(web("https://bücher.example:8443/ä?ö#ü")),
            ..bare.clone()
        },
        Release {
            staging: Staging::Link(web("http://127.0.0.1/")),
            note: Some(line(FOREIGN)),
            execution_id: Some(String::new()),
            action_execution_id: None,
            change: Some(full),
            expires_at: end_of(at(3600)),
            ..bare.clone()
        },
        bare,
    ]
}

/// As many approvers as a policy may name, in every language and with a name of each length.
pub(super) fn many_approvers() -> Vec<Approver> {
    let languages = Language::ALL.into_iter().cycle();
    let one = |(number, language): (usize, Language)| Approver {
        email: format!("approver.{number}+x@example.com").parse().unwrap(),
        name: UntrustedText::line(&FOREIGN.repeat(2), 4 * number + 1).unwrap(),
        language,
        time_zone: "America/Argentina/Buenos_Aires".to_owned(),
    };
    (0..20).zip(languages).map(one).collect()
}
