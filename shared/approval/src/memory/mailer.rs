//! The in-memory fake of the mail service.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ports::{MailError, Mailer, OutgoingMail};

/// A mail that was sent. `Debug` shows the length alone, because mails hold links.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("SentMail({} characters)", text.len())]
pub struct SentMail {
    /// The address of the addressee.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The part in plain text.
    pub text: String,
}

/// A fault of the mail service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    /// The service cannot be reached.
    Unavailable,
    /// The mail is refused for good.
    Rejected,
}

/// Records mails in place of sending them.
#[derive(Debug, Default)]
pub struct MemoryMailer(Mutex<Contents>);

#[derive(Debug, Default)]
struct Contents {
    sent: Vec<SentMail>,
    faults: HashMap<String, MailFault>,
}

impl MemoryMailer {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the mails that were sent, in their order.
    #[must_use]
    pub fn sent(&self) -> Vec<SentMail> {
        self.contents().sent.clone()
    }

    /// Lets all mails to an address fail from now on, or with `None` succeed again.
    pub fn fail(&self, address: &str, fault: Option<MailFault>) {
        let mut contents = self.contents();
        match fault {
            Some(fault) => contents.faults.insert(address.to_owned(), fault),
            None => contents.faults.remove(address),
        };
    }
}

impl Mailer for MemoryMailer {
    async fn send(&self, mail: &OutgoingMail<'_>) -> Result<String, MailError> {
        let mut contents = self.contents();
        let to = mail.to.as_str().to_owned();
        match contents.faults.get(&to) {
            Some(MailFault::Unavailable) => return Err(MailError::Unavailable("no answer".into())),
            Some(MailFault::Rejected) => return Err(MailError::Rejected("refused".into())),
            None => {}
        }
        let (subject, text) = (mail.content.subject.clone(), mail.content.text.clone());
        contents.sent.push(SentMail { to, subject, text });
        Ok(format!("message-{}", contents.sent.len()))
    }
}
