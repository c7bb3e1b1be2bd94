//! `/local/clock`: shows the clock and moves it ahead.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::{AdvanceError, Clock, DAY, MAX_STEP};
use crate::lambda::Lambda;
use crate::persistence::write_failed;
use crate::problem::Problem;
use crate::schedule::Schedule;

fn how_to_advance() -> String {
    format!(
        "Send a JSON object such as {{\"advanceSeconds\": 3600}}: a whole number from 0 to {MAX_STEP} \
         ({} days). The clock does not go back.",
        MAX_STEP / DAY
    )
}

/// The clock and the services that depend on it.
#[derive(Clone, Debug)]
pub(crate) struct TimeControl {
    pub(crate) clock: Clock,
    pub(crate) lambda: Lambda,
    pub(crate) schedule: Schedule,
}

pub(crate) fn router(control: TimeControl) -> Router {
    Router::new().route("/local/clock", get(show).post(advance)).with_state(control)
}

async fn show(State(control): State<TimeControl>) -> Json<Value> {
    Json(view(&control.clock))
}

async fn advance(State(control): State<TimeControl>, body: Bytes) -> Result<Json<Value>, Problem> {
    let seconds = read(&body)?;
    control.clock.advance(seconds).map_err(|error| {
        let status = match error {
            AdvanceError::TooFar => StatusCode::CONFLICT,
            AdvanceError::Write(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Problem::new(status, error.to_string())
    })?;
    // A process receives the offset at its start. A busy process is not used again.
    control.lambda.retire_idle().await;
    control.schedule.run_due().map_err(write_failed)?;
    Ok(Json(view(&control.clock)))
}

fn read(body: &[u8]) -> Result<u32, Problem> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Body {
        advance_seconds: u32,
    }
    let refuse = |what: String| {
        Problem::bad_request(format!("The clock has not moved: {what}. {}", how_to_advance()))
    };
    let Body { advance_seconds } =
        serde_json::from_slice(body).map_err(|error| refuse(error.to_string()))?;
    if i64::from(advance_seconds) > MAX_STEP {
        return Err(refuse(format!("{advance_seconds} seconds are too many")));
    }
    Ok(advance_seconds)
}

fn view(clock: &Clock) -> Value {
    json!({ "now": clock.now(), "offsetSeconds": clock.offset_seconds() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_number_of_seconds_ahead() {
        assert_eq!(read(br#"{"advanceSeconds":0}"#).unwrap(), 0);
        assert_eq!(read(br#"{"advanceSeconds":34560000}"#).unwrap(), 34_560_000);
        for body in [
            "",
            "{}",
            r#"{"advanceSeconds":-1}"#,
            r#"{"advanceSeconds":1.5}"#,
            r#"{"advanceSeconds":34560001}"#,
            r#"{"advanceSeconds":99999999999}"#,
            r#"{"advanceSeconds":1,"to":"tomorrow"}"#,
        ] {
            let problem = read(body.as_bytes()).unwrap_err();
            assert!(problem.detail().ends_with(&how_to_advance()), "{body}");
        }
    }
}
