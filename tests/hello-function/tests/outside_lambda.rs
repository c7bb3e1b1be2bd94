//! What happens when somebody starts the function by hand.
//!
//! That this package has an integration test also makes `cargo test --workspace` build the
//! executable, which the local stack's tests run.

use std::process::Command;

#[test]
fn outside_lambda_it_says_what_is_missing() {
    let run = Command::new(env!("CARGO_BIN_EXE_hello-function")).env_clear().output().unwrap();
    assert!(!run.status.success());
    let complaint = String::from_utf8_lossy(&run.stderr);
    assert!(complaint.contains("AWS_LAMBDA_FUNCTION_NAME"), "{complaint}");
}
