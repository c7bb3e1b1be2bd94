//! What was captured: a line of JSON for each message, appended to a file that is only ever added to.

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
use crate::clock::Clock;
use crate::options::Storage;

const FILE: &str = "mailbox.jsonl";

/// Why the mailbox cannot be opened.
#[derive(Debug, Error)]
#[error(
    "The mailbox {} cannot be opened: {source}. Make it readable and writable, or move it away.",
    file.display()
)]
pub struct MailboxError {
    file: PathBuf,
    source: io::Error,
}

/// What a message says, and to whom.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Letter {
    pub(super) from: String,
    pub(super) to: Vec<String>,
    pub(super) cc: Vec<String>,
    pub(super) bcc: Vec<String>,
    pub(super) reply_to: Vec<String>,
    pub(super) subject: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) text: Option<String>,
    pub(super) html: Option<String>,
    pub(super) configuration_set: Option<String>,
    pub(super) tags: BTreeMap<String, String>,
}

/// A message that was sent.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mail {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) letter: Letter,
    pub(super) sent_at: Timestamp,
}

impl Mail {
    /// Whether it went to this address, with a name or without.
    fn is_to(&self, address: &str) -> bool {
        let wanted = address::bare(address);
        let Letter { to, cc, bcc, .. } = &self.letter;
        to.iter().chain(cc).chain(bcc).any(|to| address::bare(to).eq_ignore_ascii_case(wanted))
    }
}

/// What a list says of a message.
#[derive(Clone, Debug)]
pub(crate) struct Headline {
    pub(crate) id: String,
    pub(crate) subject: String,
    /// To whom it went, in one line.
    pub(crate) to: String,
    pub(crate) sent_at: Timestamp,
}

/// Everybody's mail; every clone is the same mailbox.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox {
    clock: Clock,
    store: Arc<Mutex<Store>>,
}

#[derive(Debug)]
struct Store {
    file: Option<File>,
    /// The latest last.
    mails: Vec<Arc<Mail>>,
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

    /// Captures a message; answers its id once it is kept.
    pub(crate) fn capture(&self, letter: Letter) -> io::Result<String> {
        let mail = Mail { id: message_id(), letter, sent_at: self.clock.now() };
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

    /// The messages to an address, or all of them, the latest first.
    pub(super) fn list(&self, to: Option<&str>) -> Vec<Arc<Mail>> {
        let store = self.store();
        let wanted = |mail: &&Arc<Mail>| to.is_none_or(|to| mail.is_to(to));
        store.mails.iter().rev().filter(wanted).map(Arc::clone).collect()
    }

    /// The message of this id.
    pub(super) fn get(&self, id: &str) -> Option<Arc<Mail>> {
        self.store().mails.iter().find(|mail| mail.id == id).map(Arc::clone)
    }

    /// The latest so many messages, the latest first.
    pub(crate) fn newest(&self, count: usize) -> Vec<Headline> {
        let newest =
            self.store().mails.iter().rev().take(count).map(Arc::clone).collect::<Vec<_>>();
        let headline = |mail: Arc<Mail>| Headline {
            id: mail.id.clone(),
            subject: mail.letter.subject.clone(),
            to: mail.letter.to.join(", "),
            sent_at: mail.sent_at,
        };
        newest.into_iter().map(headline).collect()
    }

    /// How many messages there are.
    pub(crate) fn len(&self) -> usize {
        self.store().mails.len()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads what there is. A stack that was killed may have left half a line at the end, of a message that
/// nobody was told is sent; it is cut off.
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

/// An id as SES makes them up.
fn message_id() -> String {
    let (high, _) = Uuid::new_v4().as_u64_pair();
    format!("0100{:012x}-{}-000000", high >> 16, Uuid::new_v4())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str, subject: &str) -> Letter {
        Letter {
            from: "Releases <releases@example.com>".to_owned(),
            to: vec![to.to_owned()],
            cc: Vec::new(),
            bcc: Vec::new(),
            reply_to: Vec::new(),
            subject: subject.to_owned(),
            headers: BTreeMap::new(),
            text: Some("text".to_owned()),
            html: None,
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
        mailbox.capture(letter("Ana <ana@example.com>", "one")).unwrap();
        mailbox.capture(letter("jonas@example.com", "two")).unwrap();
        let id = mailbox.capture(letter("ana@example.com", "three")).unwrap();
        let subjects = |to: Option<&str>| {
            let subject = |mail: Arc<Mail>| mail.letter.subject.clone();
            mailbox.list(to).into_iter().map(subject).collect::<Vec<_>>()
        };
        assert_eq!(subjects(Some("ANA@example.com")), ["three", "one"]);
        assert_eq!(subjects(None), ["three", "two", "one"]);
        assert_eq!(mailbox.get(&id).unwrap().letter.subject, "three");
        assert!(mailbox.get("other").is_none());
    }

    #[test]
    fn half_a_message_at_the_end_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::Folder(folder.path().to_owned());
        mailbox(&storage).capture(letter("ana@example.com", "one")).unwrap();
        let path = folder.path().join(FILE);
        let mut content = fs::read(&path).unwrap();
        content.extend_from_slice(b"{\"id\":\"half");
        fs::write(&path, &content).unwrap();

        mailbox(&storage).capture(letter("ana@example.com", "two")).unwrap();
        let subjects: Vec<_> =
            mailbox(&storage).list(None).iter().map(|mail| mail.letter.subject.clone()).collect();
        assert_eq!(subjects, ["two", "one"]);
    }
}
