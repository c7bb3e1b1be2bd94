//! What the page shows besides what it always shows. It goes from page to page in addresses and in
//! hidden fields, so that what is done in one panel leaves the others as they are.

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::form;

/// What is not taken literally in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the page shows besides what it always shows.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// The call that is in the phone.
    pub(super) call: Option<String>,
    /// The number that is looked up, as it was typed.
    pub(super) number: Option<String>,
    /// The order of the vanity numbers that are looked up.
    pub(super) order: Order,
}

/// How the API sorts vanity numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    #[default]
    Best,
    Ascending,
}

impl Order {
    /// As the API and the form write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Ascending => "ascending",
        }
    }

    pub(super) fn is_ascending(self) -> bool {
        self == Self::Ascending
    }
}

impl Shown {
    /// Reads the fields of a query or of a form.
    pub(super) fn read(fields: &[u8]) -> Self {
        let text = |name| {
            let text = form::field(fields, name).map(|text| text.trim().to_owned());
            text.filter(|text| !text.is_empty())
        };
        let order = match text("order").as_deref() {
            Some("ascending") => Order::Ascending,
            _ => Order::Best,
        };
        Self { call: text("call"), number: text("number"), order }
    }

    /// The same with this call in the phone.
    pub(super) fn with_call(mut self, id: &str) -> Self {
        self.call = Some(id.to_owned());
        self
    }

    /// The page that shows this, at one of its panels.
    pub(super) fn address(&self, panel: &str) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in self.fields() {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{mark}{query}#{panel}")
    }

    /// The fields that carry all of it.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let call = self.call.as_deref().map(|call| ("call", call));
        call.into_iter().chain(self.lookup_fields()).collect()
    }

    /// The fields that carry the call.
    pub(super) fn call_fields(&self) -> Vec<(&'static str, &str)> {
        self.call.as_deref().map(|call| ("call", call)).into_iter().collect()
    }

    /// The fields that carry the lookup.
    pub(super) fn lookup_fields(&self) -> Vec<(&'static str, &str)> {
        let Some(number) = &self.number else { return Vec::new() };
        let order = self.order.is_ascending().then(|| ("order", self.order.name()));
        [("number", number.as_str())].into_iter().chain(order).collect()
    }
}

/// A text as one segment of a path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_goes_through_an_address_and_back() {
        for (query, address) in [
            ("", "/#phone"),
            ("call=&number=+&order=best", "/#phone"),
            ("order=ascending", "/#phone"),
            ("call=id-1", "/?call=id-1#phone"),
            ("number=1-800-FLOWERS&order=best", "/?number=1-800-FLOWERS#phone"),
            (
                "order=ascending&number=%2B1+800&call=a%26b%2Fc",
                "/?call=a%26b%2Fc&number=%2B1+800&order=ascending#phone",
            ),
        ] {
            let shown = Shown::read(query.as_bytes());
            assert_eq!(shown.address("phone"), address, "{query}");
            let again = address.trim_start_matches("/?").trim_end_matches("#phone");
            assert_eq!(Shown::read(again.as_bytes()).address("phone"), address, "{query}");
        }
    }

    #[test]
    fn an_id_is_one_segment() {
        assert_eq!(segment("a/b?c d#é"), "a%2Fb%3Fc%20d%23%C3%A9");
        assert_eq!(segment("8f4a-2f_6.~"), "8f4a-2f_6.~");
    }
}
