//! Keys go to the focused element and have their usual effect.

use switchboard_browser::{Browser, Key};

use crate::site::Site;

#[test]
fn tab_goes_through_the_page() {
    let site = Site::strict([(
        "/",
        "<main><h1>Release</h1><a href=\"/x\">Staging  site</a>\
         <label>Reason <input></label><button>Reject</button></main>",
    )]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    assert_eq!(browser.focused(), "page");
    let stops = ["link \"Staging site\"", "textbox \"Reason\"", "button \"Reject\""];
    for stop in stops {
        browser.press(Key::Tab);
        assert_eq!(browser.focused(), stop);
    }
    // Past the end of the page, and on from its start.
    browser.tab_to("textbox", "Reason");
    assert_eq!(browser.focused(), stops[1]);
}

#[test]
#[should_panic(expected = "Tab does not reach button \"Approve\"")]
fn what_tab_does_not_reach_ends_the_test() {
    let site = Site::strict([("/", "<button>Reject</button><button disabled>Approve</button>")]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.tab_to("button", "Approve");
}

#[test]
fn a_form_is_filled_in_and_sent_by_keys() {
    let site = Site::strict([
        (
            "/",
            "<main><h1>Release</h1><form method=\"post\" action=\"/sent\">\
             <label><input type=\"checkbox\" name=\"seen\" required> I have looked</label>\
             <label>Reason <input name=\"reason\"></label></form></main>",
        ),
        ("/sent", "<main><h1>Sent</h1></main>"),
    ]);
    let browser = Browser::open();
    browser.go(&site.url("/"));
    browser.tab_to("checkbox", "I have looked");
    browser.press(Key::Space);
    browser.tab_to("textbox", "Reason");
    browser.type_text("zu früh ✓");
    assert_eq!(browser.label("Reason").value(), "zu früh ✓");
    // The form is not sent without the tick.
    browser.next_page(|| browser.press(Key::Enter));
    assert_eq!(browser.url(), site.url("/sent"));
}
