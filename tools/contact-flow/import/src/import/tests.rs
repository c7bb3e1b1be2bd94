use std::path::Path;

use proptest::prelude::*;
use serde_json::json;
use switchboard_contact_flow::catalogue::Catalogue;

use super::*;
use crate::content::Exported;

const UUID: &str = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe";

/// What this environment has instead of the defaults.
const STAGING: &str = "
vanity_convert_alias_arn: arn:aws:lambda:eu-central-1:210987654321:function:vanity-convert:live
voice: Matthew
greeting: Hello and welcome to our 'staging' line, ${caller}.
attempts: 2
";

fn map(text: &str) -> ValueMap {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    ValueMap::read(file.path()).unwrap()
}

fn flows() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../infra/contact-flows"))
}

fn committed() -> Committed {
    Committed::find(flows(), Some("vanity-numbers"), None).unwrap().unwrap()
}

/// The flow as it was deployed with these values.
fn deployed(values: &ValueMap) -> Value {
    let catalogue = Catalogue::read(flows()).unwrap();
    let entry = catalogue.entry("vanity-numbers").unwrap();
    let flow = catalogue.flow(entry, &values.values()).unwrap();
    serde_json::to_value(flow).unwrap()
}

/// What is committed.
fn template() -> String {
    std::fs::read_to_string(flows().join("vanity-numbers.json.tftpl")).unwrap()
}

fn canonical_template() -> String {
    canonical::write(&Flow::from_json(&template()).unwrap())
}

fn imported(flow: &Value, values: &ValueMap, committed: Option<&Committed>) -> Import {
    let flow = Exported::read(&flow.to_string()).unwrap().flow;
    import(flow, values, committed).unwrap_or_else(|refusals| panic!("{refusals:?}"))
}

fn refusals(flow: &Value, values: &ValueMap, committed: Option<&Committed>) -> Vec<String> {
    let flow = Exported::read(&flow.to_string()).unwrap().flow;
    let refusals = import(flow, values, committed).unwrap_err();
    refusals.iter().map(ToString::to_string).collect()
}

/// A flow of one block.
fn one(kind: &str, parameters: &Value) -> Value {
    let end = json!({"Errors": [], "Conditions": [], "NextAction": "One"});
    json!({
        "Version": "2019-10-30", "StartAction": "One",
        "Actions": [{"Identifier": "One", "Type": kind, "Parameters": parameters, "Transitions": end}],
    })
}

fn block<'a>(flow: &'a mut Value, name: &str) -> &'a mut Value {
    let actions = flow["Actions"].as_array_mut().unwrap();
    actions.iter_mut().find(|action| action["Identifier"] == name).unwrap()
}

/// JSON with its keys, and the lists whose order means nothing, in another order.
fn shuffled(value: &Value, free: bool, next: &mut dyn FnMut(usize) -> usize) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            shuffle(&mut entries, next);
            let entries = entries.into_iter().map(|(name, value)| {
                let free = matches!(name.as_str(), "Actions" | "Errors");
                format!("{}: {}", json!(name), shuffled(value, free, next))
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(values) => {
            let mut values: Vec<&Value> = values.iter().collect();
            if free {
                shuffle(&mut values, next);
            }
            let values = values.into_iter().map(|value| shuffled(value, false, next));
            format!("[{}]", values.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn shuffle<T>(items: &mut [T], next: &mut dyn FnMut(usize) -> usize) {
    for at in (1..items.len()).rev() {
        items.swap(at, next(at + 1));
    }
}

/// What `aws connect describe-contact-flow` prints after the console has saved the flow.
fn described(flow: &Value, order: &[usize]) -> String {
    let mut flow = flow.clone();
    let names: Vec<Value> =
        flow["Actions"].as_array().unwrap().iter().map(|a| a["Identifier"].clone()).collect();
    let positions = names.iter().enumerate().map(|(at, name)| {
        let x = order[at % order.len()] % 5000;
        let shown = json!({"LambdaFunctionARN": {"displayName": "vanity-convert"}});
        (
            name.as_str().unwrap().to_owned(),
            json!({"position": {"x": x, "y": at}, "parameters": shown}),
        )
    });
    flow["Metadata"] = json!({
        "entryPointPosition": {"x": 1, "y": 2},
        "ActionMetadata": positions.collect::<Map<_, _>>(),
        "snapToGrid": false,
    });
    let mut at = 0;
    let mut next = |bound: usize| {
        at += 1;
        order[at % order.len()] % bound
    };
    let content = shuffled(&flow, false, &mut next);
    json!({"ContactFlow": {
        "Arn": format!("arn:aws:connect:eu-central-1:210987654321:instance/{UUID}/contact-flow/{UUID}"),
        "Content": content, "Name": "Vanity numbers", "State": "ACTIVE", "Type": "CONTACT_FLOW",
    }})
    .to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_deployed_flow_comes_back_as_the_committed_template(
        order in prop::collection::vec(0..10_000_usize, 50),
    ) {
        let map = map(STAGING);
        let Exported { name, flow } = Exported::read(&described(&deployed(&map), &order)).unwrap();
        let committed = Committed::find(flows(), None, name.as_deref()).unwrap();
        let import = import(flow, &map, committed.as_ref()).unwrap();
        prop_assert_eq!(import.text, canonical_template());
    }

    #[test]
    fn any_order_gives_the_same_bytes_without_a_committed_flow_too(
        order in prop::collection::vec(0..10_000_usize, 50),
    ) {
        let map = map(STAGING);
        let mut flow = deployed(&map);
        block(&mut flow, "Greet")["Parameters"]["SSML"] = json!("<speak>Changed.</speak>");
        let once = imported(&flow, &map, None).text;
        let again = Exported::read(&described(&flow, &order)).unwrap().flow;
        prop_assert_eq!(import(again, &map, None).unwrap().text, once);
    }
}

#[test]
fn the_committed_template_comes_back_byte_for_byte() {
    let map = map(STAGING);
    let import = imported(&deployed(&map), &map, Some(&committed()));
    assert_eq!(import.text, template());
    // All of its placeholders, those with the same value too.
    let names: Vec<&str> = import.replaced.keys().map(String::as_str).collect();
    let declared = committed().entry.variables;
    assert_eq!(names, declared.keys().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(import.replaced["vanity_convert_alias_arn"], 2);
    assert_eq!(import.unnamed, [] as [String; 0]);
}

#[test]
fn an_edit_is_all_that_differs() {
    let map = map(STAGING);
    let mut flow = deployed(&map);
    let bye = "<speak>So long. Thank you for calling. Goodbye.</speak>";
    block(&mut flow, "Say goodbye")["Parameters"]["SSML"] = json!(bye);
    // Two is what ${attempts} and ${menu_repeats} are here, and no place of theirs.
    block(&mut flow, "Offer")["Parameters"]["InputTimeLimitSeconds"] = json!("2");
    block(&mut flow, "Count offers")["Parameters"]["LoopCount"] = json!("5");
    let import = imported(&flow, &map, Some(&committed()));
    let mut expected = serde_json::from_str(&template()).unwrap();
    block(&mut expected, "Say goodbye")["Parameters"]["SSML"] =
        json!("<speak>So long. ${goodbye}</speak>");
    block(&mut expected, "Offer")["Parameters"]["InputTimeLimitSeconds"] = json!("2");
    block(&mut expected, "Count offers")["Parameters"]["LoopCount"] = json!("5");
    let expected = Flow::from_value(expected).unwrap();
    assert_eq!(import.text, canonical::write(&expected));
}

#[test]
fn a_new_block_gets_the_placeholders_of_its_type() {
    let map = map(STAGING);
    let mut flow = deployed(&map);
    block(&mut flow, "Set voice")["Identifier"] = json!("Choose the voice");
    block(&mut flow, "Count entries")["Identifier"] = json!("Count again");
    flow["StartAction"] = json!("Choose the voice");
    let text = imported(&flow, &map, Some(&committed())).text;
    assert!(text.contains("\"TextToSpeechVoice\": \"${voice}\""), "{text}");
    // Which of two it is cannot be known, so it stays what it is.
    assert_eq!(text.matches("\"LoopCount\": \"2\"").count(), 1, "{text}");
}

#[test]
fn without_a_committed_flow_the_map_is_all_there_is() {
    let map = map("voice: Joanna
count: 3
bye: Thank you for calling.
queue_arn: arn:aws:x");
    let parameters = json!({"TextToSpeechVoice": "Joanna", "Text": "Joanna: Thank you for calling.",
        "Nested": {"List": ["3", "33"]}, "Odd": "${3} %{3}", "Number": 3});
    let import = imported(&one("Odd", &parameters), &map, None);
    let flow = Flow::from_json(&import.text).unwrap();
    assert_eq!(
        Value::Object(flow.actions[0].parameters.clone()),
        json!({"TextToSpeechVoice": "${voice}", "Text": "Joanna: ${bye}",
            "Nested": {"List": ["${count}", "33"]}, "Odd": "$${3} %%{3}", "Number": 3})
    );
    let replaced = [("bye", 1), ("count", 1), ("voice", 1)];
    assert_eq!(import.replaced, replaced.map(|(name, count)| (name.to_owned(), count)).into());
}

#[test]
fn what_the_map_lacks_is_named_with_the_line_to_add() {
    let queue = format!("arn:aws:connect:us-east-1:123456789012:instance/{UUID}/queue/{UUID}");
    let parameters = json!({"QueueId": queue, "Prompt": {"Uri": "s3://prompts-123456789012/a.wav"},
        "ViewId": UUID, "Text": "Call +18005550100.", "Other": queue});
    let refused = refusals(&one("Odd", &parameters), &ValueMap::default(), None);
    assert_eq!(refused.len(), 5, "{refused:?}");
    for (parameter, line) in [
        ("QueueId", format!("add to the map: queue_arn: \"{queue}\"")),
        ("Other", format!("add to the map: queue_arn: \"{queue}\"")),
        ("Prompt.Uri", "add to the map: account_id: \"123456789012\"".to_owned()),
        ("ViewId", format!("add to the map: view_id: \"{UUID}\"")),
        ("Text", "add to the map: phone_number: \"+18005550100\"".to_owned()),
    ] {
        let start = format!("block \"One\": {parameter} contains ");
        let named = refused.iter().any(|r| r.starts_with(&start) && r.ends_with(&line));
        assert!(named, "{parameter}: {refused:?}");
    }
    // With those lines in the map, it is a template.
    let lines = [
        format!("queue_arn: {queue}"),
        "account_id: \"123456789012\"".to_owned(),
        format!("view_id: {UUID}"),
        "phone_number: \"+18005550100\"".to_owned(),
    ];
    let text = imported(&one("Odd", &parameters), &map(&lines.join("\n")), None).text;
    assert!(text.contains("s3://prompts-${account_id}/a.wav"), "{text}");
}

#[test]
fn operands_are_imported_too_and_names_do_not_clash() {
    let mut flow = one("Compare", &json!({"ComparisonValue": "$.Attributes.q"}));
    let arn = |id: u8| format!("arn:aws:connect:us-east-1:123456789012:instance/i/queue/{id}");
    let condition = |operand: String| json!({"NextAction": "One", "Condition": {"Operator": "Equals", "Operands": [operand]}});
    flow["Actions"][0]["Transitions"]["Conditions"] =
        json!([condition(arn(1)), condition(arn(2)), condition("3".to_owned())]);
    let map = map(&format!("queue_arn: {}\ncount: 3", arn(1)));
    let refused = refusals(&flow, &map, None);
    let [refused] = &refused[..] else { panic!("{refused:?}") };
    assert!(refused.starts_with("block \"One\": Operands contains "), "{refused}");
    assert!(refused.ends_with(&format!("queue_arn_2: \"{}\"", arn(2))), "{refused}");
}

#[test]
fn a_function_without_an_alias_is_refused_with_the_reason() {
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert";
    let with = |arn: &str| one("InvokeLambdaFunction", &json!({"LambdaFunctionARN": arn}));
    let map = map(&format!("vanity_convert_alias_arn: {arn}"));
    for (arn, lack) in [
        (arn.to_owned(), "names no alias"),
        (format!("{arn}:$LATEST"), "names $LATEST"),
        (format!("{arn}:7"), "names a version"),
    ] {
        let refused = refusals(&with(&arn), &map, None);
        let start = format!("block \"One\": LambdaFunctionARN {arn} {lack}");
        assert!(refused.len() == 1 && refused[0].starts_with(&start), "{refused:?}");
        assert!(refused[0].contains("a canary"), "{refused:?}");
    }
    let live = format!("{arn}:live");
    let part = refusals(&with(&live), &map, None);
    let ending = format!("write all of it: vanity_convert_alias_arn: \"{live}\"");
    assert!(part[0].starts_with("block \"One\"") && part[0].ends_with(&ending), "{part:?}");
    let unknown = refusals(&with(&live), &ValueMap::default(), None);
    assert!(unknown[0].ends_with(&format!("vanity_convert_alias_arn: \"{live}\"")), "{unknown:?}");
}

#[test]
fn a_value_of_two_placeholders_is_not_guessed() {
    let map = map("one: Good morning\nother: Good morning");
    let refused = refusals(&one("Odd", &json!({"Text": "Good morning to you"})), &map, None);
    assert!(refused[0].starts_with(
        "block \"One\": Text contains \"Good morning\", which is the value of one, other"
    ));
}

#[test]
fn blocks_that_the_console_has_named_are_reported() {
    let mut flow = one("Odd", &json!({}));
    flow["Actions"][0]["Identifier"] = json!(UUID);
    assert_eq!(imported(&flow, &ValueMap::default(), None).unnamed, [UUID]);
}
