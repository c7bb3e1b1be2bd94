//! The smallest Lambda function: it says hello.
//!
//! It is the yardstick that the real functions' size and start time are held against, so it has no
//! dependency but the runtime. For the local stack's tests it misbehaves to order. Orders are fields
//! of its event, or of the JSON in its environment variable `ORDERS` when it stands behind a front
//! door that makes the event:
//!
//! | order | what it does |
//! | --- | --- |
//! | none | answers `{"message": "Hello, world!"}` |
//! | `{"echo": value}` | answers the value |
//! | `{"env": "NAME"}` | answers that environment variable, or null |
//! | `{"context": true}` | answers what the runtime told it, and its process id |
//! | `{"event": true}` | answers its event |
//! | `{"sleepMs": n}` | sleeps first, then answers as the other orders say |
//! | `{"panic": true}` | panics |
//! | `{"exit": n}` | ends its process with that status |

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Orders {
    context: bool,
    echo: Option<Value>,
    env: Option<String>,
    event: bool,
    exit: Option<i32>,
    panic: bool,
    sleep_ms: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::run(service_fn(hello)).await
}

async fn hello(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    let orders = match variable("ORDERS") {
        Some(orders) => serde_json::from_str(&orders)?,
        None => Orders::deserialize(&event)?,
    };

    tokio::time::sleep(Duration::from_millis(orders.sleep_ms)).await;
    if let Some(status) = orders.exit {
        std::process::exit(status);
    }
    assert!(!orders.panic, "told to panic");

    if let Some(value) = orders.echo {
        return Ok(value);
    }
    if let Some(name) = orders.env {
        return Ok(json!(variable(&name)));
    }
    if orders.context {
        return Ok(json!({
            "requestId": context.request_id,
            "deadlineMs": context.deadline,
            "functionArn": context.invoked_function_arn,
            "traceId": context.xray_trace_id,
            "processId": std::process::id(),
        }));
    }
    if orders.event {
        return Ok(event);
    }
    Ok(json!({ "message": "Hello, world!" }))
}

#[expect(clippy::disallowed_methods, reason = "which variable it reads comes with the order")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
