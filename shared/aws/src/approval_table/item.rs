//! The items of requests, links, mails and audit events.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use switchboard_approval::approved::ApprovedRelease;
use switchboard_approval::audit::AuditEvent;
use switchboard_approval::link::{IssuedLink, LinkHash};
use switchboard_approval::ports::MailKey;
use switchboard_approval::{ActionPath, Request, RequestId};
use switchboard_store::StoreError;

pub(super) type Item = HashMap<String, AttributeValue>;

/// The partition of the index with the requests that somebody waits for.
pub(super) const OPEN: &str = "OPEN";
/// The partition of the index with the requests whose accepted release is watched.
pub(super) const WATCHED: &str = "WATCHED";
pub(super) const REQUEST: &str = "REQUEST";
pub(super) const LINK: &str = "LINK";
pub(super) const LAST_APPROVED: &str = "LAST_APPROVED";

pub(super) fn key(pk: &str, sk: &str) -> Item {
    Item::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

pub(super) fn request_key(id: &RequestId) -> Item {
    key(&request_pk(id), REQUEST)
}

pub(super) fn link_key(hash: &LinkHash) -> Item {
    key(&format!("TOK#{}", hash.as_str()), LINK)
}

pub(super) fn action_key(action: &ActionPath) -> Item {
    key(&format!("ACTION#{}", full_path(action)), LAST_APPROVED)
}

pub(super) fn mail_key(mail: &MailKey) -> Item {
    let sk = format!("MAIL#{}#{}", mail.kind.name(), mail.approver);
    key(&request_pk(&mail.request), &sk)
}

fn request_pk(id: &RequestId) -> String {
    format!("REQ#{}", id.as_str())
}

/// Returns the request that an item of the index belongs to.
pub(super) fn request_id(item: &Item) -> Result<RequestId, StoreError> {
    let pk = item.get("pk").and_then(|pk| pk.as_s().ok());
    let id = pk.and_then(|pk| pk.strip_prefix("REQ#"));
    id.map(RequestId::from_stored).ok_or(StoreError::Corrupt("its key is not a request's"))
}

pub(super) fn request(request: &Request, expires_at: Timestamp) -> Result<Item, StoreError> {
    let mut item = written(request, request_key(&request.id), expires_at)?;
    item.insert("status".to_owned(), text(request.state.name()));
    let action = &request.release.action;
    let is_watched = request.is_watched();
    let path = match &request.release.execution_id {
        Some(execution_id) if is_watched => {
            let executions = executions_path(&action.account, &action.region, &action.pipeline);
            text(&format!("{executions}{execution_id}"))
        }
        _ => action_path(action),
    };
    item.insert("actionPath".to_owned(), path);
    if let Some(due_at) = request.due_at {
        item.insert("queue".to_owned(), text(if is_watched { WATCHED } else { OPEN }));
        item.insert("dueAt".to_owned(), time(due_at));
    }
    Ok(item)
}

/// Returns the value by which the index finds an action. It names account and region, because the
/// same names may exist in others.
pub(super) fn action_path(action: &ActionPath) -> AttributeValue {
    text(&full_path(action))
}

fn full_path(action: &ActionPath) -> String {
    format!("{}/{}/{action}", action.account, action.region)
}

/// Returns the item of the last release that was approved at an action. `approvedAt` has nine digits
/// for parts of a second, because a condition compares it as text.
pub(super) fn approved(action: &ActionPath, release: &ApprovedRelease) -> Result<Item, StoreError> {
    let mut item = kept(release, action_key(action))?;
    item.insert("approvedAt".to_owned(), time(release.approved_at));
    Ok(item)
}

/// Returns the beginning of the value by which the index finds the executions of a pipeline.
pub(super) fn executions_path(account: &str, region: &str, pipeline: &str) -> String {
    format!("{account}/{region}/{pipeline}//")
}

/// Returns the item of an audit event. Its key has the request's version, so events sort by update.
pub(super) fn event(
    request: &Request,
    index: usize,
    event: &AuditEvent,
    expires_at: Timestamp,
) -> Result<Item, StoreError> {
    let sk = format!("EVT#{:06}#{index}", request.version);
    written(event, key(&request_pk(&request.id), &sk), expires_at)
}

pub(super) fn link(link: &IssuedLink, expires_at: Timestamp) -> Result<Item, StoreError> {
    written(link, link_key(&link.hash), expires_at)
}

fn written(value: &impl Serialize, key: Item, expires_at: Timestamp) -> Result<Item, StoreError> {
    let mut item = kept(value, key)?;
    item.insert("expiresAt".to_owned(), seconds(expires_at));
    Ok(item)
}

/// Returns an item that does not expire.
fn kept(value: &impl Serialize, key: Item) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(value)
        .map_err(|_| StoreError::Corrupt("it cannot be written as an item"))?;
    // Conditions ask whether an attribute exists, so `None` must not be written as null.
    item.retain(|_, value| !value.is_null());
    item.extend(key);
    Ok(item)
}

pub(super) fn read<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    // The error shows the value that does not fit, so it is not kept as a source.
    serde_dynamo::from_item(item)
        .map_err(|_| StoreError::Corrupt("an attribute is missing or of another type"))
}

/// Returns a time with nine digits for parts of a second, so that text sorts by time.
pub(super) fn time(at: Timestamp) -> AttributeValue {
    text(&format!("{at:.9}"))
}

pub(super) fn seconds(at: Timestamp) -> AttributeValue {
    AttributeValue::N(at.as_second().to_string())
}

pub(super) fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}
