//! The message that an approval action publishes, and the subscriptions that deliver it.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::definition::APPROVAL_STAGE;
use super::release::Release;
use crate::account::REGION;
use crate::functions::approvals::{self, APPROVAL_REQUEST};
use crate::json_object::set_some;
use crate::messages::message::Message;
use crate::messages::sns::Notification;

/// The subscription by which the topic reaches the function.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Subscription {
    /// The function is subscribed to the topic.
    #[default]
    Sns,
    /// A queue is subscribed to the topic, and the function reads the queue.
    Sqs,
    /// Like `Sqs`, with raw message delivery: the message has no envelope.
    SqsRaw,
}

/// Returns the messages that ask for the open approval of a release, one for each delivery.
pub(super) fn messages(
    release: &Release,
    subscription: Subscription,
    deliveries: usize,
    now: Timestamp,
) -> Vec<Message> {
    let Some(message) = message(release) else { return Vec::new() };
    let action = release.approval().map_or("", |action| action.name.as_str());
    let subject =
        format!("APPROVAL NEEDED: AWS CodePipeline {} for action {action}", release.pipeline);
    let notification = Notification::new(approvals::topic_arn(), subject, &message, now);
    let one = || match subscription {
        Subscription::Sns => {
            Message::event(APPROVAL_REQUEST, &approvals::topic_arn(), notification.event())
        }
        Subscription::Sqs => in_queue(notification.body(), now),
        Subscription::SqsRaw => in_queue(notification.message().to_owned(), now),
    };
    std::iter::repeat_with(one).take(deliveries).collect()
}

fn in_queue(body: String, now: Timestamp) -> Message {
    Message::sqs(APPROVAL_REQUEST, &approvals::queue_arn(), body, now)
}

/// Returns the JSON that CodePipeline publishes. It has no execution id, no revision, and a time
/// without seconds.
fn message(release: &Release) -> Option<Value> {
    let action = release.approval()?;
    let approval = action.approval.as_ref()?;
    let pipeline = &release.pipeline;
    let console = format!(
        "https://console.aws.amazon.com/codepipeline/home?region={REGION}#/view/{pipeline}"
    );
    let review = format!("{console}/{APPROVAL_STAGE}/{}/approve/{}", action.name, approval.token);
    let mut request = json!({
        "pipelineName": pipeline,
        "stageName": APPROVAL_STAGE,
        "actionName": action.name,
        "token": approval.token,
        "expires": approval.expires_at.strftime("%Y-%m-%dT%H:%MZ").to_string(),
        "approvalReviewLink": review,
    });
    let settings = &release.settings;
    set_some(&mut request, "externalEntityLink", settings.staging_link.as_ref());
    set_some(&mut request, "customData", settings.custom_data.as_ref());
    Some(json!({ "region": REGION, "consoleLink": console, "approval": request }))
}
