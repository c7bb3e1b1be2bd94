//! What every test starts from.

use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use local_stack::lambda::{Function, Invocation, Outcome};
use local_stack::{LogSink, Options, Stack, VANITY_CONVERT, VANITY_LOOKUP};
use serde_json::{Value, json};

/// The name of the function that tests invoke directly.
pub(crate) const HELLO: &str = "hello";

/// The folder that this test was built into, where the functions' executables are too.
pub(crate) fn functions_dir() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    assert!(
        folder.join("hello-function").is_file(),
        "build the function that these tests run first: cargo build -p hello-function"
    );
    folder.to_owned()
}

/// `hello-function` under another name, ordered to do this whatever its event.
pub(crate) fn ordered(name: &str, orders: &Value) -> Function {
    hello(name).variable("ORDERS", orders.to_string())
}

pub(crate) fn hello(name: &str) -> Function {
    Function::new(name).binary("hello-function")
}

/// Options with these functions, in memory, on free ports, quiet.
pub(crate) fn options(functions: impl IntoIterator<Item = Function>) -> Options {
    Options::new(functions_dir()).functions(functions).logs(LogSink::new(drop))
}

/// A stack with one function that takes its orders from its event.
pub(crate) async fn stack() -> Stack {
    Stack::start(options([hello(HELLO)])).await.unwrap()
}

/// A stack whose vanity functions are both `hello-function`, with these orders.
pub(crate) async fn vanity_stack(convert: &Value, lookup: &Value) -> Stack {
    let functions = [ordered(VANITY_CONVERT, convert), ordered(VANITY_LOOKUP, lookup)];
    Stack::start(options(functions)).await.unwrap()
}

/// Invokes the function of [`stack`].
pub(crate) async fn invoke(stack: &Stack, event: &Value) -> Invocation {
    stack.lambda().invoke(HELLO, Bytes::from(event.to_string())).await.unwrap()
}

/// What the function of [`stack`] replies.
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
    let client = Client::builder(TokioExecutor::new()).build_http::<Body>();
    let response = client.request(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(Body::new(body), usize::MAX).await.unwrap();
    Reply { status: parts.status.as_u16(), headers: parts.headers, body }
}

pub(crate) async fn get(url: &str) -> Reply {
    send(Method::GET, url, &[], Body::empty()).await
}

pub(crate) async fn post(url: &str, body: &Value) -> Reply {
    send(Method::POST, url, &[("content-type", "application/json")], body.to_string()).await
}

/// Sends a DynamoDB request, signed like one and not by anyone.
pub(crate) async fn dynamodb(aws: &str, operation: &str, body: &Value) -> Reply {
    let target = format!("DynamoDB_20120810.{operation}");
    let headers = [
        ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", target.as_str()),
        ("x-amz-date", "20261121T102345Z"),
        (
            "authorization",
            "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/dynamodb/aws4_request, \
             SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
        ),
    ];
    send(Method::POST, aws, &headers, body.to_string()).await
}

/// An item of the table, and what it takes to read it.
pub(crate) async fn get_item(aws: &str, id: &str) -> Value {
    let request = json!({ "TableName": "vanity-numbers", "Key": { "id": { "S": id } } });
    dynamodb(aws, "GetItem", &request).await.json()["Item"].clone()
}

pub(crate) async fn put_item(aws: &str, item: &Value) {
    let request = json!({ "TableName": "vanity-numbers", "Item": item });
    let reply = dynamodb(aws, "PutItem", &request).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}
