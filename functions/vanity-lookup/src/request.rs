//! Reads requests.

use std::borrow::Cow;

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use http::Method;
use percent_encoding::percent_decode_str;
use switchboard_vanity::callers::MAX_LATEST;
use switchboard_vanity::{ParseError, PhoneNumber, SortOrder};

const COLLECTION: &str = "/vanity-numbers";
const DEFAULT_LIMIT: usize = 5;
/// The allowed methods, in the form of the header `Allow`.
pub(crate) const ALLOWED: &str = "GET, HEAD";

/// A valid request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    One { number: PhoneNumber, order: SortOrder },
    Latest { limit: usize },
}

/// Why a request is refused. The message is the `detail` of the problem.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RequestError {
    #[error("there is nothing here; ask for /vanity-numbers or /vanity-numbers/{{phoneNumber}}")]
    UnknownPath,
    #[error("this resource answers to {ALLOWED} only")]
    Method,
    #[error("the path does not end in a phone number: {0}")]
    Number(#[from] ParseError),
    #[error("order is `ascending` (the default) or `best`, given once")]
    Order,
    #[error("limit is a whole number from 1 to {MAX_LATEST}, given once")]
    Limit,
}

/// Reads path, method and query. A body is ignored.
pub(crate) fn read(event: &ApiGatewayV2httpRequest) -> Result<Request, RequestError> {
    let segment = segment(event).ok_or(RequestError::UnknownPath)?;
    if !matches!(event.request_context.http.method, Method::GET | Method::HEAD) {
        return Err(RequestError::Method);
    }
    let query = event.raw_query_string.as_deref().unwrap_or_default();
    match segment {
        "" => Ok(Request::Latest { limit: limit(query)? }),
        number => Ok(Request::One { number: phone_number(number)?, order: order(query)? }),
    }
}

/// Returns the path after `/vanity-numbers/`. Empty for the collection itself, which may end in a
/// slash.
fn segment(event: &ApiGatewayV2httpRequest) -> Option<&str> {
    let path = event.raw_path.as_deref()?;
    // With a named stage, the path starts with the stage's name.
    let stage = event.request_context.stage.as_deref().filter(|stage| *stage != "$default");
    let path = stage
        .and_then(|stage| path.strip_prefix('/')?.strip_prefix(stage))
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(path);
    match path.strip_prefix(COLLECTION)? {
        "" => Some(""),
        rest => rest.strip_prefix('/').filter(|segment| !segment.contains('/')),
    }
}

/// Reads a number, percent-encoded or not: API Gateway decodes a path, other proxies do not. As in a
/// form, `+` may mean a blank; and a leading blank is a `+` that was decoded as one.
fn phone_number(segment: &str) -> Result<PhoneNumber, ParseError> {
    let decoded = percent_decode_str(segment).decode_utf8_lossy();
    let blanks = decoded.replace('+', " ");
    let restored = match blanks.strip_prefix(' ') {
        Some(international) => format!("+{international}"),
        None => blanks,
    };
    if decoded.starts_with(' ') {
        return restored.parse();
    }
    decoded.parse().or_else(|_| restored.parse())
}

fn order(query: &str) -> Result<SortOrder, RequestError> {
    match single(query, "order").ok_or(RequestError::Order)?.as_deref() {
        None | Some("ascending") => Ok(SortOrder::Ascending),
        Some("best") => Ok(SortOrder::Best),
        Some(_) => Err(RequestError::Order),
    }
}

fn limit(query: &str) -> Result<usize, RequestError> {
    let Some(text) = single(query, "limit").ok_or(RequestError::Limit)? else {
        return Ok(DEFAULT_LIMIT);
    };
    let limit = text.parse().ok().filter(|limit| (1..=MAX_LATEST).contains(limit));
    limit.ok_or(RequestError::Limit)
}

/// Returns the value of a parameter that may be given once. `None` if it is given more than once,
/// `Some(None)` if it is absent. Other parameters are ignored.
#[allow(clippy::option_option, reason = "absent and ambiguous are different")]
fn single<'a>(query: &'a str, name: &str) -> Option<Option<Cow<'a, str>>> {
    let mut values = form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value);
    let first = values.next();
    values.next().is_none().then_some(first)
}
