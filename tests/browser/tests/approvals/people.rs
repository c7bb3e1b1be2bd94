//! What approvers do.

use browser::Browser;

pub(crate) const ANA: &str = "ana@example.com";
pub(crate) const JONAS: &str = "jonas@example.com";
pub(crate) const MEI: &str = "mei@example.com";

pub(crate) const LOOKED: &str = "I have looked at the staging site, and this release may go on.";
pub(crate) const REASON: &str = "Why should it not go on?";
pub(crate) const ACCEPT: &str = "Accept this release";
pub(crate) const REJECT: &str = "Reject this release";

/// Opens a link, ticks the box and accepts.
pub(crate) fn accept(browser: &Browser, link: &str) {
    browser.go(link);
    browser.label(LOOKED).click();
    browser.next_page(|| browser.role("button", ACCEPT).click());
}

/// Opens a link, says why and rejects.
pub(crate) fn reject(browser: &Browser, link: &str, reason: &str) {
    browser.go(link);
    browser.label(REASON).type_text(reason);
    browser.next_page(|| browser.role("button", REJECT).click());
}

/// Whatever a page says, it says it accessibly, and its address is nobody's secret.
pub(crate) fn assert_good(browser: &Browser) {
    browser.axe().assert_none();
    assert_eq!(browser.horizontal_overflow(), None);
    assert_eq!(browser.targets_smaller_than(24), Vec::new());
}
