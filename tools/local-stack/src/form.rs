//! A field of a form, or a parameter of a query.

/// What a form or a query holds under this name; the first, if there are several.
pub(crate) fn field(form: &[u8], wanted: &str) -> Option<String> {
    form_urlencoded::parse(form)
        .find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
}
