//! Stacks, functions and requests that the tests share.

use std::path::PathBuf;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use switchboard_local_stack::lambda::{Function, Invocation, Outcome};
use switchboard_local_stack::{
    APPROVAL_DECISION, APPROVAL_REQUEST, APPROVAL_SWEEP, LogSink, Options, Stack, VANITY_CONVERT,
    VANITY_LOOKUP,
};
use switchboard_test_harness::{built, built_folder};

/// The name of the function that tests invoke directly.
pub(crate) const HELLO: &str = "hello";

/// The folder of the built functions.
pub(crate) fn functions_dir() -> PathBuf {
    // Says so at the start of each test if the function that most of them run is not built.
    let _ = built("hello-function");
    built_folder()
}

/// `hello-function` under another name, with this behavior for every event.
pub(crate) fn behaving(name: &str, behaviour: &Value) -> Function {
    hello(name).variable("BEHAVIOUR", behaviour.to_string())
}

pub(crate) fn hello(name: &str) -> Function {
    Function::new(name).binary("hello-function")
}

/// Options with these functions, in memory, on free ports, quiet, and without a schedule.
pub(crate) fn options(functions: impl IntoIterator<Item = Function>) -> Options {
    Options::new(functions_dir()).functions(functions).sweep_every(None).logs(LogSink::new(drop))
}

/// A stack with one function that takes its behavior from its event.
pub(crate) async fn stack() -> Stack {
    Stack::start(options([hello(HELLO)])).await.unwrap()
}

/// A stack whose vanity functions are both `hello-function`, with these behaviors.
pub(crate) async fn vanity_stack(convert: &Value, lookup: &Value) -> Stack {
    let functions = [behaving(VANITY_CONVERT, convert), behaving(VANITY_LOOKUP, lookup)];
    Stack::start(options(functions)).await.unwrap()
}

/// The approval functions, with `hello-function` in place of each.
pub(crate) fn approval_stand_ins() -> [Function; 3] {
    [APPROVAL_REQUEST, APPROVAL_DECISION, APPROVAL_SWEEP].map(hello)
}

/// `hello-function` under another name, which always fails, so that its events become dead letters.
pub(crate) fn failing(name: &str) -> Function {
    behaving(name, &json!({ "exit": 1 }))
}

/// Starts a release and returns its id.
pub(crate) async fn release(stack: &Stack, request: &Value) -> String {
    let url = format!("{}/local/releases", stack.addresses().people);
    let reply = post(&url, request).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["executionId"].as_str().unwrap().to_owned()
}

/// A release, as `/local/releases` shows it.
pub(crate) async fn release_view(stack: &Stack, id: &str) -> Value {
    get(&format!("{}/local/releases/{id}", stack.addresses().people)).await.json()
}

/// Calls CodePipeline.
pub(crate) async fn codepipeline(stack: &Stack, operation: &str, input: &Value) -> Reply {
    let target = format!("CodePipeline_20150709.{operation}");
    let headers = [("x-amz-target", target.as_str())];
    send(Method::POST, &stack.addresses().aws, &headers, input.to_string()).await
}

/// Polls until there is an answer, for at most ten seconds.
pub(crate) async fn eventually<T>(mut poll: impl AsyncFnMut() -> Option<T>) -> T {
    let mut timer = tokio::time::interval(Duration::from_millis(20));
    let answer = async {
        loop {
            timer.tick().await;
            if let Some(answer) = poll().await {
                break answer;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), answer).await.expect("it does not happen")
}

/// Waits for this many dead letters and returns them, the latest first.
pub(crate) async fn dead_letters(stack: &Stack, count: usize) -> Vec<Value> {
    let url = format!("{}/local/dead-letters", stack.addresses().people);
    eventually(async || {
        let letters = get(&url).await.json();
        let letters = letters.as_array().unwrap();
        (letters.len() >= count).then(|| letters.clone())
    })
    .await
}

/// Invokes the function of [`stack`].
pub(crate) async fn invoke(stack: &Stack, event: &Value) -> Invocation {
    stack.lambda().invoke(HELLO, Bytes::from(event.to_string())).await.unwrap()
}

/// The reply of the function of [`stack`].
pub(crate) async fn reply(stack: &Stack, event: &Value) -> Value {
    match invoke(stack, event).await.outcome {
        Outcome::Success(reply) => serde_json::from_slice(&reply).unwrap(),
        Outcome::Failure(failure) => panic!("{failure:?}"),
    }
}

/// The error document of the function of [`stack`].
pub(crate) async fn error(stack: &Stack, event: &Value) -> Value {
    let invocation = invoke(stack, event).await;
    match invocation.outcome {
        Outcome::Success(reply) => panic!("{reply:?}"),
        Outcome::Failure(failure) => {
            serde_json::from_slice(&failure.payload(&invocation.request_id)).unwrap()
        }
    }
}

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Sends a request.
pub(crate) async fn send(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Reply {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    try_send(request.body(body.into()).unwrap()).await.unwrap()
}

/// Sends a request to a server that may hang up.
pub(crate) async fn try_send(
    request: Request<Body>,
) -> Result<Reply, hyper_util::client::legacy::Error> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
    let (parts, body) = client.request(request).await?.into_parts();
    let body = axum::body::to_bytes(Body::new(body), usize::MAX).await.unwrap();
    Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
}

pub(crate) async fn get(url: &str) -> Reply {
    send(Method::GET, url, &[], Body::empty()).await
}

pub(crate) async fn post(url: &str, body: &Value) -> Reply {
    send(Method::POST, url, &[("content-type", "application/json")], body.to_string()).await
}

/// Sends a DynamoDB request with a made-up signature.
pub(crate) async fn dynamodb(aws: &str, operation: &str, body: &Value) -> Reply {
    let target = format!("DynamoDB_20120810.{operation}");
    try_send(signed("local", aws, &target, body)).await.unwrap()
}

/// A request of a JSON protocol with this access key and a made-up signature.
pub(crate) fn signed(key: &str, aws: &str, target: &str, body: &Value) -> Request<Body> {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={key}/20261121/us-east-1/x/aws4_request, \
         SignedHeaders=host;x-amz-date;x-amz-target, Signature=0"
    );
    Request::post(aws)
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", target)
        .header("x-amz-date", "20261121T102345Z")
        .header("authorization", authorization)
        .body(Body::from(body.to_string()))
        .unwrap()
}

/// Reads an item of the table of callers.
pub(crate) async fn get_item(aws: &str, id: &str) -> Value {
    let request = json!({ "TableName": "vanity-numbers", "Key": { "id": { "S": id } } });
    dynamodb(aws, "GetItem", &request).await.json()["Item"].clone()
}

pub(crate) async fn put_item(aws: &str, item: &Value) {
    let request = json!({ "TableName": "vanity-numbers", "Item": item });
    let reply = dynamodb(aws, "PutItem", &request).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}
