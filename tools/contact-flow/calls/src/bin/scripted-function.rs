//! A function that does as it is told by a file, which may change from one invocation to the next: what
//! stands for `vanity-convert` while it fails, is silent or answers what it should not.
//!
//! The environment variable `TOLD` names the file. `"fail"` ends the process, `"hang"` does not answer,
//! and `{"answer": value}` answers the value.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Told {
    Fail,
    Hang,
    Answer(Value),
}

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::disallowed_methods, reason = "it is read once, here")]
async fn main() -> Result<(), Error> {
    let file = &std::env::var("TOLD")?;
    lambda_runtime::run(service_fn(|_: LambdaEvent<Value>| told(file))).await
}

async fn told(file: &str) -> Result<Value, Error> {
    match serde_json::from_slice(&std::fs::read(file)?)? {
        Told::Fail => std::process::exit(1),
        Told::Hang => std::future::pending().await,
        Told::Answer(value) => Ok(value),
    }
}
