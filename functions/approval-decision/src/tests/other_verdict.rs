//! Answers with the other verdict than the link's.

use super::*;

impl Fixture {
    /// Opens the page of a link for a verdict.
    async fn get_for(&self, link: usize, verdict: Verdict) -> Response {
        let path = format!("{PATH}/{}/{}", self.links[link], verdict.name());
        self.send(request("GET", &path, "")).await
    }

    /// Submits a link's form for a verdict, with the nonce of its form for another or the same one.
    async fn answer_for(
        &self,
        link: usize,
        verdict: Verdict,
        shown: Verdict,
        fields: &str,
    ) -> Response {
        let (token, nonce) = (&self.links[link], self.nonce_for(link, shown).await);
        let body = format!("token={token}&nonce={nonce}&verdict={}&{fields}", verdict.name());
        self.send(request("POST", PATH, &body)).await
    }
}

#[tokio::test]
async fn each_link_leads_to_both_forms() {
    let fixture = Fixture::with(1).await;
    for (link, verdict) in VERDICTS.into_iter().enumerate() {
        let accept = fixture.get_for(link, Verdict::Accept).await;
        assert_eq!(accept.status_code, 200);
        assert!(accept.body.contains("name=\"verdict\" value=\"accept\""), "{link}");
        let reject = fixture.get_for(link, Verdict::Reject).await;
        assert!(reject.body.contains("name=\"verdict\" value=\"reject\""), "{link}");
        let own = fixture.get(link).await.body;
        assert_eq!(own, fixture.get_for(link, verdict).await.body);
        let path = format!("{PATH}/{}/reject", fixture.links[link]);
        let head = fixture.send(request("HEAD", &path, "")).await;
        assert_eq!((head.status_code, head.body.as_str()), (200, ""));
    }
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts()), ("PENDING", Vec::new()));
}

#[tokio::test]
async fn the_answer_is_the_one_that_was_chosen_on_the_page() {
    for (link, verdict, fields) in [
        (ANA_ACCEPTS, Verdict::Reject, "reason=the+cart+is+empty"),
        (ANA_REJECTS, Verdict::Accept, "looked=yes"),
    ] {
        let fixture = Fixture::with(1).await;
        let page = fixture.answer_for(link, verdict, verdict, fields).await;
        assert_eq!(page.status_code, 200, "{verdict:?}");
        assert_eq!(fixture.pipeline.puts()[0].0, verdict);
        let audited =
            fixture.store.events(&fixture.request).into_iter().find_map(|event| match event.kind {
                AuditEventKind::Voted { verdict, .. } => Some(verdict),
                _ => None,
            });
        assert_eq!(audited, Some(verdict));
    }
}

#[tokio::test]
async fn a_nonce_of_one_form_does_not_confirm_the_other() {
    let fixture = Fixture::with(1).await;
    for (link, shown_first) in VERDICTS.into_iter().enumerate() {
        for (verdict, fields) in
            [(Verdict::Accept, "looked=yes&comment=x"), (Verdict::Reject, "looked=yes&reason=x")]
        {
            let page = fixture.answer_for(link, verdict, verdict.opposite(), fields).await;
            assert_eq!(page.status_code, 422, "{link} {verdict:?}");
            let asked_again = format!("name=\"verdict\" value=\"{}\"", verdict.name());
            assert!(page.body.contains(&asked_again), "{link} {verdict:?}");
        }
        // Without a verdict, the form is the link's own.
        let own = match shown_first {
            Verdict::Accept => "looked=yes",
            Verdict::Reject => "reason=x",
        };
        let other = shown_first.opposite();
        let (token, nonce) = (&fixture.links[link], fixture.nonce_for(link, other).await);
        let body = format!("token={token}&nonce={nonce}&{own}");
        assert_eq!(fixture.send(request("POST", PATH, &body)).await.status_code, 422, "{link}");
    }
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts()), ("PENDING", Vec::new()));
}

#[tokio::test]
async fn the_other_verdict_needs_a_person_too() {
    let fixture = Fixture::with(1).await;
    for (link, verdict, fields) in [
        (ANA_REJECTS, Verdict::Accept, ""),
        (ANA_REJECTS, Verdict::Accept, "looked=no&comment=fine"),
        (ANA_ACCEPTS, Verdict::Reject, ""),
        (ANA_ACCEPTS, Verdict::Reject, "looked=yes&reason=+"),
    ] {
        let page = fixture.answer_for(link, verdict, verdict, fields).await;
        assert_eq!(page.status_code, 422, "{verdict:?} {fields}");
    }
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts()), ("PENDING", Vec::new()));
}

#[tokio::test]
async fn a_late_answer_is_compared_with_the_verdict_that_was_chosen() {
    let fixture = Fixture::with(1).await;
    let accepted =
        fixture.answer_for(ANA_REJECTS, Verdict::Accept, Verdict::Accept, "looked=yes").await;
    assert_eq!(accepted.status_code, 200);
    for link in 0..4 {
        for (verdict, fields, status) in
            [(Verdict::Accept, "looked=yes", 200), (Verdict::Reject, "reason=no", 409)]
        {
            let page = fixture.answer_for(link, verdict, verdict, fields).await;
            assert_eq!(page.status_code, status, "{link} {verdict:?}");
            assert_eq!(
                fixture.get_for(link, verdict).await.status_code,
                200,
                "looking is no conflict"
            );
        }
    }
    assert_eq!(fixture.pipeline.puts().len(), 1);
}

#[tokio::test]
async fn a_withdrawn_link_answers_neither() {
    let fixture = Fixture::with(1).await;
    let token = LinkToken::parse(&fixture.links[ANA_ACCEPTS]).unwrap();
    fixture.store.inner().revoke(&token.hash(), fixture.now);
    for (verdict, fields) in [(Verdict::Accept, "looked=yes"), (Verdict::Reject, "reason=no")] {
        assert_eq!(fixture.get_for(ANA_ACCEPTS, verdict).await.status_code, 410);
        let page = fixture.answer_for(ANA_ACCEPTS, verdict, verdict, fields).await;
        assert_eq!(page.status_code, 410, "{verdict:?}");
        assert!(!page.body.contains(&fixture.links[ANA_ACCEPTS]), "no form of a withdrawn link");
    }
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts()), ("PENDING", Vec::new()));
}
