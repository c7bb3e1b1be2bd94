//! Links, forms, reloads and the back button.

use switchboard_browser::{Browser, Options};

use crate::site::Site;

const FORM: &str = "<main><h1>Release</h1><form method=\"post\" action=\"/sent\">\
    <label>Reason <textarea name=\"reason\">x</textarea></label><button>Send</button></form>\
    <a href=\"/sent\">Look</a></main>";

fn site() -> Site {
    Site::strict([("/", FORM), ("/sent", "<main><h1>Sent</h1><a href=\"/\">Again</a></main>")])
}

fn posts(site: &Site) -> usize {
    site.asked().iter().filter(|asked| asked.starts_with("POST ")).count()
}

#[test]
fn fields_are_filled_in_by_their_labels() {
    let site = site();
    let browser = Browser::open();
    browser.go(&site.url("/"));
    let reason = browser.label("Reason");
    reason.type_text("y");
    assert_eq!(reason.value(), "xy");
    assert_eq!(browser.role("heading", "Release").text(), "Release");
    browser.next_page(|| browser.role("button", "Send").click());
    assert_eq!((posts(&site), browser.text()), (1, "Sent\nAgain".to_owned()));
}

#[test]
fn back_and_links_lead_where_they_say() {
    let site = site();
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.next_page(|| browser.link("Look").click());
    assert_eq!((browser.url(), browser.text()), (site.url("/sent"), "Sent\nAgain".to_owned()));
    browser.back();
    assert_eq!(browser.url(), site.url("/"));
}

#[test]
fn a_reload_sends_the_form_again() {
    let site = site();
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.next_page(|| browser.role("button", "Send").click());
    browser.reload();
    assert_eq!((posts(&site), browser.url()), (2, site.url("/sent")));
}

#[test]
fn going_back_to_an_answer_does_not_send_the_form_again_but_a_reload_there_does() {
    let site = site();
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.next_page(|| browser.role("button", "Send").click());
    browser.next_page(|| browser.link("Again").click());
    browser.back();
    assert!(browser.text().contains("Confirm Form Resubmission"), "{}", browser.text());
    assert_eq!(posts(&site), 1);
    browser.next_page(|| browser.reload());
    assert_eq!((posts(&site), browser.role("heading", "Sent").text()), (2, "Sent".to_owned()));
}

#[test]
fn a_link_in_a_frame_leads_the_whole_page_on() {
    let mail = "<main><h1>Mail</h1><iframe title=\"The mail\" \
        sandbox=\"allow-top-navigation-by-user-activation\" \
        srcdoc=\"<base target='_top'><a href='/sent'>Decide</a>\"></iframe></main>";
    let site = Site::of([("/mail", mail), ("/sent", "<main><h1>Sent</h1></main>")]);
    for options in [Options::desktop(), Options::phone(), Options::phone().without_javascript()] {
        let browser = Browser::with(&options);
        browser.go(&site.url("/mail"));
        browser.enter_frame("The mail");
        browser.next_page(|| browser.link("Decide").click());
        assert_eq!((browser.url(), browser.text()), (site.url("/sent"), "Sent".to_owned()));
    }
}

#[test]
#[should_panic(expected = "there is no button \"Approve\", but link \"Look\"")]
fn what_is_not_there_ends_the_test_with_what_is() {
    let site = Site::strict([("/", "<a href=\"/\">Look</a>")]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.role("button", "Approve").click();
}

#[test]
#[should_panic(expected = "there are several: link \"Look\"")]
fn what_is_there_twice_is_not_guessed() {
    let site = Site::strict([("/", "<a href=\"/1\">Look</a> <a href=\"/2\">Look</a>")]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.link("Look").click();
}

#[test]
fn a_finger_scrolls_to_what_it_taps() {
    let far = "<main><h1>Release</h1><div style=\"height: 3000px\"></div>\
        <form method=\"post\" action=\"/sent\"><label><input type=\"checkbox\" required> I have looked</label>\
        <button>Send</button></form></main>";
    let site = Site::of([("/", far), ("/sent", "<main><h1>Sent</h1></main>")]);
    let browser = Browser::with(&Options::phone());
    browser.go(&site.url("/"));
    browser.label("I have looked").click();
    // The form is not sent without the tick.
    browser.next_page(|| browser.role("button", "Send").click());
    assert_eq!((posts(&site), browser.url()), (1, site.url("/sent")));
}

#[test]
#[should_panic(expected = "it is covered by \"<p id=\\\"over")]
fn a_finger_does_not_tap_what_is_covered() {
    let covered = "<main><a href=\"/\">Look</a>\
        <p id=\"over\" style=\"position: fixed; inset: 0; margin: 0\">Cookies?</p></main>";
    let site = Site::of([("/", covered)]);
    let browser = Browser::with(&Options::phone());
    browser.go(&site.url("/"));
    browser.link("Look").click();
}
