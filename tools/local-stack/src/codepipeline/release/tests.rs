use super::*;
use crate::codepipeline::revision::NewRevision;

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn release() -> Release {
    with(Outcome::default())
}

fn with(after_approval: Outcome) -> Release {
    of(one_action(), after_approval)
}

/// A release with these approval actions.
fn of(actions: Vec<String>, after_approval: Outcome) -> Release {
    let settings = ApprovalSettings {
        actions,
        staging_link: None,
        custom_data: None,
        timeout_minutes: 5,
        after_approval,
    };
    let now = at("2026-11-21T10:00:59.9Z");
    let revision = Revision::new("storefront", NewRevision::default(), now);
    Release::start("storefront".to_owned(), Mode::default(), vec![revision], settings, now)
}

fn statuses(release: &Release) -> (Status, Option<ActionStatus>, Option<Status>) {
    let action = release.approval().map(|action| action.status);
    (release.status, action, release.stage_status("Production"))
}

fn result(decision: Decision) -> ApprovalResult<'static> {
    ApprovalResult { decision, summary: "why", by: "arn" }
}

#[test]
fn it_waits_for_approval_and_continues_when_it_is_approved() {
    let mut release = release();
    assert_eq!(statuses(&release), (Status::InProgress, Some(ActionStatus::InProgress), None));
    release.decide(&result(Decision::Approved), at("2026-11-21T10:01:00Z"));
    assert_eq!(
        statuses(&release),
        (Status::Succeeded, Some(ActionStatus::Succeeded), Some(Status::Succeeded))
    );
    // A decision is final.
    release.decide(&result(Decision::Rejected), at("2026-11-21T10:01:01Z"));
    assert_eq!(release.status, Status::Succeeded);
    assert!(!release.stop(at("2026-11-21T10:01:02Z")));
}

#[test]
fn approvals_are_asked_for_one_after_another() {
    let names = ["Approval-1", "Approval-2"];
    let mut release = of(names.map(str::to_owned).to_vec(), Outcome::default());
    let open = |release: &Release| release.approval().map(|action| action.name.clone());
    let to_come = |release: &Release| release.approvals_to_come().to_vec();
    assert_eq!(
        (open(&release).unwrap(), to_come(&release)),
        (names[0].into(), vec![names[1].into()])
    );
    assert!(release.decide(&result(Decision::Approved), at("2026-11-21T10:01:00Z")));
    assert_eq!((open(&release).unwrap(), to_come(&release)), (names[1].into(), vec![]));
    assert_eq!(statuses(&release), (Status::InProgress, Some(ActionStatus::InProgress), None));
    assert_eq!(release.stage_status(APPROVAL_STAGE), Some(Status::InProgress));

    // The one that failed is asked for again.
    assert!(!release.decide(&result(Decision::Rejected), at("2026-11-21T10:02:00Z")));
    assert!(release.retry(at("2026-11-21T10:03:00Z")));
    assert_eq!(open(&release).unwrap(), names[1]);
    assert!(!release.decide(&result(Decision::Approved), at("2026-11-21T10:04:00Z")));
    assert_eq!(release.status, Status::Succeeded);
    let token = release.approval().unwrap().approval.clone().unwrap().token;
    assert!(release.approval_with_token(names[0], &token).is_none());
    assert!(release.approval_with_token(names[1], &token).is_some());
}

#[test]
fn a_rejection_ends_it_and_a_retry_asks_again() {
    let mut release = release();
    release.decide(&result(Decision::Rejected), at("2026-11-21T10:01:00Z"));
    assert_eq!(statuses(&release), (Status::Failed, Some(ActionStatus::Failed), None));
    assert!(release.retry(at("2026-11-21T10:02:00Z")));
    assert_eq!(statuses(&release), (Status::InProgress, Some(ActionStatus::InProgress), None));
    let tokens: Vec<_> =
        release.approvals().map(|action| action.approval.clone().unwrap().token).collect();
    assert_eq!(tokens.len(), 2);
    assert_ne!(tokens[0], tokens[1]);
    assert!(!release.retry(at("2026-11-21T10:03:00Z")));
}

#[test]
fn it_fails_when_the_whole_minute_has_come() {
    let mut release = release();
    let expires_at = release.approval().unwrap().approval.as_ref().unwrap().expires_at;
    assert_eq!(expires_at, at("2026-11-21T10:05:00Z"));
    release.expire(at("2026-11-21T10:04:59.999Z"));
    assert_eq!(release.status, Status::InProgress);
    release.expire(expires_at);
    assert_eq!(statuses(&release), (Status::Failed, Some(ActionStatus::Failed), None));
    assert!(!release.approval().unwrap().approval.as_ref().unwrap().answered);
}

#[test]
fn a_stopped_release_is_abandoned() {
    let mut release = release();
    assert!(release.stop(at("2026-11-21T10:01:00Z")));
    assert_eq!(statuses(&release), (Status::Stopped, Some(ActionStatus::Abandoned), None));
    assert!(!release.retry(at("2026-11-21T10:02:00Z")));
}

#[test]
fn a_release_ends_after_its_approval_as_it_is_told() {
    for (outcome, status, production) in [
        (Outcome::Succeeded, Status::Succeeded, Some(Status::Succeeded)),
        (Outcome::Failed, Status::Failed, Some(Status::Failed)),
        (Outcome::Stopped, Status::Stopped, Some(Status::Stopped)),
        (Outcome::Superseded, Status::Superseded, None),
        (Outcome::RolledBack, Status::Failed, Some(Status::Failed)),
    ] {
        let approved = Some(ActionStatus::Succeeded);
        let mut at_once = with(outcome);
        at_once.decide(&result(Decision::Approved), at("2026-11-21T10:01:00Z"));
        assert_eq!(statuses(&at_once), (status, approved, production), "{outcome:?}");

        let mut later = with(Outcome::Waiting);
        assert!(!later.end(outcome, at("2026-11-21T10:01:00Z")), "it is not approved yet");
        later.decide(&result(Decision::Approved), at("2026-11-21T10:01:00Z"));
        let waiting = Some(Status::InProgress);
        assert_eq!(statuses(&later), (Status::InProgress, approved, waiting));
        assert!(!later.end(Outcome::Waiting, at("2026-11-21T10:02:00Z")));
        assert!(later.end(outcome, at("2026-11-21T10:02:00Z")));
        assert_eq!(statuses(&later), (status, approved, production), "{outcome:?}");
        assert!(!later.end(outcome, at("2026-11-21T10:03:00Z")), "it has ended");
    }
}
