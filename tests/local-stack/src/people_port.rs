//! The port for people: the console page, the mailbox, the HTTP API, the function URL, and `/local`,
//! which stands for the world around the system.

use std::net::SocketAddr;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use serde_json::Value;

use crate::clock::Clock;
use crate::codepipeline::control::Releases;
use crate::connect::{Answer, Call, ContactFlow};
use crate::console::{self, Console};
use crate::faults::Faults;
use crate::http_api::HttpApi;
use crate::lambda::Lambda;
use crate::problem::Problem;
use crate::schedule::Schedule;
use crate::ses::Mailbox;
use crate::stack::Addresses;
use crate::time_control::TimeControl;
use crate::{codepipeline, faults, function_url, messages, schedule, ses, time_control};

const HOW_TO_CALL: &str = "Send a JSON object such as {\"phoneNumber\": \"+18003569377\"}, or \
     {\"phoneNumber\": null} for a caller who withholds the number. \"channel\" and \"contactId\" are \
     optional strings.";

/// Everything that people reach.
#[derive(Debug)]
pub(crate) struct People {
    pub(crate) http_api: HttpApi,
    pub(crate) flow: ContactFlow,
    pub(crate) lambda: Lambda,
    pub(crate) clock: Clock,
    pub(crate) time: TimeControl,
    pub(crate) faults: Faults,
    pub(crate) mailbox: Mailbox,
    pub(crate) releases: Releases,
    pub(crate) schedule: Schedule,
    pub(crate) addresses: Addresses,
}

pub(crate) fn router(people: People) -> Router {
    let People { http_api, flow, lambda, clock, mailbox, releases, addresses, .. } = people;
    let api = Router::new()
        .route("/vanity-numbers", any(serve_api))
        .route("/vanity-numbers/", any(serve_api))
        .route("/vanity-numbers/{*rest}", any(serve_api))
        .with_state(http_api.clone());
    let control = Router::new().route("/local/calls", post(place_call)).with_state(flow.clone());
    let console =
        Console { http_api, flow, releases: releases.clone(), mailbox: mailbox.clone(), addresses };
    Router::new()
        .merge(api)
        .merge(function_url::router(lambda, clock))
        .merge(control)
        .merge(time_control::router(people.time))
        .merge(faults::control::router(people.faults))
        .merge(ses::control::router(mailbox.clone()))
        .merge(ses::pages::router(mailbox))
        .merge(codepipeline::control::router(releases.clone()))
        .merge(codepipeline::staging::router(releases.pipelines))
        .merge(messages::control::router(people.schedule.queue.clone()))
        .merge(schedule::router(people.schedule))
        .merge(console::router(console))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
}

async fn serve_api(
    State(http_api): State<HttpApi>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    http_api.serve(from, request).await
}

/// `POST /local/calls`: a call through the contact flow.
async fn place_call(State(flow): State<ContactFlow>, body: Bytes) -> Result<Json<Answer>, Problem> {
    Ok(Json(flow.place(call(&body)?).await))
}

/// Reads a call by hand, because a number that is missing and one that is withheld are different.
fn call(body: &[u8]) -> Result<Call, Problem> {
    let refuse = |what: &str| Problem::bad_request(format!("{what} {HOW_TO_CALL}"));
    let body: Value = serde_json::from_slice(body)
        .map_err(|error| refuse(&format!("This is no JSON: {error}.")))?;
    let text = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(refuse(&format!("{name} must be a string."))),
    };
    if body.get("phoneNumber").is_none() {
        return Err(refuse("phoneNumber is missing."));
    }
    let mut call = Call::from_number(text("phoneNumber")?);
    if let Some(channel) = text("channel")? {
        call.channel = channel;
    }
    call.contact_id = text("contactId")?;
    Ok(call)
}

async fn not_found(headers: HeaderMap, uri: Uri) -> Response {
    let problem = Problem::new(
        StatusCode::NOT_FOUND,
        format!("There is nothing at {}. The console page at / shows what there is.", uri.path()),
    );
    if console::is_for_a_browser(&headers) {
        console::problem_page(&problem)
    } else {
        problem.into_response()
    }
}

async fn method_not_allowed(method: Method, uri: Uri) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("{} does not take {method}. The console page at / shows examples.", uri.path()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> String {
        call(body.as_bytes()).unwrap_err().detail().to_owned()
    }

    #[test]
    fn a_call_has_a_number_or_withholds_it() {
        let given = call(br#"{"phoneNumber":"+18003569377","contactId":"id-1"}"#).unwrap();
        assert_eq!(given.phone_number.as_deref(), Some("+18003569377"));
        assert_eq!((given.channel.as_str(), given.contact_id.as_deref()), ("VOICE", Some("id-1")));
        let withheld = call(br#"{"phoneNumber":null,"channel":"CHAT"}"#).unwrap();
        assert_eq!((withheld.phone_number, withheld.channel.as_str()), (None, "CHAT"));
    }

    #[test]
    fn a_refusal_says_what_to_send() {
        for (body, what) in [
            ("", "This is no JSON"),
            ("[]", "phoneNumber is missing"),
            ("{}", "phoneNumber is missing"),
            (r#"{"phoneNumber":18003569377}"#, "phoneNumber must be a string"),
            (r#"{"phoneNumber":null,"contactId":1}"#, "contactId must be a string"),
        ] {
            let refusal = refusal(body);
            assert!(refusal.starts_with(what) && refusal.ends_with(HOW_TO_CALL), "{refusal}");
        }
    }
}
