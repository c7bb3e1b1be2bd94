//! Reads requests.

use std::borrow::Cow;

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use switchboard_vanity::callers::MAX_LATEST;
use switchboard_vanity::{ParseError, PhoneNumber, SortOrder};

const COLLECTION: &str = "/vanity-numbers";
const DEFAULT_LIMIT: usize = 5;
/// The prefix of the query parameters that carry a signature (Signature Version 4) instead of the
/// header `Authorization`, in lower case. API Gateway checks them and passes them on.
const SIGNATURE_PREFIX: &str = "x-amz-";
/// The largest number of characters of an unknown parameter's name that a message quotes.
const MAX_QUOTED_NAME: usize = 40;
/// The characters of a parameter's name that a message encodes. Names are usually made of the others.
const QUOTED_NAME: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
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
    #[error("there is no query parameter `{name}` here; `{allowed}` is the only one")]
    UnknownParameter {
        /// As the client sent it: percent-encoded, and cut to a bounded length.
        name: String,
        allowed: &'static str,
    },
    #[error("a query parameter has no name; `{allowed}` is the only parameter here")]
    UnnamedParameter { allowed: &'static str },
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
    match single(query, "order", RequestError::Order)?.as_deref() {
        None | Some("ascending") => Ok(SortOrder::Ascending),
        Some("best") => Ok(SortOrder::Best),
        Some(_) => Err(RequestError::Order),
    }
}

fn limit(query: &str) -> Result<usize, RequestError> {
    let Some(text) = single(query, "limit", RequestError::Limit)? else {
        return Ok(DEFAULT_LIMIT);
    };
    let limit = text.parse().ok().filter(|limit| (1..=MAX_LATEST).contains(limit));
    limit.ok_or(RequestError::Limit)
}

/// Returns the value of the only parameter that a resource has; `None` if it is absent. `repeated` is
/// the error if it is given more than once. A value that would be ignored is refused: a client that
/// misspells `order`, or expects pages, learns it from the first reply.
fn single<'a>(
    query: &'a str,
    allowed: &'static str,
    repeated: RequestError,
) -> Result<Option<Cow<'a, str>>, RequestError> {
    let mut only = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name == allowed {
            if only.replace(value).is_some() {
                return Err(repeated);
            }
        } else if !is_signature(&name) {
            return Err(unknown_parameter(&name, allowed));
        }
    }
    Ok(only)
}

fn is_signature(name: &str) -> bool {
    let prefix = name.get(..SIGNATURE_PREFIX.len());
    prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(SIGNATURE_PREFIX))
}

/// The name is encoded, so that a message cannot be made to say something else, and cut.
fn unknown_parameter(name: &str, allowed: &'static str) -> RequestError {
    if name.is_empty() {
        return RequestError::UnnamedParameter { allowed };
    }
    let mut quoted = String::new();
    for c in name.chars() {
        let before = quoted.len();
        quoted.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), QUOTED_NAME));
        if quoted.len() > MAX_QUOTED_NAME {
            quoted.truncate(before);
            quoted.push('…');
            break;
        }
    }
    RequestError::UnknownParameter { name: quoted, allowed }
}
