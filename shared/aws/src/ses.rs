//! The mailer on Amazon SES: one addressee for each mail, and no tracking.

use std::str::FromStr;

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::{BuildError, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{
    Attachment as SesAttachment, AttachmentContentDisposition, AttachmentContentTransferEncoding,
    Body, ConfigurationOverrides, Content, Destination, EmailContent, FeatureStatus, Message,
    MessageHeader, TrackingConfigurationOverrides,
};
use switchboard_approval::EmailAddress;
use switchboard_approval::ports::{MailError, Mailer, OutgoingMail};
use switchboard_approval::render::mail::Attachment;
use switchboard_settings::{Environment, SettingsError, all};

use crate::Connection;
use crate::refusal::{self, Kind};

/// Headers that keep mailboxes from replying automatically (RFC 3834; the second is for Exchange).
const HEADERS: [(&str, &str); 2] =
    [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")];

/// The sender, and the configuration set that it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderSettings {
    /// `APPROVAL_SENDER`.
    pub sender: Sender,
    /// `APPROVAL_CONFIGURATION_SET`: its event destinations report mails that were not delivered.
    pub configuration_set: String,
}

impl SenderSettings {
    /// Reads `APPROVAL_SENDER` and `APPROVAL_CONFIGURATION_SET`.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let (sender, configuration_set) = all((
            environment.required("APPROVAL_SENDER"),
            environment.required("APPROVAL_CONFIGURATION_SET"),
        ))?;
        Ok(Self { sender, configuration_set })
    }
}

/// The address that mails come from, with or without a name: `releases@example.com` or
/// `Releases <releases@example.com>`. `Debug` is masked.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("Sender(***)")]
pub struct Sender(String);

/// The setting is not a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is an address, or a name in letters, digits and blanks before it, such as Releases <releases@example.com>"
)]
pub struct BadSender;

impl FromStr for Sender {
    type Err = BadSender;

    fn from_str(text: &str) -> Result<Self, BadSender> {
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.split_once('<')) {
            Some((name, address)) => (name.trim(), address),
            None => ("", text),
        };
        // Words that need no quotes (RFC 5322).
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
        let address: EmailAddress = address.parse().map_err(|_| BadSender)?;
        match (plain, name) {
            (false, _) => Err(BadSender),
            (true, "") => Ok(Self(address.as_str().to_owned())),
            (true, name) => Ok(Self(format!("{name} <{}>", address.as_str()))),
        }
    }
}

/// Sends mails through SES. Needs `ses:SendEmail` on the identity and the configuration set.
#[derive(Clone, Debug)]
pub struct SesMailer {
    client: Client,
    settings: SenderSettings,
}

impl SesMailer {
    /// Uses this connection.
    #[must_use]
    pub fn new(connection: &Connection, settings: SenderSettings) -> Self {
        Self { client: connection.ses(), settings }
    }
}

impl Mailer for SesMailer {
    async fn send(&self, mail: &OutgoingMail<'_>) -> Result<String, MailError> {
        let message = message(mail).map_err(|error| MailError::Rejected(error.into()))?;
        // Tracking would reveal every link to the tracker, and replace it with the tracker's address.
        let tracking = TrackingConfigurationOverrides::builder()
            .click_tracking_enabled(FeatureStatus::Disabled)
            .open_tracking_enabled(FeatureStatus::Disabled)
            .build();
        let sent = self
            .client
            .send_email()
            .from_email_address(&self.settings.sender.0)
            .destination(Destination::builder().to_addresses(mail.to.as_str()).build())
            .set_reply_to_addresses(mail.reply_to.map(|address| vec![address.as_str().to_owned()]))
            .content(EmailContent::builder().simple(message).build())
            .configuration_set_name(&self.settings.configuration_set)
            .configuration_overrides(ConfigurationOverrides::builder().tracking(tracking).build())
            .send()
            .await
            .map_err(mail_error)?;
        Ok(sent.message_id.unwrap_or_default())
    }
}

fn message(mail: &OutgoingMail<'_>) -> Result<Message, BuildError> {
    let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
    let mail = mail.content;
    let body = Body::builder().text(content(&mail.text)?).html(content(&mail.html)?).build();
    let mut message = Message::builder().subject(content(&mail.subject)?).body(body);
    // SES replaces `Message-ID` and leaves these two alone, so all mails of a request refer to one
    // that was never sent: a thread needs no more (RFC 5322, section 3.6.4).
    let thread = Some(mail.thread.as_str()).filter(|thread| is_header_value(thread));
    let of_thread = ["References", "In-Reply-To"].into_iter().zip(thread.into_iter().cycle());
    for (name, value) in HEADERS.into_iter().chain(of_thread) {
        message = message.headers(MessageHeader::builder().name(name).value(value).build()?);
    }
    for attachment in &mail.attachments {
        message = message.attachments(file(attachment)?);
    }
    Ok(message.build())
}

/// Returns whether SES takes a header's value: its service model wants at most 995 printable ASCII
/// characters. A mail outside its thread is better than none.
fn is_header_value(value: &str) -> bool {
    (1..=995).contains(&value.len()) && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn file(attachment: &Attachment) -> Result<SesAttachment, BuildError> {
    let disposition = match attachment.content_id {
        Some(_) => AttachmentContentDisposition::Inline,
        None => AttachmentContentDisposition::Attachment,
    };
    SesAttachment::builder()
        .raw_content(Blob::new(attachment.content.clone()))
        .file_name(attachment.name)
        .content_type(attachment.media_type)
        .content_disposition(disposition)
        .set_content_id(attachment.content_id.map(str::to_owned))
        .content_transfer_encoding(AttachmentContentTransferEncoding::Base64)
        .build()
}

/// Sorts an error: it concerns this mail, all mail, or this moment only.
fn mail_error(error: SdkError<SendEmailError>) -> MailError {
    // SES also answers `MessageRejected` for a sender that is not verified, and for most addressees
    // while the account is in the sandbox. Such mail can be sent once that is fixed.
    let rejected = error.as_service_error().is_some_and(SendEmailError::is_bad_request_exception);
    match refusal::classify(error) {
        (Kind::Transient, source) => MailError::Unavailable(source),
        (Kind::Permanent, source) if rejected => MailError::Rejected(source),
        (Kind::Permanent, source) => MailError::Refused(source),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sesv2::config::http::HttpResponse;
    use aws_sdk_sesv2::operation::send_email::SendEmailOutput;
    use aws_sdk_sesv2::types::error::{
        AccountSuspendedException, BadRequestException, MessageRejected,
    };
    use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
    use switchboard_approval::render::mail::Mail;

    use super::*;

    #[allow(clippy::disallowed_methods, reason = "the mock is a client too")]
    fn mailer(rule: &Rule) -> SesMailer {
        let client = mock_client!(aws_sdk_sesv2, RuleMode::MatchAny, &[rule]);
        let settings = SenderSettings {
            sender: "Releases <releases@example.com>".parse().unwrap(),
            configuration_set: "release-approvals".to_owned(),
        };
        SesMailer { client, settings }
    }

    const THREAD: &str = "<request@approve.example.com>";

    async fn send(rule: &Rule) -> Result<String, MailError> {
        send_in_thread(rule, THREAD).await
    }

    async fn send_in_thread(rule: &Rule, thread: &str) -> Result<String, MailError> {
        let mail = Mail {
            subject: "Bitte".to_owned(),
            text: "t".to_owned(),
            html: "<p>h".to_owned(),
            thread: thread.to_owned(),
            attachments: vec![
                Attachment {
                    name: "logo.png",
                    media_type: "image/png",
                    content_id: Some("logo"),
                    content: b"png".to_vec(),
                },
                Attachment {
                    name: "deadline.ics",
                    media_type: "text/calendar; charset=utf-8; method=PUBLISH",
                    content_id: None,
                    content: b"ics".to_vec(),
                },
            ],
        };
        let (to, contact) =
            ("ana@example.com".parse().unwrap(), "desk@example.com".parse().unwrap());
        mailer(rule).send(&OutgoingMail { to: &to, reply_to: Some(&contact), content: &mail }).await
    }

    #[tokio::test]
    async fn a_mail_has_one_addressee_both_parts_and_no_tracking() {
        let rule = mock!(Client::send_email)
            .match_requests(|mail| {
                let message = mail.content().unwrap().simple().unwrap();
                let headers: Vec<_> = message.headers().iter().map(MessageHeader::name).collect();
                let tracking = mail.configuration_overrides().unwrap().tracking().unwrap();
                mail.destination().unwrap().to_addresses() == ["ana@example.com"]
                    && mail.reply_to_addresses() == ["desk@example.com"]
                    && mail.from_email_address() == Some("Releases <releases@example.com>")
                    && mail.configuration_set_name() == Some("release-approvals")
                    && mail.list_management_options().is_none()
                    && message.subject().unwrap().data() == "Bitte"
                    && message.body().unwrap().text().unwrap().data() == "t"
                    && message.body().unwrap().html().unwrap().data() == "<p>h"
                    && headers
                        == [
                            "Auto-Submitted",
                            "X-Auto-Response-Suppress",
                            "References",
                            "In-Reply-To",
                        ]
                    && tracking.click_tracking_enabled() == Some(&FeatureStatus::Disabled)
                    && tracking.open_tracking_enabled() == Some(&FeatureStatus::Disabled)
            })
            .then_output(|| SendEmailOutput::builder().message_id("m-1").build());
        assert_eq!(send(&rule).await.unwrap(), "m-1");
    }

    #[tokio::test]
    async fn all_mails_of_a_request_refer_to_one_thread() {
        let rule = mock!(Client::send_email)
            .match_requests(|mail| {
                let message = mail.content().unwrap().simple().unwrap();
                let value = |wanted: &str| {
                    let header = message.headers().iter().find(|header| header.name() == wanted);
                    header.map(MessageHeader::value)
                };
                value("References") == Some(THREAD) && value("In-Reply-To") == Some(THREAD)
            })
            .then_output(|| SendEmailOutput::builder().build());
        assert!(send(&rule).await.is_ok());
    }

    #[tokio::test]
    async fn a_thread_that_ses_would_refuse_does_not_hold_up_the_mail() {
        for thread in ["", "<a\r\nBcc: x@example.com>", "<ä@example.com>", &"a".repeat(996)] {
            let rule = mock!(Client::send_email)
                .match_requests(|mail| {
                    mail.content().unwrap().simple().unwrap().headers().len() == 2
                })
                .then_output(|| SendEmailOutput::builder().build());
            assert!(send_in_thread(&rule, thread).await.is_ok(), "{thread}");
        }
    }

    #[tokio::test]
    async fn files_travel_inline_or_for_download() {
        let rule = mock!(Client::send_email)
            .match_requests(|mail| {
                let files = mail.content().unwrap().simple().unwrap().attachments();
                let shown: Vec<_> = files
                    .iter()
                    .map(|file| {
                        (
                            file.file_name(),
                            file.content_type(),
                            file.content_disposition(),
                            file.content_id(),
                            file.raw_content().as_ref(),
                        )
                    })
                    .collect();
                shown
                    == [
                        (
                            "logo.png",
                            Some("image/png"),
                            Some(&AttachmentContentDisposition::Inline),
                            Some("logo"),
                            &b"png"[..],
                        ),
                        (
                            "deadline.ics",
                            Some("text/calendar; charset=utf-8; method=PUBLISH"),
                            Some(&AttachmentContentDisposition::Attachment),
                            None,
                            &b"ics"[..],
                        ),
                    ]
            })
            .then_output(|| SendEmailOutput::builder().build());
        assert!(send(&rule).await.is_ok());
    }

    #[tokio::test]
    async fn errors_say_whether_another_try_may_help_and_no_address() {
        let rejected = mock!(Client::send_email).then_error(|| {
            let error =
                MessageRejected::builder().message("ana@example.com is not verified").build();
            SendEmailError::MessageRejected(error)
        });
        let error = send(&rejected).await.unwrap_err();
        assert!(matches!(error, MailError::Refused(_)), "{error:?}");
        assert!(!format!("{error:?} {}", lines(&error)).contains("ana@"), "{error:?}");

        let suspended = mock!(Client::send_email).then_error(|| {
            SendEmailError::AccountSuspendedException(AccountSuspendedException::builder().build())
        });
        assert!(matches!(send(&suspended).await, Err(MailError::Refused(_))));

        let down = mock!(Client::send_email)
            .then_http_response(|| HttpResponse::new(503.try_into().unwrap(), "{}".into()));
        assert!(matches!(send(&down).await, Err(MailError::Unavailable(_))));

        let bad = mock!(Client::send_email).then_error(|| {
            SendEmailError::BadRequestException(BadRequestException::builder().build())
        });
        assert!(matches!(send(&bad).await, Err(MailError::Rejected(_))));

        let slow = mock!(Client::send_email).then_http_response(|| {
            let mut response = HttpResponse::new(429.try_into().unwrap(), "{}".into());
            response.headers_mut().insert("x-amzn-errortype", "TooManyRequestsException");
            response
        });
        assert!(matches!(send(&slow).await, Err(MailError::Unavailable(_))));
    }

    fn lines(error: &dyn std::error::Error) -> String {
        format!("{error}: {}", error.source().map(ToString::to_string).unwrap_or_default())
    }

    #[test]
    fn a_sender_may_have_a_plain_name() {
        for good in ["a@example.com", "Releases <a@example.com>", "Team-1 two <a@example.com>"] {
            assert_eq!(good.parse::<Sender>().unwrap().0, good);
        }
        for bad in [
            "",
            "Releases",
            "a\r\nBcc: x <a@example.com>",
            "\"x\" <a@example.com>",
            "A <a@example.com",
        ] {
            assert_eq!(bad.parse::<Sender>(), Err(BadSender), "{bad}");
        }
    }
}
