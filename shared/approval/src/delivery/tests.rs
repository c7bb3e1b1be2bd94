use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::approver::ApproverId;
use crate::memory::MemoryApprovals;
use crate::ports::{Intake as _, Pipelines};
use crate::release::Release;
use crate::request::tests::request;
use crate::state::{DecisionId, Vote, Voted};
use crate::untrusted_text::UntrustedText;

/// Runs a future of the in-memory fakes, which never wait, so no runtime is needed.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the in-memory fakes never wait"),
    }
}

/// A pipeline with fixed replies, which records the summaries that it is given.
struct Scripted {
    put: fn() -> Result<PutOutcome, ReleaseError>,
    status: fn(&str) -> Result<ApprovalStatus, ReleaseError>,
    summaries: Mutex<Vec<String>>,
}

impl Pipelines for Scripted {
    async fn status(&self, _: &Request) -> Result<ApprovalStatus, ReleaseError> {
        let summaries = self.summaries.lock().unwrap();
        (self.status)(summaries.last().unwrap())
    }
}

impl Releases for Scripted {
    async fn put(
        &self,
        _: &Release,
        _: Verdict,
        summary: &str,
    ) -> Result<PutOutcome, ReleaseError> {
        self.summaries.lock().unwrap().push(summary.to_owned());
        (self.put)()
    }
}

fn unavailable<T>() -> Result<T, ReleaseError> {
    Err(ReleaseError::Unavailable("timed out".into()))
}

fn answered(verdict: Verdict, summary: Option<&str>) -> ApprovalStatus {
    let summary = summary.and_then(|summary| UntrustedText::line(summary, 600));
    ApprovalStatus::Answered { verdict, summary, at: None }
}

fn deciding(verdict: Verdict, reason: &str) -> Request {
    let pending = request();
    let State::Pending(state) = &pending.state else { unreachable!() };
    let vote = Vote {
        id: DecisionId::new([0xab; 16]),
        approver: ApproverId::of(&pending.approvers[0].email),
        verdict,
        at: pending.opened_at,
        reason: UntrustedText::lines(reason, 400),
    };
    let Ok(Voted::Decided(deciding)) = state.clone().vote(vote, pending.quorum, pending.opened_at)
    else {
        unreachable!()
    };
    pending.advanced_to(State::Deciding(deciding))
}

/// Delivers a decision at this time.
fn deliver_at(
    store: &MemoryApprovals,
    pipeline: &Scripted,
    request: &Request,
    now: Timestamp,
) -> Delivery {
    let State::Deciding(deciding) = &request.state else { unreachable!() };
    ready(deliver(store, pipeline, request, deciding, now)).unwrap()
}

/// Delivers an acceptance and returns the name of the state that is stored afterwards.
fn delivered(
    put: fn() -> Result<PutOutcome, ReleaseError>,
    status: fn(&str) -> Result<ApprovalStatus, ReleaseError>,
) -> &'static str {
    let store = MemoryApprovals::default();
    let request = deciding(Verdict::Accept, "");
    let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
    ready(store.open(&request, &event)).unwrap();
    let pipeline = Scripted { put, status, summaries: Mutex::default() };
    deliver_at(&store, &pipeline, &request, request.opened_at);
    ready(store.find(&request.id)).unwrap().unwrap().state.name()
}

#[test]
fn a_confirmed_decision_is_applied() {
    assert_eq!(delivered(|| Ok(PutOutcome::Recorded), |_| unreachable!()), "APPLIED");
}

#[test]
fn an_answer_that_was_lost_is_found_by_its_reference() {
    let ours = |summary: &str| Ok(answered(Verdict::Accept, Some(summary)));
    assert_eq!(delivered(|| Ok(PutOutcome::AlreadyAnswered), ours), "APPLIED");
    assert_eq!(delivered(unavailable, ours), "APPLIED");
}

#[test]
fn somebody_elses_answer_is_not_ours() {
    let others = |_: &str| Ok(answered(Verdict::Accept, Some("done in the console, ref 00000000")));
    assert_eq!(delivered(|| Ok(PutOutcome::AlreadyAnswered), others), "CLOSED_ELSEWHERE");
    let silent = |_: &str| Ok(answered(Verdict::Accept, None));
    assert_eq!(delivered(|| Ok(PutOutcome::AlreadyAnswered), silent), "CLOSED_ELSEWHERE");
    // Even with our reference, the opposite is not what was decided.
    let opposite = |summary: &str| Ok(answered(Verdict::Reject, Some(summary)));
    assert_eq!(delivered(|| Ok(PutOutcome::AlreadyAnswered), opposite), "CLOSED_ELSEWHERE");
}

#[test]
fn a_time_out_is_told_from_a_rejection() {
    let at = |minutes| Some(request().release.expires_at + SignedDuration::from_mins(minutes));
    let late = ApprovalStatus::Answered { verdict: Verdict::Reject, summary: None, at: at(0) };
    let early = ApprovalStatus::Answered { verdict: Verdict::Reject, summary: None, at: at(-30) };
    let request = deciding(Verdict::Accept, "");
    let ending = |status| Ending::from(external_end(status, &request, request.opened_at).unwrap());
    let named = ApprovalStatus::Answered {
        verdict: Verdict::Reject,
        summary: UntrustedText::line("timed out", 20),
        at: at(0),
    };
    assert_eq!(ending(named), Ending::Expired);
    assert_eq!(ending(late), Ending::Expired);
    assert!(matches!(ending(early), Ending::ClosedElsewhere(_)));
    assert_eq!(ending(ApprovalStatus::Abandoned), Ending::Cancelled);
}

#[test]
fn what_is_not_known_stays_open() {
    let waiting = |_: &str| Ok(ApprovalStatus::Waiting);
    assert_eq!(delivered(unavailable, waiting), "DECIDING");
    assert_eq!(
        delivered(|| Ok(PutOutcome::AlreadyAnswered), |_| Ok(ApprovalStatus::Unknown)),
        "DECIDING"
    );
    assert_eq!(delivered(|| Ok(PutOutcome::AlreadyAnswered), |_| unavailable()), "DECIDING");
    assert_eq!(delivered(|| Err(ReleaseError::Refused("denied".into())), waiting), "DECIDING");
}

#[test]
fn what_can_never_be_delivered_says_so() {
    assert_eq!(delivered(|| Ok(PutOutcome::NotFound), |_| unreachable!()), "UNDELIVERABLE");
}

#[test]
fn a_summary_says_who_and_why_and_fits() {
    let long = "😀 ä ".repeat(100);
    for reason in ["", "the cart\nis empty", &long] {
        let request = deciding(Verdict::Reject, reason);
        let summary = summary::full(&request, request.state.decision().unwrap());
        assert!(summary.starts_with("Rejected via the link issued to Ana"), "{summary}");
        assert!(summary.ends_with(" ref abababab"), "{summary}");
        assert!(!summary.contains('\n'), "{summary}");
        assert!(summary.encode_utf16().count() <= 512, "{summary}");
        let kept = answered(Verdict::Reject, Some(&summary));
        assert!(is_ours(&kept, request.state.decision().unwrap()));
    }
}

#[test]
fn whoever_is_slower_reports_what_the_faster_one_did() {
    let store = MemoryApprovals::default();
    let request = deciding(Verdict::Accept, "");
    let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
    ready(store.open(&request, &event)).unwrap();
    let pipeline = || Scripted {
        put: || Ok(PutOutcome::Recorded),
        status: |_| unreachable!(),
        summaries: Mutex::default(),
    };
    let first = deliver_at(&store, &pipeline(), &request, request.opened_at);
    let second = deliver_at(&store, &pipeline(), &request, request.opened_at);
    let (Delivery::Closed(first), Delivery::Closed(second)) = (first, second) else {
        panic!("both end in the same");
    };
    assert_eq!(first, second);
}

#[test]
fn what_nobody_waits_for_any_more_is_given_up_and_said() {
    let ending = |put: fn() -> Result<PutOutcome, ReleaseError>, status, minutes| {
        let store = MemoryApprovals::default();
        let request = deciding(Verdict::Accept, "");
        let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
        ready(store.open(&request, &event)).unwrap();
        let pipeline = Scripted { put, status, summaries: Mutex::default() };
        let now = request.release.expires_at + SignedDuration::from_mins(minutes);
        deliver_at(&store, &pipeline, &request, now);
        ready(store.find(&request.id)).unwrap().unwrap().state.name()
    };
    let unknown: fn(&str) -> Result<ApprovalStatus, ReleaseError> = |_| Ok(ApprovalStatus::Unknown);
    let refused: fn() -> Result<PutOutcome, ReleaseError> =
        || Err(ReleaseError::Refused("denied".into()));
    for put in [refused, || Ok(PutOutcome::AlreadyAnswered)] {
        assert_eq!(ending(put, unknown, 59), "DECIDING");
        assert_eq!(ending(put, unknown, 61), "UNDELIVERABLE");
    }
    assert_eq!(ending(unavailable, unknown, 61), "DECIDING", "what is down comes back");
}

#[test]
fn an_approval_that_the_pipeline_never_showed_ends() {
    let invalid: fn() -> Result<PutOutcome, ReleaseError> = || Ok(PutOutcome::AlreadyAnswered);
    let unknown: fn(&str) -> Result<ApprovalStatus, ReleaseError> = |_| Ok(ApprovalStatus::Unknown);
    let ending = |put, status, shown: bool, minutes| {
        let store = MemoryApprovals::default();
        let mut request = deciding(Verdict::Accept, "");
        request.release.not_shown_since = Some(request.opened_at);
        request.release.execution_id = shown.then(|| "execution-1".to_owned());
        let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
        ready(store.open(&request, &event)).unwrap();
        let pipeline = Scripted { put, status, summaries: Mutex::default() };
        let now = request.opened_at + SignedDuration::from_mins(minutes);
        let delivery = deliver_at(&store, &pipeline, &request, now);
        let problem = delivery.problem().map(|(kind, _)| kind);
        (ready(store.find(&request.id)).unwrap().unwrap().state.name(), problem)
    };
    assert_eq!(ending(invalid, unknown, false, 14), ("DECIDING", Some("Undelivered")));
    assert_eq!(ending(invalid, unknown, false, 15), ("NOT_SHOWN", Some("NotShown")));
    assert_eq!(ending(|| Ok(PutOutcome::Recorded), unknown, false, 15), ("APPLIED", None));
    // Shown once, not certain, or waiting after all.
    assert_eq!(ending(invalid, unknown, true, 15).0, "DECIDING");
    assert_eq!(ending(invalid, |_| unavailable(), false, 15).0, "DECIDING");
    assert_eq!(ending(unavailable, unknown, false, 15).0, "DECIDING");
    assert_eq!(ending(invalid, |_| Ok(ApprovalStatus::Waiting), false, 15).0, "DECIDING");
}

#[test]
fn a_pending_request_that_the_pipeline_never_showed_ends_too() {
    let (store, mut request) = (MemoryApprovals::default(), request());
    request.release.not_shown_since = Some(request.opened_at);
    let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
    ready(store.open(&request, &event)).unwrap();
    let State::Pending(pending) = &request.state else { unreachable!() };
    let close = |status, minutes| {
        let now = request.opened_at + SignedDuration::from_mins(minutes);
        ready(close_if_ended(&store, &request, pending, status, now)).unwrap()
    };
    assert!(close(ApprovalStatus::Unknown, 14).is_none());
    assert!(close(ApprovalStatus::Waiting, 15).is_none());
    let closed = close(ApprovalStatus::Unknown, 15).unwrap();
    assert_eq!(closed.request().state.name(), "NOT_SHOWN");
    let events = store.events(&request.id);
    let state = "NOT_SHOWN".to_owned();
    assert_eq!(events.last().unwrap().kind, AuditEventKind::Closed { state });
}

#[test]
fn a_summary_that_is_not_taken_is_put_plainly() {
    let store = MemoryApprovals::default();
    let request = deciding(Verdict::Reject, "ä".repeat(300).as_str());
    let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
    ready(store.open(&request, &event)).unwrap();
    let pipeline = crate::memory::MemoryPipeline::default();
    pipeline.fail_next(crate::memory::PipelineFault::Malformed);
    let State::Deciding(deciding) = &request.state else { unreachable!() };
    ready(deliver(&store, &pipeline, &request, deciding, request.opened_at)).unwrap();
    assert_eq!(pipeline.puts(), [(Verdict::Reject, "Rejected by link. ref abababab".to_owned())]);
}

#[test]
fn what_is_known_is_kept_though_somebody_took_over_meanwhile() {
    let store = MemoryApprovals::default();
    let request = deciding(Verdict::Accept, "");
    let event = AuditEvent::new(request.opened_at, AuditEventKind::TakenOver);
    ready(store.open(&request, &event)).unwrap();
    let State::Deciding(lease) = request.state.clone() else { unreachable!() };
    let later = request.opened_at + SignedDuration::from_mins(5);
    let taken = request.advanced_to(State::Deciding(lease.take_over(later, later).unwrap()));
    ready(store.save(&RequestUpdate { request: &taken, events: &[], link: None })).unwrap();
    let pipeline = Scripted {
        put: || Ok(PutOutcome::Recorded),
        status: |_| unreachable!(),
        summaries: Mutex::default(),
    };
    deliver_at(&store, &pipeline, &request, later);
    assert_eq!(ready(store.find(&request.id)).unwrap().unwrap().state.name(), "APPLIED");
}
