//! The style sheet of every page, in the colors of the brand.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::brand::Brand;

/// The style sheet after the colors of the brand.
pub(super) const STYLE: &str = concat!(
    include_str!("../../../templates/page.css"),
    include_str!("../../../templates/review.css"),
);

/// Returns the custom properties with the brand's colors, which stand before [`STYLE`].
pub(super) fn brand_colors(brand: &Brand) -> String {
    format!(":root {{ --brand: {}; --brand-on-dark: {}; }}\n", brand.accent, brand.accent_on_dark)
}

/// Returns the header `Content-Security-Policy` of every page of this brand. It allows the style sheet,
/// by its hash, and forms to this site. Pictures in the page itself are allowed only to a brand with a
/// logo. The result is the same for all pages, so it is made once.
#[must_use]
pub fn content_security_policy(brand: &Brand) -> String {
    let hash = Sha256::new().chain_update(brand_colors(brand)).chain_update(STYLE).finalize();
    let pictures = if brand.logo.is_some() { " img-src data:;" } else { "" };
    format!(
        "default-src 'none'; style-src 'sha256-{}';{pictures} form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
        STANDARD.encode(hash)
    )
}
