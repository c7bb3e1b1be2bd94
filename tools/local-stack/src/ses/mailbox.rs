//! The captured mail: one line of JSON for each message, appended to a file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::address;
use super::attachment::Attachment;
use crate::clock::Clock;
use crate::persistence::Storage;

const FILE: &str = "mailbox.jsonl";

/// The mailbox cannot be opened. The message says what to do about it.
#[derive(Debug, Error)]
#[error(
    "The mailbox {} cannot be opened: {source}. Make it readable and writable, or move it away.",
    file.display()
)]
pub struct MailboxError {
    file: PathBuf,
    source: io::Error,
}

/// An email: its addresses, subject, headers, parts and files.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Email {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) cc: Vec<String>,
    pub(crate) bcc: Vec<String>,
    pub(crate) reply_to: Vec<String>,
    pub(crate) subject: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    /// Mail that was captured by earlier versions has none.
    #[serde(default)]
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) configuration_set: Option<String>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// An email that was sent, with its message id.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentEmail {
    pub(crate) id: String,
    #[serde(flatten)]
    pub(crate) email: Email,
    pub(crate) sent_at: Timestamp,
}

impl SentEmail {
    /// Returns whether the email was sent to this address, with or without a name.
    fn is_to(&self, address: &str) -> bool {
        let wanted = address::bare(address);
        let Email { to, cc, bcc, .. } = &self.email;
        to.iter().chain(cc).chain(bcc).any(|to| address::bare(to).eq_ignore_ascii_case(wanted))
    }
}

/// An email in a list.
#[derive(Clone, Debug)]
pub(crate) struct EmailSummary {
    pub(crate) id: String,
    pub(crate) subject: String,
    /// The recipients, in one line.
    pub(crate) to: String,
    pub(crate) sent_at: Timestamp,
}

/// The captured mail of all recipients. Clones share one mailbox.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox {
    clock: Clock,
    store: Arc<Mutex<Store>>,
}

#[derive(Debug)]
struct Store {
    file: Option<File>,
    /// The captured mail, the latest last.
    mails: Vec<Arc<SentEmail>>,
}

impl Mailbox {
    pub(crate) fn open(storage: &Storage, clock: Clock) -> Result<Self, MailboxError> {
        let store = match storage {
            Storage::Memory => Store { file: None, mails: Vec::new() },
            Storage::Folder(folder) => {
                let file = folder.join(FILE);
                open(&file).map_err(|source| MailboxError { file, source })?
            }
        };
        Ok(Self { clock, store: Arc::new(Mutex::new(store)) })
    }

    /// Captures an email and returns its message id once it is stored.
    pub(crate) fn capture(&self, email: Email) -> io::Result<String> {
        let mail = SentEmail { id: message_id(), email, sent_at: self.clock.now() };
        let mut line = serde_json::to_vec(&mail)?;
        line.push(b'\n');
        let mut store = self.store();
        if let Some(file) = &mut store.file {
            file.write_all(&line)?;
        }
        let id = mail.id.clone();
        store.mails.push(Arc::new(mail));
        Ok(id)
    }

    /// Returns the mail to an address, or all mail, the latest first.
    pub(crate) fn list(&self, to: Option<&str>) -> Vec<Arc<SentEmail>> {
        let store = self.store();
        let wanted = |mail: &&Arc<SentEmail>| to.is_none_or(|to| mail.is_to(to));
        store.mails.iter().rev().filter(wanted).map(Arc::clone).collect()
    }

    /// Returns the email with this message id.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<SentEmail>> {
        self.store().mails.iter().find(|mail| mail.id == id).map(Arc::clone)
    }

    /// Returns the latest emails, at most this many, the latest first.
    pub(crate) fn newest(&self, count: usize) -> Vec<EmailSummary> {
        let newest =
            self.store().mails.iter().rev().take(count).map(Arc::clone).collect::<Vec<_>>();
        let summary = |mail: Arc<SentEmail>| EmailSummary {
            id: mail.id.clone(),
            subject: mail.email.subject.clone(),
            to: mail.email.to.join(", "),
            sent_at: mail.sent_at,
        };
        newest.into_iter().map(summary).collect()
    }

    /// Returns the number of captured emails.
    pub(crate) fn len(&self) -> usize {
        self.store().mails.len()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the stored mail. A killed stack may have left half a line at the end, of an email that was not
/// confirmed to its sender; that line is removed.
fn open(path: &PathBuf) -> io::Result<Store> {
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let whole = content.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let lines = content.get(..whole).unwrap_or_default();
    let mails = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).map(Arc::new))
        .collect::<Result<_, _>>()?;
    let file = File::options().create(true).append(true).open(path)?;
    file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
    Ok(Store { file: Some(file), mails })
}

/// Returns a message id in the format of SES.
fn message_id() -> String {
    let (high, _) = Uuid::new_v4().as_u64_pair();
    format!("0100{:012x}-{}-000000", high >> 16, Uuid::new_v4())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(to: &str, subject: &str) -> Email {
        Email {
            from: "Releases <releases@example.com>".to_owned(),
            to: vec![to.to_owned()],
            cc: Vec::new(),
            bcc: Vec::new(),
            reply_to: Vec::new(),
            subject: subject.to_owned(),
            headers: BTreeMap::new(),
            text: Some("text".to_owned()),
            html: None,
            attachments: Vec::new(),
            configuration_set: None,
            tags: BTreeMap::new(),
        }
    }

    fn mailbox(storage: &Storage) -> Mailbox {
        Mailbox::open(storage, Clock::open(&Storage::Memory).unwrap()).unwrap()
    }

    #[test]
    fn mail_is_found_by_its_recipient_the_latest_first() {
        let mailbox = mailbox(&Storage::Memory);
        mailbox.capture(email("Ana <ana@example.com>", "one")).unwrap();
        mailbox.capture(email("jonas@example.com", "two")).unwrap();
        let id = mailbox.capture(email("ana@example.com", "three")).unwrap();
        let subjects = |to: Option<&str>| {
            let subject = |mail: Arc<SentEmail>| mail.email.subject.clone();
            mailbox.list(to).into_iter().map(subject).collect::<Vec<_>>()
        };
        assert_eq!(subjects(Some("ANA@example.com")), ["three", "one"]);
        assert_eq!(subjects(None), ["three", "two", "one"]);
        assert_eq!(mailbox.get(&id).unwrap().email.subject, "three");
        assert!(mailbox.get("other").is_none());
    }

    #[test]
    fn half_a_message_at_the_end_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::Folder(folder.path().to_owned());
        mailbox(&storage).capture(email("ana@example.com", "one")).unwrap();
        let path = folder.path().join(FILE);
        let mut content = fs::read(&path).unwrap();
        content.extend_from_slice(b"{\"id\":\"half");
        fs::write(&path, &content).unwrap();

        mailbox(&storage).capture(email("ana@example.com", "two")).unwrap();
        let subjects: Vec<_> =
            mailbox(&storage).list(None).iter().map(|mail| mail.email.subject.clone()).collect();
        assert_eq!(subjects, ["two", "one"]);
    }
}
