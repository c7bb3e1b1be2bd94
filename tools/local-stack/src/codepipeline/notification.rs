//! What an approval action publishes, and the ways by which it reaches a function.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::definition::{APPROVAL_STAGE, stage};
use super::release::Release;
use crate::REGION;
use crate::approvals::{self, APPROVAL_REQUEST};
use crate::json_object::set_some;
use crate::messages::Message;
use crate::messages::sns::Notification;

/// How the topic reaches the function.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Delivery {
    /// The function is subscribed to the topic.
    #[default]
    Sns,
    /// A queue is, and the function reads it.
    Sqs,
    /// The same, with the message alone in the queue.
    SqsRaw,
}

/// The messages that ask for the open approval of a release, as often as they are to be delivered.
pub(super) fn messages(
    release: &Release,
    delivery: Delivery,
    deliveries: usize,
    now: Timestamp,
) -> Vec<Message> {
    let Some(message) = message(release) else { return Vec::new() };
    let action = stage(APPROVAL_STAGE).map_or("", |definition| definition.action);
    let subject =
        format!("APPROVAL NEEDED: AWS CodePipeline {} for action {action}", release.pipeline);
    let notification = Notification::new(approvals::topic_arn(), subject, &message, now);
    let one = || match delivery {
        Delivery::Sns => {
            Message::event(APPROVAL_REQUEST, &approvals::topic_arn(), notification.event())
        }
        Delivery::Sqs => in_queue(notification.body(), now),
        Delivery::SqsRaw => in_queue(notification.message().to_owned(), now),
    };
    std::iter::repeat_with(one).take(deliveries).collect()
}

fn in_queue(body: String, now: Timestamp) -> Message {
    Message::sqs(APPROVAL_REQUEST, &approvals::queue_arn(), body, now)
}

/// The JSON that CodePipeline publishes: no execution id, no revision, and a time without seconds.
fn message(release: &Release) -> Option<Value> {
    let definition = stage(APPROVAL_STAGE)?;
    let approval = release.approval()?.approval.as_ref()?;
    let pipeline = &release.pipeline;
    let console = format!(
        "https://console.aws.amazon.com/codepipeline/home?region={REGION}#/view/{pipeline}"
    );
    let review =
        format!("{console}/{}/{}/approve/{}", definition.stage, definition.action, approval.token);
    let mut request = json!({
        "pipelineName": pipeline,
        "stageName": definition.stage,
        "actionName": definition.action,
        "token": approval.token,
        "expires": approval.expires_at.strftime("%Y-%m-%dT%H:%MZ").to_string(),
        "approvalReviewLink": review,
    });
    let settings = &release.settings;
    set_some(&mut request, "externalEntityLink", settings.staging_link.as_ref());
    set_some(&mut request, "customData", settings.custom_data.as_ref());
    Some(json!({ "region": REGION, "consoleLink": console, "approval": request }))
}
