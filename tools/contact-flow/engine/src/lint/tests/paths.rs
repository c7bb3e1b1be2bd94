//! The graph of blocks, what is said on its paths, and what is read there.

use super::*;

#[test]
fn identifiers_are_those_that_connect_accepts() {
    let long = "x".repeat(51);
    for (name, says) in [
        ("a:b", "must not contain ':'"),
        ("a$b", "must not contain '$'"),
        ("toString", "JavaScript"),
        (long.as_str(), "51 characters"),
        ("", "needs an Identifier"),
    ] {
        let found = after(|flow| {
            flow["StartAction"] = name.into();
            block(flow, "Log")["Identifier"] = name.into();
        });
        assert_found(&found, "identifier", name, says);
    }
}

#[test]
fn identifiers_are_unique() {
    let found = after(|flow| {
        let actions = flow["Actions"].as_array_mut().unwrap();
        let copy = actions.last().unwrap().clone();
        actions.push(copy);
    });
    assert_found(&found, "duplicate-identifier", "Hang up", "another");
}

#[test]
fn a_flow_has_250_actions_at_most() {
    let found = after(|flow| {
        let actions = flow["Actions"].as_array_mut().unwrap();
        let hang_up = actions.last().unwrap().clone();
        for number in 0..240 {
            let mut action = hang_up.clone();
            action["Identifier"] = format!("{number}").into();
            actions.push(action);
        }
    });
    assert_eq!((found[0].rule, &found[0].block), ("too-many-actions", &None));
    assert!(found[0].to_string().contains("251 actions"), "{}", found[0]);
}

#[test]
fn the_start_is_there() {
    let found = after(|flow| flow["StartAction"] = "Nowhere".into());
    assert_eq!(found[0].rule, "start-action");
    assert!(found[0].message.contains("\"Nowhere\""));
}

#[test]
fn a_branch_leads_to_a_block() {
    let found = after(|flow| block(flow, "Keep")["Transitions"]["NextAction"] = "Tel".into());
    let dangling: Vec<&Finding> = found.iter().filter(|f| f.rule == "dangling-target").collect();
    assert_eq!(dangling.len(), 1);
    assert_eq!(
        dangling[0].to_string(),
        "block \"Keep\": its branch \"next\" leads to \"Tel\", which is not a block of the flow; did you \
         mean \"Tell\"? (dangling-target)"
    );
}

#[test]
fn a_block_is_on_some_path() {
    let found = after(|flow| block(flow, "Keep")["Transitions"]["NextAction"] = "Bye".into());
    assert_found(&found, "unreachable", "Tell", "no call gets here");
}

#[test]
fn of_blocks_that_no_call_gets_to_the_first_is_named() {
    let found = after(|flow| {
        block(flow, "Voice")["Transitions"] = json!({
            "NextAction": "Bye", "Errors": [error("Bye")],
        });
    });
    assert_found(&found, "unreachable", "Tries", "no call gets here, nor to the 5 after it");
}

#[test]
fn a_block_leads_to_an_end() {
    let found = after(|flow| {
        block(flow, "Bye")["Transitions"] = json!({"NextAction": "Bye", "Errors": [error("Bye")]});
    });
    assert_found(&found, "dead-end", "Bye", "DisconnectParticipant");
}

#[test]
fn no_error_ends_in_silence() {
    let found =
        after(|flow| block(flow, "Bye")["Transitions"]["Errors"] = json!([error("Hang up")]));
    assert_found(&found, "silence", "Bye", "NoMatchingError the call ends in silence (Hang up)");

    let found = after(|flow| {
        block(flow, "Convert")["Transitions"]["Errors"] = json!([error("Keep more")]);
        flow["Actions"].as_array_mut().unwrap().push(json!(
            {"Identifier": "Keep more", "Type": "UpdateContactAttributes",
                "Parameters": {"Attributes": {"status": "error"}, "TargetContact": "Current"},
                "Transitions": {"NextAction": "Hang up", "Errors": [error("Sorry")]}}
        ));
    });
    assert_found(&found, "silence", "Convert", "(Keep more > Hang up)");
}

#[test]
fn no_decision_ends_in_silence() {
    let found = after(|flow| {
        block(flow, "Tell")["Transitions"]["Conditions"][0]["NextAction"] = "Hang up".into();
    });
    assert_found(
        &found,
        "silence",
        "Tell",
        "after its Equals 1 the call ends in silence (Hang up)",
    );
}

#[test]
fn a_reference_does_not_meet_a_full_stop() {
    let found = after(|flow| {
        block(flow, "Bye")["Parameters"]["SSML"] =
            "<speak>From $.Channel. It was $.ContactId</speak>".into();
    });
    assert_found(&found, "reference-before-stop", "Bye", "$.Channel is followed by a full stop");
}

#[test]
fn a_last_resort_is_plain_text_before_the_end() {
    let found = after(|flow| {
        block(flow, "Sorry")["Parameters"] = json!({"SSML": "<speak>Sorry.</speak>"});
    });
    assert_found(&found, "silence", "Sorry", "lead it to an apology");
    let found = after(|flow| block(flow, "Sorry")["Transitions"]["NextAction"] = "Bye".into());
    assert_found(&found, "silence", "Sorry", "lead it to an apology");
}

#[test]
fn an_attribute_is_written_on_every_path() {
    // A loop around the block that writes it.
    let found = after(|flow| {
        block(flow, "Entered")["Transitions"]["Conditions"][0]["NextAction"] = "Tell".into();
    });
    assert_found(
        &found,
        "attribute-unset",
        "Tell",
        "$.Attributes.word, which is not written on the path Log > Voice > Tries > Ask > Entered > Tell",
    );

    // It was not written if writing it failed, nor if it was another contact's.
    let found = after(|flow| block(flow, "Keep")["Transitions"]["Errors"] = json!([error("Tell")]));
    assert_found(&found, "attribute-unset", "Tell", "Convert > Keep > Tell");
    let found = after(|flow| block(flow, "Keep")["Parameters"]["TargetContact"] = "Related".into());
    assert_found(&found, "attribute-unset", "Tell", "$.Attributes.word");
}

#[test]
fn a_reply_is_read_only_after_an_invocation_that_succeeded() {
    let found =
        after(|flow| block(flow, "Convert")["Transitions"]["Errors"] = json!([error("Keep")]));
    assert_found(&found, "external-unset", "Keep", "Entered > Convert > Keep");
    let found = after(|flow| {
        block(flow, "Convert")["Parameters"]["InvocationType"] = "ASYNCHRONOUS".into();
    });
    assert_found(&found, "external-unset", "Keep", "$.External.vanity_1");
}

#[test]
fn a_later_invocation_that_fails_takes_the_reply_away() {
    let found = after(|flow| {
        let mut second = block(flow, "Convert").clone();
        second["Identifier"] = "Convert again".into();
        second["Transitions"] = json!({"NextAction": "Keep", "Errors": [error("Keep")]});
        flow["Actions"].as_array_mut().unwrap().push(second);
        block(flow, "Convert")["Transitions"]["NextAction"] = "Convert again".into();
    });
    assert_found(&found, "external-unset", "Keep", "Convert > Convert again > Keep");
}

#[test]
fn a_function_writes_what_is_read_of_its_reply() {
    let found = after(|flow| {
        block(flow, "Keep")["Parameters"]["Attributes"]["word"] = "$.External.vanity1".into();
    });
    let says = "no function replies with \"vanity1\"; did you mean \"vanity_1\"?";
    assert_found(&found, "external-unknown", "Keep", says);
}

#[test]
fn what_is_keyed_in_is_read_only_after_a_block_that_stores_it() {
    let found = after(|flow| {
        block(flow, "Tries")["Transitions"]["Conditions"][0]["NextAction"] = "Entered".into();
    });
    let unset: Vec<_> = found.iter().filter(|f| f.rule == "input-unset").collect();
    let blocks: Vec<_> = unset.iter().map(|f| f.block.as_deref().unwrap()).collect();
    assert_eq!(blocks, ["Entered", "Convert"]);
    assert!(unset[0].message.contains("Voice > Tries > Entered"), "{}", unset[0]);
}

#[test]
fn a_reference_is_one_that_contacts_have() {
    let found = after(|flow| {
        block(flow, "Sorry")["Parameters"]["Text"] = "Sorry, $.Customer.Name".into();
    });
    assert_found(&found, "unknown-reference", "Sorry", "$.Customer.Name is not a known reference");
}

#[test]
fn a_number_that_was_not_keyed_in_is_asked_for() {
    let found = after(|flow| block(flow, "Ask")["Transitions"]["NextAction"] = "Convert".into());
    let found: Vec<_> = found.into_iter().filter(|f| f.rule != "unreachable").collect();
    assert_found(&found, "timeout-unchecked", "Ask", "Equals Timeout");
    let found = after(|flow| {
        block(flow, "Entered")["Transitions"]["Conditions"][0] = condition("0", "Tries");
    });
    assert_found(&found, "timeout-unchecked", "Ask", "\"Entered\"");
}

#[test]
fn every_voice_speaks_a_prompt() {
    for (ssml, says) in [
        ("<speak>a < b</speak>", "this is not XML"),
        ("<speak><prosody rate=\"slow\">a</prosody></speak>", "<prosody>"),
        ("<speak><break time=\"11s\"/></speak>", "at most 10 s"),
        ("Goodbye.", "this is not XML"),
        ("<speak><say-as interpret-as=\"characters\">ab</say-as></speak>", "standard voice"),
    ] {
        let found = after(|flow| block(flow, "Bye")["Parameters"]["SSML"] = ssml.into());
        assert_found(&found, "ssml", "Bye", says);
    }
}
