//! Overflow and small targets are found, and only those.

use switchboard_browser::{Browser, Options, Screen};

use crate::site::Site;

const WIDE: &str = "<main><h1>Release</h1><div id=\"log\" style=\"width: 2000px\">\
    <p class=\"line last\" style=\"width: 1900px\">x</p></div></main>";

#[test]
fn a_page_wider_than_its_screen_is_found_with_its_cause() {
    let site = Site::of([("/", WIDE)]);
    for options in [Options::phone(), Options::desktop()] {
        let browser = Browser::with(&options);
        browser.go(&site.url("/"));
        let overflow = browser.horizontal_overflow().expect("it is wider than any screen");
        assert_eq!(overflow.because_of, ["p.line.last"]);
        assert!(overflow.page > 1900.0 && overflow.screen <= 1280.0, "{overflow:?}");
    }
}

#[test]
fn a_scroll_bar_takes_its_place_unless_it_is_not_wanted() {
    let tall = format!("{WIDE}<div style=\"height: 3000px\"></div>");
    let site = Site::of([("/", &tall)]);
    let room = |options: &Options| {
        let browser = Browser::with(options);
        browser.go(&site.url("/"));
        browser.horizontal_overflow().map(|overflow| overflow.screen).unwrap()
    };
    assert!(room(&Options::desktop()) < 1280.0);
    assert!((room(&Options::desktop().without_scroll_bars()) - 1280.0).abs() < 0.5);
}

#[test]
fn what_scrolls_by_itself_is_no_overflow() {
    let scrolls = format!("<div style=\"overflow-x: auto\">{WIDE}</div>");
    let site = Site::of([("/", &scrolls)]);
    let browser = Browser::with(&Options::phone());
    browser.go(&site.url("/"));
    assert_eq!(browser.horizontal_overflow(), None);
}

#[test]
fn a_page_that_a_phone_has_to_shrink_is_too_wide() {
    let site = Site::of([("/", "<!doctype html><title>Old</title><p>No viewport")]);
    let browser = Browser::with(&Options::phone());
    browser.go(&site.url("/"));
    let overflow = browser.horizontal_overflow().expect("it is laid out for a desk");
    assert_eq!((overflow.screen, overflow.page), (390.0, 980.0));
}

#[test]
fn targets_are_measured() {
    let style = "display: inline-block; box-sizing: border-box; padding: 0; margin: 4px";
    let button = |name: &str, width: u32, height: u32| {
        format!("<button style=\"{style}; width: {width}px; height: {height}px\">{name}</button>")
    };
    let page = format!(
        "<main><h1>Release</h1>{}{}{}<button hidden>No</button><button disabled>Off</button>\
         <p>Read <a href=\"/\">what changed</a> first.</p>\
         <label style=\"display: block; height: 48px\"><input type=\"checkbox\"> I have</label></main>",
        button("A", 23, 60),
        button("B", 30, 30),
        button("C", 44, 44),
    );
    let site = Site::of([("/", &page)]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    let all: Vec<_> = browser.target_sizes().into_iter().map(|target| target.what).collect();
    assert_eq!(
        all,
        ["button \"A\"", "button \"B\"", "button \"C\"", "a \"what changed\"", "input \"I have\""]
    );
    let small = |side| -> Vec<String> {
        browser.targets_smaller_than(side).into_iter().map(|target| target.what).collect()
    };
    assert_eq!(small(24), ["button \"A\""]);
    assert_eq!(small(44), ["button \"A\"", "button \"B\""]);
}

#[test]
fn a_screenshot_has_the_size_of_the_screen() {
    let site = Site::of([("/", WIDE)]);
    let small = Screen { width: 600, height: 400, phone: false };
    for screen in [Screen::PHONE, Screen::DESKTOP, small] {
        let browser = Browser::with(&Options::on(screen));
        browser.go(&site.url("/"));
        let png = browser.screenshot();
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (screen.width, screen.height));
    }
}
