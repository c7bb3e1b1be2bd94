//! `SendEmail` (SES v2, REST JSON): reads the request and checks it like the service.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::address;
use super::attachment::{Attachment, GivenAttachment};
use super::mailbox::Email;
use crate::aws_service::Refusal;
use crate::functions::approvals::CONFIGURATION_SET;

const MAX_HEADERS: usize = 15;
const MAX_HEADER_NAME: usize = 126;
const MAX_HEADER_VALUE: usize = 995;
const MAX_HEADER: usize = 996;
const MAX_RECIPIENTS: usize = 50;
const MAX_TAG: usize = 256;
/// The largest message, in bytes.
const MAX_MESSAGE: usize = 40 * 1024 * 1024;

/// Headers that have a field of their own in the request.
const RESERVED: &[&str] = &[
    "bcc",
    "cc",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
];

fn bad_request(message: String) -> Refusal {
    Refusal::new("BadRequestException", message)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendEmail {
    from_email_address: Option<String>,
    #[serde(default)]
    destination: Destination,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    content: Option<Content>,
    #[serde(default)]
    email_tags: Vec<Pair>,
    configuration_set_name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the names are the service's")]
struct Destination {
    to_addresses: Vec<String>,
    cc_addresses: Vec<String>,
    bcc_addresses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Option<Message>,
    raw: Option<Value>,
    template: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    subject: Option<Text>,
    body: Option<Body>,
    #[serde(default)]
    headers: Vec<Pair>,
    #[serde(default)]
    attachments: Vec<GivenAttachment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Option<Text>,
    html: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Text {
    data: String,
    charset: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Pair {
    name: String,
    value: String,
}

impl Text {
    /// Returns the text as it arrives. Without a character set it is 7-bit, and other characters
    /// become `?`.
    fn delivered(self) -> String {
        let charset = self.charset.unwrap_or_default().to_ascii_uppercase();
        if matches!(charset.as_str(), "" | "US-ASCII" | "ASCII") && !self.data.is_ascii() {
            let seven_bit = |character: char| if character.is_ascii() { character } else { '?' };
            return self.data.chars().map(seven_bit).collect();
        }
        self.data
    }
}

/// Reads and checks a request.
pub(crate) fn read(body: &[u8]) -> Result<Email, Refusal> {
    let refuse = bad_request;
    let request: SendEmail = serde_json::from_slice(body)
        .map_err(|error| refuse(format!("The request cannot be read: {error}")))?;
    let content = request.content.ok_or_else(|| refuse("Content is required".to_owned()))?;
    if content.raw.is_some() || content.template.is_some() {
        return Err(refuse("The local stack captures Content.Simple only".to_owned()));
    }
    let message = content.simple.ok_or_else(|| refuse("Content.Simple is required".to_owned()))?;

    let from = request.from_email_address.filter(|from| !from.is_empty());
    let from = from.ok_or_else(|| refuse("FromEmailAddress is required".to_owned()))?;
    let Destination { to_addresses: to, cc_addresses: cc, bcc_addresses: bcc } =
        request.destination;
    let reply_to = request.reply_to_addresses;
    let recipients = to.len() + cc.len() + bcc.len();
    if recipients == 0 {
        return Err(refuse("Destination has no recipient".to_owned()));
    }
    if recipients > MAX_RECIPIENTS {
        return Err(refuse(format!("Recipient count exceeds {MAX_RECIPIENTS}")));
    }
    for one in [&from].into_iter().chain(&to).chain(&cc).chain(&bcc).chain(&reply_to) {
        if let Some(rejection_reason) = address::rejection_reason(one) {
            return Err(refuse(rejection_reason.to_owned()));
        }
    }
    let subject = message.subject.map(Text::delivered).unwrap_or_default();
    if subject.trim().is_empty() {
        return Err(refuse("Subject is required".to_owned()));
    }
    if subject.contains(['\r', '\n']) {
        return Err(refuse("Subject contains a line break".to_owned()));
    }
    let body = message.body.ok_or_else(|| refuse("Body is required".to_owned()))?;
    let (text, html) = (body.text.map(Text::delivered), body.html.map(Text::delivered));
    if text.is_none() && html.is_none() {
        return Err(refuse("Body has neither Text nor Html".to_owned()));
    }
    let headers = headers(message.headers).map_err(bad_request)?;
    let attachments = message.attachments.into_iter().map(Attachment::checked);
    let attachments = attachments.collect::<Result<Vec<_>, _>>().map_err(bad_request)?;
    let tags = tags(request.email_tags).map_err(bad_request)?;
    check_configuration_set(request.configuration_set_name.as_deref())?;

    let size = [&text, &html].into_iter().flatten().map(String::len).sum::<usize>();
    // Files travel in Base64: four bytes for three.
    let files = attachments.iter().map(|file| file.content.len().div_ceil(3) * 4).sum::<usize>();
    if size + subject.len() + files > MAX_MESSAGE {
        return Err(refuse(format!("Message length is more than {MAX_MESSAGE} bytes long")));
    }
    Ok(Email {
        from,
        to,
        cc,
        bcc,
        reply_to,
        subject,
        headers,
        text,
        html,
        attachments,
        configuration_set: request.configuration_set_name,
        tags,
    })
}

fn headers(headers: Vec<Pair>) -> Result<BTreeMap<String, String>, String> {
    if headers.len() > MAX_HEADERS {
        return Err(format!("There are more than {MAX_HEADERS} headers"));
    }
    for Pair { name, value } in &headers {
        let is_name = (1..=MAX_HEADER_NAME).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
        if !is_name {
            return Err("A header's name does not satisfy ^[!-9;-@A-~]+$, 1 to 126 long".to_owned());
        }
        let is_value = (1..=MAX_HEADER_VALUE).contains(&value.len())
            && value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !is_value {
            return Err(format!(
                "The value of the header {name} does not satisfy [ -~]*, 1 to 995 long"
            ));
        }
        if name.len() + value.len() > MAX_HEADER {
            return Err(format!("The header {name} is longer than {MAX_HEADER}"));
        }
        if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(format!("The header {name} has a field of its own"));
        }
    }
    Ok(headers.into_iter().map(|Pair { name, value }| (name, value)).collect())
}

fn tags(tags: Vec<Pair>) -> Result<BTreeMap<String, String>, String> {
    let is_tag = |text: &str| {
        (1..=MAX_TAG).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    match tags.iter().find(|tag| !is_tag(&tag.name) || !is_tag(&tag.value)) {
        Some(tag) => Err(format!("The tag {} does not satisfy [A-Za-z0-9_-]+", tag.name)),
        None => Ok(tags.into_iter().map(|Pair { name, value }| (name, value)).collect()),
    }
}

fn check_configuration_set(name: Option<&str>) -> Result<(), Refusal> {
    match name {
        None | Some(CONFIGURATION_SET) => Ok(()),
        Some(name) => Err(Refusal {
            status: 404,
            code: "NotFoundException",
            message: format!("Configuration set <{name}> does not exist."),
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request() -> Value {
        json!({
            "FromEmailAddress": "Releases <releases@example.com>",
            "Destination": { "ToAddresses": ["ana@example.com"] },
            "Content": { "Simple": {
                "Subject": { "Data": "Prüfen", "Charset": "UTF-8" },
                "Body": { "Text": { "Data": "text" }, "Html": { "Data": "<p>html</p>" } },
                "Headers": [{ "Name": "Auto-Submitted", "Value": "auto-generated" }],
            } },
            "EmailTags": [{ "Name": "kind", "Value": "request" }],
            "ConfigurationSetName": "release-approvals",
        })
    }

    fn refused(change: impl FnOnce(&mut Value)) -> &'static str {
        let mut request = request();
        change(&mut request);
        read(request.to_string().as_bytes()).unwrap_err().code
    }

    #[test]
    fn a_message_is_read_as_it_arrives() {
        let email = read(request().to_string().as_bytes()).unwrap();
        assert_eq!(email.to, ["ana@example.com"]);
        assert_eq!(email.subject, "Prüfen");
        assert_eq!(email.headers["Auto-Submitted"], "auto-generated");
        assert_eq!(email.tags["kind"], "request");
        let mut request = request();
        request["Content"]["Simple"]["Subject"] = json!({ "Data": "Prüfen" });
        assert_eq!(read(request.to_string().as_bytes()).unwrap().subject, "Pr?fen");
    }

    #[test]
    fn what_the_service_refuses_is_refused() {
        const BAD: &str = "BadRequestException";
        let header = |name: &str, value: &str| json!([{ "Name": name, "Value": value }]);
        let simple = |request: &mut Value, member: &str, value: Value| {
            request["Content"]["Simple"][member] = value;
        };
        assert_eq!(refused(|r| r["FromEmailAddress"] = json!(null)), BAD);
        assert_eq!(refused(|r| r["FromEmailAddress"] = json!("nobody")), BAD);
        assert_eq!(refused(|r| r["Destination"] = json!({})), BAD);
        let crowd = vec!["a@example.com"; 51];
        assert_eq!(refused(|r| r["Destination"]["ToAddresses"] = json!(crowd)), BAD);
        assert_eq!(refused(|r| r["Content"] = json!({ "Raw": { "Data": "" } })), BAD);
        assert_eq!(refused(|r| simple(r, "Subject", json!({ "Data": " " }))), BAD);
        assert_eq!(refused(|r| simple(r, "Subject", json!({ "Data": "a\nb" }))), BAD);
        assert_eq!(refused(|r| simple(r, "Body", json!({}))), BAD);
        assert_eq!(refused(|r| simple(r, "Headers", header("a b", "c"))), BAD);
        assert_eq!(refused(|r| simple(r, "Headers", header("Subject", "c"))), BAD);
        assert_eq!(refused(|r| simple(r, "Headers", header("X", "ä"))), BAD);
        assert_eq!(refused(|r| simple(r, "Headers", header("X", &"v".repeat(996)))), BAD);
        let long = header(&"n".repeat(100), &"v".repeat(900));
        assert_eq!(refused(|r| simple(r, "Headers", long)), BAD);
        let many = json!(vec![json!({ "Name": "X", "Value": "v" }); 16]);
        assert_eq!(refused(|r| simple(r, "Headers", many)), BAD);
        let program = json!([{ "FileName": "setup.exe", "RawContent": "YQ==" }]);
        assert_eq!(refused(|r| simple(r, "Attachments", program)), BAD);
        assert_eq!(refused(|r| r["EmailTags"] = header("kind", "a b")), BAD);
        assert_eq!(refused(|r| r["ConfigurationSetName"] = json!("x")), "NotFoundException");
    }
}
