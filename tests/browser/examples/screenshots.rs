//! Takes the screenshots of the documentation again: `make screenshots`.
//!
//! usage: screenshots FOLDER
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "an example stops where something is not as it should be"
)]

use std::fs;
use std::path::PathBuf;

use switchboard_browser::{Browser, Options, Screen};
use switchboard_scenarios::{ACCEPT, ANA, Approvals, LOOKED, REASON, REJECT};

/// A window that is just high enough for the content.
const fn window(height: u32) -> Screen {
    Screen { width: 720, height, phone: false }
}

/// Takes screenshots into a folder.
struct Camera(PathBuf);

impl Camera {
    fn take(&self, name: &str, browser: &Browser) {
        browser.save_screenshot(&self.0.join(format!("{name}.png")));
    }
}

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("usage: screenshots FOLDER");
    fs::create_dir_all(&folder).unwrap();
    let camera = Camera(folder);
    let desk = Approvals::start();
    accepted(&desk, &camera);
    rejected(&desk, &camera);
    over(&desk, &camera);
    desk.finish();
    console(&camera);
}

/// The mail, the accept page, its result, and the accept page on a dark phone.
fn accepted(desk: &Approvals, camera: &Camera) {
    let (_, links) = desk.storefront();
    let browser = Browser::with(&Options::on(window(1900)).without_scroll_bars());
    browser.go(&format!("{}/mailbox/{}", desk.people().base(), desk.mails(ANA)[0]));
    camera.take("mail", &browser);
    let browser = Browser::with(&Options::on(window(1360)).without_scroll_bars());
    browser.go(&links.accept);
    camera.take("page-accept", &browser);
    let phone = Browser::with(&Options::phone().dark());
    phone.go(&links.accept);
    camera.take("page-accept-phone-dark", &phone);
    let browser = Browser::with(&Options::on(window(900)).without_scroll_bars());
    browser.go(&links.accept);
    browser.label(LOOKED).click();
    browser.next_page(|| browser.role("button", ACCEPT).click());
    camera.take("page-accepted", &browser);
}

/// The reject page in German, without a reason, and with one.
fn rejected(desk: &Approvals, camera: &Camera) {
    let (_, links) = desk.storefront();
    let german = Browser::with(&Options::on(window(1040)).without_scroll_bars().languages("de"));
    german.go(&links.reject);
    camera.take("page-reject-german", &german);
    let browser = Browser::with(&Options::on(window(1040)).without_scroll_bars());
    browser.go(&links.reject);
    browser.label(REASON).type_text("   ");
    browser.next_page(|| browser.role("button", REJECT).click());
    camera.take("page-error", &browser);
    desk.typed("The cart is empty.");
    browser.label(REASON).type_text("The cart is empty.");
    browser.next_page(|| browser.role("button", REJECT).click());
    camera.take("page-rejected", &browser);
}

/// An expired link and an unknown one.
fn over(desk: &Approvals, camera: &Camera) {
    let (_, links) = desk.storefront();
    desk.advance(8 * 24 * 3600);
    let browser = Browser::with(&Options::on(window(640)).without_scroll_bars());
    browser.go(&links.accept);
    camera.take("page-expired", &browser);
    browser.go(&format!("{}/approvals/{}", desk.people().base(), "A".repeat(43)));
    camera.take("page-unknown", &browser);
}

/// The page of `make run`, with a call, a look-up and a pending release.
fn console(camera: &Camera) {
    let desk = Approvals::start();
    let _ = desk.storefront();
    let screen = Screen { width: 1440, height: 1768, phone: false };
    let browser = Browser::with(&Options::on(screen).without_scroll_bars());
    browser.go(&format!("{}/", desk.people().base()));
    browser.label("Caller’s phone number").type_text("+1 800 356 9377");
    browser.role("button", "Call").click();
    browser.wait_for_text("First: ");
    browser.label("Phone number").type_text("1-800-FLOWERS");
    browser.next_page(|| browser.role("button", "Look up").click());
    let call = browser.url();
    // The top of the page.
    browser.go(call.trim_end_matches("#api"));
    camera.take("console", &browser);
    let phone = Browser::with(&Options::phone().dark().without_scroll_bars());
    phone.go(&call.replace("#api", "#phone"));
    camera.take("console-phone-dark", &phone);
    desk.finish();
}
