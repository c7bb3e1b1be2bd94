//! What the console page does only with its script: it speaks, shows errors, and waits for mail.

use serde_json::json;
use switchboard_browser::{Browser, Options};
use switchboard_test_harness::Client;

use super::{ASK, Console, OFFER};

/// Replaces the browser's voice with one that records its orders: a text to say, or silence.
const VOICE: &str = "window.orders = [];
    speechSynthesis.speak = (words) => orders.push(words.text);
    speechSynthesis.cancel = () => orders.push('(silence)');";

/// The orders to the voice since the last call.
fn orders(browser: &Browser) -> Vec<String> {
    strings(browser, "return orders.splice(0)")
}

/// Everything that the voice has said, as the page shows it.
fn said(browser: &Browser) -> Vec<String> {
    const SAID: &str = "document.querySelectorAll('#phone-log .words')";
    strings(browser, &format!("return Array.from({SAID}, (words) => words.textContent)"))
}

fn strings(browser: &Browser, script: &str) -> Vec<String> {
    let list = browser.script(script, Vec::new());
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_browser_speaks_what_is_new_if_it_is_asked_to_and_remembers_that() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.script(VOICE, Vec::new());
    assert!(!browser.label("Speak aloud").is_ticked(), "off by default");
    browser.label("Caller’s phone number").type_text("+1 800 356 9377");
    browser.role("button", "Call").click();
    browser.wait_for_text(OFFER);
    let first = said(&browser);
    assert!(first.len() > 1, "{first:?}");
    assert_eq!(orders(&browser), ["(silence)"], "nothing is spoken while it is off");

    // It says what the caller has not answered yet, then what follows a key.
    browser.label("Speak aloud").click();
    assert_eq!(orders(&browser), first);
    browser.role("button", "2 ABC").click();
    browser.wait_for_text("Fourth: ");
    let both = said(&browser);
    let new = both.strip_prefix(first.as_slice()).unwrap();
    assert!(new.len() > 1 && new[0].contains("Fourth: "), "{new:?}");
    assert_eq!(orders(&browser), [&["(silence)".to_owned()], new].concat());

    browser.reload();
    browser.script(VOICE, Vec::new());
    assert!(browser.label("Speak aloud").is_ticked());
    browser.role("button", "4 GHI").click();
    browser.wait_for_text(ASK);
    let new = said(&browser).split_off(both.len());
    assert_eq!(orders(&browser), [vec!["(silence)".to_owned()], new].concat());
    browser.role("button", "8 TUV").click();
    browser.wait_for_text("Keyed in so far\n8\n");
    assert_eq!(orders(&browser), ["(silence)"], "a key silences it");

    browser.label("Speak aloud").click();
    assert_eq!(orders(&browser), ["(silence)"], "at once");
    let before = said(&browser).len();
    browser.label("Or all digits at once").type_text("00 356 9377");
    browser.role("button", "Key in").click();
    browser.wait_for_text("You entered ");
    assert!(said(&browser).len() > before);
    assert_eq!(orders(&browser), ["(silence)"], "nothing is spoken while it is off");
    browser.role("button", "Hang up").click();
    browser.wait_for_text("The call is over");
    assert_eq!(orders(&browser), ["(silence)"]);
}

#[test]
fn without_javascript_nothing_offers_to_speak() {
    let console = Console::start();
    let browser = Browser::with(&Options::desktop().without_javascript());
    browser.go(&console.url());
    let boxes: Vec<_> = browser.all("checkbox").iter().map(|one| format!("{one:?}")).collect();
    assert!(boxes.is_empty(), "{boxes:?}");
}

#[test]
fn keys_count_after_one_that_the_page_failed_at() {
    const FAIL_ONCE: &str = "const real = Element.prototype.replaceChildren;
        Element.prototype.replaceChildren = () => {
            Element.prototype.replaceChildren = real;
            throw new Error('on purpose');
        };";
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.role("button", "Call").click();
    browser.wait_for_text(ASK);
    browser.script(FAIL_ONCE, Vec::new());
    browser.role("button", "8 TUV").click();
    browser.wait_for_text("Something went wrong on this page. Reload it.");
    browser.role("button", "0").click();
    browser.wait_for_text("Keyed in so far\n80\n");
}

#[test]
fn an_alert_goes_when_the_stack_answers_again() {
    const UNREACHABLE_ONCE: &str = "const real = window.fetch;
        window.fetch = () => {
            window.fetch = real;
            return Promise.reject(new TypeError('on purpose'));
        };";
    const ALERT_IS_GONE: &str = "const alert = document.getElementById('phone-alert');
        return new Promise((done) => {
            const look = () => alert.textContent || done('gone');
            new MutationObserver(look).observe(alert, { childList: true });
            document.dispatchEvent(new Event('visibilitychange'));
        });";
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.role("button", "Call").click();
    browser.wait_for_text(ASK);
    browser.script(UNREACHABLE_ONCE, Vec::new());
    browser.role("button", "8 TUV").click();
    browser.wait_for_text("The local stack does not answer.");
    assert_eq!(browser.script(ALERT_IS_GONE, Vec::new()), "gone");
}

/// Replaces the page's timers with a list of them.
const TIMERS: &str = "window.timers = [];
    const real = window.setTimeout;
    window.setTimeout = (act, pause) => {
        if (pause < 1000) return real(act, pause);
        timers.push({ act, pause });
        if (window.set) set();
    };
    return new Promise((done) => { window.set = done; });";

/// Fires the only timer. Returns its delay in seconds, and whether it was set again. The request
/// that the page makes after that of the timer shows that the timer is done.
const NEXT: &str = "const real = window.fetch;
    const { act, pause } = timers.shift();
    let asked = 0;
    return new Promise((done) => {
        window.fetch = (...request) => {
            asked += 1;
            if (asked === 2) {
                window.fetch = real;
                done([pause / 1000, timers.length === 1]);
            }
            return real(...request);
        };
        act();
        document.dispatchEvent(new Event('visibilitychange'));
    });";

fn next(browser: &Browser) -> (f64, bool) {
    let next = browser.script(NEXT, Vec::new());
    (next[0].as_f64().unwrap(), next[1].as_bool().unwrap())
}

#[test]
fn mail_that_takes_its_time_comes_to_the_open_page() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.next_page(|| browser.role("button", "Release").click());
    // The first timer was set before the page's timers were replaced.
    browser.script(TIMERS, Vec::new());
    let mut waited = 0.0;
    while waited < 20.0 {
        let (pause, goes_on) = next(&browser);
        waited += pause;
        assert!(goes_on, "not after {waited} s");
    }
    send_mail(console.aws());
    browser.script("timers[0].act()", Vec::new());
    browser.wait_for_text("Open the mailbox (1)");
}

#[test]
fn mail_is_not_waited_for_without_an_end() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.next_page(|| browser.role("button", "Release").click());
    browser.script(TIMERS, Vec::new());
    let mut waited = 0.0;
    let mut goes_on = true;
    while goes_on {
        let (pause, is_set) = next(&browser);
        waited += pause;
        goes_on = is_set;
        assert!(waited <= 60.0, "{waited} s");
    }
    assert!(waited > 40.0, "{waited} s");
}

/// Sends a mail as a function does.
fn send_mail(aws: &str) {
    let mail = json!({
        "FromEmailAddress": "releases@example.com",
        "Destination": {"ToAddresses": ["ana@example.com"]},
        "Content": {"Simple": {"Subject": {"Data": "Late"}, "Body": {"Text": {"Data": "Now"}}}},
    });
    let reply = Client::new(aws).post("/v2/email/outbound-emails", &mail);
    assert_eq!(reply.status, 200, "{}", reply.body);
}
