use switchboard_contact_flow::catalogue::Variable;

use super::*;
use crate::play::Found;
use crate::test_case::check;

fn entry() -> Entry {
    let variable = |default: &str| Variable {
        description: String::new(),
        default: Some(default.to_owned()),
        example: None,
    };
    Entry {
        name: String::new(),
        description: String::new(),
        kind: String::new(),
        answers: None,
        template: String::new(),
        variables: [("goodbye", "Bye."), ("greeting", "Hello."), ("voice", "Joanna")]
            .map(|(name, default)| (name.to_owned(), variable(default)))
            .into(),
    }
}

const CALL: &str = "contact: \"+18003569377\"";

/// Exports a script as if the caller had heard exactly its words. The invocations are counted before the
/// first step and after each.
fn export(text: &str, invocations: &[usize]) -> Result<TestCase, NotExported> {
    let text = format!("about: What it shows.\n{text}");
    let script = Script::parse("a.yaml", "vanity-numbers", "a", &text).unwrap();
    let invocations_after = |index: usize| invocations.get(index).copied().unwrap_or_default();
    let found = script.steps.iter().enumerate().map(|(index, step)| Found {
        heard: match &step.what {
            What::Hear(words) => Some(format!("{} And more.", words.as_str())),
            _ => None,
        },
        invocations: invocations_after(index + 1),
    });
    let found = found.collect();
    let invocations_at_start = invocations_after(0);
    let played = Played { transcript: Vec::new(), invocations_at_start, found };
    test_case(&script, &played, &entry())
}

#[test]
fn a_call_is_a_chain_of_observations_with_actions() {
    let steps = "- hear: Press 1\n- attributes: { status: ok }\n- press: 1\n- hear: Bye.\n- the call is over";
    let case = export(&format!("{CALL}\nsteps:\n{steps}"), &[]).unwrap();
    assert_eq!(check(&case), []);
    let expected = json!({
        "Name": "vanity-numbers a",
        "Description": "What it shows.",
        "EntryPoint": {
            "Type": "VOICE_CALL",
            "VoiceCallEntryPointParameters": {
                "SourcePhoneNumber": "+18003569377",
                "FlowId": "${flow_id}",
            },
        },
        "Status": "PUBLISHED",
        "Content": {
            "Version": "2019-10-30",
            "Metadata": {},
            "Observations": [
                {
                    "Identifier": "start",
                    "Event": {
                        "Identifier": "start-event",
                        "Actor": "System",
                        "Type": "TestInitiated",
                        "Properties": {},
                    },
                    "Actions": [],
                    "Transitions": { "NextObservations": ["hear-1"] },
                },
                {
                    "Identifier": "hear-1",
                    "Event": {
                        "Identifier": "hear-1-event",
                        "Actor": "System",
                        "Type": "MessageReceived",
                        "Properties": {
                            "Text": "Press 1 And more.",
                            "MatchingCriteria": { "Type": "Similarity" },
                        },
                    },
                    "Actions": [
                        {
                            "Identifier": "hear-1-action-1",
                            "Type": "Assert",
                            "Parameters": {
                                "Namespace": "$.Attributes.status",
                                "Operator": "Equals",
                                "Operand": "ok",
                            },
                            "Transitions": { "NextAction": "hear-1-action-2" },
                        },
                        {
                            "Identifier": "hear-1-action-2",
                            "Type": "SendInstruction",
                            "Parameters": {
                                "ActionType": "SendInstruction",
                                "Actor": "Customer",
                                "Instruction": {
                                    "Type": "DtmfInput",
                                    "Properties": { "Value": "1" },
                                },
                            },
                            "Transitions": {},
                        },
                    ],
                    "Transitions": { "NextObservations": ["hear-2"] },
                },
                {
                    "Identifier": "hear-2",
                    "Event": {
                        "Identifier": "hear-2-event",
                        "Actor": "System",
                        "Type": "MessageReceived",
                        "Properties": {
                            "Text": "${goodbye} And more.",
                            "MatchingCriteria": { "Type": "Similarity" },
                        },
                    },
                    "Actions": [
                        {
                            "Identifier": "hear-2-action-1",
                            "Type": "TestControl",
                            "Parameters": {
                                "ActionType": "TestControl",
                                "Command": { "Type": "EndTest" },
                            },
                            "Transitions": {},
                        },
                    ],
                    "Transitions": { "NextObservations": [] },
                },
            ],
        },
    });
    assert_eq!(serde_json::to_value(&case).unwrap(), expected);
    assert_eq!(serde_json::from_value::<TestCase>(expected).unwrap(), case);
}

#[test]
fn a_caller_who_hangs_up_and_one_who_writes() {
    let case = export(&format!("{CALL}\nsteps:\n- hear: Press 1\n- hang up"), &[]).unwrap();
    let last = &case.content.observations[1].actions;
    assert_eq!(last[0].what, instruct(Instruction::Disconnect));
    assert_eq!(check(&case), []);

    let case = export("contact: chat\nsteps:\n- hear: Sorry.\n- the call is over", &[]).unwrap();
    assert_eq!(
        serde_json::to_value(&case.entry_point).unwrap(),
        json!({ "Type": "CHAT", "ChatEntryPointParameters": { "FlowId": "${flow_id}" } })
    );
    assert_eq!(check(&case), []);
}

/// The response of the mock at the start of a test case.
fn mocked(text: &str) -> Value {
    let case = export(text, &[]).unwrap();
    assert_eq!(check(&case), []);
    let action = &case.content.observations[0].actions[0];
    let action = serde_json::to_value(action).unwrap();
    let properties = &action["Parameters"]["Behavior"]["Properties"];
    assert_eq!(
        properties["ActionParameters"],
        json!({ "LambdaFunctionARN": "${vanity_convert_alias_arn}" })
    );
    assert_eq!(properties["Strategy"]["Type"], "MockResponse");
    properties["Strategy"]["Response"].clone()
}

#[test]
fn a_function_is_mocked() {
    let rest = format!("{CALL}\nsteps:\n- hear: Sorry.\n- the call is over");
    let error =
        |value: &str| json!({ "Type": "Error", "Error": { "Value": value, "DelaySeconds": 1 } });
    assert_eq!(mocked(&format!("function: fails\n{rest}")), error("NoMatchingError"));
    assert_eq!(mocked(&format!("function: does not answer\n{rest}")), error("TimeLimitExceeded"));
    let answer = |text: &str| {
        let result = json!({ "DelaySeconds": 1, "LoadedData": text });
        json!({ "Type": "ExecutionResult", "ExecutionResult": result })
    };
    let answered = mocked(&format!("function: {{ answers: {{ a: \"${{b}}\" }} }}\n{rest}"));
    assert_eq!(answered, answer(r#"{"a":"$${b}"}"#), "as a template of Terraform");

    let withheld = "contact: withheld\nsteps:\n- hear: Which?\n- hang up";
    assert_eq!(mocked(withheld), answer(&no_number().to_string()));
    let failing = mocked(&format!("function: fails\n{withheld}"));
    assert_eq!(failing, error("NoMatchingError"), "the script takes precedence");
}

#[test]
fn what_a_test_case_cannot_do_is_reported() {
    let call = format!("{CALL}\nsteps:\n- hear: Hi\n- hang up");
    let fails = format!("function: fails\n{CALL}\nsteps:\n- hear: Hi\n- press: 1\n- hang up");
    let twice = format!("function: fails\n{CALL}\nsteps:\n- function: fails\n- hang up");
    let keys = "contact: chat\nsteps:\n- press: 1\n- say nothing\n- press: 2\n- hang up".to_owned();
    for (text, invocations, reason) in [
        (format!("failing blocks: [Greet]\n{call}"), [].as_slice(), NotExported::BlockFails),
        (format!("{call}\n- hear nothing more"), &[], NotExported::Silence),
        (format!("function: {{ answers: {{ a: 1 }} }}\n{call}"), &[], NotExported::Shape),
        (format!("function: {{ answers: [] }}\n{call}"), &[], NotExported::Shape),
        (fails.clone(), &[1, 1, 2, 2], NotExported::InvokedAgain),
        (twice.clone(), &[2, 2, 2], NotExported::InvokedAgain),
        (keys, &[], NotExported::KeysTogether),
    ] {
        assert_eq!(export(&text, invocations), Err(reason), "{text}");
    }
    assert!(export(&fails, &[1, 1, 1, 1]).is_ok());
    assert!(export(&twice, &[1, 1, 2]).is_ok());
}
