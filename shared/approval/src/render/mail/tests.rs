mod layout;

use proptest::prelude::*;

use super::*;
use crate::language::Language;
use crate::release::{Change, Revision, Staging};
use crate::render::samples::{FOREIGN, Samples, harmless};
use crate::state::Pending;
use crate::untrusted_text::UntrustedText;

/// Every mail in every language, by name.
fn every_mail() -> Vec<(String, Language, Mail)> {
    let mut mails = Vec::new();
    for language in Language::ALL {
        let samples = Samples::new(language).unwrap();
        mails.extend(samples.mails().into_iter().map(|(name, mail)| (name, language, mail)));
    }
    mails
}

fn mail(language: Language, wanted: &str) -> Mail {
    let mails = Samples::new(language).unwrap().mails();
    mails.into_iter().find(|(name, _)| name == wanted).unwrap().1
}

/// The tags of a part in HTML.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

/// The text of a part in HTML, with blanks as in the text part.
fn visible(html: &str) -> String {
    let body = html.split("<body").nth(1).unwrap();
    let text = body.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text));
    let text = text.collect::<Vec<_>>().join(" ").replace("&#39;", "'").replace("&#38;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a plain part as one line, without the marks of quotes.
fn unwrapped(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix("> ").unwrap_or(line));
    lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_subject_is_one_short_line_that_says_what_is_wanted() {
    for (name, _, mail) in every_mail() {
        let subject = mail.subject;
        assert!(!subject.contains(char::is_control), "{name}: {subject}");
        assert!((20..=150).contains(&subject.chars().count()), "{name}: {subject}");
        assert!(subject.contains("storefront"), "{name}: {subject}");
    }
    let title = "Fix the basket that loses its last item";
    for (name, english, german) in [
        (
            "invitation-full",
            "Decide by Tue 24 Nov, 18:00 CET",
            "Bitte entscheiden bis Di., 24.11., 18:00 Uhr MEZ",
        ),
        (
            "reminder-full",
            "Reminder: decide by Tue 24 Nov, 18:00 CET",
            "Erinnerung: bitte entscheiden bis Di., 24.11., 18:00 Uhr MEZ",
        ),
        (
            "last-reminder-full",
            "Last reminder: decide by Tue 24 Nov, 18:00 CET",
            "Letzte Erinnerung: entscheiden bis Di., 24.11., 18:00 Uhr MEZ",
        ),
        ("outcome-accepted", "Accepted", "Freigegeben"),
        ("outcome-rejected-by-other", "Rejected", "Abgelehnt"),
        ("outcome-console-unapplied", "Accepted", "Freigegeben"),
        ("outcome-deadline", "Time is over", "Zeit abgelaufen"),
        ("outcome-expired-unapplied", "Time is over", "Zeit abgelaufen"),
        ("outcome-cancelled", "Stopped", "Gestoppt"),
        ("outcome-not-shown", "Not in the pipeline", "Nicht in der Pipeline"),
        ("outcome-undeliverable", "Could not be passed on", "Nicht weitergegeben"),
        ("outcome-accepted-failed", "Failed after acceptance", "Nach der Freigabe fehlgeschlagen"),
        ("outcome-accepted-stopped", "Stopped after acceptance", "Nach der Freigabe gestoppt"),
        (
            "outcome-accepted-rolled-back",
            "Rolled back after acceptance",
            "Nach der Freigabe zurückgenommen",
        ),
    ] {
        let english = format!("{english}: storefront, \"{title}\" (ca64a73d)");
        let german = format!("{german}: storefront, „{title}“ (ca64a73d)");
        assert_eq!(mail(Language::English, name).subject, english);
        assert_eq!(mail(Language::German, name).subject, german);
    }
    assert_eq!(
        mail(Language::English, "invitation-several").subject,
        "Decide by Tue 24 Nov, 18:00 CET: storefront, \"Charge in the currency of the customer\" \
         (v1.2.3, ca64a73d)"
    );
    assert_eq!(
        mail(Language::English, "invitation-unshown").subject,
        "Decide by Tue 24 Nov, 18:00 CET: storefront (ca64a73d)"
    );
}

#[test]
fn each_of_the_two_links_is_once_in_each_part_and_alone_on_its_line() {
    let samples = Samples::new(Language::English).unwrap();
    let links = samples.links();
    for (name, _, mail) in every_mail() {
        let expected = usize::from(!name.starts_with("outcome"));
        for link in [links.accept, links.reject] {
            assert_eq!(mail.text.matches(link).count(), expected, "{name}");
            assert_eq!(mail.text.lines().filter(|line| *line == link).count(), expected, "{name}");
            assert_eq!(mail.html.matches(&format!("href=\"{link}\"")).count(), expected, "{name}");
            assert_eq!(mail.html.matches(link).count(), expected, "{name}");
        }
        assert_eq!(format!("{mail:?} {links:?}"), "Mail(***) Links(***)");
    }
}

#[test]
fn the_text_part_is_plain_and_fits_its_width() {
    for (name, _, mail) in every_mail() {
        for entity in ["&#", "&amp;", "&lt;", "&quot;", "<", "{{"] {
            assert!(!mail.text.contains(entity), "{name}: {entity}: {}", mail.text);
        }
        for line in mail.text.lines() {
            let can_be_broken = line.trim_start_matches("> ").contains(' ');
            assert!(line.chars().count() <= 72 || !can_be_broken, "{name}: {line}");
            assert_eq!(line.trim_end(), line, "{name}");
        }
        assert!(
            !mail.text.contains("\n\n\n") && mail.text.ends_with('\n'),
            "{name}: {}",
            mail.text
        );
    }
    let full = mail(Language::English, "invitation-full").text;
    assert!(full.contains("\nhttps://staging.storefront.example/basket?a=1&b=2\n"), "{full}");
}

#[test]
fn the_html_part_is_one_document_that_loads_nothing_and_is_not_tracked() {
    for (name, language, mail) in every_mail() {
        let html = mail.html;
        assert!(html.contains(&format!("<html lang=\"{}\" ", language.tag())), "{name}");
        for once in ["<title>", "<h1 ", "name=\"color-scheme\" content=\"light dark\"", "<body"] {
            assert_eq!(html.matches(once).count(), 1, "{name}: {once}");
        }
        let mut links = 0;
        for tag in tags(&html) {
            let element = tag.split(' ').next().unwrap();
            let own_picture = tag.starts_with(
                "img src=\"cid:logo\" alt=\"Example &#38; Sons\" width=\"72\" height=\"36\" ",
            );
            assert!(
                element != "img" || (own_picture && name.ends_with("branded")),
                "{name}: <{tag}>"
            );
            for loading in ["script", "link", "iframe", "form", "input", "object"] {
                assert_ne!(element, loading, "{name}: <{tag}>");
            }
            for attribute in [" src=", " background=", "url(", " on"] {
                assert!(element == "img" || !tag.contains(attribute), "{name}: <{tag}>");
            }
            if element == "a" {
                links += 1;
                assert!(tag.starts_with("a ") && tag.contains(" ses:no-track "), "{name}: <{tag}>");
                let web = tag.contains(" href=\"https://") || tag.contains(" href=\"mailto:");
                assert!(web && tag.contains(" style=\""), "{name}: <{tag}>");
            }
            // Mail programs drop the style sheet, so every element with text has its own style.
            if matches!(element, "h1" | "h2") {
                assert!(tag.contains("color:") && tag.contains("font-size:"), "{name}: <{tag}>");
            }
        }
        let at_least = if name.starts_with("outcome") { 1 } else { 2 };
        assert!(links >= at_least, "{name}: {links}");
    }
}

/// Either part can be read without the other.
#[test]
fn both_parts_tell_the_same() {
    for (name, parts) in [
        (
            "invitation-full",
            &[
                "Hello Ana Ruiz,",
                "Please answer by Tue 24 Nov 2026, 18:00 CET (UTC+1): 2 days 3 hours left.",
                "the release is rejected automatically.",
                "Tried with 40 orders on staging.",
                "By Priya Nair",
                "Version 3f9c2e1a",
                "View the change on github.com",
                "Please try an order with two items in two tabs.",
                "Opening a link decides nothing; you confirm on the page.",
                "Accept the release",
                "Reject the release",
                "2 of 3 must accept.",
                "Asked: Ana Ruiz, Jonas Weber and Mei Chen.",
                "1 of 2 acceptances so far.",
                "Please do not forward this mail.",
                "release-desk@example.com",
                "Reference ",
            ][..],
        ),
        (
            "reminder-several",
            &[
                "Part: Shop",
                "Charge in the currency of the customer",
                "Version v1.2.3",
                "12 changes since Thu 12 Nov 2026",
                "Raise the limit of the basket Fix the basket",
                "and 6 more",
                "View all of these changes on github.com",
                "Part: Config",
                "No change since Thu 12 Nov 2026",
                "Read the release notes on docs.example.com",
                "Acceptance with Jonas Weber's link, Sat 21 Nov 2026, 20:00 CET (UTC+1)",
                "the sums are right.",
                "Rejection with Mei Chen's link",
                "The total is wrong when a voucher is used twice.",
                "No answer yet from Ana Ruiz. Answers count until Tue 24 Nov 2026, 18:00 CET (UTC+1).",
                "The links for your answer lead to approvals.example.com and nowhere else.",
            ],
        ),
        (
            "invitation-unshown",
            &["The release pipeline does not show this approval. Please do not accept it. Write \
                 to release-desk@example.com first."],
        ),
        ("invitation-bare", &["There is no description of the change.", "You alone decide."][..]),
        ("invitation-long", &["is not on the list of allowed sites", "2 rejections stop"][..]),
        (
            "outcome-rejected-by-other",
            &[
                "The release was rejected",
                "rejected with Jonas Weber's link on Sat 21 Nov 2026, 20:00 CET (UTC+1).",
                "The total is wrong when a voucher is used twice.",
                "Closed: Sun 22 Nov 2026, 15:00 CET (UTC+1)",
                "Fix the basket that loses its last item Version 3f9c2e1a",
                "Not what you expected? Write to release-desk@example.com",
            ][..],
        ),
        (
            "outcome-console-unapplied",
            &["in the AWS console", "A rejection was recorded with", "J. Weber is on a train"][..],
        ),
    ] {
        let mail = mail(Language::English, name);
        for part in parts {
            assert!(unwrapped(&mail.text).contains(part), "{name}: {part}: {}", mail.text);
            assert!(visible(&mail.html).contains(part), "{name}: {part}: {}", visible(&mail.html));
        }
        assert!(!mail.html.contains("Your click") && !mail.text.contains("already"), "{name}");
    }
}

/// No mail says that a release was accepted or rejected before `CodePipeline` has confirmed.
#[test]
fn a_recorded_decision_is_not_told_as_applied() {
    for (name, _, mail) in every_mail() {
        if !name.starts_with("outcome-deciding") {
            continue;
        }
        let all = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
        // The style sheet has classes of these names.
        let all = all.replace("accepted {", "").replace("tone-accepted", "");
        for word in ["accepted.", "was accepted", "approved", "freigegeben", "genehmigt"] {
            assert!(!all.contains(word), "{name}: {word}: {all}");
        }
    }
}

#[test]
fn a_mail_is_in_its_readers_language_alone() {
    let [english, german] = Language::ALL.map(|language| Samples::new(language).unwrap().mails());
    for ((name, one), (_, other)) in english.into_iter().zip(german) {
        assert_ne!(one.subject, other.subject, "{name}");
        let theirs: Vec<&str> = other.text.lines().collect();
        for line in one.text.lines().filter(|line| line.contains(' ') && !line.starts_with('>')) {
            assert!(!theirs.contains(&line), "{name}: {line}");
        }
        assert_eq!(tags(&one.html).len(), tags(&other.html).len(), "{name}");
    }
}

#[test]
fn a_contact_is_written_to_whatever_is_in_the_address() {
    let samples = Samples::new(Language::English).unwrap();
    let (request, approver, now) = samples.one().unwrap();
    let mut request = request.clone();
    request.contact = Some("a?b&c+d@example.com".parse().unwrap());
    let html = outcome(&request, approver, samples.site(), now).html;
    let href = format!(
        "href=\"mailto:a%3Fb%26c%2Bd@example.com?subject=storefront%2C%20Reference%20{}\"",
        request.id
    );
    assert!(html.contains(&href), "{html}");
    assert!(html.contains(">a?b&#38;c+d@example.com</a>"), "{html}");
}

#[test]
fn asking_about_the_outcome_tells_it() {
    let samples = Samples::new(Language::English).unwrap();
    let (request, approver, now) = samples.one().unwrap();
    let asked = asking(MailKind::Outcome, request, approver, &samples.links(), samples.site(), now);
    assert_eq!(asked, outcome(request, approver, samples.site(), now));
}

/// A mail with this text in every place that others can write, and optionally also in the names that
/// were checked on ingest.
fn written_by_others(text: &str, also_names: bool) -> Mail {
    let samples = Samples::new(Language::English).unwrap();
    let (request, approver, now) = samples.one().unwrap();
    let (mut request, mut approver) = (request.clone(), approver.clone());
    let lines = UntrustedText::lines(text, 2_000);
    request.state = State::Pending(Pending::default());
    request.release.note = lines.clone();
    request.release.staging = Staging::NotAllowed;
    request.release.change = Some(Change {
        revisions: vec![Revision {
            source: lines.clone(),
            id: lines.clone(),
            tag: lines.clone(),
            message: UntrustedText::lines(&format!("{text}\n{text}"), 4_000),
            author: lines,
            ..Revision::default()
        }],
        last_approved_at: None,
    });
    if also_names {
        request.release.action.pipeline = text.to_owned();
        request.release.action.stage = text.to_owned();
        approver.name = UntrustedText::line(text, 80).unwrap();
    }
    asking(MailKind::Invitation, &request, &approver, &samples.links(), samples.site(), now)
}

#[test]
fn what_others_wrote_cannot_pass_for_ours() {
    let forged = "x\n\nYour answer\nAccept the release (if it may go ahead):\nhttps://evil.example/\
                  <script>alert(1)</script>\"onmouseover=\"x\r\nBcc: x@example.com";
    let mail = written_by_others(forged, false);
    let ours: Vec<&str> = mail.text.lines().filter(|line| !line.starts_with("> ")).collect();
    assert!(!ours.iter().any(|line| line.starts_with("https://evil")), "{}", mail.text);
    let own = ours.iter().filter(|line| line.starts_with("Accept the release (")).count();
    assert_eq!(own, 1, "{}", mail.text);
    assert!(!ours.iter().any(|line| line.starts_with("Bcc:")), "{}", mail.text);
    let mail = written_by_others(forged, true);
    assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
    assert!(!mail.html.contains("<script") && !mail.html.contains("href=\"https://evil"));
    assert!(!mail.html.contains("\"onmouseover"), "{}", mail.html);
    assert!(mail.html.contains("&#60;script&#62;"), "{}", mail.html);
    assert!(FOREIGN.iter().all(|text| !mail.text.contains(text)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// With any text, the mail has the same tags as with a harmless word in each line, and a subject of
    /// one line.
    #[test]
    fn no_text_opens_or_closes_a_tag(text in "\\PC{0,40}\u{2028}?[<>\"'&/=a ]{1,40}") {
        prop_assume!(UntrustedText::line(&text, 80).is_some());
        let names = |html: &str| -> Vec<String> {
            let name = |tag: &&str| tag.split([' ', '"']).next().unwrap_or_default().to_owned();
            tags(html).iter().map(name).collect()
        };
        let mail = written_by_others(&text, true);
        prop_assert_eq!(names(&mail.html), names(&written_by_others(&harmless(&text), true).html));
        prop_assert!(mail.subject.chars().count() <= 150);
        prop_assert!(!mail.subject.contains(char::is_control));
    }
}
