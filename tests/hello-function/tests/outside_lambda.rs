//! The function outside Lambda.
//!
//! Because of this integration test, `cargo test --workspace` builds the executable, which the local
//! stack's tests run.

use std::process::Command;

#[test]
fn outside_lambda_it_names_the_missing_variable() {
    let run = Command::new(env!("CARGO_BIN_EXE_hello-function")).env_clear().output().unwrap();
    assert!(!run.status.success());
    let message = String::from_utf8_lossy(&run.stderr);
    assert!(message.contains("AWS_LAMBDA_FUNCTION_NAME"), "{message}");
}
