//! The forms of the phone: place a call, press keys, hang up. Each redirects to the page, so that
//! reloading does not press a key again.

use std::borrow::Cow;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use switchboard_vanity::{PhoneNumber, keypad};

use super::html::{self, BackLink};
use super::page_state::PageState;
use crate::connect::{self, Call, CallError, CallView, Calls, ListeningView};
use crate::field;
use crate::problem::Problem;

const FORGOTTEN: &str = "This call is not remembered. Place another one.";
const OVER: &str = "This call is over. Place another one.";
const NO_KEY: &str =
    "Something in it is not a key. A phone has 0 to 9, * and #, and the letters on them.";

pub(super) fn router(calls: Calls) -> Router {
    Router::new()
        .route("/calls", post(place))
        .route("/calls/{id}/keys", post(press))
        .route("/calls/{id}/hang-up", post(hang_up))
        .with_state(calls)
}

/// `POST /calls`
async fn place(State(calls): State<Calls>, body: Bytes) -> Response {
    let entered = field::first(&body, "phoneNumber").unwrap_or_default();
    let entered = entered.trim();
    let number = (!entered.is_empty()).then(|| as_connect_sends_it(entered));
    let call = Call::from_number(number).interactive();
    back(PageState::read(&body), calls.place(&call).await.map_err(refused))
}

/// `POST /calls/{id}/keys`: `keys` that are pressed one by one, or `digits` all at once.
async fn press(State(calls): State<Calls>, Path(id): Path<String>, body: Bytes) -> Response {
    back(PageState::read(&body).with_call(&id), pressed(&calls, &id, &body).await)
}

async fn pressed(calls: &Calls, id: &str, body: &[u8]) -> Result<CallView, Problem> {
    let keys = match (field::first(body, "keys"), field::first(body, "digits")) {
        (Some(keys), _) => keys,
        (None, Some(typed)) => {
            let view = calls.view(id).await.map_err(refused)?;
            at_once(&typed, view.listening.as_ref())
        }
        (None, None) => String::new(),
    };
    let keys = connect::keys(&keys).map_err(|_| Problem::bad_request(NO_KEY))?;
    calls.press(id, &keys).await.map_err(refused)
}

/// `POST /calls/{id}/hang-up`
async fn hang_up(State(calls): State<Calls>, Path(id): Path<String>, body: Bytes) -> Response {
    let state = PageState::read(&body).with_call(&id);
    back(state, calls.hang_up(&id).await.map_err(refused))
}

/// Redirects to the page, which shows the call. If the call failed, shows the problem and a link back.
fn back(state: PageState, call: Result<CallView, Problem>) -> Response {
    match call {
        Ok(call) => {
            let state = state.with_call(&call.contact_id);
            Redirect::to(&state.address("phone")).into_response()
        }
        Err(problem) => {
            let text = if state.call.is_some() { "Back to the call" } else { "Back to the phone" };
            let back = BackLink { address: state.address("phone"), text };
            html::problem_page_with_link(&problem, back)
        }
    }
}

/// Returns the problem in words for a person at the page, who does not use the API.
fn refused(error: CallError) -> Problem {
    match error {
        CallError::Unknown(_) => Problem::new(StatusCode::NOT_FOUND, FORGOTTEN),
        CallError::Over(_) => Problem::new(StatusCode::CONFLICT, OVER),
        error => error.into(),
    }
}

/// Returns a typed number in E.164, as Connect sends it. Text that is not a number stays as it is,
/// so that the function handles it.
fn as_connect_sends_it(entered: &str) -> String {
    let number = entered.parse::<PhoneNumber>();
    number.map_or_else(|_| entered.to_owned(), |number| number.as_e164().to_owned())
}

/// Returns the keys for a number that was typed as people write it, with a final `#` unless it has
/// the full length. A character that is not on a key stays as it is, so that the call refuses it.
fn at_once(typed: &str, listening: Option<&ListeningView>) -> String {
    let punctuation = |c: &char| c.is_whitespace() || "+-./()".contains(*c);
    let key = |c| keypad::digit(c).map_or(c, char::from);
    let entered = listening.map_or(0, |listening| listening.entered.chars().count());
    let (prefix, typed) = dialed(typed.trim(), entered == 0);
    let digits = typed.chars().filter(|c| !punctuation(c)).map(key);
    let mut keys: String = digits.collect();
    if !keys.is_empty() {
        keys.insert_str(0, prefix);
    }
    let room = listening.and_then(|listening| Some(listening.max_digits?.saturating_sub(entered)));
    let is_full = room.is_some_and(|room| keys.chars().count() >= room);
    if !keys.is_empty() && !keys.ends_with('#') && !is_full {
        keys.push('#');
    }
    keys
}

/// Returns the prefix that a North American caller dials for a leading `+`, and the rest: nothing
/// before the 1 of North America, `011` before any other country code.
fn dialed(typed: &str, is_start: bool) -> (&'static str, Cow<'_, str>) {
    match typed.strip_prefix('+').filter(|_| is_start) {
        Some(number) if number.trim_start().starts_with('1') => ("", number.into()),
        // A (0) is dialed only inside the country: +44 (0)20 7946 0958.
        Some(number) => ("011", number.replace("(0)", "").into()),
        None => ("", typed.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_takes_the_form_that_connect_sends() {
        for entered in
            ["+1 800 356 9377", "1-800-356-9377", "(800) 356-9377", "800.356.9377", "1-800-FLOWERS"]
        {
            assert_eq!(as_connect_sends_it(entered), "+18003569377", "{entered}");
        }
        assert_eq!(as_connect_sends_it("+49 30 901820"), "+4930901820");
        assert_eq!(as_connect_sends_it("anonymous"), "anonymous");
    }

    #[test]
    fn digits_at_once_are_ended_where_they_do_not_end_themselves() {
        let listening = |entered: &str| ListeningView {
            block: "Ask".to_owned(),
            time_limit_seconds: 10,
            max_digits: Some(12),
            entered: entered.to_owned(),
        };
        for (typed, entered, keys) in [
            ("(800) 356-9377", "", "8003569377#"),
            ("+1 800.356.9377", "", "18003569377#"),
            ("1-800-FLOWERS#", "", "18003569377#"),
            ("356 9377", "800", "3569377#"),
            ("356 9377", "18005", "3569377"),
            ("*8003569377", "", "*8003569377#"),
            (" ", "", ""),
            ("8ü", "", "8ü#"),
            // In the middle of a number, a plus has no meaning.
            ("+356 9377", "800", "3569377#"),
        ] {
            assert_eq!(at_once(typed, Some(&listening(entered))), keys, "{typed}");
        }
        assert_eq!(at_once("800", None), "800#");
        assert_eq!(at_once("+", None), "");
    }

    #[test]
    fn a_leading_plus_is_what_a_caller_dials_for_it() {
        for (typed, keys, e164) in [
            ("+49 30 901820", "0114930901820#", "+4930901820"),
            (" + 44 (0)20 7946 0958", "011442079460958#", "+442079460958"),
            ("+1 800 356 9377", "18003569377#", "+18003569377"),
            ("+ 1 800 FLOWERS", "18003569377#", "+18003569377"),
        ] {
            assert_eq!(at_once(typed, None), keys, "{typed}");
            let number: PhoneNumber = keys.trim_end_matches('#').parse().unwrap();
            assert_eq!(number.as_e164(), e164, "{typed}");
        }
    }
}
