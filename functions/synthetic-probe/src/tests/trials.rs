//! Trials of new versions, and the answers to hooks.

use serde_json::{Value, json};
use switchboard_vanity::callers::ContactId;

use super::assert_is_part_of;
use super::world::{CALLER, World, probe};
use crate::event::{DeploymentId, Event, Hook, HookExecutionId};
use crate::ports::{Deployment, Verdict};
use crate::{Probe, Report};

fn hook() -> Event {
    Event::Hook(Hook {
        deployment: DeploymentId::new("d-A1B2C3D4E").unwrap(),
        execution: HookExecutionId::new("eyJlbmNyeXB0ZWREYXRhIjoi").unwrap(),
    })
}

/// Answers a hook of this world, and returns the verdict that CodeDeploy got and the checks that failed.
async fn try_on(world: &World) -> (Verdict, Vec<(&'static str, String)>) {
    let (report, metrics) = world.handle(&probe(world), hook()).await;
    let Report { checks, healthy } = report.unwrap();
    assert_eq!(
        (&metrics["Trials"], &metrics["FailedTrials"]),
        (&1.0.into(), &f64::from(u8::from(!healthy)).into())
    );
    // The alarm on what is live does not read what is not live yet.
    assert!(metrics.get("Healthy").is_none(), "{metrics}");
    let verdicts = world.verdicts.lock().unwrap().clone();
    let [verdict] = verdicts.as_slice() else { panic!("{verdicts:?}") };
    assert_eq!(healthy, *verdict == Verdict::Succeeded);
    let failed = checks.into_iter().filter(|check| !check.ok);
    (*verdict, failed.map(|check| (check.name, check.detail)).collect())
}

async fn names(world: &World) -> Vec<&'static str> {
    let (verdict, failed) = try_on(world).await;
    assert_eq!(verdict, Verdict::Failed, "{failed:?}");
    failed.into_iter().map(|(name, _)| name).collect()
}

const FUNCTIONS: [&str; 6] = [
    "vanity-convert",
    "vanity-lookup",
    "approval-request",
    "approval-decision",
    "approval-sweep",
    "synthetic-probe",
];

#[tokio::test]
async fn a_good_version_of_every_function_goes_on() {
    for function in FUNCTIONS {
        let world = World::deploying(function);
        assert_eq!(try_on(&world).await, (Verdict::Succeeded, vec![]), "{function}");
        assert!(!world.asked.lock().unwrap().is_empty(), "{function} was not tried");
    }
}

#[tokio::test]
async fn a_version_that_fails_or_is_not_there_goes_no_further() {
    for function in FUNCTIONS {
        for (function_failed, status) in [(true, 200), (false, 404), (false, 429)] {
            let healthy = World::deploying(function);
            let statuses = [status, 200, 403];
            let world = World { function_failed, statuses, ..healthy };
            assert!(!names(&world).await.is_empty(), "{function}");
        }
        let world = World { broken: true, ..World::deploying(function) };
        assert!(!names(&world).await.is_empty(), "{function}");
    }
}

#[tokio::test]
async fn a_version_of_convert_has_to_answer_and_to_record() {
    for (pointer, value, check) in [
        ("/status", json!("no_number"), "call_answered"),
        ("/vanity_5", json!("1-800-356-9377"), "call_answered"),
        ("/recorded", json!("false"), "call_recorded"),
    ] {
        let mut world = World::deploying("vanity-convert");
        *world.versions.get_mut("vanity-convert").unwrap().pointer_mut(pointer).unwrap() = value;
        assert_eq!(names(&world).await, [check]);
    }
}

#[tokio::test]
async fn a_trial_call_is_the_probes_and_another_one_than_the_minutes() {
    let world = World::deploying("vanity-convert");
    let _ = try_on(&world).await;
    let asked = world.asked.lock().unwrap();
    let [call] = asked.as_slice() else { panic!("{asked:?}") };
    let call: Value = serde_json::from_str(call).unwrap();
    let contact = &call["Details"]["ContactData"];
    assert_eq!(contact["CustomerEndpoint"]["Address"], CALLER);
    let id = contact["ContactId"].as_str().unwrap();
    assert_eq!(id, "synthetic-probe-29920935-d-A1B2C3D4E");
    assert!(ContactId::new(id).unwrap().is_of_probe());
}

#[tokio::test]
async fn a_version_of_lookup_has_to_serve_what_callers_hear() {
    let mut world = World::deploying("vanity-lookup");
    world.stored["lastCalledAt"] = "2026-11-21T09:00:00Z".into();
    assert_eq!(names(&world).await, ["numbers_served"]);
    let mut world = World::deploying("vanity-lookup");
    let rank = world.stored["vanityNumbers"][0]["rank"].take();
    world.stored["vanityNumbers"][0]["rank"] = world.stored["vanityNumbers"][1]["rank"].take();
    world.stored["vanityNumbers"][1]["rank"] = rank;
    let why = "the vanity numbers that are kept are not those that the caller heard".to_owned();
    assert_eq!(try_on(&world).await.1, [("numbers_served", why)]);
    let world = World { statuses: [200, 503, 403], ..World::deploying("vanity-lookup") };
    assert_eq!(names(&world).await, ["numbers_served"]);
    for (status, content_type) in [(200, "application/problem+json"), (404, "application/json")] {
        let mut world = World::deploying("vanity-lookup");
        let reply =
            json!({"statusCode": status, "headers": {"content-type": content_type}, "body": "{}"});
        world.versions.insert("vanity-lookup", reply);
        assert_eq!(names(&world).await, ["unknown_path_refused"]);
    }
}

#[tokio::test]
async fn a_version_of_lookup_is_not_blamed_for_calls_that_are_not_answered() {
    let mut world = World::deploying("vanity-lookup");
    world.reply = json!({"status": "no_number"});
    assert_eq!(try_on(&world).await, (Verdict::Succeeded, vec![]));
}

#[tokio::test]
async fn a_version_of_decision_has_to_show_its_page_with_its_headers() {
    for (pointer, value) in [
        ("/statusCode", json!(503)),
        ("/statusCode", json!(200)),
        ("/headers/cache-control", json!("max-age=60")),
        ("/headers/content-security-policy", json!("default-src 'self'")),
        ("/body", json!("{}")),
    ] {
        let mut world = World::deploying("approval-decision");
        *world.versions.get_mut("approval-decision").unwrap().pointer_mut(pointer).unwrap() = value;
        assert_eq!(names(&world).await, ["page_served"], "{pointer}");
    }
}

#[tokio::test]
async fn a_version_of_request_has_to_report_what_is_no_notification() {
    for reply in [
        json!({"batchItemFailures": []}),
        json!({"batchItemFailures": [{"itemIdentifier": "another"}]}),
        json!({}),
        json!(null),
    ] {
        let mut world = World::deploying("approval-request");
        world.versions.insert("approval-request", reply);
        assert_eq!(names(&world).await, ["message_refused"]);
    }
}

#[tokio::test]
async fn a_version_of_sweep_has_to_find_nothing_to_do() {
    for member in ["lookedAt", "closed", "mailsSent", "unfinished"] {
        let mut world = World::deploying("approval-sweep");
        world.versions.get_mut("approval-sweep").unwrap()[member] = json!(1);
        assert_eq!(names(&world).await, ["nothing_swept"], "{member}");
    }
    let mut world = World::deploying("approval-sweep");
    world.versions.insert("approval-sweep", json!({}));
    assert_eq!(names(&world).await, ["nothing_swept"]);
}

#[tokio::test]
async fn a_version_of_the_probe_makes_its_checks() {
    let world = World { statuses: [200, 404, 200], ..World::deploying("synthetic-probe") };
    assert_eq!(names(&world).await, ["numbers_served", "stranger_refused"]);
}

#[tokio::test]
async fn a_function_that_may_not_be_tried_goes_no_further() {
    for function in ["storefront", "vanity-lookup"] {
        let world = World::deploying(function);
        let tried = "vanity-convert".parse().unwrap();
        let (report, _) = world.handle(&Probe { tried, ..probe(&world) }, hook()).await;
        let failed: Vec<_> = report.unwrap().checks.into_iter().filter(|check| !check.ok).collect();
        assert!(failed[0].detail.contains(function), "{failed:?}");
        assert_eq!(*world.verdicts.lock().unwrap(), [Verdict::Failed]);
        assert!(world.asked.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_deployment_that_cannot_be_found_goes_no_further() {
    let why = "CodeDeploy does not say what is deployed: CodeDeploy refused GetDeployment: DeploymentDoesNotExistException";
    let world = World::healthy();
    assert_eq!(try_on(&world).await, (Verdict::Failed, vec![("deployment_found", why.to_owned())]));
}

#[tokio::test]
async fn a_rollback_is_let_through_without_a_trial() {
    let world = World { deployment: Some(Deployment::Rollback), broken: true, ..World::healthy() };
    assert_eq!(try_on(&world).await, (Verdict::Succeeded, vec![]));
    assert!(world.asked.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn silence_is_answered_before_the_probe_runs_out_of_time() {
    let started = tokio::time::Instant::now();
    for function in FUNCTIONS {
        let world = World { silent: true, ..World::deploying(function) };
        assert!(!names(&world).await.is_empty(), "{function}");
    }
    let each = started.elapsed() / 6;
    assert!(each < std::time::Duration::from_secs(15), "{each:?}");
}

#[tokio::test]
async fn an_answer_that_is_lost_is_given_again_and_then_fails_the_invocation() {
    let world = World::deploying("approval-sweep");
    *world.lost_answers.lock().unwrap() = 1;
    assert_eq!(try_on(&world).await, (Verdict::Succeeded, vec![]));
    let world = World::deploying("approval-sweep");
    *world.lost_answers.lock().unwrap() = 2;
    let (report, _) = world.handle(&probe(&world), hook()).await;
    let failure = report.unwrap_err();
    assert_eq!(failure.kind(), "NotAnswered");
    assert_eq!(
        failure.to_string(),
        "the hook was not answered: there was no answer: connection reset"
    );
}

#[tokio::test]
async fn every_event_has_the_shape_of_one_that_the_function_gets() {
    for (function, sent) in [
        ("vanity-convert", include_str!("../../../../tests/payloads/connect-contact-flow.json")),
        ("vanity-lookup", include_str!("../../../../tests/payloads/http-api-v2-get.json")),
        ("approval-request", include_str!("../../../../tests/payloads/sqs-raw.json")),
        ("approval-decision", include_str!("../../../../tests/payloads/function-url-get.json")),
        (
            "approval-sweep",
            include_str!("../../../../tests/payloads/eventbridge-codepipeline-execution.json"),
        ),
    ] {
        let world = World::deploying(function);
        let _ = try_on(&world).await;
        let asked = world.asked.lock().unwrap();
        let mut event: Value = serde_json::from_str(asked.last().unwrap()).unwrap();
        if let Some(headers) = event.get_mut("headers") {
            // Which headers a request has depends on its client.
            *headers = json!({});
        }
        assert_is_part_of(&event, &serde_json::from_str(sent).unwrap());
    }
}
