//! Whose pages they are: name, logo, colors and contact.

use super::{between, visible};
use crate::brand::{Brand, Color, Logo, Site};
use crate::language::Language;
use crate::render::page::{Page, content_security_policy};
use crate::render::samples::Samples;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn brand() -> Brand {
    Brand {
        name: "Example <Stores> & Sons".to_owned(),
        accent: Color { rgb: [0x1a, 0x2b, 0x3c] },
        accent_on_dark: Color { rgb: [0xab, 0xcd, 0x0f] },
        logo: Some(Logo { png: PNG.to_vec() }),
        contact: Some("help@example.com".parse().unwrap()),
    }
}

fn pages(brand: &Brand) -> Vec<(String, String)> {
    let samples = Samples::new(Language::English).unwrap();
    let site = Site { brand, ..samples.site() };
    let pages = samples.pages().into_iter();
    pages.map(|(name, page)| (name, page.html(Language::English, site))).collect()
}

#[test]
fn every_page_has_the_brands_name_logo_and_colors() {
    let brand = brand();
    for (name, html) in pages(&brand) {
        let masthead = between(&html, "<header", "</header>").remove(0);
        assert!(masthead.contains("Example &#60;Stores&#62; &#38; Sons"), "{name}: {masthead}");
        let logo = "<img class=\"logo\" src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"\">";
        assert!(masthead.contains(logo), "{name}: {masthead}");
        assert_eq!(html.matches("<img").count(), 1, "{name}");
        let colors = ":root { --brand: #1a2b3c; --brand-on-dark: #abcd0f; }";
        assert!(html.contains(&format!("<style>{colors}")), "{name}");
    }
}

#[test]
fn the_policy_follows_the_colors_and_allows_pictures_only_for_a_logo() {
    let plain = content_security_policy(&Brand::default());
    assert!(!plain.contains("img-src") && !plain.contains("data:"), "{plain}");
    let with_logo = content_security_policy(&brand());
    assert!(with_logo.contains("; img-src data:; form-action 'self'"), "{with_logo}");
    let colors_alone = content_security_policy(&Brand { logo: None, ..brand() });
    assert!(!colors_alone.contains("img-src"), "{colors_alone}");
    assert_ne!(plain, colors_alone, "another style sheet has another hash");
    assert_eq!(with_logo.replace(" img-src data:;", ""), colors_alone);
}

#[test]
fn every_notice_says_whom_to_ask() {
    let mut notices = 0;
    for (name, html) in pages(&brand()).into_iter().filter(|(name, _)| name.starts_with("notice")) {
        let text = visible(&html).join(" ");
        assert!(
            text.contains("If that does not help, write to help@example.com ."),
            "{name}: {text}"
        );
        assert!(html.contains("href=\"mailto:help@example.com?subject="), "{name}");
        notices += 1;
    }
    assert_eq!(notices, 11);
    let unknown = Page::NotFound;
    let samples = Samples::new(Language::English).unwrap();
    let text = visible(&unknown.html(Language::English, samples.site())).join(" ");
    assert!(text.contains("ask the person or the team that the mail names"), "{text}");
}

#[test]
fn a_request_without_a_contact_has_the_deployments() {
    let bare = |brand: &Brand| {
        let (_, html) =
            pages(brand).into_iter().find(|(name, _)| name == "review-bare-accept").unwrap();
        html
    };
    assert!(bare(&brand()).contains("href=\"mailto:help@example.com?subject=storefront"));
    assert!(bare(&Brand::default()).contains("Ask the team that makes the release"));
    let (_, full) = pages(&brand()).remove(0);
    assert!(full.contains("release-desk@example.com") && !full.contains("help@example.com"));
}
