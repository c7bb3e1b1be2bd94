//! Each block by itself: its type, parameters and branches.

use super::*;

#[test]
fn types_are_those_of_the_flow_language() {
    for (kind, says) in [
        (
            "PlayPrompt",
            "PlayPrompt is a name of the old export format; its action is MessageParticipant",
        ),
        ("TransferToFlow", "has no rules for it yet; add it to language/actions.rs"),
        ("Teleport", "is not an action type of the flow language"),
    ] {
        let found = after(|flow| block(flow, "Bye")["Type"] = kind.into());
        assert_found(&found, "action-type", "Bye", says);
    }
}

/// Sets a parameter of a block; `null` removes it.
fn with_parameter(name: &str, path: &str, value: Value) -> Vec<Finding> {
    after(|flow| {
        let mut object = &mut block(flow, name)["Parameters"];
        let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
        for parent in parents.split('.').filter(|parent| !parent.is_empty()) {
            object = &mut object[parent];
        }
        if value.is_null() {
            object.as_object_mut().unwrap().remove(last);
        } else {
            object[last] = value;
        }
    })
}

#[test]
fn parameters_are_those_of_the_type_and_have_its_values() {
    for (name, path, value, says) in [
        (
            "Log",
            "FlowLoggingBehavior",
            json!("On"),
            "is \"On\", and has to be one of \"Enabled\", \"Disabled\"",
        ),
        ("Voice", "TextToSpeechVoice", Value::Null, "needs the parameter TextToSpeechVoice"),
        ("Voice", "TextToSpeechEngine", json!("Loud"), "one of \"Standard\""),
        ("Tries", "LoopCount", json!("101"), "from \"0\" to \"100\", or one reference"),
        ("Tries", "LoopCount", json!(3), "parameter LoopCount is 3; all values are strings"),
        ("Ask", "StoreInput", json!("yes"), "StoreInput has to be one of \"False\", \"True\""),
        ("Ask", "InputTimeLimitSeconds", json!("181"), "from \"1\" to \"180\", not read from"),
        ("Ask", "InputTimeLimitSeconds", json!("+5"), "is \"+5\""),
        (
            "Ask",
            "InputValidation.CustomValidation",
            Value::Null,
            "InputValidation needs exactly one of",
        ),
        (
            "Ask",
            "InputValidation.CustomValidation.MaximumLength",
            json!("0"),
            "a whole number from \"1\",",
        ),
        (
            "Ask",
            "DTMFConfiguration",
            json!({"InputTerminationSequence": "######"}),
            "one to 5 of the keys",
        ),
        (
            "Ask",
            "DTMFConfiguration",
            json!({"InterdigitTimeLimitSeconds": "5"}),
            "seen to refuse it",
        ),
        ("Ask", "DTMFConfiguration", json!("#"), "DTMFConfiguration has to be an object"),
        (
            "Ask",
            "SSML",
            json!("<speak>a</speak>"),
            "exactly one of Text, SSML, PromptId, Media, and has Text and SSML",
        ),
        (
            "Entered",
            "ComparisonValue",
            json!("$.External.status now"),
            "one reference and nothing else",
        ),
        ("Convert", "InvocationTimeLimitSeconds", json!("9"), "from \"1\" to \"8\""),
        ("Convert", "InvocationTimeLimitSeconds", json!("$.Channel"), "not read from a reference"),
        ("Convert", "ResponseValidation", Value::Null, "needs the parameter ResponseValidation"),
        (
            "Convert",
            "ResponseValidation.ResponseType",
            json!("XML"),
            "one of \"STRING_MAP\", \"JSON\"",
        ),
        (
            "Convert",
            "LambdaInvocationAttributes",
            json!({"a": 5}),
            "LambdaInvocationAttributes.a has to be a string",
        ),
        ("Keep", "TargetContact", Value::Null, "needs the parameter TargetContact"),
        (
            "Keep",
            "Attributes.a b",
            json!("c"),
            "\"a b\" in Attributes cannot be read by a reference",
        ),
        (
            "Tell",
            "InputValidation",
            json!({}),
            "has no parameter InputValidation here; it has Text",
        ),
        (
            "Bye",
            "SSML",
            Value::Null,
            "MessageParticipant needs exactly one of Text, SSML, PromptId, Media, and has none",
        ),
        ("Bye", "Loud", json!("True"), "has no parameter Loud here"),
        ("Sorry", "Text", json!("a".repeat(6001)), "of at most 6000 characters (it has 6001)"),
        ("Sorry", "Text", json!(" "), "something to say"),
        ("Hang up", "Reason", json!("x"), "DisconnectParticipant has no parameters; remove Reason"),
    ] {
        let found = with_parameter(name, path, value);
        let found: Vec<_> = found
            .into_iter()
            .filter(|f| f.rule != "input-unset" && f.rule != "timeout-unchecked")
            .collect();
        // What depends on the parameter may be found as well.
        let found: Vec<_> =
            found.into_iter().filter(|f| f.block.as_deref() == Some(name)).collect();
        let own: Vec<_> = found.into_iter().filter(|f| f.rule == "parameter").collect();
        assert_found(&own, "parameter", name, says);
    }
}

#[test]
fn what_may_be_there_is_no_finding() {
    for (name, path, value) in [
        ("Tries", "LoopCount", json!("0")),
        ("Tries", "LoopCount", json!("$.SystemEndpoint.Address")),
        (
            "Ask",
            "DTMFConfiguration",
            json!({"InputTerminationSequence": "#", "DisableCancelKey": "False"}),
        ),
        ("Voice", "TextToSpeechEngine", json!("generative")),
        ("Convert", "InvocationType", json!("SYNCHRONOUS")),
    ] {
        assert_eq!(with_parameter(name, path, value), [], "{path}");
    }
}

#[test]
fn a_phone_number_has_an_error_of_its_own() {
    let by_number =
        json!({"PhoneNumberValidation": {"NumberFormat": "Local", "CountryCode": "US"}});
    let found = with_parameter("Ask", "InputValidation", by_number.clone());
    assert_found(&found, "missing-branch", "Ask", "InvalidPhoneNumber");
    let errors =
        json!([error("Sorry"), {"ErrorType": "InvalidPhoneNumber", "NextAction": "Tries"}]);
    let found = after(|flow| {
        let ask = block(flow, "Ask");
        ask["Parameters"]["InputValidation"] = by_number;
        ask["Transitions"]["Errors"] = errors.clone();
    });
    assert_eq!(found, []);
    let found = after(|flow| block(flow, "Ask")["Transitions"]["Errors"] = errors);
    let says = "needs InputValidation.PhoneNumberValidation; remove it";
    assert_found(&found, "unknown-branch", "Ask", says);
}

#[test]
fn error_branches_are_there() {
    for (name, kept) in [
        ("Voice", json!([])),
        ("Ask", json!([])),
        ("Convert", json!([])),
        ("Keep", json!([])),
        ("Sorry", json!([])),
        (
            "Tell",
            json!([{"ErrorType": "InputTimeLimitExceeded", "NextAction": "Bye"},
                   {"ErrorType": "NoMatchingCondition", "NextAction": "Bye"}]),
        ),
    ] {
        let found = after(|flow| block(flow, name)["Transitions"]["Errors"] = kept);
        let found: Vec<_> = found.into_iter().filter(|f| f.rule != "unreachable").collect();
        assert_found(&found, "missing-branch", name, "no branch for the error NoMatchingError");
    }
    let found = after(|flow| block(flow, "Entered")["Transitions"]["Errors"] = json!([]));
    let found: Vec<_> =
        found.into_iter().filter(|f| f.block.as_deref() == Some("Entered")).collect();
    assert_found(&found, "missing-branch", "Entered", "NoMatchingCondition");
}

/// Changes the transitions of a block, and keeps what is found in it.
fn with_transitions(name: &str, change: impl FnOnce(&mut Value)) -> Vec<Finding> {
    let found = after(|flow| change(&mut block(flow, name)["Transitions"]));
    found.into_iter().filter(|finding| finding.block.as_deref() == Some(name)).collect()
}

#[test]
fn branches_that_the_type_does_not_have_are_refused() {
    let push = |list: &'static str, value: Value| {
        move |transitions: &mut Value| match &mut transitions[list] {
            Value::Array(values) => values.push(value),
            other => *other = json!([value]),
        }
    };
    let timeout = json!({"ErrorType": "InputTimeLimitExceeded", "NextAction": "Bye"});
    let found = with_transitions("Keep", push("Errors", timeout));
    let says =
        "UpdateContactAttributes has no error InputTimeLimitExceeded here, only: NoMatchingError";
    assert_found(&found, "unknown-branch", "Keep", says);

    let found = with_transitions("Log", push("Errors", error("Voice")));
    assert_found(&found, "unknown-branch", "Log", "only: none");

    let found = with_transitions("Keep", push("Errors", error("Bye")));
    assert_found(&found, "branch-twice", "Keep", "two branches for \"NoMatchingError\"");

    let found = with_transitions("Tell", push("Conditions", condition("1", "Bye")));
    assert_found(&found, "branch-twice", "Tell", "two branches for \"Equals 1\"");

    let found = with_transitions("Bye", push("Conditions", condition("1", "Sorry")));
    assert_found(&found, "unknown-branch", "Bye", "MessageParticipant has no conditions");

    let found = with_transitions("Hang up", |t| *t = json!({"NextAction": "Hang up"}));
    let own: Vec<_> = found.into_iter().filter(|f| f.rule == "unknown-branch").collect();
    assert_found(&own, "unknown-branch", "Hang up", "\"Transitions\": {}");
}

#[test]
fn conditions_are_those_of_the_type() {
    let set = |condition: Value| move |t: &mut Value| t["Conditions"][0] = condition;
    let two =
        json!({"NextAction": "Bye", "Condition": {"Operator": "Equals", "Operands": ["1", "2"]}});
    for wrong in [condition("12", "Bye"), condition("a", "Bye"), two] {
        let found = with_transitions("Tell", set(wrong));
        assert_found(&found, "condition", "Tell", "Equals and one key");
    }
    for (operator, operands, says) in [
        (
            "StartsWith",
            json!(["a"]),
            "StartsWith is not an operator; there are Equals, TextStartsWith",
        ),
        ("TextStartsWith", json!([]), "needs an operand"),
        ("NumberLessThan", json!(["many"]), "compares with a number"),
    ] {
        let wrong = json!({"NextAction": "Tries", "Condition": {"Operator": operator, "Operands": operands}});
        let found =
            with_transitions("Entered", |t| t["Conditions"].as_array_mut().unwrap().push(wrong));
        assert_found(&found, "condition", "Entered", says);
    }
    let found = with_transitions("Tries", |t| {
        t["Conditions"].as_array_mut().unwrap().push(condition("Maybe", "Bye"));
    });
    assert_found(
        &found,
        "condition",
        "Tries",
        "Loop has only Equals \"ContinueLooping\", \"DoneLooping\"",
    );
    let found = with_transitions("Tries", |t| {
        t["Conditions"].as_array_mut().unwrap().pop();
    });
    assert_found(&found, "missing-branch", "Tries", "Equals DoneLooping");
    let found = with_transitions("Entered", |t| t["Conditions"] = json!([]));
    assert_found(&found, "missing-branch", "Entered", "at least one condition");
}

#[test]
fn the_next_block_is_present_or_a_copy_of_the_branch_that_it_repeats() {
    let set = |next: Value| move |t: &mut Value| t["NextAction"] = next;
    let found = with_transitions("Entered", set("Tries".into()));
    let says = "NextAction is \"Tries\"; for Compare it has to be a copy of the target of NoMatchingCondition, \"Convert\"";
    assert_found(&found, "next-mirror", "Entered", says);
    for (name, says) in [("Tell", "\"Bye\""), ("Tries", "the target of DoneLooping, \"Bye\"")] {
        let found = with_transitions(name, set(Value::Null));
        assert_found(&found, "next-mirror", name, says);
    }
    let found = with_transitions("Keep", set(Value::Null));
    assert_found(&found, "missing-branch", "Keep", "needs NextAction");
}
