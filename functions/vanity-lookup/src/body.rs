//! The JSON bodies of the API.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use switchboard_vanity::callers::{Caller, CallerSummary, Calls};
use switchboard_vanity::{SortOrder, VanityNumber};

/// One number: its vanity numbers and its calls.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallerBody<'a> {
    phone_number: &'a str,
    vanity_numbers: Vec<&'a VanityNumber>,
    #[serde(flatten)]
    calls: CallsBody,
}

/// The latest callers.
#[derive(Serialize)]
pub(crate) struct CallersBody {
    callers: Vec<SummaryBody>,
}

/// A caller in the list. Vanity numbers would undo the masking, so they are omitted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SummaryBody {
    phone_number: String,
    #[serde(flatten)]
    calls: CallsBody,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallsBody {
    call_count: u64,
    #[serde(serialize_with = "time")]
    first_called_at: Timestamp,
    #[serde(serialize_with = "time")]
    last_called_at: Timestamp,
}

impl<'a> CallerBody<'a> {
    pub(crate) fn new(caller: &'a Caller, order: SortOrder) -> Self {
        let vanity_numbers = caller.best_five.in_order(order).to_vec();
        let phone_number = caller.phone_number.as_e164();
        Self { phone_number, vanity_numbers, calls: caller.calls.into() }
    }
}

impl CallersBody {
    pub(crate) fn new(callers: &[CallerSummary]) -> Self {
        let line = |caller: &CallerSummary| SummaryBody {
            phone_number: caller.phone_number.to_string(),
            calls: caller.calls.into(),
        };
        Self { callers: callers.iter().map(line).collect() }
    }
}

impl From<Calls> for CallsBody {
    fn from(calls: Calls) -> Self {
        Self {
            call_count: calls.count,
            first_called_at: calls.first_at,
            last_called_at: calls.last_at,
        }
    }
}

/// Returns a time with exactly three decimals, so that clients can compare the texts.
fn time<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{at:.3}"))
}
