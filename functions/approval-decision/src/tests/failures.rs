//! Faults and changes of the store and the pipeline while an answer is on its way.

use super::*;

#[tokio::test]
async fn a_link_revoked_while_its_answer_was_on_the_way_decides_nothing() {
    let fixture = Fixture::with(1).await;
    let token = LinkToken::parse(&fixture.links[ANA_ACCEPTS]).unwrap();
    fixture.store.at_next_save(Fault::Revoke(token.hash()));
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 410);
    assert_eq!(fixture.pipeline.puts(), []);
}

#[tokio::test]
async fn what_was_decided_in_the_console_first_is_told_as_it_is() {
    let fixture = Fixture::with(1).await;
    let release = fixture.store.find(&fixture.request).await.unwrap().unwrap().release;
    let elsewhere = ApprovalStatus::Answered {
        verdict: Verdict::Reject,
        summary: UntrustedText::line("no", 9),
        at: None,
    };
    fixture.pipeline.set(&release.token, elsewhere);
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 409);
    assert_eq!(fixture.state_name().await, "CLOSED_ELSEWHERE");
}

#[tokio::test]
async fn nobody_is_told_that_it_is_accepted_before_the_pipeline_confirms() {
    for fault in [PipelineFault::Unavailable, PipelineFault::Refused] {
        let mut fixture = Fixture::with(1).await;
        fixture.pipeline.fail_next(fault);
        let page = fixture.answer(ANA_ACCEPTS, "looked=yes").await;
        assert_eq!((page.status_code, fixture.state_name().await), (202, "DECIDING"));
        assert!(page.body.contains("Your answer is recorded"), "{}", page.body);
        assert!(!page.body.contains("was accepted"), "{}", page.body);
        // Until the lease ends, its holder delivers the decision.
        assert_eq!(fixture.get(ANA_ACCEPTS).await.status_code, 202);
        assert_eq!(fixture.answer(ANA_REJECTS, "reason=no").await.status_code, 409);
        assert_eq!(fixture.pipeline.puts(), []);
        // Afterwards, the next visit delivers it.
        fixture.now += SignedDuration::from_secs(13);
        assert_eq!(fixture.get(JONAS_ACCEPTS).await.status_code, 200);
        assert_eq!((fixture.state_name().await, fixture.pipeline.puts().len()), ("APPLIED", 1));
    }
}

#[tokio::test]
async fn an_answer_of_the_pipeline_that_was_lost_is_asked_for() {
    let fixture = Fixture::with(1).await;
    fixture.pipeline.fail_next(PipelineFault::ResponseLost);
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts().len()), ("APPLIED", 1));
}

#[tokio::test]
async fn a_store_that_fails_loses_no_answer_and_counts_none_twice() {
    // Not written at first, or written with a lost response: either way the answer counts once.
    for fault in [Fault::Fails, Fault::ResponseLost] {
        let fixture = Fixture::with(1).await;
        fixture.store.at_next_save(fault);
        assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
        assert_eq!((fixture.state_name().await, fixture.pipeline.puts().len()), ("APPLIED", 1));
        assert_eq!(fixture.state().await.votes().len(), 1);
    }

    // Down before anything was written, so the answer is certainly not recorded.
    let fixture = Fixture::with(1).await;
    fixture.store.take_down();
    let not_recorded = fixture.answer_unseen(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(not_recorded.status_code, 503);
    assert_eq!(not_recorded.headers["retry-after"], "5");
    assert_eq!(fixture.get(ANA_ACCEPTS).await.status_code, 503);

    // Down during the write, so the answer may be recorded or not.
    let fixture = Fixture::with(1).await;
    fixture.store.at_next_save(Fault::Down);
    let unconfirmed = fixture.answer(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(unconfirmed.status_code, 503);
    assert_ne!(unconfirmed.body, not_recorded.body);
}

#[tokio::test]
async fn answers_that_come_between_are_counted_too() {
    let fixture = Fixture::with(2).await;
    let other = LinkToken::parse(&fixture.links[JONAS_ACCEPTS]).unwrap();
    fixture.store.at_next_save(Fault::VoteFirst(other.hash()));
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!((fixture.state_name().await, fixture.state().await.votes().len()), ("APPLIED", 2));
}
