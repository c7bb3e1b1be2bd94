//! A function that does what a file says. It replaces `vanity-convert` in calls in which the function
//! fails, is silent, or gives an unusual answer.
//!
//! The environment variable `INSTRUCTIONS` names the file, which is read at each invocation: `"fail"` ends
//! the process, `"hang"` does not answer, and `{"answer": value}` answers the value.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Instruction {
    Fail,
    Hang,
    Answer(Value),
}

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::disallowed_methods, reason = "main reads the environment, once")]
async fn main() -> Result<(), Error> {
    let file = &std::env::var("INSTRUCTIONS")?;
    lambda_runtime::run(service_fn(|_: LambdaEvent<Value>| follow(file))).await
}

async fn follow(file: &str) -> Result<Value, Error> {
    match serde_json::from_slice(&std::fs::read(file)?)? {
        Instruction::Fail => std::process::exit(1),
        Instruction::Hang => std::future::pending().await,
        Instruction::Answer(value) => Ok(value),
    }
}
