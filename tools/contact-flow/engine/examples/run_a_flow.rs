//! Runs a contact through a small flow: a greeting, a function, a key, goodbye. Prints the transcript.
//!
//! ```console
//! $ cargo run -p switchboard-contact-flow --example run_a_flow
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what happens")]

use std::error::Error;
use std::sync::Arc;

use switchboard_contact_flow::document::Flow;
use switchboard_contact_flow::run::{Contact, ContactData, Key, Step};

const FLOW: &str = r#"{
    "Version": "2019-10-30",
    "StartAction": "Greet",
    "Actions": [
        {"Identifier": "Greet", "Type": "MessageParticipant",
         "Parameters": {"Text": "Welcome. You call from $.CustomerEndpoint.Address"},
         "Transitions": {"NextAction": "Convert",
             "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "Hang up"}]}},
        {"Identifier": "Convert", "Type": "InvokeLambdaFunction",
         "Parameters": {
             "LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:convert:live",
             "InvocationTimeLimitSeconds": "8"},
         "Transitions": {"NextAction": "Offer",
             "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "Hang up"}]}},
        {"Identifier": "Offer", "Type": "GetParticipantInput",
         "Parameters": {
             "SSML": "<speak>Your number spells $.External.word <break time=\"300ms\"/> Press 1 to hear it again.</speak>",
             "InputTimeLimitSeconds": "5", "StoreInput": "False"},
         "Transitions": {"NextAction": "Say goodbye",
             "Conditions": [{"NextAction": "Offer",
                 "Condition": {"Operator": "Equals", "Operands": ["1"]}}],
             "Errors": [{"ErrorType": "InputTimeLimitExceeded", "NextAction": "Say goodbye"},
                        {"ErrorType": "NoMatchingCondition", "NextAction": "Say goodbye"},
                        {"ErrorType": "NoMatchingError", "NextAction": "Hang up"}]}},
        {"Identifier": "Say goodbye", "Type": "MessageParticipant", "Parameters": {"Text": "Goodbye."},
         "Transitions": {"NextAction": "Hang up",
             "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "Hang up"}]}},
        {"Identifier": "Hang up", "Type": "DisconnectParticipant"}
    ]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let flow = Flow::from_json(FLOW)?;
    let mut contact = Contact::new(Arc::new(flow), ContactData::voice("contact-1", "+18003569377"));

    // The caller presses 1 once, and nothing more.
    let mut keys = ["1"].into_iter().flat_map(str::chars).filter_map(Key::new);
    loop {
        match contact.advance()? {
            // A real program invokes the function here, within `invocation.time_limit`.
            Step::Invoke(_) => contact.answered(br#"{"word": "1-800-FLOWERS"}"#)?,
            Step::Listen(_) => match keys.next() {
                Some(key) => contact.press(key)?,
                None => contact.time_out()?,
            },
            Step::Ended => break,
        }
    }

    for line in contact.transcript() {
        if let Some(said) = &line.said {
            println!("voice  {said}");
        }
        if let Some(pressed) = &line.pressed {
            println!("keys   {pressed}");
        }
        if let Some(transition) = line.transition() {
            println!("         {transition}");
        }
    }
    Ok(())
}
