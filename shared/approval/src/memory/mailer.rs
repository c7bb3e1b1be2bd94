//! Mails in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ports::{Letter, MailError, Mailer};

/// A mail that was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct SentMail {
    /// The addressee.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
}

/// What goes wrong with mails to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    /// Nothing is reached.
    Unavailable,
    /// The mail is refused.
    Rejected,
}

/// Keeps what it is given to send.
#[derive(Debug, Default)]
pub struct MemoryMailer(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    sent: Vec<SentMail>,
    faults: HashMap<String, MailFault>,
}

impl MemoryMailer {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was sent, in its order.
    #[must_use]
    pub fn sent(&self) -> Vec<SentMail> {
        self.kept().sent.clone()
    }

    /// Lets mails to an address fail from now on, or not any more.
    pub fn fail(&self, address: &str, fault: Option<MailFault>) {
        let mut kept = self.kept();
        match fault {
            Some(fault) => kept.faults.insert(address.to_owned(), fault),
            None => kept.faults.remove(address),
        };
    }
}

impl Mailer for MemoryMailer {
    async fn send(&self, letter: &Letter<'_>) -> Result<String, MailError> {
        let mut kept = self.kept();
        let to = letter.to.as_str().to_owned();
        match kept.faults.get(&to) {
            Some(MailFault::Unavailable) => return Err(MailError::Unavailable("no answer".into())),
            Some(MailFault::Rejected) => return Err(MailError::Rejected("refused".into())),
            None => {}
        }
        let (subject, text) = (letter.mail.subject.clone(), letter.mail.text.clone());
        kept.sent.push(SentMail { to, subject, text });
        Ok(format!("message-{}", kept.sent.len()))
    }
}

/// A mail holds links.
impl std::fmt::Debug for SentMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SentMail({} characters)", self.text.len())
    }
}
