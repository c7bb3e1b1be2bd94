//! The console page.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use switchboard_local_stack::Stack;

use crate::harness::{Reply, get, post, send, vanity_stack};

/// The behavior of a function that replies a single vanity number.
fn one_number() -> Value {
    json!({ "echo": {
        "status": "ok",
        "phoneNumber": "+18003569377",
        "count": "1",
        "vanity_1": "1-800-FLOWERS",
        "spoken_1": "1, 8 0 0, flowers",
        "spelled_1": "1, 8 0 0, F, L, O, W, E, R, S",
    } })
}

fn no_callers() -> Value {
    json!({ "echo": { "callers": [] } })
}

/// Submits a form of the page.
async fn submit(stack: &Stack, path: &str, form: &str) -> Reply {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let url = format!("{}{path}", stack.addresses().people);
    send(Method::POST, &url, &headers, form.to_owned()).await
}

/// The address and the text of the page that a form redirects to.
async fn follow(stack: &Stack, answer: &Reply) -> (String, String) {
    assert_eq!(answer.status, 303, "{answer:?}");
    let location = answer.header("location").to_owned();
    let page = page(stack, &location).await;
    (location, page)
}

async fn page(stack: &Stack, location: &str) -> String {
    let path = location.split('#').next().unwrap();
    let page = get(&format!("{}{path}", stack.addresses().people)).await;
    assert_eq!(page.status, 200, "{page:?}");
    page.text()
}

/// The id of the call in the address of a page.
fn call_in(location: &str) -> &str {
    location.split_once("call=").unwrap().1.split(['&', '#']).next().unwrap()
}

/// The values of all hidden fields with this name.
fn hidden<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn the_page_may_run_its_own_script_and_other_pages_none() {
    let stack = vanity_stack(&one_number(), &no_callers()).await;
    let people = &stack.addresses().people;
    let page = get(people).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let dial = format!("vanity -- dial --from +18003569377 --stack {people}</code>");
    assert!(page.text().contains(&dial), "where this stack is: {}", page.text());
    for table in ["vanity-numbers", "approvals"] {
        let scan = stack.shell_commands().scan(table);
        assert!(page.text().contains(&format!("<code>{scan}</code>")), "{}", page.text());
    }
    let policy = page.header("content-security-policy");
    for part in ["default-src 'none'", "script-src 'self'", "connect-src 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(page.text().contains("<script src=\"/console.js\" defer></script>"));
    let mailbox = get(&format!("{people}/mailbox")).await;
    assert!(!mailbox.header("content-security-policy").contains("script-src"));
    assert!(!mailbox.text().contains("<script"));
    for (file, kind) in [("console.js", "text/javascript"), ("console.css", "text/css")] {
        let file = get(&format!("{people}/{file}")).await;
        assert_eq!(file.header("content-type"), format!("{kind}; charset=utf-8"));
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_call_is_a_conversation() {
    let stack = vanity_stack(&one_number(), &no_callers()).await;
    let start = page(&stack, "/").await;
    assert!(start.contains("<fieldset class=\"keypad\" disabled>"), "{start}");

    let answer = submit(&stack, "/calls", "phoneNumber=1-800-356-9377").await;
    let (location, talking) = follow(&stack, &answer).await;
    assert!(location.ends_with("#phone"), "{location}");
    assert!(talking.contains("On the line") && talking.contains("+1 800 356 9377"), "{talking}");
    assert!(talking.contains("The best of it is: 1, 8 0 0, flowers"), "{talking}");
    assert!(talking.contains("<fieldset class=\"keypad\">"), "{talking}");
    assert!(!talking.contains("1-800-FLOWERS</span>"), "it is shown when it has been heard");

    let path = format!("/calls/{}", call_in(&location));
    let keys = format!("{path}/keys");
    let (after_key, pressed) = follow(&stack, &submit(&stack, &keys, "keys=1").await).await;
    assert_eq!((after_key, pressed.matches("<kbd>1</kbd>").count()), (location.clone(), 1));
    let (_, silent) = follow(&stack, &submit(&stack, &keys, "keys=.").await).await;
    assert!(silent.contains("You said nothing."), "{silent}");
    assert!(silent.contains("InputTimeLimitExceeded"), "what the flow did: {silent}");

    let (_, over) = follow(&stack, &submit(&stack, &keys, "keys=9").await).await;
    assert!(over.contains("The call is over") && over.contains("Call again"), "{over}");
    assert!(!over.contains("You hung up."), "the flow did: {over}");
    let digits = "<span class=\"visually-hidden\">dial </span>1-800-3569377</span>";
    assert!(over.contains("1-800-FLOWERS</span>") && over.contains(digits), "{over}");
    assert_eq!(over.matches("class=\"letters\"").count(), 1, "of five, four are none: {over}");
    assert!(over.contains("value=\"+1 800 356 9377\""), "to call again: {over}");

    let late = submit(&stack, &keys, "keys=1").await;
    assert_eq!((late.status, late.header("content-type")), (409, "text/html; charset=utf-8"));
    assert!(late.text().contains("This call is over. Place another one."), "{}", late.text());
    stack.stop().await;
}

#[tokio::test]
async fn a_withheld_caller_keys_a_number_in_and_hangs_up() {
    let convert = json!({ "echo": { "status": "no_number", "count": "0" } });
    let stack = vanity_stack(&convert, &no_callers()).await;
    let (location, page) = follow(&stack, &submit(&stack, "/calls", "phoneNumber=+").await).await;
    assert!(page.contains("number withheld") && page.contains("up to 18 digits"), "{page}");
    let path = format!("/calls/{}", call_in(&location));
    let keys = format!("{path}/keys");

    let (_, page) = follow(&stack, &submit(&stack, &keys, "keys=80").await).await;
    assert!(page.contains("<output class=\"number\">80</output>"), "{page}");
    assert!(!page.contains("<kbd>80</kbd>"), "they are not all there: {page}");
    let answer = submit(&stack, &keys, "digits=0+356-9377").await;
    let (_, page) = follow(&stack, &answer).await;
    assert!(page.contains("<kbd>8003569377#</kbd>"), "{page}");
    assert!(page.contains("You entered 8 0 0 3 5 6 9 3 7 7"), "{page}");

    let answer = submit(&stack, &format!("{path}/hang-up"), "").await;
    let (again, page) = follow(&stack, &answer).await;
    assert_eq!(again, location);
    assert!(page.contains("You hung up.") && !page.contains("Its vanity numbers"), "{page}");
    stack.stop().await;
}

#[tokio::test]
async fn a_refused_action_on_the_phone_is_explained() {
    let stack = vanity_stack(&one_number(), &no_callers()).await;
    let forgotten = page(&stack, "/?call=of-yesterday").await;
    assert!(forgotten.contains("This call is not remembered"), "{forgotten}");
    assert!(forgotten.contains("action=\"/calls\""), "another can be placed: {forgotten}");
    let (location, _) = follow(&stack, &submit(&stack, "/calls", "phoneNumber=").await).await;
    let call = call_in(&location);
    for (id, act, form, status, detail) in [
        ("of-yesterday", "keys", "keys=1", 404, "This call is not remembered. Place another one."),
        ("of-yesterday", "keys", "digits=1", 404, "This call is not remembered."),
        ("of-yesterday", "hang-up", "", 404, "This call is not remembered."),
        (call, "keys", "keys=x", 400, "is not a key"),
        (call, "keys", "digits=8%C3%BC", 400, "is not a key"),
    ] {
        let form = format!("{form}&number=1-800-FLOWERS&order=ascending");
        let answer = submit(&stack, &format!("/calls/{id}/{act}"), &form).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, "text/html; charset=utf-8")
        );
        let refusal = answer.text();
        assert!(refusal.contains(detail), "{refusal}");
        assert!(!refusal.contains("/local/") && !refusal.contains("{&#34;"), "no API: {refusal}");
        // The link back keeps the lookup.
        let (_, link) = refusal.split_once("<a class=\"back\" href=\"").unwrap();
        let (address, rest) = link.split_once('"').unwrap();
        let address = address.replace("&#38;", "&");
        assert_eq!(address, format!("/?call={id}&number=1-800-FLOWERS&order=ascending#phone"));
        assert!(rest.starts_with(">Back to the call</a>"), "{rest}");
        let page = page(&stack, &address).await;
        assert!(page.contains("value=\"1-800-FLOWERS\""), "{page}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn a_lookup_shows_its_request_and_its_reply() {
    let found = json!({ "echo": {
        "statusCode": 200,
        "headers": { "content-type": "application/json" },
        "body": "{\"phoneNumber\":\"+18003569377\",\"callCount\":2}",
    } });
    let stack = vanity_stack(&one_number(), &found).await;
    assert!(!page(&stack, "/").await.contains(">Request</h3>"));
    let page_found = page(&stack, "/?number=%2B1+800+FLOWERS&order=ascending").await;
    let host = stack.addresses().people.trim_start_matches("http://");
    let request = format!(
        "GET /vanity-numbers/%2B1%20800%20FLOWERS?order=ascending HTTP/1.1\nHost: {host}\n\
         Accept: application/json"
    );
    assert!(page_found.contains(&request), "{page_found}");
    assert!(page_found.contains("HTTP/1.1 200 OK"), "{page_found}");
    let reply = "Content-Type: application/json\n\n{\n  &#34;phoneNumber&#34;: \
                 &#34;+18003569377&#34;,\n  &#34;callCount&#34;: 2\n}";
    assert!(page_found.contains(reply), "{page_found}");
    assert!(page_found.contains("value=\"ascending\" selected"), "{page_found}");

    let long = get(&format!("{}/?number={}", stack.addresses().people, "!".repeat(30_000))).await;
    assert_eq!((long.status, long.header("content-type")), (400, "text/html; charset=utf-8"));
    stack.stop().await;

    let problem = json!({ "echo": {
        "statusCode": 404,
        "headers": { "content-type": "application/problem+json" },
        "body": "{\"detail\":\"<nothing>\"}",
    } });
    let stack = vanity_stack(&one_number(), &problem).await;
    let page = page(&stack, "/?number=1").await;
    assert!(page.contains("HTTP/1.1 404 Not Found"), "{page}");
    assert!(
        page.contains("application/problem+json\n\n{\n  &#34;detail&#34;: &#34;&#60;nothing&#62;")
    );
    stack.stop().await;
}

#[tokio::test]
async fn an_action_in_one_panel_leaves_the_others_as_they_are() {
    let stack = vanity_stack(&one_number(), &no_callers()).await;
    let lookup = "number=1-800-FLOWERS&order=ascending";
    let form = format!("phoneNumber=&{lookup}");
    let (location, _) = follow(&stack, &submit(&stack, "/calls", &form).await).await;
    let call = call_in(&location).to_owned();
    assert_eq!(location, format!("/?call={call}&{lookup}#phone"));

    let (same, page) = follow(
        &stack,
        &submit(&stack, &format!("/calls/{call}/keys"), &format!("keys=1&{lookup}")).await,
    )
    .await;
    assert_eq!(same, location);
    // The forms of the phone carry the lookup, the lookup carries the call, and a release carries both.
    assert_eq!(hidden(&page, "number"), ["1-800-FLOWERS"; 3]);
    assert_eq!(hidden(&page, "order"), ["ascending"; 3]);
    assert_eq!(hidden(&page, "call"), [call.as_str(); 2]);
    let form = format!("pipeline=storefront&call={call}&{lookup}");
    let answer = submit(&stack, "/releases", &form).await;
    assert_eq!(answer.header("location"), location.replace("#phone", "#releases"));
    stack.stop().await;
}

#[tokio::test]
async fn the_callers_are_listed_as_the_api_reports_them() {
    let lookup = json!({ "echo": { "callers": [
        { "phoneNumber": "+1******9377", "callCount": 3, "lastCalledAt": "2026-11-21T10:00:00Z" },
    ] } });
    let stack = vanity_stack(&one_number(), &lookup).await;
    let callers = page(&stack, "/").await;
    assert!(callers.contains("+1******9377") && callers.contains("21 Nov 2026, 10:00 UTC"));
    stack.stop().await;
}

#[tokio::test]
async fn a_missing_page_is_reported_to_programs_and_to_people() {
    let stack = vanity_stack(&json!({}), &json!({})).await;
    let url = format!("{}/nothing", stack.addresses().people);
    let problem = get(&url).await;
    assert_eq!((problem.status, problem.header("content-type")), (404, "application/problem+json"));
    let page = send(Method::GET, &url, &[("accept", "text/html,*/*")], Body::empty()).await;
    assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
    let method = get(&format!("{}/local/calls", stack.addresses().people)).await;
    assert_eq!((method.status, method.header("content-type")), (405, "application/problem+json"));
    stack.stop().await;
}

#[tokio::test]
async fn a_release_is_started_and_followed_and_mail_is_a_link_away() {
    let stack = vanity_stack(&json!({}), &no_callers()).await;
    let people = &stack.addresses().people;
    let start = page(&stack, "/").await;
    assert!(start.contains("Nothing has been released yet."), "{start}");
    assert!(start.contains("No mail yet."), "{start}");

    let answer = submit(&stack, "/releases", "pipeline=storefront").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/#releases"));
    let waiting = page(&stack, "/").await;
    assert!(waiting.contains("Waits for approval until"), "{waiting}");

    let mail = json!({
        "FromEmailAddress": "releases@example.com",
        "Destination": { "ToAddresses": ["ana@example.com"] },
        "Content": { "Simple": {
            "Subject": { "Data": "Please <decide>" },
            "Body": { "Text": { "Data": "Now" } },
        } },
    });
    let sent = post(&format!("{}/v2/email/outbound-emails", stack.addresses().aws), &mail).await;
    let link = format!("/mailbox/{}", sent.json()["MessageId"].as_str().unwrap());
    let mails = page(&stack, "/").await;
    assert!(mails.contains(&format!("href=\"{link}\">Please &#60;decide&#62;</a>")), "{mails}");
    assert!(mails.contains("to ana@example.com") && mails.contains("(1)"), "{mails}");

    let id = get(&format!("{people}/local/releases")).await.json()[0]["executionId"].clone();
    let decision = json!({ "status": "Rejected", "summary": "Not <today>" });
    let url = format!("{people}/local/releases/{}/console-decision", id.as_str().unwrap());
    post(&url, &decision).await;
    let rejected = page(&stack, "/").await;
    assert!(rejected.contains("Rejected: Not &#60;today&#62;"), "{rejected}");

    let none = submit(&stack, "/releases", "pipeline=other").await;
    assert_eq!((none.status, none.header("content-type")), (400, "text/html; charset=utf-8"));
    stack.stop().await;
}

#[tokio::test]
async fn the_description_of_the_api_is_a_file_and_a_page() {
    let stack = vanity_stack(&one_number(), &no_callers()).await;
    let people = &stack.addresses().people;
    let file = get(&format!("{people}/openapi.yaml")).await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/yaml"));
    assert_eq!(file.text(), include_str!("../../../../infra/modules/http-api/openapi.yaml"));
    let html = page(&stack, "/openapi").await;
    assert!(html.contains("href=\"/openapi.yaml\""), "{html}");
    assert!(html.contains(&format!("curl -s '{people}/vanity-numbers?limit=5'")), "{html}");
    assert!(page(&stack, "/").await.contains("href=\"/openapi\""));
    stack.stop().await;
}
