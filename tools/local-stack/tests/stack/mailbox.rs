//! SES and the captured mail.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use switchboard_local_stack::Stack;

use crate::harness::{Reply, get, options, post, send};

async fn stack() -> Stack {
    Stack::start(options([])).await.unwrap()
}

fn message(to: &str, subject: &str) -> Value {
    json!({
        "FromEmailAddress": "Releases <releases@example.com>",
        "Destination": { "ToAddresses": [to] },
        "ReplyToAddresses": ["desk@example.com"],
        "Content": { "Simple": {
            "Subject": { "Data": subject, "Charset": "UTF-8" },
            "Body": {
                "Text": { "Data": "Plain & simple", "Charset": "UTF-8" },
                "Html": { "Data": "<head></head><p class=\"x\">Rich</p>", "Charset": "UTF-8" },
            },
            "Headers": [{ "Name": "Auto-Submitted", "Value": "auto-generated" }],
        } },
        "EmailTags": [{ "Name": "kind", "Value": "request" }],
        "ConfigurationSetName": "release-approvals",
    })
}

async fn send_email(stack: &Stack, message: &Value) -> Reply {
    post(&format!("{}/v2/email/outbound-emails", stack.addresses().aws), message).await
}

#[tokio::test]
async fn mail_is_captured_and_read() {
    let stack = stack().await;
    let people = &stack.addresses().people;
    let first = send_email(&stack, &message("Ana Ruiz <ana@example.com>", "Prüfen")).await;
    let id = first.json()["MessageId"].as_str().unwrap().to_owned();
    send_email(&stack, &message("jonas@example.com", "Zwei")).await;

    let list = get(&format!("{people}/local/mailbox")).await.json();
    let subjects: Vec<_> = list.as_array().unwrap().iter().map(|mail| &mail["subject"]).collect();
    assert_eq!(subjects, ["Zwei", "Prüfen"], "the latest first");
    let to_ana = get(&format!("{people}/local/mailbox?to=ana%40example.com")).await.json();
    assert_eq!((to_ana.as_array().unwrap().len(), &to_ana[0]["id"]), (1, &json!(id)));

    let mut mail = get(&format!("{people}/local/mailbox/{id}")).await.json();
    assert!(mail["sentAt"].take().as_str().unwrap().ends_with('Z'));
    assert_eq!(
        mail,
        json!({
            "id": id,
            "from": "Releases <releases@example.com>",
            "to": ["Ana Ruiz <ana@example.com>"],
            "cc": [],
            "bcc": [],
            "replyTo": ["desk@example.com"],
            "subject": "Prüfen",
            "headers": { "Auto-Submitted": "auto-generated" },
            "text": "Plain & simple",
            "html": "<head></head><p class=\"x\">Rich</p>",
            "attachments": [],
            "configurationSet": "release-approvals",
            "tags": { "kind": "request" },
            "sentAt": null,
        })
    );
    assert_eq!(get(&format!("{people}/local/mailbox/none")).await.status, 404);
    stack.stop().await;
}

#[tokio::test]
async fn a_refusal_has_the_shape_of_the_service_and_captures_nothing() {
    let stack = stack().await;
    let mut nobody = message("ana@example.com", "x");
    nobody["Destination"] = json!({});
    let mut elsewhere = message("ana@example.com", "x");
    elsewhere["ConfigurationSetName"] = json!("other");
    for (bad, status, code) in
        [(nobody, 400, "BadRequestException"), (elsewhere, 404, "NotFoundException")]
    {
        let reply = send_email(&stack, &bad).await;
        assert_eq!((reply.status, reply.header("x-amzn-errortype")), (status, code));
        assert!(!reply.json()["message"].as_str().unwrap().is_empty());
    }
    let list = get(&format!("{}/local/mailbox", stack.addresses().people)).await.json();
    assert_eq!(list, json!([]));
    stack.stop().await;
}

#[tokio::test]
async fn people_read_mail_in_a_frame_that_runs_nothing() {
    let stack = stack().await;
    let people = &stack.addresses().people;
    let page = async |path: &str| {
        let headers = [("accept", "text/html")];
        send(Method::GET, &format!("{people}{path}"), &headers, Body::empty()).await
    };
    assert!(page("/mailbox").await.text().contains("There is no mail yet."));
    let sent = send_email(&stack, &message("ana@example.com", "<Urgent>")).await;
    let id = sent.json()["MessageId"].as_str().unwrap().to_owned();

    let list = page("/mailbox").await.text();
    assert!(
        list.contains("&#60;Urgent&#62;") && list.contains(&format!("/mailbox/{id}")),
        "{list}"
    );
    assert!(page("/mailbox?to=jonas%40example.com").await.text().contains("There is no mail yet."));

    let html = page(&format!("/mailbox/{id}")).await;
    let policy = html.header("content-security-policy").to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    let html = html.text();
    assert!(
        html.contains(
            "sandbox=\"allow-popups allow-popups-to-escape-sandbox \
             allow-top-navigation-by-user-activation\""
        ),
        "{html}"
    );
    let document = "srcdoc=\"&#60;head&#62;&#60;base target=&#34;_top&#34;&#62;&#60;/head&#62;\
                    &#60;p class=&#34;x&#34;&#62;Rich&#60;/p&#62;\"";
    assert!(html.contains(document), "{html}");

    let text = page(&format!("/mailbox/{id}?part=text")).await.text();
    assert!(text.contains("Plain &#38; simple") && !text.contains("<iframe"), "{text}");
    let none = page("/mailbox/none").await;
    assert_eq!((none.status, none.header("content-type")), (404, "text/html; charset=utf-8"));
    stack.stop().await;
}

#[tokio::test]
async fn files_travel_with_a_mail() {
    let stack = stack().await;
    let people = &stack.addresses().people;
    let mut message = message("ana@example.com", "With files");
    let simple = &mut message["Content"]["Simple"];
    simple["Body"]["Html"]["Data"] = json!("<head></head><img src=\"cid:logo\" alt=\"\">");
    simple["Headers"] = json!([{ "Name": "References", "Value": "<a@example.com>" }]);
    simple["Attachments"] = json!([
        { "FileName": "logo.png", "RawContent": "iVBORw==", "ContentDisposition": "INLINE",
          "ContentId": "logo", "ContentTransferEncoding": "BASE64" },
        { "FileName": "fällig.ics", "RawContent": "QkVHSU4=", "ContentType": "text/html" },
    ]);
    let id = send_email(&stack, &message).await.json()["MessageId"].as_str().unwrap().to_owned();

    let mail = get(&format!("{people}/local/mailbox/{id}")).await.json();
    let logo = &mail["attachments"][0];
    assert_eq!(
        *logo,
        json!({
            "name": "logo.png", "contentType": "image/png", "disposition": "INLINE", "contentId": "logo",
            "description": null, "content": "iVBORw==", "size": 4,
            "path": format!("/local/mailbox/{id}/attachments/0"),
        })
    );
    let file = get(&format!("{people}{}", mail["attachments"][1]["path"].as_str().unwrap())).await;
    assert_eq!((file.status, file.text().as_str()), (200, "BEGIN"));
    assert_eq!(file.header("content-type"), "text/html");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename*=UTF-8''f%C3%A4llig%2Eics"
    );
    assert!(file.header("content-security-policy").contains("sandbox"));
    for none in ["2", "x", "-1"] {
        let path = format!("{people}/local/mailbox/{id}/attachments/{none}");
        assert_eq!(get(&path).await.status, 404, "{none}");
    }

    let headers = [("accept", "text/html")];
    let page = send(Method::GET, &format!("{people}/mailbox/{id}"), &headers, Body::empty()).await;
    let page = page.text();
    assert!(page.contains("src=&#34;data:image/png;base64,iVBORw==&#34;"), "{page}");
    assert!(page.contains("<dt>References</dt>"), "{page}");
    assert!(page.contains("<dd>&#60;a@example.com&#62;</dd>"), "{page}");
    assert!(
        page.contains(&format!("<a href=\"/local/mailbox/{id}/attachments/1\">fällig.ics</a>"))
    );
    stack.stop().await;
}
