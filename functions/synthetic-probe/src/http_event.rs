//! HTTP requests and replies of functions, payload format 2.0: of an HTTP API and of a function URL.
//!
//! The shapes are in the API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP
//! APIs", and in the Lambda developer guide, "Request and response payloads".

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::ports::Answer;
use crate::problem::Problem;

/// How the probe names itself to a function that it invokes with a request.
const AGENT: &str = "synthetic-probe";
/// An address of no computer (RFC 5737).
const SOURCE_IP: &str = "192.0.2.1";
/// A domain of nobody (RFC 2606).
const HOST: &str = "synthetic-probe.invalid";

/// Returns the event of a GET request for this path.
pub(crate) fn get(path: &str, route: &str, now: Timestamp) -> Value {
    json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"accept": "*/*", "host": HOST, "user-agent": AGENT},
        "requestContext": {
            "accountId": "anonymous",
            "apiId": AGENT,
            "domainName": HOST,
            "domainPrefix": AGENT,
            "http": {
                "method": "GET",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": SOURCE_IP,
                "userAgent": AGENT,
            },
            "requestId": AGENT,
            "routeKey": route,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        },
        "isBase64Encoded": false,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
}

/// Reads a function's reply to such an event.
pub(crate) fn reply(payload: &[u8]) -> Result<Answer, Problem> {
    let reply: Reply = serde_json::from_slice(payload).map_err(|_| Problem::Unreadable)?;
    let headers = reply.headers.into_iter();
    Ok(Answer {
        status: reply.status_code,
        headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value)).collect(),
        body: reply.body.unwrap_or_default().into_bytes(),
    })
}
