//! Requests in every state, swept on in-memory fakes.

use serde_json::json;
use switchboard_approval::audit::{AuditEvent, AuditEventKind};
use switchboard_approval::memory::{
    MailFault, MemoryApprovals, MemoryMailer, MemoryPipeline, PipelineFault,
};
use switchboard_approval::notification::Notification;
use switchboard_approval::policy::Policies;
use switchboard_approval::ports::{
    ApprovalStatus, Executions, Intake as _, LastApproved as _, RequestUpdate, Saved,
};
use switchboard_approval::state::{DecisionId, Vote, Voted};
use switchboard_approval::{
    ActionPath, Aftermath, AftermathResult, BaseUrl, Brand, Change, PipelineToken, Request,
    Revision, Site, State, UntrustedText, Verdict,
};

use super::*;

struct Fixture {
    store: MemoryApprovals,
    mailer: MemoryMailer,
    pipeline: MemoryPipeline,
    request: Request,
}

impl Fixture {
    /// A request to two approvers, of whom one decides within ten hours.
    async fn new() -> Self {
        Self::needing(1).await
    }

    async fn needing(approvals: u8) -> Self {
        let policies = json!({"storefront": {
            "actions": ["Approval/Approve"],
            "approvers": [
                {"email": "ana@example.com", "name": "Ana"},
                {"email": "jonas@example.com", "name": "Jonas"},
            ],
            "approvalsNeeded": approvals, "decideWithinMinutes": 600,
        }});
        let message = json!({"approval": {
            "pipelineName": "storefront", "stageName": "Approval", "actionName": "Approve",
            "token": "a-pipeline-token", "expires": "2026-11-28T10:00Z",
        }});
        let policies: Policies = policies.to_string().parse().unwrap();
        let notification = Notification::parse(&message.to_string()).unwrap();
        let opened_at = "2026-11-21T10:00:00Z".parse().unwrap();
        let policy = policies.of(&notification).unwrap();
        let request = policy.request(notification, "123456789012", "us-east-1", opened_at);
        let store = MemoryApprovals::default();
        let event = AuditEvent::new(opened_at, AuditEventKind::Opened { execution_id: None });
        store.open(&request, &event).await.unwrap();
        Self {
            store,
            mailer: MemoryMailer::default(),
            pipeline: MemoryPipeline::default(),
            request,
        }
    }

    async fn run(&self, event: Event, minutes: i64) -> Report {
        let base_url: BaseUrl = "https://approve.example.com".parse().unwrap();
        let ports = Ports {
            store: &self.store,
            post_office: PostOffice {
                outbox: &self.store,
                mailer: &self.mailer,
                site: Site { brand: &Brand::default(), base_url: &base_url },
            },
            releases: &self.pipeline,
        };
        let mut invocation = Invocation {
            event,
            request_id: "request-1".to_owned(),
            deadline: switchboard_lambda::now() + SignedDuration::from_secs(60),
            metrics: &mut switchboard_lambda::Metrics::default(),
        };
        let now = self.request.opened_at + SignedDuration::from_mins(minutes);
        handle(&ports, now, &mut invocation).await.unwrap()
    }

    /// Runs the sweep this many minutes after the request was opened.
    async fn sweep(&self, minutes: i64) -> Report {
        self.run(Event::Schedule, minutes).await
    }

    async fn current(&self) -> Request {
        self.store.find(&self.request.id).await.unwrap().unwrap()
    }

    async fn state(&self) -> &'static str {
        self.current().await.state.name()
    }

    fn token(&self) -> &PipelineToken {
        &self.request.release.token
    }

    fn addressees(&self) -> Vec<String> {
        self.mailer.sent().into_iter().map(|mail| mail.to).collect()
    }

    /// Records Ana's answer, as an invocation would that crashed afterwards.
    async fn vote(&self, verdict: Verdict) {
        let current = self.current().await;
        let State::Pending(pending) = &current.state else { panic!("pending") };
        let at = current.opened_at;
        let vote = Vote {
            id: DecisionId::new([5; 16]),
            approver: current.approvers[0].id(),
            verdict,
            at,
            reason: None,
        };
        let lease_until = at + SignedDuration::from_secs(12);
        let next =
            current.advanced_to(match pending.clone().vote(vote, current.quorum, lease_until) {
                Ok(Voted::Decided(deciding)) => State::Deciding(deciding),
                Ok(Voted::Counted(pending)) => State::Pending(pending),
                Err(before) => panic!("{before:?}"),
            });
        let step = RequestUpdate { request: &next, events: &[], link: None };
        assert_eq!(self.store.save(&step).await.unwrap(), Saved::Written);
    }
}

#[tokio::test]
async fn mails_that_nobody_sent_are_sent_once() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.sweep(0).await, Report::default(), "their sender has a minute");
    assert_eq!(fixture.sweep(1).await.mails_sent, 2);
    assert_eq!(fixture.sweep(2).await, Report::default());
    assert_eq!(fixture.addressees(), ["ana@example.com", "jonas@example.com"]);
}

#[tokio::test]
async fn reminders_go_out_at_half_and_nine_tenths_of_the_time_to_those_who_owe_an_answer() {
    let fixture = Fixture::new().await;
    fixture.sweep(1).await;
    for minutes in (2..300).step_by(7) {
        assert_eq!(fixture.sweep(minutes).await.mails_sent, 0, "{minutes}");
    }
    assert_eq!(fixture.sweep(300).await.mails_sent, 2);
    assert_eq!(fixture.sweep(301).await.mails_sent, 0);
    assert_eq!(fixture.sweep(540).await.mails_sent, 2);
    assert_eq!(fixture.sweep(599).await.mails_sent, 0);
}

#[tokio::test]
async fn whoever_has_answered_is_not_reminded() {
    let fixture = Fixture::needing(2).await;
    fixture.sweep(1).await;
    fixture.vote(Verdict::Accept).await;
    assert_eq!(
        (fixture.sweep(300).await.mails_sent, fixture.addressees().pop().unwrap()),
        (1, "jonas@example.com".to_owned())
    );
    // The outcome is mailed to everyone.
    assert_eq!(fixture.sweep(600).await.mails_sent, 2);
}

#[tokio::test]
async fn what_changes_is_found_out_later_where_it_was_not_known() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.current().await.release.execution_id, None);
    let message = UntrustedText::line("Fix the cart", 80);
    let revisions = vec![Revision { message, ..Revision::default() }];
    fixture.pipeline.describe_as(Change { revisions, last_approved_at: None });
    fixture.sweep(1).await;
    assert_eq!(fixture.current().await.release.execution_id.as_deref(), Some("execution-1"));
    assert!(fixture.mailer.sent()[0].text.contains("Fix the cart"));
}

#[tokio::test]
async fn a_request_that_the_pipeline_never_shows_ends_after_a_quarter_of_an_hour() {
    let fixture = Fixture::new().await;
    fixture.pipeline.hide_for(usize::MAX);
    fixture.sweep(1).await;
    let since = fixture.current().await.release.not_shown_since.unwrap();
    assert_eq!(since, fixture.request.opened_at + SignedDuration::from_mins(1));
    for minute in 2..16 {
        fixture.sweep(minute).await;
        assert_eq!(fixture.state().await, "PENDING", "{minute}");
    }
    let report = fixture.sweep(16).await;
    assert_eq!((report.closed, report.unfinished, report.mails_sent), (1, 0, 2));
    assert_eq!((fixture.state().await, fixture.current().await.due_at), ("NOT_SHOWN", None));
    assert_eq!(fixture.pipeline.puts(), []);
}

#[tokio::test]
async fn an_answer_to_what_the_pipeline_never_shows_ends_too() {
    let fixture = Fixture::new().await;
    fixture.pipeline.hide_for(usize::MAX);
    fixture.vote(Verdict::Accept).await;
    let mut unfinished = 0;
    for minute in 1..=25 {
        unfinished += fixture.sweep(minute).await.unfinished;
    }
    assert_eq!(fixture.state().await, "NOT_SHOWN");
    assert!((1..10).contains(&unfinished), "{unfinished}");
    assert_eq!(fixture.sweep(26).await, Report::default());
    assert!(fixture.mailer.sent()[0].text.contains("An acceptance was recorded with"));
}

#[tokio::test]
async fn what_was_shown_once_or_is_not_certain_does_not_end() {
    // The pipeline is down after one answer.
    let uncertain = Fixture::new().await;
    uncertain.pipeline.hide_for(1);
    uncertain.sweep(1).await;
    // It shows the approval for a moment.
    let shown = Fixture::new().await;
    shown.pipeline.describe_as(Change::default());
    shown.pipeline.hide_for(1);
    shown.sweep(1).await;
    assert!(shown.current().await.release.not_shown_since.is_some());
    shown.sweep(6).await;
    assert_eq!(shown.current().await.release.not_shown_since, None);
    shown.pipeline.hide_for(usize::MAX);
    for fixture in [uncertain, shown] {
        for minute in (7..200).step_by(5) {
            fixture.sweep(minute).await;
            assert_eq!(fixture.state().await, "PENDING", "{minute}");
        }
    }
}

#[tokio::test]
async fn a_run_that_was_shown_once_is_followed_although_its_token_is_gone() {
    let fixture = Fixture::new().await;
    let mut next = fixture.request.rescheduled(fixture.request.due_at);
    next.release.execution_id = Some("execution-1".to_owned());
    let update = RequestUpdate { request: &next, events: &[], link: None };
    fixture.store.save(&update).await.unwrap();
    fixture.pipeline.hide_for(1);
    let answered = ApprovalStatus::Answered { verdict: Verdict::Accept, summary: None, at: None };
    fixture.pipeline.set(fixture.token(), answered);
    fixture.sweep(1).await;
    assert_eq!(fixture.state().await, "CLOSED_ELSEWHERE");
}

#[tokio::test]
async fn a_decided_request_is_described_too() {
    let fixture = Fixture::new().await;
    fixture.vote(Verdict::Accept).await;
    fixture.pipeline.describe_as(Change::default());
    fixture.sweep(1).await;
    let release = fixture.current().await.release;
    assert_eq!(release.execution_id.as_deref(), Some("execution-1"));
    let last = fixture.store.last_approved(&release.action).await.unwrap().unwrap();
    assert_eq!(last.execution_id.as_deref(), Some("execution-1"));
}

#[tokio::test]
async fn the_deadline_rejects_and_everyone_is_told() {
    let fixture = Fixture::new().await;
    fixture.sweep(1).await;
    let report = fixture.sweep(600).await;
    assert_eq!((report.closed, report.mails_sent, report.unfinished), (1, 2, 0));
    let puts = fixture.pipeline.puts();
    let [(Verdict::Reject, summary)] = puts.as_slice() else { panic!("{puts:?}") };
    assert!(summary.starts_with("Rejected: nobody decided in time. ref "), "{summary}");
    assert_eq!((fixture.state().await, fixture.current().await.due_at), ("APPLIED", None));
    assert_eq!(fixture.sweep(10_000).await, Report::default());
}

#[tokio::test]
async fn an_orphaned_decision_is_told_after_its_lease_and_never_changed() {
    for verdict in [Verdict::Accept, Verdict::Reject] {
        let fixture = Fixture::new().await;
        fixture.vote(verdict).await;
        assert_eq!(fixture.sweep(0).await.looked_at, 0);
        let report = fixture.sweep(1).await;
        assert_eq!((report.closed, fixture.state().await), (1, "APPLIED"));
        assert_eq!(fixture.pipeline.puts()[0].0, verdict);
        assert_eq!(fixture.sweep(2).await.closed, 0);
        assert_eq!(fixture.pipeline.puts().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_took_effect_before_the_crash_is_recognised() {
    let fixture = Fixture::new().await;
    fixture.vote(Verdict::Accept).await;
    let summary = UntrustedText::line("Accepted via the link issued to Ana. ref 05050505", 200);
    fixture.pipeline.set(
        fixture.token(),
        ApprovalStatus::Answered { verdict: Verdict::Accept, summary, at: None },
    );
    fixture.sweep(1).await;
    assert_eq!(fixture.state().await, "APPLIED");
}

#[tokio::test]
async fn a_pipeline_that_is_down_is_told_when_it_is_back() {
    let fixture = Fixture::new().await;
    fixture.vote(Verdict::Accept).await;
    for minute in [2, 4, 6] {
        fixture.pipeline.fail_next(PipelineFault::Unavailable);
        let report = fixture.sweep(minute).await;
        assert_eq!((report.unfinished, fixture.state().await), (1, "DECIDING"), "{minute}");
    }
    fixture.sweep(8).await;
    assert_eq!(fixture.state().await, "APPLIED");
}

#[tokio::test]
async fn what_the_pipeline_does_not_know_is_told_to_people() {
    let fixture = Fixture::new().await;
    fixture.vote(Verdict::Accept).await;
    fixture.pipeline.fail_next(PipelineFault::NotFound);
    let report = fixture.sweep(1).await;
    assert_eq!((fixture.state().await, report.mails_sent), ("UNDELIVERABLE", 2));
}

#[tokio::test]
async fn what_happens_in_the_console_closes_the_request() {
    let answered = |verdict| ApprovalStatus::Answered {
        verdict,
        summary: UntrustedText::line("ok", 9),
        at: None,
    };
    for (standing, state) in [
        (answered(Verdict::Accept), "CLOSED_ELSEWHERE"),
        (answered(Verdict::Reject), "CLOSED_ELSEWHERE"),
        (ApprovalStatus::Abandoned, "CANCELLED"),
    ] {
        let fixture = Fixture::new().await;
        fixture.sweep(1).await;
        fixture.pipeline.set(fixture.token(), standing.clone());
        fixture.sweep(6).await;
        assert_eq!(fixture.state().await, state);

        // The event closes the request at once.
        let fixture = Fixture::new().await;
        fixture.pipeline.set(fixture.token(), standing);
        fixture.run(Event::ApprovalEnded(fixture.request.release.action.clone()), 0).await;
        assert_eq!(fixture.state().await, state);
        assert_eq!(fixture.pipeline.puts(), []);
    }
}

/// An event about the end of this execution.
fn ended(id: &str, may_roll_back: bool) -> Event {
    let execution = Executions {
        account: "123456789012".to_owned(),
        region: "us-east-1".to_owned(),
        pipeline: "storefront".to_owned(),
        id: Some(id.to_owned()),
    };
    Event::ExecutionEnded { execution, may_roll_back }
}

impl Fixture {
    /// A request that was accepted when it was opened, and whose outcome was mailed a minute later.
    async fn accepted() -> Self {
        let fixture = Self::new().await;
        fixture.pipeline.describe_as(Change::default());
        fixture.sweep(1).await;
        fixture.vote(Verdict::Accept).await;
        let report = fixture.sweep(2).await;
        assert_eq!((report.closed, report.mails_sent), (1, 2));
        fixture
    }

    /// Lets the pipeline say what became of the release, at this minute.
    fn ends(&self, result: AftermathResult, minute: i64) {
        let at = self.request.opened_at + SignedDuration::from_mins(minute);
        let stage = UntrustedText::line("Production", 80);
        self.pipeline.end_as(Aftermath { result, at, stage });
    }
}

#[tokio::test]
async fn an_accepted_release_is_watched_until_it_has_ended_and_a_day_longer() {
    let fixture = Fixture::accepted().await;
    assert_eq!(fixture.sweep(6).await, Report::default(), "the first look is after five minutes");
    assert_eq!(fixture.sweep(7).await.looked_at, 1);
    fixture.ends(AftermathResult::Succeeded, 30);
    let report = fixture.sweep(31).await;
    assert_eq!((report.looked_at, report.mails_sent, report.unfinished), (1, 0, 0));
    assert_eq!(fixture.current().await.aftermath.unwrap().result, AftermathResult::Succeeded);
    // A roll-back within a day is news.
    fixture.ends(AftermathResult::RolledBack, 700);
    assert_eq!(fixture.sweep(700).await.mails_sent, 2);
    assert_eq!(fixture.current().await.due_at, None, "nothing can follow");
    assert_eq!(fixture.sweep(20_000).await, Report::default());

    let fixture = Fixture::accepted().await;
    fixture.ends(AftermathResult::Succeeded, 30);
    for minute in (5..=30 + 24 * 60 + 60).step_by(30) {
        fixture.sweep(minute).await;
    }
    assert_eq!(fixture.current().await.due_at, None);
}

#[tokio::test]
async fn a_failure_is_mailed_once_and_its_end_as_well() {
    let fixture = Fixture::accepted().await;
    fixture.ends(AftermathResult::Failed, 20);
    fixture.mailer.fail("jonas@example.com", Some(MailFault::Unavailable));
    let report = fixture.run(ended("execution-1", false), 21).await;
    assert_eq!((report.looked_at, report.mails_sent, report.unfinished), (1, 1, 1));
    fixture.mailer.fail("jonas@example.com", None);
    assert_eq!(fixture.sweep(22).await.mails_sent, 1, "a mail that failed is tried again");
    for minute in (23..3_000).step_by(50) {
        assert_eq!(fixture.sweep(minute).await.mails_sent, 0, "{minute}");
    }
    let mails = fixture.mailer.sent();
    let [.., ana, jonas] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!((ana.to.as_str(), jonas.to.as_str()), ("ana@example.com", "jonas@example.com"));
    assert!(ana.text.contains("Production"), "{}", ana.text);
    let kinds = fixture.store.events(&fixture.request.id).into_iter().map(|event| event.kind);
    assert_eq!(kinds.filter(|kind| matches!(kind, AuditEventKind::WentOn { .. })).count(), 1);
}

#[tokio::test]
async fn an_event_looks_at_the_releases_that_it_is_about() {
    let fixture = Fixture::accepted().await;
    assert_eq!(fixture.run(ended("execution-1", false), 3).await.looked_at, 1);
    assert_eq!(fixture.run(ended("execution-2", false), 3).await.looked_at, 0);
    assert_eq!(fixture.run(ended("execution-2", true), 3).await.looked_at, 1);
    let rejected = Fixture::new().await;
    rejected.pipeline.describe_as(Change::default());
    rejected.vote(Verdict::Reject).await;
    rejected.sweep(1).await;
    assert_eq!(rejected.run(ended("execution-1", true), 3).await.looked_at, 0);
    assert_eq!(rejected.current().await.due_at, None);
}

#[tokio::test]
async fn watched_releases_come_after_requests_that_wait() {
    let fixture = Fixture::accepted().await;
    let mut other = fixture.request.clone();
    other.release.token = PipelineToken::new("another-token").unwrap();
    other.id = RequestId::of(&other.release);
    other.due_at = Some(other.opened_at + SignedDuration::from_mins(8));
    let event = AuditEvent::new(other.opened_at, AuditEventKind::Opened { execution_id: None });
    fixture.store.open(&other, &event).await.unwrap();
    let now = other.opened_at + SignedDuration::from_mins(8);
    let listed = due(&fixture.store, &Event::Schedule, now).await;
    assert_eq!(listed.unwrap(), [other.id, fixture.request.id.clone()]);
}

#[tokio::test]
async fn an_event_about_an_action_that_nobody_was_asked_about_does_nothing() {
    let fixture = Fixture::new().await;
    fixture.pipeline.set(fixture.token(), ApprovalStatus::Abandoned);
    let ours = &fixture.request.release.action;
    for (stage, action) in [("Approval", "Approve-2"), ("Uat", "Approve")] {
        let (stage, action) = (stage.to_owned(), action.to_owned());
        let other = ActionPath { stage, action, ..ours.clone() };
        let report = fixture.run(Event::ApprovalEnded(other), 6).await;
        assert_eq!((report, fixture.state().await), (Report::default(), "PENDING"));
    }
    assert_eq!(fixture.addressees(), Vec::<String>::new());
}

#[tokio::test]
async fn an_event_about_our_own_answer_changes_nothing() {
    let fixture = Fixture::new().await;
    fixture.vote(Verdict::Accept).await;
    fixture.run(Event::ApprovalEnded(fixture.request.release.action.clone()), 0).await;
    assert_eq!((fixture.state().await, fixture.pipeline.puts().len()), ("DECIDING", 0));
}

#[tokio::test]
async fn a_time_out_of_the_pipeline_itself_is_an_expiry() {
    let fixture = Fixture::new().await;
    let at = Some(fixture.request.release.expires_at);
    fixture.pipeline.set(
        fixture.token(),
        ApprovalStatus::Answered { verdict: Verdict::Reject, summary: None, at },
    );
    fixture.sweep(7 * 24 * 60).await;
    assert_eq!(fixture.state().await, "EXPIRED");
}

#[tokio::test]
async fn a_mail_that_fails_is_tried_again_a_minute_later() {
    let fixture = Fixture::new().await;
    fixture.mailer.fail("jonas@example.com", Some(MailFault::Unavailable));
    assert_eq!(fixture.sweep(1).await.unfinished, 1);
    assert_eq!(fixture.sweep(2).await.unfinished, 1);
    fixture.mailer.fail("jonas@example.com", None);
    assert_eq!(fixture.sweep(3).await.mails_sent, 1);
    assert_eq!(fixture.addressees(), ["ana@example.com", "jonas@example.com"]);
}

#[test]
fn a_placeholder_is_no_reason_not_to_start() {
    let base = |text: &str| text.parse::<LinkBase>();
    assert_eq!(base("https://approvals.invalid"), Ok(LinkBase::NotKnownYet));
    assert!(matches!(base("https://approve.example.com"), Ok(LinkBase::Known(_))));
    assert_eq!(base("approve.example.com"), Err(BadBaseUrl::NotAnOrigin));
}
