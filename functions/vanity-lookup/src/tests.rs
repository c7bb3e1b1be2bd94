//! Requests as API Gateway sends them, answered from memory.

use aws_lambda_events::encodings::Body;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::{Value, json};
use switchboard_vanity::callers::memory::MemoryCallers;
use switchboard_vanity::callers::{
    Call, CallLog as _, Caller, CallerNumber, CallerSummary, ContactId,
};

use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// An event as an HTTP API sends it, payload format 2.0.
fn event(method: &str, path: &str, query: &str) -> Value {
    let event = include_str!("../../../tests/payloads/http-api-v2-get.json");
    let mut event: Value = serde_json::from_str(event).unwrap();
    event["rawPath"] = path.into();
    event["rawQueryString"] = query.into();
    event["requestContext"]["http"]["method"] = method.into();
    event["requestContext"]["http"]["path"] = path.into();
    event
}

async fn answer(numbers: &impl VanityNumbers, event: Value) -> ApiGatewayV2httpResponse {
    let mut invocation = Invocation {
        event: serde_json::from_value(event).unwrap(),
        request_id: "request-1".to_owned(),
        deadline: NOW,
        metrics: &mut switchboard_lambda::Metrics::default(),
    };
    handle(numbers, NOW, &mut invocation).await
}

async fn get(numbers: &impl VanityNumbers, path: &str, query: &str) -> (i64, Value) {
    let response = answer(numbers, event("GET", path, query)).await;
    (response.status_code, body(&response))
}

fn body(response: &ApiGatewayV2httpResponse) -> Value {
    match &response.body {
        Some(Body::Text(body)) => serde_json::from_str(body).unwrap(),
        _ => Value::Null,
    }
}

async fn callers(numbers: &[&str]) -> MemoryCallers {
    let callers = MemoryCallers::new(SignedDuration::from_hours(24));
    for (second, e164) in (0..).zip(numbers) {
        let caller = CallerNumber::from_endpoint(e164).unwrap();
        let best_five = switchboard_vanity::best_five(caller.number()).unwrap();
        let contact_id = ContactId::new(format!("c-{second}")).unwrap();
        let at = NOW + SignedDuration::from_secs(second);
        callers.record(&Call { contact_id, caller, at, best_five }).await.unwrap();
    }
    callers
}

#[tokio::test]
async fn a_number_is_found_however_it_is_written() {
    let callers = callers(&["+18003569377", "+41800934454", "+4512345678"]).await;
    for (path, e164) in [
        ("/vanity-numbers/%2B18003569377", "+18003569377"),
        ("/vanity-numbers/+18003569377", "+18003569377"),
        ("/vanity-numbers/8003569377", "+18003569377"),
        ("/vanity-numbers/1-800-FLOWERS", "+18003569377"),
        ("/vanity-numbers/tel:+41800934454", "+41800934454"),
        ("/vanity-numbers/tel:%2B41800934454", "+41800934454"),
        ("/vanity-numbers/+41+800+934454", "+41800934454"),
        ("/vanity-numbers/+41%20(0)800%20934454", "+41800934454"),
        ("/vanity-numbers/1+800+356+9377", "+18003569377"),
        ("/vanity-numbers/(800)%20356-9377", "+18003569377"),
        ("/vanity-numbers/ 41800934454", "+41800934454"),
        ("/vanity-numbers/ 4512345678", "+4512345678"),
        ("/vanity-numbers/%204512345678", "+4512345678"),
        ("/vanity-numbers/%2B41%20800%20934454", "+41800934454"),
    ] {
        let (status, body) = get(&callers, path, "").await;
        assert_eq!((status, &body["phoneNumber"]), (200, &e164.into()), "{path} {body}");
    }
}

#[tokio::test]
async fn the_five_come_ascending_or_by_rank() {
    let callers = callers(&["+18002668228"]).await;
    let (_, ascending) = get(&callers, "/vanity-numbers/18002668228", "").await;
    let (_, best) = get(&callers, "/vanity-numbers/18002668228", "order=best").await;
    let texts = |body: &Value| -> Vec<String> {
        let five = body["vanityNumbers"].as_array().unwrap();
        five.iter().map(|vanity| vanity["vanityNumber"].as_str().unwrap().to_owned()).collect()
    };
    assert!(texts(&ascending).is_sorted(), "{ascending}");
    let ranks: Vec<_> =
        best["vanityNumbers"].as_array().unwrap().iter().map(|v| v["rank"].as_u64()).collect();
    assert_eq!(ranks, (1..=5).map(Some).collect::<Vec<_>>());
    let contacts =
        best["vanityNumbers"].as_array().unwrap().iter().find(|v| v["surplusLetters"] == 1);
    assert_eq!(
        contacts.unwrap(),
        &json!({"vanityNumber": "1-800-CONTACTS", "rank": contacts.unwrap()["rank"], "words": ["CONTACTS"],
                "kind": "words", "surplusLetters": 1, "spoken": "1, 8 0 0, contacts"})
    );
    assert_eq!(best["callCount"], 1);
    assert_eq!(best["firstCalledAt"], "1970-01-01T00:00:00.000Z");
    assert_eq!(best["lastCalledAt"], "1970-01-01T00:00:00.000Z");
}

#[tokio::test]
async fn the_list_is_masked_and_newest_first() {
    let callers = callers(&["+18003569377", "+18004685865", "+18002655328"]).await;
    let (status, body) = get(&callers, "/vanity-numbers", "limit=2").await;
    assert_eq!(status, 200);
    let numbers: Vec<_> =
        body["callers"].as_array().unwrap().iter().map(|c| &c["phoneNumber"]).collect();
    assert_eq!(numbers, ["+1********28", "+1********65"]);
    assert!(!body.to_string().contains("vanityNumber"), "a vanity number gives its number away");
    let (_, all) = get(&callers, "/vanity-numbers/", "").await;
    assert_eq!(all["callers"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_is_refused_says_what_to_do() {
    let callers = callers(&["+18003569377"]).await;
    for (path, query, status) in [
        ("/vanity-numbers/+12125550123", "", 404),
        ("/vanity-numbers/hello", "", 400),
        ("/vanity-numbers/%FF%FE", "", 400),
        ("/vanity-numbers/1", "", 400),
        ("/vanity-numbers/18003569377", "order=worst", 400),
        ("/vanity-numbers/18003569377", "order=best&order=ascending", 400),
        ("/vanity-numbers", "limit=0", 400),
        ("/vanity-numbers", "limit=101", 400),
        ("/vanity-numbers", "limit=five", 400),
        ("/vanity-numbers", "limit=1&limit=2", 400),
        ("/vanity-numbers", "cursor=x", 400),
        ("/vanity-numbers", "limit=5&foo=1", 400),
        ("/vanity-numbers", "Limit=5", 400),
        ("/vanity-numbers", "order=best", 400),
        ("/vanity-numbers", "=5", 400),
        ("/vanity-numbers", "5", 400),
        ("/vanity-numbers/18003569377", "limit=5", 400),
        ("/vanity-numbers/18003569377", "order=best&foo=1", 400),
        ("/vanity-numbers/1/2", "", 404),
        ("/vanity-numbersx", "", 404),
        ("/", "", 404),
        ("", "", 404),
    ] {
        let (got, problem) = get(&callers, path, query).await;
        assert_eq!(got, status, "{path}?{query} {problem}");
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().unwrap().len() > 20, "{problem}");
    }
}

#[tokio::test]
async fn an_unknown_parameter_is_named_with_the_one_that_exists() {
    let callers = callers(&["+18003569377"]).await;
    let long = "é".repeat(500);
    let cut = format!(
        "there is no query parameter `{}…` here; `limit` is the only one",
        "%C3%A9".repeat(6)
    );
    for (path, query, detail) in [
        (
            "/vanity-numbers",
            "cursor=x",
            "there is no query parameter `cursor` here; `limit` is the only one",
        ),
        (
            "/vanity-numbers/1-800-FLOWERS",
            "limit=5",
            "there is no query parameter `limit` here; `order` is the only one",
        ),
        (
            "/vanity-numbers",
            "a[]=`%0a<b>",
            "there is no query parameter `a%5B%5D` here; `limit` is the only one",
        ),
        (
            "/vanity-numbers",
            "`%0a\"=1",
            "there is no query parameter `%60%0A%22` here; `limit` is the only one",
        ),
        (
            "/vanity-numbers",
            "=x",
            "a query parameter has no name; `limit` is the only parameter here",
        ),
        ("/vanity-numbers", &long, &cut),
    ] {
        let (status, problem) = get(&callers, path, query).await;
        assert_eq!((status, &problem["detail"]), (400, &detail.into()), "{path}?{query}");
    }
    let (_, problem) = get(&callers, "/vanity-numbers", &"a".repeat(5000)).await;
    let quoted = format!("`{}…`", "a".repeat(40));
    assert!(problem["detail"].as_str().unwrap().contains(&quoted), "{problem}");
}

/// With a signature in the query, API Gateway passes on its parameters too.
#[tokio::test]
async fn a_signature_in_the_query_is_not_a_parameter() {
    let callers = callers(&["+18003569377"]).await;
    let signature = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20261121%2Fus-east-1%2Fexecute-api%2Faws4_request\
        &X-Amz-Date=20261121T101500Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t&x-amz-signature=0f";
    let both = format!("order=best&{signature}");
    for (path, query) in [
        ("/vanity-numbers", signature),
        ("/vanity-numbers/18003569377", &both),
        ("/vanity-numbers", ""),
        ("/vanity-numbers", "&&"),
    ] {
        assert_eq!(get(&callers, path, query).await.0, 200, "{path}?{query}");
    }
    assert_eq!(get(&callers, "/vanity-numbers", "X-Amz=1").await.0, 400);
}

#[tokio::test]
async fn other_methods_learn_which_are_allowed() {
    let callers = callers(&["+18003569377"]).await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let mut event = event(method, "/vanity-numbers/18003569377", "");
        event["body"] = "aGVsbG8=".into();
        event["isBase64Encoded"] = true.into();
        let response = answer(&callers, event).await;
        assert_eq!(response.status_code, 405, "{method}");
        assert_eq!(response.headers["allow"], "GET, HEAD");
    }
    let head = answer(&callers, event("HEAD", "/vanity-numbers/18003569377", "")).await;
    assert_eq!((head.status_code, head.body), (200, None));
}

#[tokio::test]
async fn a_named_stage_is_not_part_of_the_path() {
    let callers = callers(&["+18003569377"]).await;
    let mut event = event("GET", "/live/vanity-numbers/18003569377", "");
    event["requestContext"]["stage"] = "live".into();
    assert_eq!(answer(&callers, event).await.status_code, 200);
}

#[tokio::test]
async fn a_reply_can_be_revalidated() {
    let callers = callers(&["+18003569377"]).await;
    let first = answer(&callers, event("GET", "/vanity-numbers/18003569377", "")).await;
    assert_eq!(first.headers["cache-control"], "private, no-cache");
    let mut again = event("GET", "/vanity-numbers/18003569377", "");
    again["headers"]["if-none-match"] = first.headers["etag"].to_str().unwrap().into();
    assert_eq!(answer(&callers, again).await.status_code, 304);
}

struct Broken(fn() -> StoreError);

impl VanityNumbers for Broken {
    async fn find(&self, _: &PhoneNumber, _: Timestamp) -> Result<Option<Caller>, StoreError> {
        Err(self.0())
    }
    async fn latest(&self, _: usize, _: Timestamp) -> Result<Vec<CallerSummary>, StoreError> {
        Err(self.0())
    }
}

#[tokio::test]
async fn a_store_that_fails_is_503_or_500_and_tells_nothing() {
    let unavailable = Broken(|| StoreError::Unavailable("secret reason".into()));
    let response = answer(&unavailable, event("GET", "/vanity-numbers/18003569377", "")).await;
    assert_eq!(
        (response.status_code, &response.headers["retry-after"]),
        (503, &"1".parse().unwrap())
    );
    assert!(!body(&response).to_string().contains("secret"));

    let refused = Broken(|| StoreError::Refused("secret reason".into()));
    let (status, body) = get(&refused, "/vanity-numbers", "").await;
    assert_eq!(status, 500);
    assert!(!body.to_string().contains("secret"));
}

proptest! {
    #[test]
    fn any_path_and_query_is_answered(path in "/vanity-numbers(/.{0,30})?|.{0,30}", query in ".{0,30}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let callers = MemoryCallers::new(SignedDuration::from_hours(24));
        let (status, _) = runtime.block_on(get(&callers, &path, &query));
        prop_assert!(matches!(status, 200 | 400 | 404), "{status}");
    }
}
