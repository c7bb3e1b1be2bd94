//! Files that travel with an email, and what SES checks of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The limits of the service model (`Attachment`, SES API v2), in characters.
const MAX_NAME: usize = 255;
const MAX_DESCRIPTION: usize = 1000;
const MAX_CONTENT_ID: usize = 78;
const MAX_CONTENT_TYPE: usize = 78;

/// The extensions of files that SES refuses ("Unsupported attachment types", developer guide).
#[rustfmt::skip]
const REFUSED: &[&str] = &[
    "ade", "adp", "app", "asp", "bas", "bat", "cer", "chm", "cmd", "com", "cpl", "crt", "csh", "der",
    "exe", "fxp", "gadget", "hlp", "hta", "inf", "ins", "isp", "its", "js", "jse", "ksh", "lib", "lnk",
    "mad", "maf", "mag", "mam", "maq", "mar", "mas", "mat", "mau", "mav", "maw", "mda", "mdb", "mde",
    "mdt", "mdw", "mdz", "msc", "msh", "msh1", "msh1xml", "msh2", "msh2xml", "mshxml", "msi", "msp",
    "mst", "ops", "pcd", "pif", "plg", "prf", "prg", "ps1", "ps1xml", "ps2", "ps2xml", "psc1", "psc2",
    "reg", "scf", "scr", "sct", "shb", "shs", "sys", "tmp", "url", "vb", "vbe", "vbs", "vps",
    "vsmacros", "vss", "vst", "vsw", "vxd", "ws", "wsc", "wsf", "wsh", "xnk",
];

/// A member of `Attachments` in a request.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GivenAttachment {
    #[serde(default)]
    file_name: String,
    /// In Base64.
    #[serde(default)]
    raw_content: String,
    content_type: Option<String>,
    content_disposition: Option<Disposition>,
    content_description: Option<String>,
    content_id: Option<String>,
    content_transfer_encoding: Option<TransferEncoding>,
}

/// How a mail program shows a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Disposition {
    #[default]
    Attachment,
    Inline,
}

/// How a file is written into the email.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum TransferEncoding {
    Base64,
    QuotedPrintable,
    #[default]
    SevenBit,
}

/// A file in a captured email.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) disposition: Disposition,
    pub(crate) content_id: Option<String>,
    pub(crate) description: Option<String>,
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub(crate) content: Vec<u8>,
}

impl Attachment {
    /// Checks a file like the service.
    pub(super) fn checked(given: GivenAttachment) -> Result<Self, String> {
        let name = given.file_name;
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return Err(format!("An attachment's FileName has 1 to {MAX_NAME} characters"));
        }
        if name.chars().any(char::is_control) {
            return Err("An attachment's FileName has a control character".to_owned());
        }
        let refuse = |problem: &str| Err(format!("The attachment {name} {problem}"));
        let Some((_, extension)) = name.rsplit_once('.') else {
            return refuse("has no file extension");
        };
        if REFUSED.contains(&extension.to_ascii_lowercase().as_str()) {
            return refuse("is of an unsupported type");
        }
        let fits = |text: &Option<String>, most: usize| {
            text.as_ref().is_none_or(|text| (1..=most).contains(&text.chars().count()))
        };
        let is_header = |text: &Option<String>| {
            text.as_ref().is_none_or(|text| text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
        };
        if !fits(&given.content_type, MAX_CONTENT_TYPE) || !is_header(&given.content_type) {
            return refuse("has a ContentType that is not 1 to 78 characters of ASCII");
        }
        if !fits(&given.content_id, MAX_CONTENT_ID) || !is_header(&given.content_id) {
            return refuse("has a ContentId that is not 1 to 78 characters of ASCII");
        }
        if given
            .content_description
            .as_ref()
            .is_some_and(|text| text.chars().count() > MAX_DESCRIPTION)
        {
            return refuse("has a ContentDescription of more than 1000 characters");
        }
        let Ok(content) = STANDARD.decode(&given.raw_content) else {
            return refuse("has a RawContent that is not Base64");
        };
        if content.is_empty() {
            return refuse("has no RawContent");
        }
        // The default is 7-bit, which spoils anything else on its way.
        let encoding = given.content_transfer_encoding.unwrap_or_default();
        if encoding == TransferEncoding::SevenBit && !content.is_ascii() {
            return refuse("is not 7-bit: its ContentTransferEncoding must be BASE64");
        }
        let content_type = given.content_type.unwrap_or_else(|| media_type(extension).to_owned());
        Ok(Self {
            content_type,
            disposition: given.content_disposition.unwrap_or_default(),
            content_id: given.content_id,
            description: given.content_description,
            content,
            name,
        })
    }

    /// Returns a picture as a URL that holds it; `None` for other files.
    pub(crate) fn picture_url(&self) -> Option<String> {
        let media_type = self.content_type.split(';').next()?.trim();
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b'-' | b'.');
        let is_picture = media_type.starts_with("image/") && media_type.bytes().all(is_plain);
        is_picture.then(|| format!("data:{media_type};base64,{}", STANDARD.encode(&self.content)))
    }
}

/// Returns the media type that SES derives from a file's extension.
fn media_type(extension: &str) -> &'static str {
    match extension.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "ics" => "text/calendar",
        "txt" => "text/plain",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

fn to_base64<S: Serializer>(content: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(content))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn check(change: impl FnOnce(&mut Value)) -> Result<Attachment, String> {
        let mut given = json!({
            "FileName": "logo.png",
            "RawContent": STANDARD.encode([0x89, b'P', b'N', b'G']),
            "ContentDisposition": "INLINE",
            "ContentId": "logo",
            "ContentTransferEncoding": "BASE64",
        });
        change(&mut given);
        Attachment::checked(serde_json::from_value(given).map_err(|error| error.to_string())?)
    }

    #[test]
    fn a_file_is_read_and_its_type_derived() {
        let logo = check(|_| ()).unwrap();
        assert_eq!((logo.content_type.as_str(), logo.content.len()), ("image/png", 4));
        assert_eq!(logo.disposition, Disposition::Inline);
        assert_eq!(logo.picture_url().as_deref(), Some("data:image/png;base64,iVBORw=="));
        let stored: Attachment = serde_json::from_value(json!(logo)).unwrap();
        assert_eq!(stored, logo);
        let typed = check(|file| file["ContentType"] = json!("text/calendar; method=PUBLISH"));
        assert_eq!(typed.unwrap().picture_url(), None);
    }

    #[test]
    fn what_the_service_refuses_is_refused() {
        for (member, value, problem) in [
            ("FileName", json!(""), "FileName"),
            ("FileName", json!("a".repeat(256)), "FileName"),
            ("FileName", json!("a\n.png"), "control"),
            ("FileName", json!("logo"), "no file extension"),
            ("FileName", json!("setup.EXE"), "unsupported type"),
            ("RawContent", json!("not base64"), "not Base64"),
            ("RawContent", json!(""), "no RawContent"),
            ("ContentId", json!(""), "ContentId"),
            ("ContentId", json!("a".repeat(79)), "ContentId"),
            ("ContentType", json!("a".repeat(79)), "ContentType"),
            ("ContentType", json!("image/png\r\nBcc: x"), "ContentType"),
            ("ContentDescription", json!("a".repeat(1001)), "ContentDescription"),
            ("ContentTransferEncoding", json!("SEVEN_BIT"), "7-bit"),
            ("ContentTransferEncoding", json!(null), "7-bit"),
            ("ContentTransferEncoding", json!("BINARY"), "unknown variant"),
            ("ContentDisposition", json!("inline"), "unknown variant"),
        ] {
            let refused = check(|file| file[member] = value.clone()).unwrap_err();
            assert!(refused.contains(problem), "{member} {value}: {refused}");
        }
    }
}
