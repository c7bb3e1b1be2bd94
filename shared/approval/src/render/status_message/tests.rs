use super::*;
use crate::approver::Approver;
use crate::request::tests::request;
use crate::state::{DecisionId, Quorum, Voted};

/// For every quorum: the number of further answers that is shown decides, and one less does not.
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
            let shown = more_needed(&open, verdict);
            let mut came = 0;
            for approver in &approvers {
                let State::Pending(pending) = open.state.clone() else { panic!("it is open") };
                assert_eq!(more_needed(&open, verdict), shown - came, "{quorum:?} {verdict:?}");
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
            assert_eq!(came, shown, "{quorum:?} {verdict:?}");
        }
    }
}
