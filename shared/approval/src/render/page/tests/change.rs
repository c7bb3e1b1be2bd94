//! What changes, on the page that asks: above the form one line of each revision, below it the rest.

use super::{between, visible};
use crate::language::Language;
use crate::release::{Change, Revision, Since, WebLink};
use crate::render::page::Page;
use crate::render::samples::Samples;
use crate::request::Request;
use crate::state::Verdict;
use crate::untrusted_text::UntrustedText;

fn text(text: &str) -> Option<UntrustedText> {
    UntrustedText::lines(text, 2_000)
}

/// Renders the page of a request that was changed; returns the texts above the form and below it, and
/// the page.
fn page(language: Language, change: impl FnOnce(&mut Request)) -> (String, String, String) {
    let samples = Samples::new(language).unwrap();
    let pages = samples.pages();
    let (_, Page::Review { request, approver, token, now, .. }) = pages.first().unwrap() else {
        panic!("the first sample asks");
    };
    let mut request = (*request).clone();
    change(&mut request);
    let page = Page::Review {
        request: &request,
        approver,
        verdict: Verdict::Accept,
        token,
        nonce: "1.2",
        problem: None,
        typed: "",
        now: *now,
    };
    let html = page.html(language, samples.site());
    let (above, below) = html.split_once("<form").unwrap();
    let body = format!("<body>{below}");
    (visible(above).join(" "), visible(&body).join(" "), html)
}

fn two_revisions(request: &mut Request) {
    let compare = "https://github.com/example/storefront/compare/1a...3f";
    request.release.change = Some(Change {
        revisions: vec![
            Revision {
                source: text("Storefront"),
                id: text("3f9c2e1ab7d04c55a1e0b96d7f31c84220aa9e4d"),
                tag: text("v2.4.0"),
                message: text("Fix the basket\n\nCloses the gap."),
                author: text("Priya Nair"),
                link: WebLink::parse("https://github.com/example/storefront/commit/3f9c2e1a"),
                since: Some(Since {
                    count: Some(3),
                    earlier: vec![text("Show the price").unwrap(), text("Round up").unwrap()],
                    compare: WebLink::parse(compare),
                }),
                ..Revision::default()
            },
            Revision {
                source: text("Prices"),
                id: text("prices-2026-11.csv"),
                since: Some(Since { count: Some(0), earlier: Vec::new(), compare: None }),
                ..Revision::default()
            },
        ],
        last_approved_at: "2026-11-20T09:30:00Z".parse().ok(),
    });
    request.release.notes_link = WebLink::parse("https://docs.example.com/notes/2.4");
}

#[test]
fn each_revision_has_a_line_and_a_range_above_the_form() {
    let (above, below, html) = page(Language::English, two_revisions);
    for part in [
        "Storefront Fix the basket",
        "3 changes since Fri 20 Nov 2026 Show the price Round up",
        "View all of these changes on github.com",
        "Version prices-2026-11.csv",
        "No change since Fri 20 Nov 2026",
        "Read the release notes on docs.example.com",
    ] {
        assert!(above.contains(part), "{part}: {above}");
    }
    for part in ["Closes the gap.", "By Priya Nair", "Version v2.4.0", "View the change on"] {
        assert!(below.contains(part) && !above.contains(part), "{part}: {below}");
    }
    assert_eq!(between(&html, "<details class=\"range\">", "</details>").len(), 1);

    let (above, _, _) = page(Language::German, two_revisions);
    assert!(above.contains("3 Änderungen seit Fr., 20.11.2026"), "{above}");
}

#[test]
fn a_revision_without_a_comparison_leads_with_its_own_link() {
    let (above, below, _) = page(Language::English, |request| {
        two_revisions(request);
        let change = request.release.change.as_mut().unwrap();
        change.revisions.truncate(1);
        change.revisions[0].since.as_mut().unwrap().compare = None;
    });
    assert!(above.contains("View the change on github.com") && !below.contains("View the change"));
    assert!(!above.contains("Storefront Fix"), "one source needs no name: {above}");
}

#[test]
fn what_is_long_is_cut_above_the_form_and_whole_below() {
    let long = "word ".repeat(200);
    let (above, below, html) = page(Language::English, |request| {
        let revision = &mut request.release.change.as_mut().unwrap().revisions[0];
        revision.message = text(&long);
        request.release.note = text(&format!("Look at the cart.\n\n{long}"));
    });
    assert!(above.contains("word…") && above.contains("Note for approvers: Look at the cart."));
    assert!(below.contains(long.trim()), "{below}");
    let note = between(&html, "<details class=\"note\">", "</details>").remove(0);
    assert!(note.contains(long.trim()), "{note}");
}

#[test]
fn a_revision_that_says_nothing_still_has_a_line() {
    let (above, _, _) = page(Language::English, |request| {
        request.release.change =
            Some(Change { revisions: vec![Revision::default()], last_approved_at: None });
    });
    assert!(above.contains("A version without a description"), "{above}");
}

#[test]
fn an_approval_that_the_pipeline_does_not_show_is_told() {
    let (above, _, _) = page(Language::English, |request| {
        request.release.change = None;
        request.release.not_shown_since = "2026-11-22T09:00:00Z".parse().ok();
    });
    let sentence = "The release pipeline does not show this approval. Please do not accept it.";
    assert!(above.contains(sentence) && !above.contains("There is no description"), "{above}");
    let (above, _, _) = page(Language::English, |_| {});
    assert!(!above.contains("does not show this approval"), "{above}");
}
