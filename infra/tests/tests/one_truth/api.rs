//! The file of the HTTP API (`OpenAPI`), from which Terraform makes the routes: its routes are those of the local stack, and
//! it documents every response that the function gives.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use aws_lambda_events::encodings::Body;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use switchboard_infra_tests::finding::Finding;
use switchboard_lambda::{Invocation, Metrics};
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::memory::MemoryCallers;
use switchboard_vanity::callers::{
    Call, CallLog as _, Caller, CallerNumber, CallerSummary, ContactId, StoreError, VanityNumbers,
};

const FILE: &str = "infra/modules/http-api/openapi.yaml";

/// What API Gateway answers without the function.
const OF_THE_GATEWAY: [&str; 3] = ["401", "403", "429"];

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn document(root: &Path) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(root.join(FILE)).unwrap()).unwrap()
}

fn routes_of(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

/// The routes of the file and of the local stack.
pub(crate) fn routes(root: &Path) -> Vec<Finding> {
    let file = routes_of(&document(root));
    // The one for all else is the module's own.
    let local: BTreeSet<_> = switchboard_local_stack::ROUTES
        .iter()
        .filter(|route| **route != "$default")
        .map(|route| (*route).to_owned())
        .collect();
    let only_file =
        file.difference(&local).map(|route| format!("{route} is not in the local stack"));
    let only_local =
        local.difference(&file).map(|route| format!("{route} of the local stack is missing"));
    only_file.chain(only_local).map(|message| Finding::new(FILE, message)).collect()
}

/// A store that fails.
struct Broken(fn() -> StoreError);

impl VanityNumbers for Broken {
    async fn find(&self, _: &PhoneNumber, _: Timestamp) -> Result<Option<Caller>, StoreError> {
        Err(self.0())
    }
    async fn latest(&self, _: usize, _: Timestamp) -> Result<Vec<CallerSummary>, StoreError> {
        Err(self.0())
    }
}

async fn callers() -> MemoryCallers {
    let callers = MemoryCallers::new(SignedDuration::from_hours(24));
    for (second, e164) in (0..).zip(["+2901234", "+18003569377", "+41800934454", "+13235550168"]) {
        let caller = CallerNumber::from_endpoint(e164).unwrap();
        let best_five = switchboard_vanity::best_five(caller.number()).unwrap();
        let contact_id = ContactId::new(format!("c-{second}")).unwrap();
        let at = NOW + SignedDuration::from_secs(second);
        callers.record(&Call { contact_id, caller, at, best_five }).await.unwrap();
    }
    callers
}

async fn answer(
    numbers: &impl VanityNumbers,
    method: &str,
    path: &str,
    query: &str,
    etag: Option<&str>,
) -> ApiGatewayV2httpResponse {
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": { "accept": "application/json" },
        "requestContext": {
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "agent" },
            "requestId": "id", "routeKey": "$default", "stage": "$default", "timeEpoch": 0,
        },
        "isBase64Encoded": false,
    });
    if let Some(etag) = etag {
        event["headers"]["if-none-match"] = etag.into();
    }
    let mut invocation = Invocation {
        event: serde_json::from_value(event).unwrap(),
        request_id: "request-1".to_owned(),
        deadline: NOW,
        metrics: &mut Metrics::default(),
    };
    switchboard_vanity_lookup::handle(numbers, NOW, &mut invocation).await
}

/// What the file says of one operation.
struct Operation<'a> {
    document: &'a Value,
    path: &'a str,
}

impl Operation<'_> {
    /// What a reference stands for.
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => value,
        }
    }

    fn accepts(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let mut schema = schema.clone();
        schema["components"] = self.document["components"].clone();
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        let errors: Vec<_> = validator.iter_errors(value).map(|error| error.to_string()).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("; ")) }
    }

    /// Holds a response against the file, and gives its status.
    fn documents(&self, response: &ApiGatewayV2httpResponse) -> Result<String, String> {
        let status = response.status_code.to_string();
        let documented = &self.document["paths"][self.path]["get"]["responses"][&status];
        if documented.is_null() {
            return Err(format!("{status} is not documented"));
        }
        let documented = self.resolve(documented);
        for (name, header) in documented["headers"].as_object().unwrap() {
            let header = self.resolve(header);
            match response.headers.get(name.to_lowercase().as_str()) {
                Some(value) => self
                    .accepts(&header["schema"], &value.to_str().unwrap().into())
                    .map_err(|error| format!("{status}: header {name}: {error}"))?,
                None if header["required"] == true => {
                    return Err(format!("{status}: no header {name}"));
                }
                None => {}
            }
        }
        let text = match &response.body {
            Some(Body::Text(text)) if !text.is_empty() => text,
            _ if documented["content"].is_null() => return Ok(status),
            _ => return Err(format!("{status}: no body")),
        };
        let kind = response.headers["content-type"].to_str().unwrap();
        let content = &documented["content"][kind];
        if content.is_null() {
            return Err(format!("{status}: {kind} is not documented"));
        }
        self.accepts(&content["schema"], &serde_json::from_str(text).unwrap())
            .map_err(|error| format!("{status}: {error}: {text}"))?;
        Ok(status)
    }
}

#[tokio::test]
async fn every_response_of_the_function_is_documented() {
    let document = document(&switchboard_infra_tests::checkout());
    let callers = callers().await;
    let nobody = MemoryCallers::new(SignedDuration::from_hours(24));
    let unavailable = Broken(|| StoreError::Unavailable("reason".into()));
    let refused = Broken(|| StoreError::Refused("reason".into()));
    for (path, requests) in [
        (
            "/vanity-numbers",
            [
                "/vanity-numbers|",
                "/vanity-numbers|limit=2",
                "/vanity-numbers|limit=0",
                "/vanity-numbers|cursor=x",
            ]
            .as_slice(),
        ),
        (
            "/vanity-numbers/{phoneNumber}",
            &[
                "/vanity-numbers/%2B18003569377|",
                "/vanity-numbers/18003569377|order=best",
                "/vanity-numbers/+41800934454|order=ascending",
                "/vanity-numbers/323-555-0168|",
                "/vanity-numbers/hello|",
                "/vanity-numbers/18003569377|order=worst",
                "/vanity-numbers/18003569377|limit=5",
                "/vanity-numbers/+12125550123|",
            ],
        ),
    ] {
        let operation = Operation { document: &document, path };
        let mut responses = Vec::new();
        for request in requests {
            let (raw, query) = request.split_once('|').unwrap();
            let first = answer(&callers, "GET", raw, query, None).await;
            if let Some(etag) = first.headers.get("etag") {
                let etag = etag.to_str().unwrap();
                responses.push(answer(&callers, "GET", raw, query, Some(etag)).await);
            }
            responses.push(first);
            responses.push(answer(&callers, "POST", raw, query, None).await);
            responses.push(answer(&unavailable, "GET", raw, query, None).await);
            responses.push(answer(&refused, "GET", raw, query, None).await);
            responses.push(answer(&nobody, "GET", raw, query, None).await);
        }
        let mut seen = BTreeSet::new();
        for response in &responses {
            match operation.documents(response) {
                Ok(status) => drop(seen.insert(status)),
                Err(error) => panic!("{path}: {error}"),
            }
        }
        let documented = document["paths"][path]["get"]["responses"].as_object().unwrap();
        let own: BTreeSet<_> = documented
            .keys()
            .filter(|status| !OF_THE_GATEWAY.contains(&status.as_str()))
            .cloned()
            .collect();
        assert_eq!(seen, own, "{path}: documented, but no request here gets it");
    }
}

#[test]
fn examples_are_what_their_schemas_say() {
    let document = document(&switchboard_infra_tests::checkout());
    let mut examples = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let operation = Operation { document: &document, path };
        for (status, response) in methods["get"]["responses"].as_object().unwrap() {
            let Some(content) = operation.resolve(response)["content"].as_object() else {
                continue;
            };
            for (kind, content) in content {
                for (name, example) in content["examples"].as_object().unwrap() {
                    operation
                        .accepts(&content["schema"], &example["value"])
                        .unwrap_or_else(|error| panic!("{path} {status} {kind} {name}: {error}"));
                    examples += 1;
                }
            }
        }
    }
    assert!(examples > 10, "{examples} examples");
}
