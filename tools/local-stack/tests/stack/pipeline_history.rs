//! What became of releases: several sources, ends after the approval, rollbacks, and their events.

use serde_json::{Value, json};
use switchboard_local_stack::{APPROVAL_REQUEST, APPROVAL_SWEEP, Stack};

use crate::harness::{
    Reply, codepipeline, dead_letters, failing, hello, options, post, release, release_view,
};

async fn stack() -> Stack {
    Stack::start(options([])).await.unwrap()
}

async fn act(stack: &Stack, id: &str, action: &str, body: &Value) -> Reply {
    post(&format!("{}/local/releases/{id}/{action}", stack.addresses().people), body).await
}

/// Starts a release and approves it.
async fn approved(stack: &Stack, after: &str) -> String {
    let order = json!({ "pipeline": "storefront", "afterApproval": after });
    let id = release(stack, &order).await;
    act(stack, &id, "console-decision", &json!({ "status": "Approved" })).await;
    id
}

async fn list(stack: &Stack, input: Value) -> Value {
    let mut input = input;
    input["pipelineName"] = json!("storefront");
    codepipeline(stack, "ListPipelineExecutions", &input).await.json()
}

fn summaries(page: &Value) -> &[Value] {
    page["pipelineExecutionSummaries"].as_array().unwrap()
}

#[tokio::test]
async fn executions_are_listed_the_newest_first_page_by_page() {
    let stack = stack().await;
    let mut expected = Vec::new();
    for after in ["succeeded", "failed", "stopped", "superseded", "waiting"] {
        expected.insert(0, json!(approved(&stack, after).await));
    }
    let mut input = json!({ "maxResults": 2 });
    let mut found = Vec::new();
    loop {
        let page = list(&stack, input.clone()).await;
        found.extend(summaries(&page).to_vec());
        match page.get("nextToken") {
            Some(next) => input["nextToken"] = next.clone(),
            None => break,
        }
    }
    let of = |member: &str| found.iter().map(|one| one[member].clone()).collect::<Vec<_>>();
    assert_eq!(of("pipelineExecutionId"), expected);
    assert_eq!(of("status"), ["InProgress", "Superseded", "Stopped", "Failed", "Succeeded"]);
    let newest = &found[0];
    assert!(newest["startTime"].is_f64() && newest["lastUpdateTime"].is_f64());
    assert_eq!(newest["executionType"], "STANDARD");
    assert_eq!(newest["executionMode"], "SUPERSEDED");
    assert_eq!(newest["trigger"]["triggerType"], "WebhookV2");
    assert_eq!(newest.get("rollbackMetadata"), None);
    let source = &newest["sourceRevisions"][0];
    assert_eq!(source["actionName"], "Source");
    assert!(source["revisionSummary"].as_str().unwrap().starts_with(r#"{"ProviderType":"GitHub""#));

    let filter = json!({ "filter": { "succeededInStage": { "stageName": "Production" } } });
    assert_eq!(summaries(&list(&stack, filter).await).len(), 1);
    stack.stop().await;
}

#[tokio::test]
async fn a_wrong_page_is_refused() {
    let stack = stack().await;
    for (input, code) in [
        (json!({ "pipelineName": "other" }), "PipelineNotFoundException"),
        (json!({}), "ValidationException"),
        (json!({ "pipelineName": "storefront", "maxResults": 101 }), "ValidationException"),
        (json!({ "pipelineName": "storefront", "maxResults": 0 }), "ValidationException"),
        (
            json!({ "pipelineName": "storefront", "nextToken": "bm9uZQ" }),
            "InvalidNextTokenException",
        ),
    ] {
        let reply = codepipeline(&stack, "ListPipelineExecutions", &input).await;
        assert_eq!((reply.status, &reply.json()["__type"]), (400, &json!(code)), "{input}");
    }
    let fault = json!({ "service": "codepipeline", "operation": "ListPipelineExecutions", "error": "Busy" });
    post(&format!("{}/local/faults", stack.addresses().people), &fault).await;
    let input = json!({ "pipelineName": "storefront" });
    let reply = codepipeline(&stack, "ListPipelineExecutions", &input).await;
    assert_eq!(reply.json()["__type"], "Busy");
    stack.stop().await;
}

#[tokio::test]
async fn a_release_may_have_several_sources() {
    let stack = stack().await;
    let id = release(
        &stack,
        &json!({ "pipeline": "storefront", "revisions": [
            { "source": "Shop", "message": "Show dates\n\nCloses #7", "author": "Ana Ruiz",
              "authorEmail": "ana@example.com", "repository": "example/shop", "provider": "GitLab",
              "commit": "a".repeat(40), "tag": "v1.2.0" },
            { "source": "Texts", "provider": "S3" },
            { "source": "Image", "provider": "ECR" },
            { "source": "Legacy", "provider": "CodeCommit", "message": "Old", "summary": "" },
        ] }),
    )
    .await;
    let input = json!({ "pipelineName": "storefront", "pipelineExecutionId": id });
    let execution = codepipeline(&stack, "GetPipelineExecution", &input).await.json();
    let artifacts = execution["pipelineExecution"]["artifactRevisions"].clone();
    let of = |member: &str| {
        artifacts.as_array().unwrap().iter().map(|one| one[member].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("name"), ["ShopArtifact", "TextsArtifact", "ImageArtifact", "LegacyArtifact"]);
    let message = json!({ "ProviderType": "GitLab", "CommitMessage": "Show dates\n\nCloses #7" });
    let summary: Value = serde_json::from_str(of("revisionSummary")[0].as_str().unwrap()).unwrap();
    assert_eq!(summary, message);
    assert!(
        of("revisionUrl")[0]
            .as_str()
            .unwrap()
            .ends_with(&format!("&FullRepositoryId=example/shop&Commit={}", "a".repeat(40)))
    );
    assert_eq!(of("revisionSummary")[2..], [Value::Null, Value::Null]);

    let filter = json!({ "pipelineExecutionId": id });
    let input = json!({ "pipelineName": "storefront", "filter": filter });
    let page = codepipeline(&stack, "ListActionExecutions", &input).await.json();
    let sources: Vec<_> = page["actionExecutionDetails"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|detail| detail["stageName"] == "Source")
        .map(|detail| {
            let provider = detail["input"]["actionTypeId"]["provider"].as_str().unwrap();
            (detail["actionName"].as_str().unwrap(), provider, &detail["output"]["outputVariables"])
        })
        .collect();
    let names: Vec<_> = sources.iter().map(|(name, provider, _)| (*name, *provider)).collect();
    assert_eq!(
        names,
        [
            ("Legacy", "CodeCommit"),
            ("Image", "ECR"),
            ("Texts", "S3"),
            ("Shop", "CodeStarSourceConnection")
        ]
    );
    let (_, _, shop) = sources[3];
    assert_eq!(shop["TagName"], "v1.2.0");
    assert_eq!(shop["AuthorEmail"], "ana@example.com");
    assert_eq!(shop["ProviderType"], "GitLab");

    let state = codepipeline(&stack, "GetPipelineState", &json!({ "name": "storefront" })).await;
    let actions = state.json()["stageStates"][0]["actionStates"].clone();
    assert_eq!(actions.as_array().unwrap().len(), 4);
    assert_eq!(actions[0]["currentRevision"]["revisionId"], "a".repeat(40));
    stack.stop().await;
}

#[tokio::test]
async fn a_release_waits_in_production_until_it_is_ended() {
    let stack = stack().await;
    let early = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let end = json!({ "result": "failed" });
    assert_eq!(act(&stack, &early, "end", &end).await.status, 409, "it is not approved");

    let id = approved(&stack, "waiting").await;
    let view = release_view(&stack, &id).await;
    assert_eq!(
        (&view["status"], &view["stages"][4]["status"]),
        (&json!("InProgress"), &json!("InProgress"))
    );
    let state = codepipeline(&stack, "GetPipelineState", &json!({ "name": "storefront" })).await;
    let production = state.json()["stageStates"][4].clone();
    assert_eq!(production["latestExecution"]["pipelineExecutionId"], id);
    assert_eq!(production["actionStates"][0]["latestExecution"]["status"], "InProgress");

    for bad in [json!({}), json!({ "result": "waiting" }), json!({ "result": "lost" })] {
        assert_eq!(act(&stack, &id, "end", &bad).await.status, 400, "{bad}");
    }
    let back = act(&stack, &id, "end", &json!({ "result": "rolledBack" })).await;
    assert_eq!(back.status, 409, "there is nothing to bring back");
    let ended = act(&stack, &id, "end", &end).await;
    assert_eq!((ended.status, &ended.json()["status"]), (200, &json!("Failed")));
    assert_eq!(act(&stack, &id, "end", &end).await.status, 409);
    stack.stop().await;
}

#[tokio::test]
async fn a_rollback_is_an_execution_of_its_own() {
    let stack = stack().await;
    let good = approved(&stack, "succeeded").await;
    let bad = approved(&stack, "waiting").await;
    act(&stack, &bad, "end", &json!({ "result": "rolledBack" })).await;
    let page = list(&stack, json!({})).await;
    let [rollback, failed, succeeded] = summaries(&page) else { panic!("{page}") };
    assert_eq!(failed["status"], "Failed");
    assert_eq!(rollback["status"], "Succeeded");
    assert_eq!(rollback["executionType"], "ROLLBACK");
    assert_eq!(rollback["rollbackMetadata"]["rollbackTargetPipelineExecutionId"], good);
    assert_eq!(rollback["trigger"]["triggerType"], "AutomatedRollback");
    assert!(rollback["trigger"]["triggerDetail"].as_str().unwrap().contains(&bad));
    assert_eq!(rollback["sourceRevisions"], succeeded["sourceRevisions"]);
    let id = rollback["pipelineExecutionId"].as_str().unwrap();
    let view = release_view(&stack, id).await;
    assert_eq!((&view["rollsBackTo"], &view["approval"]), (&json!(good), &Value::Null));
    let state = codepipeline(&stack, "GetPipelineState", &json!({ "name": "storefront" })).await;
    let production = state.json()["stageStates"][4]["latestExecution"].clone();
    assert_eq!(
        (&production["pipelineExecutionId"], &production["type"]),
        (&json!(id), &json!("ROLLBACK"))
    );
    stack.stop().await;
}

#[tokio::test]
async fn the_end_of_an_execution_is_an_event_for_the_sweep() {
    let stack =
        Stack::start(options([failing(APPROVAL_SWEEP), hello(APPROVAL_REQUEST)])).await.unwrap();
    let good = approved(&stack, "succeeded").await;
    let bad = approved(&stack, "rolledBack").await;
    let superseded = approved(&stack, "superseded").await;
    // Three approvals, three executions, and the rollback.
    let letters = dead_letters(&stack, 7).await;
    let of = |id: &str| {
        let events = letters.iter().map(|letter| &letter["event"]);
        let kind = "CodePipeline Pipeline Execution State Change";
        let mut events = events.filter(|event| event["detail-type"] == kind);
        events.find(|event| event["detail"]["execution-id"] == id).unwrap()["detail"].clone()
    };
    let page = list(&stack, json!({})).await;
    let rollback = summaries(&page)
        .iter()
        .find(|one| one["executionType"] == "ROLLBACK")
        .and_then(|one| one["pipelineExecutionId"].as_str())
        .unwrap();
    let states = [&good, &bad, &superseded, rollback].map(|id| of(id)["state"].clone());
    assert_eq!(
        states,
        ["SUCCEEDED", "FAILED", "SUPERSEDED", "SUCCEEDED"].map(|state| json!(state))
    );
    assert_eq!(of(&bad)["pipeline"], "storefront");
    stack.stop().await;
}
