//! Whether a form was sent from our own page.
//!
//! Our pages send no referrer, so browsers send `Origin: null` with our own form. A rule that only
//! compares origins would therefore refuse every person. If the browser sends Fetch Metadata (W3C
//! "Fetch Metadata Request Headers"), that is used first.

use switchboard_approval::BaseUrl;

use crate::event::Event;

/// Returns whether another site sent the form. If nothing is known, the form is accepted here: its
/// nonce, which another site cannot read, protects it.
pub(crate) fn is_foreign(event: &Event, base_url: &BaseUrl) -> bool {
    match (event.header("sec-fetch-site"), event.header("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, None | Some("null")) => false,
        (None, Some(origin)) => !base_url.is_origin(origin),
    }
}
