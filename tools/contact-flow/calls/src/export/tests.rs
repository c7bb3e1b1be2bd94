use switchboard_contact_flow::catalogue::Variable;

use super::*;
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
        template: String::new(),
        variables: [("goodbye", "Bye."), ("greeting", "Hello."), ("voice", "Joanna")]
            .map(|(name, default)| (name.to_owned(), variable(default)))
            .into(),
    }
}

/// A script's test case, had the caller heard just what it says, and the function been invoked so often
/// after each step.
fn export(steps: &str, invocations: &[usize]) -> Result<TestCase, NotExported> {
    let script = Script::parse("a.call", "a", &format!("# What it shows.\n{steps}")).unwrap();
    let found = script.steps.iter().enumerate().map(|(index, step)| Found {
        heard: match &step.what {
            What::Hear(text) => Some(format!("{text} And more.")),
            _ => None,
        },
        invocations: invocations.get(index).copied().unwrap_or_default(),
    });
    let played = Played { transcript: Vec::new(), found: found.collect() };
    test_case(&script, &played, &entry())
}

#[test]
fn a_call_is_a_chain_of_observations_with_actions() {
    let steps = "call from +18003569377\nhear \"Press 1\"\nattribute status is \"ok\"\npress 1\n\
                 hear \"Bye.\"\nthe call is over";
    let case = export(steps, &[]).unwrap();
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
    let case = export("call from +18003569377\nhear \"Press 1\"\nhang up", &[]).unwrap();
    let last = &case.content.observations[1].actions;
    assert_eq!(last[0].what, instruct(Instruction::Disconnect));
    assert_eq!(check(&case), []);

    let case = export("chat\nhear \"Sorry.\"\nthe call is over", &[]).unwrap();
    assert_eq!(
        serde_json::to_value(&case.entry_point).unwrap(),
        json!({ "Type": "CHAT", "ChatEntryPointParameters": { "FlowId": "${flow_id}" } })
    );
    assert_eq!(check(&case), []);
}

/// What the function is mocked with when the test begins.
fn mocked(steps: &str) -> Value {
    let case = export(steps, &[]).unwrap();
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
    let rest = "call from +18003569377\nhear \"Sorry.\"\nthe call is over";
    let error =
        |value: &str| json!({ "Type": "Error", "Error": { "Value": value, "DelaySeconds": 1 } });
    assert_eq!(mocked(&format!("the function fails\n{rest}")), error("NoMatchingError"));
    assert_eq!(
        mocked(&format!("the function does not answer\n{rest}")),
        error("TimeLimitExceeded")
    );
    let answer = |text: &str| {
        let result = json!({ "DelaySeconds": 1, "LoadedData": text });
        json!({ "Type": "ExecutionResult", "ExecutionResult": result })
    };
    let answered = mocked(&format!("the function answers {{\"a\": \"${{b}}\"}}\n{rest}"));
    assert_eq!(answered, answer(r#"{"a":"$${b}"}"#), "as a template of Terraform");

    let withheld = "call from a withheld number\nhear \"Which?\"\nhang up";
    assert_eq!(mocked(withheld), answer(&no_number().to_string()));
    let told = mocked(&format!("the function fails\n{withheld}"));
    assert_eq!(told, error("NoMatchingError"), "what the script says comes before");
}

#[test]
fn what_a_test_case_cannot_do_is_told() {
    let call = "call from +18003569377\nhear \"Hi\"\nhang up";
    let fails = "the function fails\ncall from +18003569377\nhear \"Hi\"\npress 1\nhang up";
    let twice = "the function fails\ncall from +18003569377\nthe function fails\nhang up";
    for (steps, invocations, reason) in [
        (format!("block \"Greet\" fails\n{call}"), [].as_slice(), NotExported::BlockFails),
        (format!("{call}\nhear nothing more"), &[], NotExported::Silence),
        (format!("the function answers {{\"a\": 1}}\n{call}"), &[], NotExported::Shape),
        (format!("the function answers []\n{call}"), &[], NotExported::Shape),
        (fails.to_owned(), &[0, 1, 1, 2, 2], NotExported::InvokedAgain),
        (twice.to_owned(), &[0, 2, 2, 2], NotExported::InvokedAgain),
        ("chat\npress 1\nsay nothing\npress 2\nhang up".to_owned(), &[], NotExported::KeysTogether),
    ] {
        assert_eq!(export(&steps, invocations), Err(reason), "{steps}");
    }
    assert!(export(fails, &[0, 1, 1, 1, 1]).is_ok());
    assert!(export(twice, &[0, 1, 1, 2]).is_ok());
}
