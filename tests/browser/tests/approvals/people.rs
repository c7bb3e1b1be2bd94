//! Actions of approvers.

use switchboard_browser::Browser;
use switchboard_scenarios::{ACCEPT, Approvals, LOOKED, REASON, REJECT};

/// Opens a link, ticks the box and accepts.
pub(crate) fn accept(browser: &Browser, link: &str) {
    browser.go(link);
    browser.label(LOOKED).click();
    browser.next_page(|| browser.role("button", ACCEPT).click());
}

/// Types a reason, and has the log searched for it.
pub(crate) fn type_reason(desk: &Approvals, browser: &Browser, reason: &str) {
    desk.typed(reason);
    browser.label(REASON).type_text(reason);
}

/// Opens a link, types a reason and rejects.
pub(crate) fn reject(desk: &Approvals, browser: &Browser, link: &str, reason: &str) {
    browser.go(link);
    type_reason(desk, browser, reason);
    browser.next_page(|| browser.role("button", REJECT).click());
}
