mod brand;
mod change;
mod foreign;
mod outcome;
mod review;

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::style::STYLE;
use super::*;
use crate::brand::Brand;
use crate::render::samples::{FOREIGN, Samples};

/// Every page in every language, by name.
fn every_page() -> Vec<(String, Language, String)> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        let samples = Samples::new(language).unwrap();
        for (name, page) in samples.pages() {
            pages.push((name, language, page.html(language, samples.site())));
        }
    }
    pages
}

/// Every text between `start` and `end`.
fn between<'a>(html: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    html.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

/// The tags of a page, without the text between them.
fn tags(html: &str) -> Vec<&str> {
    between(html, "<", ">")
}

/// The pieces of text that a reader sees, between the tags.
fn visible(html: &str) -> Vec<String> {
    let body = html.split("<body>").nth(1).unwrap();
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text));
    let read = |text: &str| text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&");
    let pieces = pieces.map(|text| read(text.trim()));
    pieces.filter(|text| !text.is_empty()).collect()
}

#[test]
fn every_page_is_one_document_that_people_and_machines_can_read() {
    let pages = every_page();
    assert!(pages.len() > 90, "{}", pages.len());
    for (name, language, html) in pages {
        let count = |what: &str| html.matches(what).count();
        assert!(html.starts_with("<!doctype html>"), "{name}");
        assert_eq!(count(&format!("<html lang=\"{}\">", language.tag())), 1, "{name}");
        for once in ["<h1", "<title>", "<main>", "<header", "name=\"viewport\"", "<style>"] {
            assert_eq!(count(once), 1, "{name}: {once}");
        }
        assert_eq!(count("name=\"robots\" content=\"noindex, nofollow\""), 1, "{name}");
        assert_eq!(count("name=\"referrer\" content=\"no-referrer\""), 1, "{name}");
        assert_eq!(count("name=\"color-scheme\" content=\"light dark\""), 1, "{name}");
        let title = between(&html, "<title>", "</title>").remove(0);
        let heading = between(&html, "<h1>", "</h1>").remove(0);
        let names_it = title.ends_with(heading) || title.starts_with(heading);
        assert!(names_it && !heading.is_empty(), "{name}: {title} / {heading}");
        let next = texts::of(language).common.next;
        assert!(name.starts_with("review") || html.contains(next), "{name} says what to do next");
    }
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    for (name, _, html) in every_page() {
        let style = between(&html, "<style>", "</style>").remove(0);
        for tag in tags(html.replace(style, "").as_str()) {
            let element = tag.split([' ', '/']).next().unwrap();
            for loading in ["script", "img", "link", "iframe", "object", "video", "base", "image"] {
                assert_ne!(element, loading, "{name}: <{tag}>");
            }
            for attribute in [" style=", " src=", " on", " srcset=", " ping=", "http-equiv"] {
                assert!(!tag.contains(attribute), "{name}: <{tag}>");
            }
            if tag.contains(" href=\"http") {
                assert_eq!(element, "a", "{name}: <{tag}>");
                assert!(tag.contains("rel=\"noopener noreferrer\""), "{name}: <{tag}>");
            }
        }
    }
    for loading in ["url(", "@import", "</style", "expression"] {
        assert!(!STYLE.contains(loading), "{loading}");
    }
}

#[test]
fn the_policy_allows_the_style_of_every_page_and_no_other() {
    let policy = content_security_policy(&Brand::default());
    for (name, _, html) in every_page() {
        let style = between(&html, "<style>", "</style>").remove(0);
        let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; \
                 base-uri 'none'; frame-ancestors 'none'"
            ),
            "{name}"
        );
    }
}

/// The secret is in the form of a page that asks, and in its link to the other form; and in the form of
/// a page that waits for the pipeline.
#[test]
fn the_secret_is_in_forms_and_in_the_link_to_the_other_form() {
    let samples = Samples::new(Language::English).unwrap();
    let token = samples.token().as_str();
    for (name, page) in samples.pages() {
        let html = page.html(Language::English, samples.site());
        let field = format!("<input type=\"hidden\" name=\"token\" value=\"{token}\">");
        let asks = usize::from(name.starts_with("review"));
        let forms = asks + usize::from(name.starts_with("status-deciding"));
        let links = html.matches(&format!("href=\"/approvals/{token}/")).count();
        assert_eq!(links, asks, "{name}");
        assert_eq!(html.matches(token).count(), forms + links, "{name}");
        assert_eq!(html.matches(&field).count(), forms, "{name}");
        let posted = html.matches("method=\"post\" action=\"/approvals\"").count();
        assert_eq!(posted, forms, "{name}");
        assert!(!format!("{page:?}").contains(token), "{name}");
    }
}

#[test]
fn a_page_that_waits_for_the_pipeline_has_a_button_to_look_again() {
    for (name, language, html) in every_page() {
        let button = match language {
            Language::English => "Look again</button>",
            Language::German => "Noch einmal nachsehen</button>",
        };
        assert_eq!(html.contains(button), name.starts_with("status-deciding"), "{name}");
        assert_eq!(html.contains("name=\"look\""), name.starts_with("status-deciding"), "{name}");
        for reload in ["Reload", "neu laden", "Laden Sie"] {
            assert!(!html.contains(reload), "{name}");
        }
        let nonce = html.contains("name=\"nonce\"");
        assert_eq!(nonce, name.starts_with("review"), "{name}: looking again decides nothing");
    }
}

/// No page says that a release was accepted or rejected before `CodePipeline` has confirmed.
#[test]
fn a_recorded_decision_is_not_told_as_applied() {
    let mut seen = 0;
    for (name, language, html) in every_page() {
        if !name.starts_with("status-deciding") && !name.starts_with("status-counted") {
            continue;
        }
        seen += 1;
        let text = visible(&html).join(" ").to_lowercase();
        let words: [&str; 4] = match language {
            Language::English => ["accepted", "approved", "rejected", "released"],
            Language::German => ["freigegeben", "genehmigt", "abgelehnt", "angenommen"],
        };
        for word in words {
            assert!(!text.contains(word), "{name}: {word}: {text}");
        }
        let confirmed = match language {
            Language::English => "not confirmed",
            Language::German => "noch nicht",
        };
        assert_eq!(name.contains("deciding"), text.contains(confirmed), "{name}: {text}");
    }
    assert_eq!(seen, 2 * 10);
}

#[test]
fn a_status_tells_what_happened_and_via_whose_link() {
    let samples = Samples::new(Language::English).unwrap();
    let text = |wanted: &str| {
        let pages = samples.pages();
        let (_, page) = pages.iter().find(|(name, _)| name == wanted).unwrap();
        visible(&page.html(Language::English, samples.site())).join(" ")
    };
    for (name, parts) in [
        ("status-counted", ["Your acceptance counts", "1 more is needed"]),
        (
            "status-counted",
            [
                "No answer yet from Jonas Weber and Mei Chen.",
                "until Tue 24 Nov 2026, 18:00 CET (UTC+1).",
            ],
        ),
        ("status-counted", ["Open the staging site staging.storefront.example", "Version 3f9c"]),
        ("status-counted-other-link", ["with Ana Ruiz's link on", "That answer stays."]),
        ("status-counted-rejection", ["Your rejection counts", "1 more would stop the release."]),
        ("status-deciding", ["Your answer is recorded", "an answer counts once"]),
        (
            "status-deciding-others",
            ["Jonas Weber and Mei Chen", "Thanks, it was already decided, so nothing changed."],
        ),
        (
            "status-accepted",
            ["accepted with the links of Jonas Weber and Ana Ruiz", "The pipeline goes on."],
        ),
        (
            "status-accepted-again",
            ["This release was already accepted", "Jonas Weber and Ana Ruiz"],
        ),
        (
            "status-accepted-other-link",
            ["That answer stays.", "Fix the basket that loses its last item"],
        ),
        (
            "status-rejected-by-other",
            [
                "already rejected with Jonas Weber's link on Sat 21 Nov 2026",
                "Thanks, it was already decided, so nothing changed.",
            ],
        ),
        ("status-rejected", ["The pipeline stops here.", "voucher is used twice"]),
        ("status-rejected-outvoted", ["was rejected", "acceptance with your link was counted"]),
        ("status-deadline", ["The time to answer is over", "rejected automatically"]),
        ("status-late", ["The time to answer is over", "is rejected automatically."]),
        ("status-expired", ["The time to answer is over", "has stopped waiting for an answer."]),
        ("status-expired-unapplied", ["They took no effect.", "had stopped waiting"]),
        ("status-console-accepted", ["accepted in the AWS console", "is on a train"]),
        ("status-console-rejected", ["rejected in the AWS console", "took no effect"]),
        (
            "status-console-unapplied",
            ["accepted in the AWS console", "A rejection was recorded with Ana"],
        ),
        ("status-cancelled", ["The release was stopped", "the team has to start it again"]),
        ("status-cancelled-unapplied", ["The release was stopped", "It took no effect."]),
        ("status-not-shown", ["shows no such approval", "The engineers have been told."]),
        ("status-not-shown-decided", ["Acceptances were recorded with", "has not confirmed this"]),
        ("status-undeliverable", ["could not be passed on", "The engineers have been told."]),
        ("status-accepted-next-stage", ["was accepted with", "next stage, \"Production\"."]),
        (
            "status-accepted-failed",
            [
                "The release failed after it was accepted The pipeline failed at its stage \
                 \"Production\" on Sun 22 Nov 2026, 14:40 CET (UTC+1).",
                "This release was accepted with the links of Jonas Weber and Ana Ruiz",
            ],
        ),
        ("status-accepted-failed", ["Fix the basket", "the contact of the team is told by mail"]),
        ("status-accepted-failed-somewhere", ["The pipeline failed on Sun", "That answer stays."]),
        ("status-accepted-rolled-back", ["\"Production\" went back to an earlier release", "Ana"]),
        ("status-accepted-stopped", ["stopped after it was accepted", "before it reached its end"]),
        ("status-accepted-superseded", ["The release was accepted", "A newer release took"]),
        ("status-accepted-succeeded", ["The release was accepted", "The pipeline reached its end"]),
        ("revoked", ["This link was withdrawn", "It was issued to Ana Ruiz"]),
    ] {
        let text = text(name);
        for part in parts {
            assert!(text.contains(part), "{name}: {part}: {text}");
        }
    }
    assert!(!text("status-accepted").contains("already"), "this visit brought it about");
    assert!(!text("revoked").contains("basket"), "a withdrawn link tells nothing of the change");
    assert!(!text("status-accepted").contains("staging site"), "another release may be on it");
    assert!(!text("revoked").contains("Jonas"), "a withdrawn link tells nothing of the others");
}

/// No sentence of one language is left in the other. Both show only text from outside, names, and words
/// that exist in both.
#[test]
fn a_language_is_not_mixed_with_another() {
    let [english, german] = Language::ALL.map(|language| Samples::new(language).unwrap());
    for ((name, one), (_, other)) in english.pages().into_iter().zip(german.pages()) {
        let (one, other) = (
            one.html(Language::English, english.site()),
            other.html(Language::German, german.site()),
        );
        let translated = visible(&other);
        for text in visible(&one).into_iter().filter(|text| text.contains(' ')) {
            let foreign = FOREIGN.iter().any(|foreign| foreign.contains(text.as_str()))
                || text.starts_with("When two tabs")
                || text.starts_with("- rates of the day")
                || text.starts_with(FOREIGN[0])
                || text == "Ana Ruiz";
            assert!(foreign || !translated.contains(&text), "{name}: {text}");
        }
        assert_eq!(tags(&one).len(), tags(&other).len(), "{name}");
    }
}

/// The contrast of each pair of colors that the style sheet combines (WCAG 2.2, 1.4.3 and 1.4.11).
#[test]
fn colours_can_be_told_apart_in_both_schemes() {
    let Brand { accent, accent_on_dark, .. } = Brand::default();
    let style = STYLE
        .replace("var(--brand)", &accent.to_string())
        .replace("var(--brand-on-dark)", &accent_on_dark.to_string());
    let schemes: Vec<&str> = between(&style, ":root {", "}");
    assert_eq!(schemes.len(), 2);
    for scheme in schemes {
        let luminance = |name: &str| {
            let hex = between(scheme, &format!("--{name}: #"), ";").remove(0);
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
        };
        for (text, ground, least) in [
            ("ink", "ground", 7.0),
            ("ink", "raised", 7.0),
            ("quiet", "ground", 4.5),
            ("quiet", "raised", 4.5),
            ("accent", "ground", 4.5),
            ("accent", "raised", 4.5),
            ("on-accent", "accent", 4.5),
            ("danger", "ground", 4.5),
            ("danger", "raised", 4.5),
            ("control", "ground", 3.0),
            ("control", "raised", 3.0),
        ] {
            let (a, b) = (luminance(text), luminance(ground));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= least, "{text} on {ground}: {contrast:.2}");
        }
    }
}

#[test]
fn a_template_that_cannot_be_filled_still_answers_the_reader() {
    struct Broken;
    impl fmt::Display for Broken {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }
    #[derive(Template)]
    #[template(source = "{{ broken }}", ext = "txt")]
    struct BrokenPage {
        broken: Broken,
    }
    let html = rendered(&BrokenPage { broken: Broken }, Language::German);
    assert!(html.contains("lang=\"de\"") && html.contains("<h1>Bei uns ist etwas"), "{html}");
}
