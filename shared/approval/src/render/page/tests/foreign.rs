//! Text from outside on pages.

use proptest::prelude::*;

use super::tags;
use crate::language::Language;
use crate::release::{Change, Revision, Staging};
use crate::render::page::{FormProblem, Page};
use crate::render::samples::{Samples, harmless};
use crate::state::Verdict;
use crate::untrusted_text::UntrustedText;

const HOSTILE: &str =
    "<script>alert(1)</script>\"onmouseover='x' </textarea></title>&amp;{{ token }}";

/// A review page on which this text is in every place that others can write.
fn hostile_page(text: &str, verdict: Verdict) -> String {
    let samples = Samples::new(Language::English).unwrap();
    let pages = samples.pages();
    let (_, Page::Review { request, approver, token, now, .. }) = pages.first().unwrap() else {
        panic!("the first sample asks");
    };
    let mut request = (*request).clone();
    let lines = UntrustedText::lines(text, 2_000);
    request.release.action.pipeline = text.to_owned();
    request.release.action.stage = text.to_owned();
    request.release.note = lines.clone();
    request.release.staging = Staging::NotAllowed;
    request.release.change = Some(Change {
        revisions: vec![Revision {
            source: lines.clone(),
            id: lines.clone(),
            tag: lines.clone(),
            message: UntrustedText::lines(&format!("{text}\n{text}"), 4_000),
            author: lines.clone(),
            ..Revision::default()
        }],
        last_approved_at: None,
    });
    let mut approver = (*approver).clone();
    if let Some(name) = UntrustedText::line(text, 80) {
        approver.name = name;
    }
    Page::Review {
        request: &request,
        approver: &approver,
        verdict,
        token,
        nonce: text,
        problem: Some(FormProblem::ReasonTooLong),
        typed: text,
        now: *now,
    }
    .html(Language::English, samples.site())
}

#[test]
fn what_others_wrote_is_text_and_never_markup() {
    let plain = hostile_page("plain", Verdict::Reject);
    let hostile = hostile_page(HOSTILE, Verdict::Reject);
    assert!(hostile.contains("&#60;script&#62;alert(1)"), "{hostile}");
    assert!(!hostile.contains("<script") && !hostile.contains("\"onmouseover"));
    assert_eq!(tags(&plain).len(), tags(&hostile).len());
    assert_eq!(plain.matches("</textarea>").count(), hostile.matches("</textarea>").count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// With any text, the page has the same tags as with a harmless word in each line: a text of several
    /// lines is folded.
    #[test]
    fn no_text_opens_or_closes_a_tag(text in "\\PC{0,40}\u{2028}?[<>\"'&/=a ]{1,40}") {
        prop_assume!(UntrustedText::line(&text, 80).is_some());
        let harmless = harmless(&text);
        let names = |html: &str| -> Vec<String> {
            let name = |tag: &&str| tag.split([' ', '"']).next().unwrap_or_default().to_owned();
            tags(html).iter().map(name).collect()
        };
        for verdict in [Verdict::Accept, Verdict::Reject] {
            let page = hostile_page(&text, verdict);
            prop_assert_eq!(names(&page), names(&hostile_page(&harmless, verdict)));
        }
    }
}
