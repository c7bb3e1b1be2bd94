use proptest::prelude::*;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn vote(approver: u8, verdict: Verdict) -> Vote {
    Vote {
        id: DecisionId::new([approver; 16]),
        approver: ApproverId::of(&format!("p{approver}@example.com").parse().unwrap()),
        verdict,
        at: at(approver.into()),
        reason: None,
    }
}

#[test]
fn the_answer_that_completes_the_quorum_decides() {
    let quorum = Quorum { approvals: 2, rejections: 1, approvers: 3 };
    let step = Pending::default().vote(vote(1, Verdict::Accept), quorum, at(60)).unwrap();
    let Voted::Counted(pending) = step else { panic!("{step:?}") };
    let step = pending.vote(vote(2, Verdict::Accept), quorum, at(60)).unwrap();
    let Voted::Decided(deciding) = step else { panic!("{step:?}") };
    assert_eq!(deciding.decision().verdict, Verdict::Accept);
    assert_eq!(deciding.decision().id, DecisionId::new([2; 16]));
    assert_eq!(State::Closed(deciding.applied(at(9))).name(), "APPLIED");
}

#[test]
fn nobody_answers_twice() {
    let quorum = Quorum { approvals: 2, rejections: 2, approvers: 3 };
    let step = Pending::default().vote(vote(1, Verdict::Accept), quorum, at(60)).unwrap();
    let Voted::Counted(pending) = step else { panic!("{step:?}") };
    let again = pending.vote(vote(1, Verdict::Reject), quorum, at(60)).unwrap_err();
    assert_eq!(again.0.verdict, Verdict::Accept);
}

#[test]
fn a_lease_is_taken_over_only_when_it_has_run_out() {
    let deciding = Pending::default().time_out(DecisionId::new([0; 16]), at(0), at(30));
    assert_eq!(deciding.decision().verdict, Verdict::Reject);
    let held = deciding.take_over(at(29), at(90)).unwrap_err();
    let taken = held.take_over(at(30), at(90)).unwrap();
    assert_eq!(taken.lease_until(), at(90));
    assert_eq!(taken.decision().by, DecidedBy::Deadline);
}

proptest! {
    /// For all answers in every order: there is at most one decision, never an acceptance without
    /// its quorum, and never an open request that nobody is left to decide.
    #[test]
    fn answers_decide_once_and_rightly(
        approvers in 1_u8..6, approvals in 1_u8..6, rejections in 1_u8..6,
        answers in prop::collection::vec((0_u8..6, any::<bool>()), 0..12),
    ) {
        let approvals = approvals.min(approvers);
        let rejections = rejections.min(approvers);
        let quorum = Quorum { approvals, rejections, approvers };
        let mut pending = Pending::default();
        for (approver, accept) in answers {
            let verdict = if accept { Verdict::Accept } else { Verdict::Reject };
            match pending.clone().vote(vote(approver % approvers, verdict), quorum, at(60)) {
                Err(_) => {}
                Ok(Voted::Counted(next)) => pending = next,
                Ok(Voted::Decided(deciding)) => {
                    let count = |wanted| deciding.votes.iter().filter(|v| v.verdict == wanted).count();
                    let accepted = count(Verdict::Accept) >= usize::from(approvals);
                    prop_assert_eq!(deciding.decision().verdict == Verdict::Accept, accepted);
                    return Ok(());
                }
            }
        }
        prop_assert!(pending.votes.len() < usize::from(approvers));
        let accepted = pending.votes.iter().filter(|v| v.verdict == Verdict::Accept).count();
        prop_assert!(accepted < usize::from(approvals));
    }
}
