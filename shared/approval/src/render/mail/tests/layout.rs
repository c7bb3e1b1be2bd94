//! The layout of mails does not depend on what mail programs drop. `tools/checks/mail-clients.sh`
//! compares all that mails use with data about mail programs; these rules are what the layout rests on.

use jiff::SignedDuration;

use super::*;
use crate::release::{Since, WebLink};
use crate::state::{DecisionId, Quorum, Verdict, Vote, Voted};

/// Every element of a mail with its declarations, without what is for Word alone.
fn styles(html: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    tags(html)
        .into_iter()
        .filter_map(|tag| {
            let element = tag.split(' ').next()?;
            let style = tag.split_once(" style=\"")?.1.split('"').next()?;
            let pairs = style.split(';').filter_map(|declaration| declaration.split_once(':'));
            Some((element, pairs.collect()))
        })
        .collect()
}

#[test]
fn outlooks_word_engine_drops_nothing_that_the_layout_rests_on() {
    for (name, _, mail) in every_mail() {
        for (element, style) in styles(&mail.html) {
            let value = |wanted| style.iter().find(|(name, _)| *name == wanted).map(|(_, is)| *is);
            for (property, is) in &style {
                let at = format!("{name}: <{element}> {property}:{is}");
                assert!(!is.is_empty(), "{at}");
                match *property {
                    // The cell around a button's link has the same padding, by mso-padding-alt.
                    "padding" => assert!(
                        element == "td"
                            || (element == "a" && value("mso-padding-alt") == Some("0")),
                        "{at}"
                    ),
                    "border" | "border-left" | "height" => assert_eq!(element, "td", "{at}"),
                    "font-weight" => assert!(["400", "600"].contains(is), "{at}"),
                    "font-size" | "line-height" => assert!(is.ends_with("px"), "{at}"),
                    "font-family" => assert!(is.starts_with("'Segoe UI',"), "{at}"),
                    "margin" => assert_eq!(*is, "0", "{at}"),
                    "max-width" => assert_eq!(element, "table", "{at}"),
                    "width" => assert_eq!((element, *is), ("table", "100%"), "{at}"),
                    "font" | "white-space" | "min-width" | "float" | "position" | "flex" => {
                        panic!("{at}")
                    }
                    _ => {}
                }
            }
        }
        // Word has the width of the column from a table of its own, which ends where it starts.
        let word: Vec<&str> = mail.html.split("<!--[if mso]>").skip(1).collect();
        assert!(
            word.iter().any(|part| part.starts_with("<table role=\"presentation\" width=\"600\""))
        );
        assert!(
            word.iter().any(|part| part.starts_with("</td></tr></table><![endif]-->")),
            "{name}"
        );
        let tables = tags(&mail.html).into_iter().filter(|tag| tag.starts_with("table "));
        assert!(tables.into_iter().all(|table| table.contains(" role=\"presentation\"")), "{name}");
    }
}

#[test]
fn a_buttons_cell_is_a_button_without_its_link() {
    let html = mail(Language::English, "invitation-branded").html;
    for (class, ground) in [("accept", "#1f4e79"), ("reject", "#ffffff"), ("look", "#ffffff")] {
        let cell = format!(
            "<td class=\"{class}\" align=\"center\" bgcolor=\"{ground}\" style=\"mso-padding-alt:12px 22px;\
             background-color:{ground};border:2px solid #"
        );
        assert_eq!(html.matches(&cell).count(), 1, "{class}: {html}");
    }
}

/// Gmail darkens by itself and Word has no style sheet: every text and ground has its own color.
#[test]
fn the_mail_is_right_without_its_style_sheet() {
    for (name, _, mail) in every_mail() {
        let (start, rest) = mail.html.split_once("<style>").unwrap();
        let bare = format!("{start}{}", rest.split_once("</style>").unwrap().1);
        for tag in tags(&bare).into_iter().filter(|tag| tag.contains(" class=\"")) {
            let has = |property: &str| tag.contains(&format!("{property}:#"));
            let class = tag.split(" class=\"").nth(1).unwrap().split('"').next().unwrap();
            match class {
                "ink" | "ink quote" | "dim" | "link" | "alarm" => {
                    assert!(has("color"), "{name}: <{tag}>");
                }
                "ground" | "card" => assert!(has("background-color"), "{name}: <{tag}>"),
                "accept" | "reject" | "look" => {
                    assert!(has("background-color"), "{name}: <{tag}>");
                    assert!(!tag.starts_with("a ") || has(";color"), "{name}: <{tag}>");
                }
                tone => {
                    assert!(
                        tone.starts_with("tone-") && tag.contains("solid #"),
                        "{name}: <{tag}>"
                    );
                }
            }
        }
    }
}

#[test]
fn a_mailbox_shows_the_change_beside_the_subject_and_the_mail_does_not() {
    for (name, text) in [
        (
            "invitation-several",
            "Charge in the currency of the customer \u{b7} 12 changes since Thu 12 Nov 2026 \u{b7} Try \
             it on staging.storefront.example \u{b7} 2 days 3 hours left",
        ),
        ("invitation-bare", "2 days 3 hours left"),
    ] {
        let html = mail(Language::English, name).html;
        let first = html.split("<body").nth(1).unwrap().split("<div ").nth(1).unwrap();
        assert!(
            first.starts_with("aria-hidden=\"true\" style=\"display:none;mso-hide:all;"),
            "{first}"
        );
        assert!(first.contains(&format!(">{text}&#8199;")), "{first}");
    }
}

/// A request with as much of everything as one can hold, in this letter.
fn longest(letter: char) -> Request {
    let samples = Samples::new(Language::German).unwrap();
    let (request, approver, _) = samples.one().unwrap();
    let (mut request, approver) = (request.clone(), approver.clone());
    let text = |length| UntrustedText::line(&letter.to_string().repeat(length), length);
    let link = || WebLink::parse(&format!("https://staging.example.com/{}", "a".repeat(2_000)));
    request.approvers = (0..20)
        .map(|number| Approver {
            email: format!("p{number}@example.com").parse().unwrap(),
            name: text(80).unwrap(),
            ..approver.clone()
        })
        .collect();
    request.quorum = Quorum { approvals: 20, rejections: 20, approvers: 20 };
    let mut pending = Pending::default();
    for (number, approver) in (0_u8..19).zip(&request.approvers) {
        let vote = Vote {
            id: DecisionId::new([number; 16]),
            approver: approver.id(),
            verdict: Verdict::Accept,
            at: request.opened_at + SignedDuration::from_mins(number.into()),
            reason: text(Vote::REASON_LIMIT),
        };
        match pending.vote(vote, request.quorum, request.decide_by).unwrap() {
            Voted::Counted(next) => pending = next,
            Voted::Decided(_) => panic!("one answer is missing"),
        }
    }
    request.state = State::Pending(pending);
    request.release.note = text(2_000);
    request.release.staging = Staging::Link(link().unwrap());
    request.release.notes_link = link();
    let revision = Revision {
        source: text(100),
        id: text(80),
        tag: text(80),
        message: UntrustedText::lines(
            &format!("{0}\n{0}", letter.to_string().repeat(1_000)),
            2_000,
        ),
        author: text(120),
        author_email: None,
        branch: None,
        link: link(),
        since: Some(Since {
            count: Some(1_000),
            earlier: vec![text(200).unwrap(); 10],
            compare: link(),
        }),
    };
    request.release.change =
        Some(Change { revisions: vec![revision; 20], last_approved_at: Some(request.opened_at) });
    request
}

/// Gmail cuts a mail of 102 KB, and what is cut are the links. With letters a mail stays well below,
/// and with characters that take five bytes in HTML it is not cut.
#[test]
fn no_mail_is_too_long_for_gmail() {
    let samples = Samples::new(Language::German).unwrap();
    let (_, _, now) = samples.one().unwrap();
    for (letter, sources, most) in
        [('x', 20, 60), ('x', 2, 60), ('x', 1, 60), ('<', 20, 100), ('<', 2, 100)]
    {
        let mut request = longest(letter);
        request.release.change.as_mut().unwrap().revisions.truncate(sources);
        let approver = request.approvers.last().unwrap();
        let kind = MailKind::LastReminder;
        let asked = asking(kind, &request, approver, &samples.links(), samples.site(), now);
        let told = outcome(&request, approver, samples.site(), now);
        for mail in [asked, told] {
            let (html, text) = (mail.html.len(), mail.text.len());
            assert!(html < most * 1024 && text < 60 * 1024, "{letter} {sources}: {html}, {text}");
        }
    }
    for (name, _, mail) in every_mail() {
        assert!(mail.html.len() < 60 * 1024, "{name}: {}", mail.html.len());
    }
}

/// Two releases with the same text differ in their subjects, even within one minute.
#[test]
fn no_two_requests_have_the_same_subject() {
    let samples = Samples::new(Language::English).unwrap();
    let (request, approver, now) = samples.one().unwrap();
    let mut again = request.clone();
    again.id = crate::request::RequestId::from_stored("0123456789abcdef");
    for kind in
        [MailKind::Invitation, MailKind::Reminder, MailKind::LastReminder, MailKind::Outcome]
    {
        let mail = |request| asking(kind, request, approver, &samples.links(), samples.site(), now);
        assert_ne!(mail(request).subject, mail(&again).subject);
        assert_ne!(mail(request).thread, mail(&again).thread);
    }
}

#[test]
fn a_subject_never_loses_its_reference() {
    let mut request = longest('<');
    for pipeline in ["x", "a-pipeline", &"p".repeat(100)] {
        request.release.action.pipeline = pipeline.to_owned();
        for language in Language::ALL {
            let t = texts::of(language);
            for what in [
                t.mail.over.to_owned(),
                (t.mail.subject.last_reminder)("Mo., 07.12., 10:32 Uhr UTC+12:45"),
            ] {
                let subject = subject(&what, &request, t);
                assert!(subject.chars().count() <= 150, "{subject}");
                assert!(subject.ends_with(&format!("{})", request.id)), "{subject}");
            }
        }
    }
}

#[test]
fn the_deadline_travels_with_the_invitation_and_is_taken_back_with_the_outcome() {
    let samples = Samples::new(Language::English).unwrap();
    let links = samples.links();
    let files = |mail: &Mail| -> Vec<(&str, String)> {
        let content = |one: &Attachment| String::from_utf8_lossy(&one.content).into_owned();
        mail.attachments.iter().map(|one| (one.name, content(one))).collect()
    };
    let mut uids = std::collections::HashSet::new();
    for (name, mail) in samples.mails() {
        let has: Vec<&str> = mail.attachments.iter().map(|one| one.name).collect();
        let is_closed = mail.text.contains("\nClosed: ");
        // The mail about the outcome has taken it back before.
        let is_aftermath = mail.subject.contains(" after acceptance: ");
        let calendar = match name.split('-').next().unwrap() {
            "invitation" => vec!["deadline.ics"],
            "outcome" if is_closed && !is_aftermath => vec!["deadline-over.ics"],
            _ => Vec::new(),
        };
        let logo = if name.ends_with("branded") { vec!["logo.png"] } else { Vec::new() };
        assert_eq!(has, [logo, calendar].concat(), "{name}");
        for (_, content) in files(&mail).iter().filter(|(name, _)| name.starts_with("deadline")) {
            assert!(
                !content.contains(links.accept) && !content.contains("/approvals/"),
                "{content}"
            );
            let unfolded = content.replace("\r\n ", "");
            uids.insert(unfolded.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned());
        }
    }
    assert!(uids.iter().all(|uid| uid.ends_with("@approvals.example.com")), "{uids:?}");
    let request = samples.one().unwrap().0;
    let contact =
        Reader { approver: None, name: None, language: Language::English, time_zone: "UTC" };
    let mail = outcome(request, contact, samples.site(), request.decide_by);
    assert_eq!(mail.attachments, []);
    assert!(mail.text.starts_with("Hello,\n") && mail.text.contains("because you are involved"));
}
