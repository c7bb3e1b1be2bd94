//! The smallest Lambda function: it says hello.
//!
//! The size and start time of the real functions are compared with it, so its only dependency is the
//! runtime. The local stack's tests also use it to provoke replies and failures. Its behaviour is set by
//! members of its event, or of the JSON in its environment variable `BEHAVIOUR` when the test cannot
//! choose the event:
//!
//! | behaviour | what the function does |
//! | --- | --- |
//! | `{}` | replies `{"message": "Hello, world!"}` |
//! | `{"echo": value}` | replies the value |
//! | `{"env": "NAME"}` | replies that environment variable, or null |
//! | `{"context": true}` | replies the invocation's context and the process id |
//! | `{"event": true}` | replies its event |
//! | `{"sleepMs": n}` | sleeps for `n` milliseconds before it replies |
//! | `{"panic": true}` | panics |
//! | `{"exit": n}` | ends its process with that status |

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Behaviour {
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
    let behaviour = match variable("BEHAVIOUR") {
        Some(json) => serde_json::from_str(&json)?,
        None => Behaviour::deserialize(&event)?,
    };

    tokio::time::sleep(Duration::from_millis(behaviour.sleep_ms)).await;
    if let Some(status) = behaviour.exit {
        std::process::exit(status);
    }
    assert!(!behaviour.panic, "panic was requested");

    if let Some(value) = behaviour.echo {
        return Ok(value);
    }
    if let Some(name) = behaviour.env {
        return Ok(json!(variable(&name)));
    }
    if behaviour.context {
        return Ok(json!({
            "requestId": context.request_id,
            "deadlineMs": context.deadline,
            "functionArn": context.invoked_function_arn,
            "traceId": context.xray_trace_id,
            "processId": std::process::id(),
        }));
    }
    if behaviour.event {
        return Ok(event);
    }
    Ok(json!({ "message": "Hello, world!" }))
}

#[expect(clippy::disallowed_methods, reason = "a test chooses the variable that it reads")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
