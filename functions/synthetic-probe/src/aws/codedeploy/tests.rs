//! The adapter against a local HTTP server that answers as CodeDeploy does.

use super::*;
use crate::aws::signed_http::tests::{client, serve};
use crate::event::HookExecutionId;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A response with this status line and body.
fn response(status: &str, body: &Value) -> String {
    let body = body.to_string();
    let head = "content-type: application/x-amz-json-1.1\r\ncontent-length: ";
    format!("HTTP/1.1 {status}\r\n{head}{}\r\n\r\n{body}", body.len())
}

/// The deployment of a version, as `GetDeployment` answers it: without the content of the revision.
fn deployment(revision: &Value, creator: &str) -> Value {
    json!({"deploymentInfo": {
        "applicationName": "vanity-convert",
        "deploymentGroupName": "live",
        "deploymentConfigName": "CodeDeployDefault.LambdaCanary10Percent5Minutes",
        "deploymentId": "d-A1B2C3D4E",
        "revision": revision,
        "status": "InProgress",
        "createTime": 1.764_583_200_123E9,
        "deploymentOverview": {"Pending": 1, "InProgress": 0, "Succeeded": 0, "Failed": 0, "Skipped": 0, "Ready": 0},
        "description": "vanity-convert 6 to 7",
        "creator": creator,
        "ignoreApplicationStopFailures": false,
        "autoRollbackConfiguration": {"enabled": true, "events": ["DEPLOYMENT_FAILURE"]},
        "updateOutdatedInstancesOnly": false,
        "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
        "instanceTerminationWaitTimeStarted": false,
        "fileExistsBehavior": "DISALLOW",
        "deploymentStatusMessages": [],
        "computePlatform": "Lambda",
    }})
}

fn digest(member: &str, kind: &str) -> Value {
    json!({"revisionType": kind, member: {"sha256": "2c26b46b68ffc68f"}})
}

/// The text that shift.sh sends.
fn app_spec(target: &str) -> String {
    format!(
        r#"{{"version":0.0,"Resources":[{{"vanity-convert":{{"Type":"AWS::Lambda::Function","Properties":{{"Name":"vanity-convert","Alias":"live","CurrentVersion":"6","TargetVersion":"{target}"}}}}}}],"Hooks":[{{"BeforeAllowTraffic":"synthetic-probe"}}]}}"#
    )
}

fn revision(member: &str, kind: &str, content: &str) -> Value {
    json!({"applicationName": "vanity-convert", "revision": {
        "revisionType": kind, member: {"content": content, "sha256": "2c26b46b68ffc68f"},
    }, "revisionInfo": {"firstUsedTime": 1.764E9, "deploymentGroups": ["live"]}})
}

async fn find(responses: Vec<String>) -> (Result<Deployment, DeploymentError>, Vec<String>) {
    let (url, requests) = serve(responses).await;
    let id = DeploymentId::new("d-A1B2C3D4E").unwrap();
    let found = CodeDeploy::new(client(Some(&url))).find(&id, NOW).await;
    (found, requests.await.unwrap())
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

fn version() -> Deployment {
    Deployment::Release(QualifiedFunction::version("vanity-convert", "7").unwrap())
}

#[tokio::test]
async fn the_version_is_in_the_revision_that_the_deployment_names() {
    for (member, kind) in [("appSpecContent", "AppSpecContent"), ("string", "String")] {
        let (found, requests) = find(vec![
            response("200 OK", &deployment(&digest(member, kind), "user")),
            response("200 OK", &revision(member, kind, &app_spec("7"))),
        ])
        .await;
        assert_eq!(found.unwrap(), version());
        for (request, operation) in requests.iter().zip(["GetDeployment", "GetApplicationRevision"])
        {
            assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
            let target = format!("x-amz-target: CodeDeploy_20141006.{operation}\r\n");
            assert!(request.contains(&target), "{request}");
            assert!(request.contains("content-type: application/x-amz-json-1.1\r\n"), "{request}");
            assert!(request.contains("/eu-central-1/codedeploy/aws4_request"), "{request}");
            let signed =
                "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
            assert!(request.contains(signed), "{request}");
        }
        assert_eq!(body(&requests[0]), json!({"deploymentId": "d-A1B2C3D4E"}));
        let expected =
            json!({"applicationName": "vanity-convert", "revision": digest(member, kind)});
        assert_eq!(body(&requests[1]), expected);
    }
}

#[tokio::test]
async fn a_revision_that_is_there_is_not_asked_for() {
    let given = revision("appSpecContent", "AppSpecContent", &app_spec("7"))["revision"].clone();
    let (found, requests) = find(vec![response("200 OK", &deployment(&given, "user"))]).await;
    assert_eq!((found.unwrap(), requests.len()), (version(), 1));
}

#[tokio::test]
async fn a_rollback_is_told_from_a_release() {
    let rollback = deployment(&digest("string", "String"), "codeDeployRollback");
    let (found, _) = find(vec![response("200 OK", &rollback)]).await;
    assert_eq!(found.unwrap(), Deployment::Rollback);
}

#[tokio::test]
async fn what_is_not_one_version_of_one_function_is_refused() {
    let two = app_spec("7").replace(
        "],\"Hooks\"",
        ",{\"b\":{\"Properties\":{\"Name\":\"b\",\"TargetVersion\":\"1\"}}}],\"Hooks\"",
    );
    for content in [
        app_spec("$LATEST"),
        app_spec("7?a"),
        app_spec("7").replace("\"Name\":\"vanity-convert\"", "\"Name\":\"a/b\""),
        two,
        "version: 0.0".to_owned(),
        r#"{"version":0.0,"Resources":[]}"#.to_owned(),
        String::new(),
    ] {
        let (found, _) = find(vec![
            response("200 OK", &deployment(&digest("string", "String"), "user")),
            response("200 OK", &revision("string", "String", &content)),
        ])
        .await;
        assert!(matches!(found, Err(DeploymentError::Unreadable)), "{content}: {found:?}");
    }
    let (found, _) = find(vec![response("200 OK", &json!({}))]).await;
    assert!(matches!(found, Err(DeploymentError::Unreadable)), "{found:?}");
}

#[tokio::test]
async fn a_refusal_is_named() {
    for name in [
        "DeploymentDoesNotExistException",
        "com.amazonaws.codedeploy#DeploymentDoesNotExistException",
    ] {
        let refusal =
            json!({"__type": name, "message": "The deployment d-A1B2C3D4E could not be found"});
        let (found, _) = find(vec![response("400 Bad Request", &refusal)]).await;
        let message = found.unwrap_err().to_string();
        assert_eq!(message, "CodeDeploy refused GetDeployment: DeploymentDoesNotExistException");
    }
    let (found, _) = find(vec![response("503 Service Unavailable", &json!("<html>"))]).await;
    assert_eq!(found.unwrap_err().to_string(), "CodeDeploy refused GetDeployment: unknown");
}

async fn answer(verdict: Verdict, response: String) -> (Result<(), DeploymentError>, Value) {
    let (url, requests) = serve(vec![response]).await;
    let hook = Hook {
        deployment: DeploymentId::new("d-A1B2C3D4E").unwrap(),
        execution: HookExecutionId::new("eyJlbmNyeXB0ZWREYXRhIjoi").unwrap(),
    };
    let answered = CodeDeploy::new(client(Some(&url))).answer(&hook, verdict, NOW).await;
    let requests = requests.await.unwrap();
    let target = "x-amz-target: CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus\r\n";
    assert!(requests[0].contains(target), "{requests:?}");
    (answered, body(&requests[0]))
}

#[tokio::test]
async fn a_hook_is_answered() {
    for (verdict, status) in [(Verdict::Succeeded, "Succeeded"), (Verdict::Failed, "Failed")] {
        let output = json!({"lifecycleEventHookExecutionId": "eyJlbmNyeXB0ZWREYXRhIjoi"});
        let (answered, sent) = answer(verdict, response("200 OK", &output)).await;
        answered.unwrap();
        let expected = json!({
            "deploymentId": "d-A1B2C3D4E",
            "lifecycleEventHookExecutionId": "eyJlbmNyeXB0ZWREYXRhIjoi",
            "status": status,
        });
        assert_eq!(sent, expected);
    }
}

#[tokio::test]
async fn a_hook_that_was_answered_before_stays_answered() {
    let refusal = |name: &str| json!({"__type": name, "message": "no"});
    let before = response("400 Bad Request", &refusal(ALREADY_ANSWERED));
    assert!(answer(Verdict::Succeeded, before).await.0.is_ok());
    let unknown = refusal("InvalidLifecycleEventHookExecutionIdException");
    let unknown = response("400 Bad Request", &unknown);
    assert!(answer(Verdict::Succeeded, unknown).await.0.is_err());
}
