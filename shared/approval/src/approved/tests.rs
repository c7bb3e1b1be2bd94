use proptest::prelude::*;

use super::*;
use crate::release::{Revision, WebLink};
use crate::request::Request;
use crate::request::tests::request;
use crate::state::{Decision, DecisionId, ExternalAnswer, ExternalEnd, Pending, Vote, Voted};

fn line(text: &str) -> Option<UntrustedText> {
    UntrustedText::line(text, 100)
}

/// A commit's id that begins with this digit.
fn commit(digit: u8) -> String {
    format!("{digit}").repeat(40)
}

/// The execution with this id, as `Source=1` for each of its sources.
fn execution(id: &str, revisions: &[&str]) -> PastExecution {
    let past = |text: &&str| {
        let (action, digits) = text.split_once('=').unwrap();
        PastRevision {
            action: action.to_owned(),
            id: line(&commit(digits.parse().unwrap())).unwrap(),
            message: UntrustedText::lines(&format!("Change {digits}\n\nDetails"), 100),
        }
    };
    let revisions = revisions.iter().map(past).collect();
    PastExecution { id: id.to_owned(), is_rollback: false, revisions }
}

fn rollback(id: &str, revisions: &[&str]) -> PastExecution {
    PastExecution { is_rollback: true, ..execution(id, revisions) }
}

fn revision(source: &str, digit: u8) -> Revision {
    let id = commit(digit);
    Revision {
        source: line(source),
        link: WebLink::parse(&format!("https://github.com/example/shop/commit/{id}")),
        id: line(&id),
        ..Revision::default()
    }
}

fn change(revisions: &[(&str, u8)]) -> Change {
    let revisions = revisions.iter().map(|(source, digit)| revision(source, *digit)).collect();
    Change { revisions, last_approved_at: None }
}

fn approved(execution_id: &str, revisions: &[(&str, u8)]) -> ApprovedRelease {
    let revision = |(source, digit): &(&str, u8)| ApprovedRevision {
        source: line(source).unwrap(),
        id: line(&commit(*digit)).unwrap(),
    };
    ApprovedRelease {
        approved_at: "2026-11-24T10:00:00Z".parse().unwrap(),
        execution_id: Some(execution_id.to_owned()),
        revisions: revisions.iter().map(revision).collect(),
    }
}

/// Compares a change of execution `now` with the release of execution `last`. Returns, for each
/// source, the count and the earlier messages, joined.
fn since(
    revisions: &[(&str, u8)],
    last: &[(&str, u8)],
    history: &[PastExecution],
) -> Vec<Option<(Option<u32>, String)>> {
    let (mut change, approved) = (change(revisions), approved("last", last));
    change.compare_with(&approved);
    assert_eq!(change.last_approved_at, Some(approved.approved_at));
    change.count_since(&approved, "now", history);
    let told = |since: Since| {
        let earlier: Vec<String> = since.earlier.iter().map(ToString::to_string).collect();
        (since.count, earlier.join(", "))
    };
    change.revisions.into_iter().map(|revision| revision.since.map(told)).collect()
}

fn counted(count: u32, earlier: &str) -> (Option<u32>, String) {
    (Some(count), earlier.to_owned())
}

#[test]
fn revisions_are_counted_once_from_the_last_approved_release_on() {
    let history = [
        execution("newer", &["Source=9"]),
        execution("now", &["Source=5"]),
        execution("superseded", &["Source=4"]),
        execution("tried-again", &["Source=3"]),
        execution("failed", &["Source=3"]),
        execution("approved-again", &["Source=2"]),
        execution("last", &["Source=2"]),
        execution("long-ago", &["Source=1"]),
    ];
    let told = since(&[("App", 5)], &[("App", 2)], &history);
    assert_eq!(told, [Some(counted(3, "Change 4, Change 3"))]);
}

#[test]
fn each_source_has_its_own_count() {
    let history = [
        execution("now", &["Code=5", "Settings=5", "Image=1"]),
        execution("one", &["Code=4", "Settings=2", "Image=1"]),
        execution("last", &["Code=3", "Settings=2", "Image=1"]),
    ];
    // Two sources with the same id are told apart by their place.
    let told = since(
        &[("App", 5), ("Config", 5), ("Base", 1), ("New", 7)],
        &[("App", 3), ("Config", 2), ("Base", 1)],
        &history,
    );
    assert_eq!(
        told,
        [Some(counted(2, "Change 4")), Some(counted(1, "")), Some(counted(0, "")), None]
    );
}

#[test]
fn the_same_revision_again_needs_no_history() {
    assert_eq!(since(&[("App", 2)], &[("App", 2)], &[]), [Some(counted(0, ""))]);
}

#[test]
fn a_rollback_brings_no_revision() {
    let history = [
        execution("now", &["Source=5"]),
        rollback("rollback", &["Source=3"]),
        execution("last", &["Source=4"]),
    ];
    assert_eq!(since(&[("App", 5)], &[("App", 4)], &history), [Some(counted(1, ""))]);
}

#[test]
fn a_release_that_goes_back_has_nothing_since() {
    let last = || execution("last", &["Source=4"]);
    for history in [
        vec![rollback("now", &["Source=3"]), last()],
        vec![execution("now", &["Source=3"]), last(), execution("older", &["Source=3"])],
        // The newer release was approved first, as executions in parallel can be.
        vec![last(), execution("now", &["Source=3"])],
    ] {
        assert_eq!(since(&[("App", 3)], &[("App", 4)], &history), [None], "{history:?}");
    }
}

#[test]
fn a_history_that_is_too_short_still_compares() {
    for history in [
        vec![],
        vec![execution("now", &["Source=5"]), execution("one", &["Source=4"])],
        vec![execution("one", &["Source=4"]), execution("last", &["Source=3"])],
    ] {
        let (mut change, approved) = (change(&[("App", 5)]), approved("last", &[("App", 3)]));
        change.compare_with(&approved);
        change.count_since(&approved, "now", &history);
        assert!(change.has_uncounted());
        let since = change.revisions[0].since.as_ref().unwrap();
        assert_eq!((since.count, since.earlier.len()), (None, 0));
        let compare = since.compare.as_ref().unwrap().as_str();
        let (old, new) = (commit(3), commit(5));
        assert_eq!(compare, format!("https://github.com/example/shop/compare/{old}...{new}"));
    }
}

#[test]
fn at_most_twenty_messages_are_told_and_those_without_one_are_left_out() {
    let past = |number: usize| PastExecution {
        id: format!("execution-{number}"),
        is_rollback: false,
        revisions: vec![PastRevision {
            action: "Source".to_owned(),
            id: line(&format!("revision-{number}")).unwrap(),
            message: line(&format!("Change {number}")).filter(|_| number % 2 == 1),
        }],
    };
    let mut history = vec![execution("now", &["Source=5"])];
    history.extend((0..100).map(past));
    history.push(execution("last", &["Source=1"]));
    let (mut change, approved) = (change(&[("App", 5)]), approved("last", &[("App", 1)]));
    change.compare_with(&approved);
    change.count_since(&approved, "now", &history);
    let since = change.revisions[0].since.as_ref().unwrap();
    assert_eq!((since.count, since.earlier.len()), (Some(101), 20));
    assert_eq!(since.earlier[0].as_str(), "Change 1");
}

proptest! {
    /// Whatever the history is, no count is larger than the history, none is 0 for a new revision,
    /// and no message is told twice.
    #[test]
    fn counts_fit_any_history(
        history in prop::collection::vec((0_usize..6, any::<bool>(), 0_u8..5), 0..12),
        own in 0_u8..5, last in 0_u8..5,
    ) {
        let ids = ["now", "last", "a", "b", "c", "d"];
        let history: Vec<PastExecution> = history
            .into_iter()
            .map(|(id, is_rollback, digit)| PastExecution {
                is_rollback,
                ..execution(ids[id], &[&format!("Source={digit}")])
            })
            .collect();
        let told = since(&[("App", own)], &[("App", last)], &history);
        if let [Some((Some(count), earlier))] = &told[..] {
            prop_assert!(usize::try_from(*count).unwrap() <= history.len());
            prop_assert_eq!(*count == 0, own == last);
            prop_assert!(earlier.split(", ").count() <= history.len().max(1));
        }
    }
}

fn accepted_or_not(verdict: Verdict) -> crate::state::Deciding {
    let request = request();
    let vote = Vote {
        id: DecisionId::new([1; 16]),
        approver: request.approvers[0].id(),
        verdict,
        at: request.opened_at,
        reason: None,
    };
    match Pending::default().vote(vote, request.quorum, request.opened_at) {
        Ok(Voted::Decided(deciding)) => deciding,
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_the_update_that_closes_a_request_as_accepted_is_remembered() {
    let at = request().opened_at;
    let answered = |verdict| ExternalEnd::Answered(ExternalAnswer { verdict, summary: None });
    let (accepted, rejected) = (accepted_or_not(Verdict::Accept), accepted_or_not(Verdict::Reject));
    for (closed, remembered) in [
        (accepted.clone().applied(at), true),
        (Pending::default().close_externally(answered(Verdict::Accept), at), true),
        (rejected.clone().close_externally(answered(Verdict::Accept), at), true),
        (accepted.clone().close_externally(answered(Verdict::Reject), at), false),
        (rejected.applied(at), false),
        (accepted.clone().close_externally(ExternalEnd::Expired, at), false),
        (accepted.clone().close_externally(ExternalEnd::Cancelled, at), false),
        (accepted.clone().close_externally(ExternalEnd::NotShown, at), false),
        (accepted.clone().undeliverable(at), false),
        (Pending::default().time_out(DecisionId::new([0; 16]), at, at).applied(at), false),
    ] {
        let decision: Option<Decision> = closed.decision().cloned();
        let mut request = request().advanced_to(State::Closed(closed));
        request.release.execution_id = Some("execution-1".to_owned());
        request.release.change = Some(change(&[("App", 1)]));
        let event = |kind| [AuditEvent::new(at, kind)];
        let closes = event(AuditEventKind::Closed { state: request.state.name().to_owned() });
        let of = |request: &Request, events: &[AuditEvent]| {
            ApprovedRelease::closed_by(&RequestUpdate { request, events, link: None })
        };
        let expected =
            ApprovedRelease { approved_at: at, ..approved("execution-1", &[("App", 1)]) };
        let told = of(&request, &closes);
        assert_eq!(told, remembered.then_some(expected), "{decision:?} {}", request.state.name());
        assert_eq!(of(&request, &[]), None, "a later update closes nothing");
        assert_eq!(of(&request, &event(AuditEventKind::TakenOver)), None);
    }
}
