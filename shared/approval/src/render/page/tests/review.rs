//! The page that asks for an answer: what it says, its form, and its problems.

use super::{between, visible};
use crate::language::Language;
use crate::render::page::{FormProblem, Page};
use crate::render::samples::Samples;
use crate::state::Verdict;

fn review(verdict: Verdict, problem: Option<FormProblem>, typed: &str) -> String {
    let samples = Samples::new(Language::English).unwrap();
    let pages = samples.pages();
    let (_, Page::Review { request, approver, token, now, .. }) = pages.first().unwrap() else {
        panic!("the first sample asks");
    };
    Page::Review { request, approver, verdict, token, nonce: "1.nonce", problem, typed, now: *now }
        .html(Language::English, samples.site())
}

#[test]
fn an_acceptance_takes_an_unticked_box_and_may_have_a_comment() {
    let html = review(Verdict::Accept, None, "");
    assert!(html.contains("<title>Accept the release of storefront?</title>"));
    let looked = "<input type=\"checkbox\" id=\"looked\" name=\"looked\" value=\"yes\" required>";
    assert!(html.contains(looked), "{html}");
    assert!(html.contains("name=\"nonce\" value=\"1.nonce\""));
    let comment = between(&html, "<textarea ", ">").remove(0);
    assert!(comment.contains("name=\"comment\"") && comment.contains("maxlength=\"300\""));
    assert!(!comment.contains("required") && !html.contains("name=\"reason\""));
    assert!(html.contains("<span>Accept this release</span></button>"));
    assert!(html.contains("name=\"verdict\" value=\"accept\""));
    assert!(html.contains("/reject\">Reject instead</a>") && !html.contains("Accept instead"));
    assert!(!html.contains("role=\"alert\"") && !html.contains("aria-invalid"));
}

#[test]
fn a_rejection_takes_a_reason() {
    let html = review(Verdict::Reject, None, "");
    assert!(html.contains("<title>Reject the release of storefront?</title>"));
    let reason = between(&html, "<textarea ", ">").remove(0);
    for part in ["name=\"reason\"", "maxlength=\"300\"", " required", "\"reason-hint\""] {
        assert!(reason.contains(part), "{reason}");
    }
    assert!(!html.contains("checkbox") && !html.contains("name=\"comment\""));
    assert!(html.contains("<span>Reject this release</span></button>"));
    assert!(html.contains("name=\"verdict\" value=\"reject\""));
    assert!(html.contains("/accept\">Accept instead</a>") && !html.contains("Reject instead"));
}

#[test]
fn the_page_that_asks_tells_who_what_where_and_until_when() {
    let html = review(Verdict::Accept, None, "");
    let text = visible(&html).join(" ");
    for part in [
        "Issued to Ana Ruiz (a***@example.com). Please do not forward it.",
        "Fix the basket that loses its last item",
        "Tried with 40 orders on staging.",
        "By Priya Nair",
        "Version 3f9c2e1a",
        "View the change on github.com",
        "Please try an order with two items in two tabs.",
        "staging.storefront.example",
        "2 days 3 hours left",
        "Tue 24 Nov 2026, 18:00 CET",
        "1 of 2 acceptances so far.",
        "One rejection stops the release.",
        "Acceptance with Jonas Weber's link, Sat 21 Nov 2026, 20:00 CET (UTC+1)",
        "Checked on staging, all good.",
        "No answer yet from Ana Ruiz and Mei Chen. Answers count until Tue 24 Nov 2026, 18:00 CET (UTC+1).",
        "Ana Ruiz, Jonas Weber and Mei Chen",
        "release-desk@example.com",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!html.contains("ana.ruiz@example.com"), "the address is masked");
    assert!(html.contains("<time datetime=\"2026-11-24T17:00:00Z\">"));
    let staging = "href=\"https://staging.storefront.example/basket?a=1&#38;b=2\"";
    assert!(html.contains(staging), "{html}");
}

#[test]
fn an_address_that_is_not_allowed_is_not_shown_and_that_is_said() {
    let samples = Samples::new(Language::English).unwrap();
    let pages = samples.pages();
    let html = |wanted: &str| {
        let (_, page) = pages.iter().find(|(name, _)| name == wanted).unwrap();
        page.html(Language::English, samples.site())
    };
    let not_allowed = html("review-long-accept");
    assert!(not_allowed.contains("is not on the list of allowed sites"));
    assert!(!not_allowed.contains("href=\"http") && !not_allowed.contains("staging site, and"));
    let none = html("review-bare-accept");
    assert!(!none.contains("allowed sites") && !none.contains("Open the staging site"));
    assert!(none.contains("Ask the team that makes the release"));
}

#[test]
fn a_problem_is_told_at_the_top_and_at_its_field_and_nothing_typed_is_lost() {
    for (verdict, problem, field, at_field) in [
        (Verdict::Accept, FormProblem::NotConfirmed, "looked", true),
        (Verdict::Accept, FormProblem::ReasonTooLong, "comment", true),
        (Verdict::Accept, FormProblem::Stale, "looked", false),
        (Verdict::Reject, FormProblem::ReasonMissing, "reason", true),
        (Verdict::Reject, FormProblem::ReasonTooLong, "reason", true),
        (Verdict::Reject, FormProblem::Stale, "reason", false),
    ] {
        let html = review(verdict, Some(problem), "\n\"typed\" <before>");
        assert!(html.contains("<title>Error: "), "{problem:?}");
        let summary = between(&html, "role=\"alert\"", "</div>").remove(0);
        assert!(summary.contains(&format!("<a href=\"#{field}\">")), "{summary}");
        assert!(html.contains(&format!(" id=\"{field}\"")), "{problem:?}");
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), usize::from(at_field));
        let described = html.matches(&format!("{field}-problem")).count();
        assert_eq!(described, if at_field { 2 } else { 0 }, "{problem:?}");
        // Browsers drop a line end right after the tag; the second one is the approver's.
        assert!(html.contains(">\n\n&#34;typed&#34; &#60;before&#62;</textarea>"), "{html}");
        assert!(!html.contains("checked"), "a tick is never kept");
    }
}

#[test]
fn a_comment_is_folded_until_it_is_needed() {
    let folded = |problem, typed| {
        let html = review(Verdict::Accept, problem, typed);
        let details = between(&html, "<details class=\"field", ">").remove(0).to_owned();
        !details.ends_with(" open")
    };
    assert!(folded(None, ""));
    assert!(folded(Some(FormProblem::NotConfirmed), ""));
    assert!(!folded(Some(FormProblem::NotConfirmed), "typed"));
    assert!(!folded(Some(FormProblem::ReasonTooLong), ""));
    assert!(!folded(Some(FormProblem::Stale), "typed"));
}

#[test]
fn everything_that_an_answer_does_not_need_follows_the_form() {
    for verdict in [Verdict::Accept, Verdict::Reject] {
        let html = review(verdict, None, "");
        let (before, after) = html.split_once("</form>").unwrap();
        let (before, after) = (visible(before).join(" "), after);
        for part in ["storefront?", "18:00 CET", "Fix the basket", "staging.storefront.example"] {
            assert!(before.contains(part), "{part}: {before}");
        }
        for part in ["Tried with 40 orders", "Version 3f9c2e1a", "By Priya Nair", "No answer yet"] {
            assert!(!before.contains(part) && after.contains(part), "{part}: {before}");
        }
    }
}

#[test]
fn no_form_is_shown_that_can_only_fail() {
    let samples = Samples::new(Language::English).unwrap();
    let pages = samples.pages();
    let (_, Page::Review { request, approver, token, .. }) = pages.first().unwrap() else {
        panic!("the first sample asks");
    };
    let late = Page::Review {
        request,
        approver,
        verdict: Verdict::Accept,
        token,
        nonce: "",
        problem: None,
        typed: "",
        now: request.decide_by,
    };
    let html = late.html(Language::English, samples.site());
    assert!(!html.contains("<form") && html.contains("<h1>The time to answer is over</h1>"));
}
