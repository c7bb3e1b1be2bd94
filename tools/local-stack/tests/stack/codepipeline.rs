//! CodePipeline, as an SDK sees it.

use serde_json::{Value, json};
use switchboard_local_stack::Stack;

use crate::harness::{Reply, codepipeline, options, post, release, release_view};

async fn stack() -> Stack {
    Stack::start(options([])).await.unwrap()
}

/// The approval action of `GetPipelineState`.
async fn approval_state(stack: &Stack) -> Value {
    let state = codepipeline(stack, "GetPipelineState", &json!({ "name": "storefront" })).await;
    state.json()["stageStates"][3]["actionStates"][0]["latestExecution"].clone()
}

async fn token(stack: &Stack, id: &str) -> String {
    release_view(stack, id).await["approval"]["token"].as_str().unwrap().to_owned()
}

fn result(token: &str, status: &str) -> Value {
    json!({
        "pipelineName": "storefront",
        "stageName": "Approval",
        "actionName": "Approve",
        "result": { "summary": "because ref 1234", "status": status },
        "token": token,
    })
}

async fn put(stack: &Stack, input: &Value) -> Reply {
    codepipeline(stack, "PutApprovalResult", input).await
}

fn assert_error(reply: &Reply, code: &str) {
    assert_eq!((reply.status, &reply.json()["__type"]), (400, &json!(code)), "{reply:?}");
    assert_eq!(reply.header("content-type"), "application/x-amz-json-1.1");
}

#[tokio::test]
async fn an_open_approval_is_found_by_its_token() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront", "commitMessage": "Fix it" })).await;
    let open = approval_state(&stack).await;
    assert_eq!(open["status"], "InProgress");
    assert_eq!(open["token"], token(&stack, &id).await.as_str());

    let state = codepipeline(&stack, "GetPipelineState", &json!({ "name": "storefront" })).await;
    let state = state.json();
    assert_eq!(state["stageStates"][3]["latestExecution"]["pipelineExecutionId"], id.as_str());
    let source = &state["stageStates"][0]["actionStates"][0];
    let revision = source["currentRevision"]["revisionId"].as_str().unwrap();
    assert_eq!(revision.len(), 40);
    assert!(source["currentRevision"]["created"].is_f64());

    let input = json!({ "pipelineName": "storefront", "pipelineExecutionId": id });
    let execution = codepipeline(&stack, "GetPipelineExecution", &input).await.json();
    let execution = &execution["pipelineExecution"];
    assert_eq!(
        (&execution["status"], &execution["executionMode"]),
        (&json!("InProgress"), &json!("SUPERSEDED"))
    );
    let artifact = &execution["artifactRevisions"][0];
    assert_eq!(artifact["revisionId"], revision);
    assert_eq!(
        artifact["revisionSummary"],
        r#"{"ProviderType":"GitHub","CommitMessage":"Fix it"}"#
    );
    stack.stop().await;
}

#[tokio::test]
async fn an_approval_lets_the_pipeline_continue() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let answer = put(&stack, &result(&token(&stack, &id).await, "Approved")).await;
    assert_eq!(answer.status, 200);
    assert!(answer.json()["approvedAt"].as_f64().unwrap() > 1.7e9, "seconds, not milliseconds");

    let closed = approval_state(&stack).await;
    assert_eq!(
        (&closed["status"], &closed["summary"]),
        (&json!("Succeeded"), &json!("because ref 1234"))
    );
    assert_eq!(closed.get("token"), None);
    assert_eq!(closed["lastUpdatedBy"], "arn:aws:iam::123456789012:user/somebody");
    let view = release_view(&stack, &id).await;
    assert_eq!(view["status"], "Succeeded");
    assert_eq!(view["stages"][4], json!({ "name": "Production", "status": "Succeeded" }));
    assert_eq!(
        (&view["approval"]["putCalls"], &view["approval"]["putsThatTookEffect"]),
        (&json!(1), &json!(1))
    );
    stack.stop().await;
}

#[tokio::test]
async fn an_answer_is_accepted_once() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let token = token(&stack, &id).await;
    assert_eq!(put(&stack, &result(&token, "Rejected")).await.status, 200);
    for status in ["Rejected", "Approved"] {
        let again = put(&stack, &result(&token, status)).await;
        assert_error(&again, "ApprovalAlreadyCompletedException");
    }
    let view = release_view(&stack, &id).await;
    assert_eq!((&view["status"], &view["stages"][4]["status"]), (&json!("Failed"), &Value::Null));
    assert_eq!(
        (&view["approval"]["putCalls"], &view["approval"]["putsThatTookEffect"]),
        (&json!(3), &json!(1))
    );
    stack.stop().await;
}

#[tokio::test]
async fn two_answers_at_once_are_one() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let token = token(&stack, &id).await;
    let (approved, rejected) = (result(&token, "Approved"), result(&token, "Rejected"));
    let (one, two) = tokio::join!(put(&stack, &approved), put(&stack, &rejected));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    assert_eq!(release_view(&stack, &id).await["approval"]["putsThatTookEffect"], 1);
    stack.stop().await;
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_by_name() {
    let stack = stack().await;
    let people = &stack.addresses().people;
    let id = release(&stack, &json!({ "pipeline": "storefront", "timeoutMinutes": 5 })).await;
    let good = result(&token(&stack, &id).await, "Approved");
    let changed = |path: &str, value: Value| {
        let mut input = good.clone();
        *input.pointer_mut(path).unwrap() = value;
        input
    };
    let nobody = "00000000-0000-4000-8000-000000000000";
    for (path, value, code) in [
        ("/pipelineName", json!("other"), "PipelineNotFoundException"),
        ("/pipelineName", json!("billing"), "InvalidApprovalTokenException"),
        ("/stageName", json!("Other"), "StageNotFoundException"),
        ("/actionName", json!("Other"), "ActionNotFoundException"),
        ("/token", json!(nobody), "InvalidApprovalTokenException"),
        ("/token", json!("1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN"), "ValidationException"),
        ("/result/summary", json!("x".repeat(513)), "ValidationException"),
        ("/result/status", json!("approved"), "ValidationException"),
        ("/pipelineName", json!("a b"), "ValidationException"),
    ] {
        assert_error(&put(&stack, &changed(path, value)).await, code);
    }
    let text = codepipeline(&stack, "PutApprovalResult", &json!("text")).await;
    assert_error(&text, "ValidationException");
    assert_error(
        &codepipeline(&stack, "DeletePipeline", &json!({})).await,
        "UnknownOperationException",
    );

    let stopped = release(&stack, &json!({ "pipeline": "storefront" })).await;
    post(&format!("{people}/local/releases/{stopped}/stop"), &json!({})).await;
    let abandoned = put(&stack, &result(&token(&stack, &stopped).await, "Approved")).await;
    assert_error(&abandoned, "InvalidApprovalTokenException");

    post(&format!("{people}/local/clock"), &json!({ "advanceSeconds": 301 })).await;
    assert_error(&put(&stack, &good).await, "InvalidApprovalTokenException");
    assert_eq!(release_view(&stack, &id).await["approval"]["putsThatTookEffect"], 0);
    stack.stop().await;
}

#[tokio::test]
async fn action_executions_are_listed_page_by_page() {
    let stack = stack().await;
    let first = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let second =
        release(&stack, &json!({ "pipeline": "storefront", "author": "Ana <ana@example.com>" }))
            .await;
    let list = async |input: Value| codepipeline(&stack, "ListActionExecutions", &input).await;

    let mut input = json!({ "pipelineName": "storefront", "maxResults": 3 });
    let mut names = Vec::new();
    loop {
        let page = list(input.clone()).await.json();
        let details = page["actionExecutionDetails"].as_array().unwrap().clone();
        assert!(details.len() <= 3);
        names.extend(details.iter().map(|detail| {
            (
                detail["pipelineExecutionId"].clone(),
                detail["stageName"].as_str().unwrap().to_owned(),
            )
        }));
        match page.get("nextToken") {
            Some(next) => input["nextToken"] = next.clone(),
            None => break,
        }
    }
    let stages = ["Approval", "Staging", "Build", "Source"];
    let expected: Vec<_> = [&second, &first]
        .iter()
        .flat_map(|id| stages.map(|stage| (json!(id), stage.to_owned())))
        .collect();
    assert_eq!(names, expected, "the latest first");

    let filter = json!({ "pipelineExecutionId": second });
    let page = list(json!({ "pipelineName": "storefront", "filter": filter })).await.json();
    let details = page["actionExecutionDetails"].as_array().unwrap();
    assert_eq!(details.len(), 4);
    let approval = &details[0]["output"]["executionResult"];
    assert_eq!(approval["externalExecutionId"], token(&stack, &second).await.as_str());
    assert_eq!(approval.get("externalExecutionSummary"), None);
    let variables = &details[3]["output"]["outputVariables"];
    assert_eq!(
        (&variables["AuthorDisplayName"], &variables["AuthorEmail"]),
        (&json!("Ana"), &json!("ana@example.com"))
    );
    assert_eq!(variables["FullRepositoryName"], "example/storefront");

    put(&stack, &result(&token(&stack, &second).await, "Approved")).await;
    let filter = json!({ "latestInPipelineExecution": { "pipelineExecutionId": second, "startTimeRange": "Latest" } });
    let page = list(json!({ "pipelineName": "storefront", "filter": filter })).await.json();
    let approval = &page["actionExecutionDetails"][1];
    assert_eq!(
        approval["output"]["executionResult"]["externalExecutionSummary"],
        "because ref 1234"
    );
    assert_eq!(
        (&approval["status"], &approval["stageName"]),
        (&json!("Succeeded"), &json!("Approval"))
    );

    let bad = list(json!({ "pipelineName": "storefront", "nextToken": "bm9uZQ" })).await;
    assert_error(&bad, "InvalidNextTokenException");
    let bad = list(json!({ "pipelineName": "storefront", "maxResults": 101 })).await;
    assert_error(&bad, "ValidationException");
    let filter = json!({ "pipelineExecutionId": "00000000-0000-4000-8000-000000000000" });
    let bad = list(json!({ "pipelineName": "storefront", "filter": filter })).await;
    assert_error(&bad, "PipelineExecutionNotFoundException");
    stack.stop().await;
}

#[tokio::test]
async fn parallel_executions_show_their_tokens_in_the_list_only() {
    let stack = stack().await;
    let order = json!({ "pipeline": "storefront", "executionMode": "PARALLEL" });
    let (one, two) = (release(&stack, &order).await, release(&stack, &order).await);
    assert_eq!(approval_state(&stack).await.get("token"), None);
    let input = json!({ "pipelineName": "storefront" });
    let page = codepipeline(&stack, "ListActionExecutions", &input).await.text();
    for id in [&one, &two] {
        assert!(page.contains(&token(&stack, id).await));
    }
    for id in [&one, &two] {
        assert_eq!(put(&stack, &result(&token(&stack, id).await, "Approved")).await.status, 200);
    }
    stack.stop().await;
}
