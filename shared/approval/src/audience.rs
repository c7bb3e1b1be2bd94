//! Who gets the mails of a request.

use std::collections::HashSet;

use crate::address::EmailAddress;
use crate::approver::{Approver, ApproverId};
use crate::language::Language;
use crate::reader::Reader;
use crate::request::Request;
use crate::schedule::MailKind;

/// The most authors of commits who are told the outcome. Their addresses come from commits, which
/// anybody can write in any name.
const MOST_AUTHORS: usize = 5;

/// Somebody who gets a mail.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    /// The address that the mail goes to.
    pub address: &'a EmailAddress,
    /// Who reads it.
    pub reader: Reader<'a>,
}

impl Addressee<'_> {
    /// Returns the id of the address.
    #[must_use]
    pub fn id(&self) -> ApproverId {
        ApproverId::of(self.address)
    }
}

/// Returns who gets the mail of this kind. One that asks for an answer goes to each approver who has not
/// answered. One that reports goes to all approvers, to the contact, and to the authors of commits
/// whose address is in a domain that the policy names. Each address is there once.
#[must_use]
pub fn audience(request: &Request, kind: MailKind) -> Vec<Addressee<'_>> {
    let approvers = request.approvers.iter();
    let approvers = approvers
        .map(|approver| Addressee { address: &approver.email, reader: Reader::from(approver) });
    if kind.asks() {
        let has_answered = |one: &Addressee<'_>| request.state.vote_of(&one.id()).is_some();
        return approvers.filter(|one| !has_answered(one)).collect();
    }
    let reader = bystander(&request.approvers);
    let others = request.contact.iter().chain(authors(request));
    let others = others.map(|address| Addressee { address, reader });
    let mut seen = HashSet::new();
    approvers.chain(others).filter(|one| seen.insert(one.id())).collect()
}

/// Returns the addresses of the authors who may be told the outcome.
fn authors(request: &Request) -> impl Iterator<Item = &EmailAddress> {
    let revisions = request.release.change.iter().flat_map(|change| &change.revisions);
    let addresses = revisions.filter_map(|revision| revision.author_email.as_ref());
    let mut seen = HashSet::new();
    addresses
        .filter(|address| request.author_domains.iter().any(|domain| address.is_in(domain)))
        .filter(move |address| seen.insert(ApproverId::of(address)))
        .take(MOST_AUTHORS)
}

/// Returns the reader of mails to people who are no approvers. Their language and clock are those that
/// all approvers share, or else English and UTC. Nobody is addressed by a name from a commit.
fn bystander(approvers: &[Approver]) -> Reader<'_> {
    let first = approvers.first();
    let language = first.map(|first| first.language);
    let language = language.filter(|one| approvers.iter().all(|other| other.language == *one));
    let zone = first.map(|first| first.time_zone.as_str());
    let zone = zone.filter(|one| approvers.iter().all(|other| other.time_zone == **one));
    Reader {
        name: None,
        approver: None,
        language: language.unwrap_or(Language::English),
        time_zone: zone.unwrap_or("UTC"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::{Change, Revision};
    use crate::request::tests::request;
    use crate::state::{DecisionId, Pending, Quorum, State, Verdict, Vote, Voted};

    fn addresses(request: &Request, kind: MailKind) -> Vec<&str> {
        audience(request, kind).iter().map(|one| one.address.as_str()).collect()
    }

    /// A request with a contact, whose commits have authors with these addresses.
    fn authored(authors: &[&str], domains: &[&str]) -> Request {
        let mut request = request();
        request.contact = Some("desk@example.com".parse().unwrap());
        let revision = |author: &&str| Revision {
            author_email: Some(author.parse().unwrap()),
            ..Revision::default()
        };
        let revisions = authors.iter().map(revision).collect();
        request.release.change = Some(Change { revisions, last_approved_at: None });
        request.author_domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        request
    }

    #[test]
    fn who_has_answered_is_not_asked_again() {
        let mut request = authored(&["priya@example.com"], &["example.com"]);
        assert_eq!(
            addresses(&request, MailKind::Invitation),
            ["ana@example.com", "jonas@example.com"]
        );
        let vote = Vote {
            id: DecisionId::new([1; 16]),
            approver: request.approvers[0].id(),
            verdict: Verdict::Accept,
            at: request.opened_at,
            reason: None,
        };
        let quorum = Quorum { approvals: 2, rejections: 1, approvers: 2 };
        let voted = Pending::default().vote(vote, quorum, request.decide_by).unwrap();
        let Voted::Counted(pending) = voted else { panic!("one of two") };
        request.state = State::Pending(pending);
        assert_eq!(addresses(&request, MailKind::LastReminder), ["jonas@example.com"]);
    }

    #[test]
    fn contact_and_authors_hear_the_outcome() {
        for (authors, domains, told) in [
            (vec![], vec![], vec!["ana@example.com", "jonas@example.com", "desk@example.com"]),
            (
                vec!["priya@example.com", "Priya@Example.COM", "bot@ci.example.com"],
                vec!["example.com"],
                vec![
                    "ana@example.com",
                    "jonas@example.com",
                    "desk@example.com",
                    "priya@example.com",
                ],
            ),
            (
                vec!["ANA@example.com", "desk@example.com"],
                vec!["example.com"],
                vec!["ana@example.com", "jonas@example.com", "desk@example.com"],
            ),
            (
                vec!["a@evil-example.com", "a@example.com.evil.example", "a@example.org"],
                vec!["example.com"],
                vec!["ana@example.com", "jonas@example.com", "desk@example.com"],
            ),
        ] {
            let request = authored(&authors, &domains);
            for kind in [MailKind::Outcome, MailKind::Aftermath] {
                assert_eq!(addresses(&request, kind), told, "{authors:?}");
            }
        }
        let many: Vec<String> = (0..30).map(|n| format!("a{n}@example.com")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let request = authored(&many, &["example.com"]);
        assert_eq!(addresses(&request, MailKind::Outcome).len(), 3 + MOST_AUTHORS);
    }

    #[test]
    fn others_read_what_all_approvers_read() {
        let mut request = authored(&[], &[]);
        let of_contact = |request: &Request| {
            let reader = audience(request, MailKind::Outcome).pop().unwrap().reader;
            (reader.language, reader.time_zone.to_owned(), reader.name.is_some())
        };
        // Ana reads English and Jonas reads German, both in Berlin.
        assert_eq!(of_contact(&request), (Language::English, "Europe/Berlin".to_owned(), false));
        request.approvers.remove(0);
        assert_eq!(of_contact(&request).0, Language::German);
        let abroad =
            Approver { time_zone: "Asia/Tokyo".to_owned(), ..request.approvers[0].clone() };
        request.approvers.push(Approver { email: "mei@example.com".parse().unwrap(), ..abroad });
        assert_eq!(of_contact(&request), (Language::German, "UTC".to_owned(), false));
    }
}
