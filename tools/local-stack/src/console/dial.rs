//! What the forms of the phone do: a call is placed, goes on by keys, and is hung up. Each leads back
//! to the page, so that reloading it presses nothing.

use std::borrow::Cow;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use switchboard_vanity::{PhoneNumber, keypad};

use super::page::{Back, ProblemPage};
use super::shown::Shown;
use super::{Console, html};
use crate::connect::{self, Call, CallError, CallView, ListeningView};
use crate::form;
use crate::problem::Problem;

const FORGOTTEN: &str = "This call is not remembered. Place another one.";
const OVER: &str = "This call is over. Place another one.";
const NO_KEY: &str =
    "Something in it is no key. A phone has 0 to 9, * and #, and the letters on them.";

pub(super) fn router() -> Router<Console> {
    Router::new()
        .route("/calls", post(place))
        .route("/calls/{id}/keys", post(press))
        .route("/calls/{id}/hang-up", post(hang_up))
}

/// `POST /calls`
async fn place(State(console): State<Console>, body: Bytes) -> Response {
    let entered = form::field(&body, "phoneNumber").unwrap_or_default();
    let entered = entered.trim();
    let number = (!entered.is_empty()).then(|| as_connect_sends_it(entered));
    let call = Call::from_number(number).interactive();
    back(Shown::read(&body), console.calls.place(&call).await.map_err(refused))
}

/// `POST /calls/{id}/keys`: `keys` as they are pressed one by one, or `digits` all at once.
async fn press(State(console): State<Console>, Path(id): Path<String>, body: Bytes) -> Response {
    back(Shown::read(&body).with_call(&id), pressed(&console, &id, &body).await)
}

async fn pressed(console: &Console, id: &str, body: &[u8]) -> Result<CallView, Problem> {
    let keys = match (form::field(body, "keys"), form::field(body, "digits")) {
        (Some(keys), _) => keys,
        (None, Some(typed)) => {
            let view = console.calls.view(id).await.map_err(refused)?;
            at_once(&typed, view.listening.as_ref())
        }
        (None, None) => String::new(),
    };
    let keys = connect::keys(&keys).map_err(|_| Problem::bad_request(NO_KEY))?;
    console.calls.press(id, &keys).await.map_err(refused)
}

/// `POST /calls/{id}/hang-up`
async fn hang_up(State(console): State<Console>, Path(id): Path<String>, body: Bytes) -> Response {
    let shown = Shown::read(&body).with_call(&id);
    back(shown, console.calls.hang_up(&id).await.map_err(refused))
}

/// Back to the page, which shows the call; or what is wrong, and a link back.
fn back(shown: Shown, call: Result<CallView, Problem>) -> Response {
    match call {
        Ok(call) => {
            let shown = shown.with_call(&call.contact_id);
            Redirect::to(&shown.address("phone")).into_response()
        }
        Err(problem) => {
            let text = if shown.call.is_some() { "Back to the call" } else { "Back to the phone" };
            let back = Some(Back { address: shown.address("phone"), text });
            html(problem.status(), &ProblemPage { problem: &problem, back })
        }
    }
}

/// What is wrong, in words for people, who have a page and no API.
fn refused(error: CallError) -> Problem {
    match error {
        CallError::Unknown(_) => Problem::new(StatusCode::NOT_FOUND, FORGOTTEN),
        CallError::Over(_) => Problem::new(StatusCode::CONFLICT, OVER),
        error => error.into(),
    }
}

/// A number in the one form that Connect knows, whatever form a person typed it in. What is no
/// number is left as it is, for the function to judge.
fn as_connect_sends_it(entered: &str) -> String {
    let number = entered.parse::<PhoneNumber>();
    number.map_or_else(|_| entered.to_owned(), |number| number.as_e164().to_owned())
}

/// The keys for a number that was typed as people write it, with `#` to end it unless it ends by its
/// length. What is on no key is left as it is, for the line to refuse.
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

/// What a North American caller dials for a leading `+`, and what follows it: nothing before the 1 of
/// North America, `011` before any other country code.
fn dialed(typed: &str, is_start: bool) -> (&'static str, Cow<'_, str>) {
    match typed.strip_prefix('+').filter(|_| is_start) {
        Some(number) if number.trim_start().starts_with('1') => ("", number.into()),
        // Dialed at home only: +44 (0)20 7946 0958.
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
            // In the middle a plus stands for nothing.
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
