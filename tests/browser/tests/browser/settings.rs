//! A browser has the options that it was opened with.

use std::fs;
use std::path::Path;

use switchboard_browser::{Browser, Options};

use crate::site::Site;

/// Shows the settings of the browser by script, or that scripts are off.
const MIRROR: &str = "<main><h1>Mirror</h1><p id=\"script\">scripts are off</p>\
    <noscript>said without scripts</noscript>\
    <style>#dark { display: none } @media (prefers-color-scheme: dark) { #dark { display: block } }\
    </style><p id=\"dark\">dark</p>\
    <script>document.getElementById('script').textContent =\
    [innerWidth, innerHeight, devicePixelRatio, navigator.languages,\
    matchMedia('(pointer: coarse)').matches].join(' ')</script></main>";

fn mirror(options: &Options) -> String {
    let site = Site::of([("/", MIRROR)]);
    let browser = Browser::with(options);
    browser.go(&site.url("/"));
    browser.text()
}

#[test]
fn a_desk_and_a_phone_have_their_sizes() {
    assert_eq!(mirror(&Options::desktop()), "Mirror\n\n1280 900 1 en-US,en false");
    assert_eq!(mirror(&Options::phone()), "Mirror\n\n390 844 1 en-US,en true");
}

#[test]
fn dark_pages_are_shown_to_who_prefers_them() {
    let text = mirror(&Options::phone().dark());
    assert!(text.ends_with("\n\ndark"), "{text}");
}

#[test]
fn without_javascript_a_page_shows_what_it_has_for_that() {
    let text = mirror(&Options::desktop().without_javascript());
    assert_eq!(text, "Mirror\n\nscripts are off\n\nsaid without scripts");
}

#[test]
fn without_javascript_a_form_is_sent() {
    let site = Site::of([
        (
            "/",
            "<main><h1>Release</h1><form method=\"post\" action=\"/sent\">\
             <label>Reason <input name=\"reason\"></label><button>Send</button></form></main>",
        ),
        ("/sent", "<main><h1>Sent</h1></main>"),
    ]);
    let browser = Browser::with(&Options::phone().without_javascript());
    for _ in 0..3 {
        browser.go(&site.url("/"));
        browser.label("Reason").type_text("too early");
        browser.next_page(|| browser.role("button", "Send").click());
        assert_eq!(browser.text(), "Sent");
        browser.go(&site.url("/"));
        browser.tab_to("textbox", "Reason");
        browser.next_page(|| browser.press(switchboard_browser::Key::Enter));
        assert_eq!(browser.text(), "Sent");
    }
}

#[test]
fn languages_are_told_to_the_site() {
    let site = Site::of([("/", MIRROR)]);
    let browser = Browser::with(&Options::desktop().languages("de-AT,de,en"));
    browser.go(&site.url("/"));
    assert_eq!(site.asked(), ["GET / de-AT,de;q=0.9,en;q=0.8"]);
    assert!(browser.text().contains("de-AT,de,en"), "{}", browser.text());
}

#[test]
fn a_browser_is_gone_with_its_processes_and_its_folder() {
    let site = Site::of([("/", MIRROR)]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    let folder = browser.folder().to_owned();
    let running = || processes_of(&folder);
    assert!(running() > 2 && folder.join("profile").is_dir());
    drop(browser);
    assert_eq!((running(), folder.exists()), (0, false));
}

/// The processes that name this folder in their arguments or their environment.
fn processes_of(folder: &Path) -> usize {
    let name = folder.as_os_str().as_encoded_bytes();
    let holds = |file: &Path| {
        let bytes = fs::read(file).unwrap_or_default();
        bytes.windows(name.len()).any(|window| window == name)
    };
    let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    processes.filter(|path| holds(&path.join("cmdline")) || holds(&path.join("environ"))).count()
}
