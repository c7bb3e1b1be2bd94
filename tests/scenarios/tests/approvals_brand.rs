//! Whose mails and pages they are, and what a release becomes after its approval, end to end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use serde_json::{Value, json};
use switchboard_scenarios::{ANA, Approvals};

/// An execution, as CodePipeline lists it.
fn listed(desk: &Approvals, release: &str) -> Value {
    let mut executions = desk.executions("storefront").into_iter();
    executions.find(|one| one["pipelineExecutionId"] == release).unwrap()
}

#[test]
fn mails_and_pages_name_the_organisation_of_the_deployment() {
    let desk = Approvals::start();
    let (_, links) = desk.storefront();
    let mail = desk.mail(&desk.mails(ANA)[0]);
    for part in ["text", "html"] {
        let part = mail[part].as_str().unwrap();
        assert!(part.contains("Example Shop"), "{part}");
        assert!(!part.contains("Switchboard"), "{part}");
    }
    let page = desk.open(&links.accept);
    assert!(page.body.contains("Example Shop") && !page.body.contains("Switchboard"));
    let unknown = desk.people().get("/approvals/nobody-knows-this-link");
    assert!(unknown.body.contains("Example Shop"), "{}", unknown.body);
    desk.finish();
}

#[test]
fn a_release_goes_on_after_its_approval_until_it_ends() {
    let desk = Approvals::start();
    let good = desk.asked(&json!({ "pipeline": "storefront" }));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.wait_for_status(&good, "Succeeded");

    let order = json!({ "pipeline": "storefront", "afterApproval": "waiting", "revisions": [
        { "source": "Shop", "message": "Show dates" }, { "source": "Texts", "provider": "S3" },
    ] });
    let bad = desk.asked(&order);
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    assert_eq!(listed(&desk, &bad)["status"], "InProgress");
    assert_eq!(listed(&desk, &bad)["sourceRevisions"].as_array().unwrap().len(), 2);

    let end = desk
        .people()
        .post(&format!("/local/releases/{bad}/end"), &json!({ "result": "rolledBack" }));
    assert_eq!(end.status, 200, "{}", end.body);
    assert_eq!(listed(&desk, &bad)["status"], "Failed");
    let rollback = &desk.executions("storefront")[0];
    assert_eq!(rollback["rollbackMetadata"]["rollbackTargetPipelineExecutionId"], good);
    desk.finish();
}
