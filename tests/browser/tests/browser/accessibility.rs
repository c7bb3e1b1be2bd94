//! axe-core finds violations, even on pages and in frames that forbid scripts.

use switchboard_browser::{Browser, Options};

use crate::site::Site;

/// Violates the rules for alternative texts, for the order of headings and for labels of fields.
const BROKEN: &str = "<main><h1>Release</h1><h3>Note</h3><img src=\"a.png\"><input></main>";
const BROKEN_RULES: [&str; 3] = ["heading-order", "image-alt", "label"];

const SOUND: &str = "<main><h1>Release</h1><label>Reason <input></label></main>";

fn rules(browser: &Browser) -> Vec<String> {
    let mut rules: Vec<String> = browser.axe().rules().into_iter().map(str::to_owned).collect();
    rules.sort();
    rules
}

#[test]
fn a_page_whose_policy_forbids_scripts_is_checked() {
    let inline = format!("{SOUND}<script>document.title = 'ran'</script>");
    let site = Site::strict([("/broken", BROKEN), ("/sound", &inline)]);
    let browser = Browser::open();
    browser.go(&site.url("/broken"));
    assert_eq!(rules(&browser), BROKEN_RULES);

    browser.go(&site.url("/sound"));
    assert_eq!(browser.title(), "A page", "the policy is in force");
    browser.axe().assert_none();
}

#[test]
fn a_page_is_checked_where_javascript_is_off() {
    let site = Site::of([("/broken", BROKEN), ("/sound", SOUND)]);
    let browser = Browser::with(&Options::desktop().without_javascript());
    browser.go(&site.url("/broken"));
    assert_eq!(rules(&browser), BROKEN_RULES);
    browser.go(&site.url("/sound"));
    browser.axe().assert_none();
}

#[test]
fn a_frame_that_allows_no_scripts_is_checked_by_itself() {
    let framed = "<main><h1>Mail</h1><iframe title=\"The mail\" sandbox \
        srcdoc=\"<!doctype html><html lang='en'><title>Mail</title><main><h1>Hello</h1>\
        <img src='a.png'></main>\"></iframe></main>";
    let site = Site::of([("/", framed)]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.axe().assert_none();
    browser.enter_frame("The mail");
    assert_eq!(rules(&browser), ["image-alt"]);
    browser.leave_frame();
    browser.axe().assert_none();
}

#[test]
fn small_targets_and_faint_text_are_found() {
    let site = Site::of([(
        "/",
        "<main><h1>Release</h1><p style=\"color: #bbb; background: #fff\">Faint</p>\
         <a href=\"/1\" style=\"display: inline-block; width: 9px; height: 9px\">a</a>\
         <a href=\"/2\" style=\"display: inline-block; width: 9px; height: 9px\">b</a></main>",
    )]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    assert_eq!(rules(&browser), ["color-contrast", "target-size"]);
}

#[test]
fn a_failure_names_the_rule_the_element_and_the_cure() {
    let site = Site::strict([("/", BROKEN)]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    let report = browser.axe().to_string();
    for part in [
        site.url("/").as_str(),
        "image-alt (critical): Images must have alternative text",
        "<img src=\"a.png\">",
        "Element does not have an alt attribute",
    ] {
        assert!(report.contains(part), "no {part:?} in {report}");
    }
}
