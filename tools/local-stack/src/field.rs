//! Reads a field of an HTML form or a parameter of a query string.

/// Returns the first value of this name in a URL-encoded form or query string.
pub(crate) fn first(encoded: &[u8], wanted: &str) -> Option<String> {
    form_urlencoded::parse(encoded)
        .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
}
