//! Whether a form was sent from our own page.
//!
//! Our pages send no referrer, so browsers send `Origin: null` with our own form: a rule that only
//! compares origins would turn every person away. Fetch Metadata, where a browser sends it, is
//! asked first (W3C "Fetch Metadata Request Headers").

use switchboard_approval::BaseUrl;

use crate::event::Event;

/// Whether another site sent it. Where nothing is known, the nonce in the form decides, which
/// another site cannot read.
pub(crate) fn is_foreign(event: &Event, base_url: &BaseUrl) -> bool {
    match (event.header("sec-fetch-site"), event.header("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, None | Some("null")) => false,
        (None, Some(origin)) => !base_url.is_origin(origin),
    }
}
