//! The state of the console page. Addresses and hidden fields carry it, so that an action in one panel
//! leaves the others as they are.

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::field;

/// The characters that are encoded in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The call, the lookup and the sort order that the console page shows.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct PageState {
    /// The id of the call in the phone.
    pub(super) call: Option<String>,
    /// The number to look up, as it was typed.
    pub(super) number: Option<String>,
    /// The sort order of the lookup.
    pub(super) order: SortOrder,
}

/// The sort order of vanity numbers in a reply of the API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SortOrder {
    #[default]
    Best,
    Ascending,
}

impl SortOrder {
    /// Returns the name in the API and in the form.
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

impl PageState {
    /// Reads the fields of a query or of a form.
    pub(super) fn read(fields: &[u8]) -> Self {
        let text = |name| {
            let text = field::first(fields, name).map(|text| text.trim().to_owned());
            text.filter(|text| !text.is_empty())
        };
        let order = match text("order").as_deref() {
            Some("ascending") => SortOrder::Ascending,
            _ => SortOrder::Best,
        };
        Self { call: text("call"), number: text("number"), order }
    }

    /// Puts this call into the phone.
    pub(super) fn with_call(mut self, id: &str) -> Self {
        self.call = Some(id.to_owned());
        self
    }

    /// Returns the address of the page in this state, at one of its panels.
    pub(super) fn address(&self, panel: &str) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in self.fields() {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{mark}{query}#{panel}")
    }

    /// Returns the fields that carry the whole state.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let call = self.call.as_deref().map(|call| ("call", call));
        call.into_iter().chain(self.lookup_fields()).collect()
    }

    /// Returns the fields that carry the call.
    pub(super) fn call_fields(&self) -> Vec<(&'static str, &str)> {
        self.call.as_deref().map(|call| ("call", call)).into_iter().collect()
    }

    /// Returns the fields that carry the lookup.
    pub(super) fn lookup_fields(&self) -> Vec<(&'static str, &str)> {
        let Some(number) = &self.number else { return Vec::new() };
        let order = self.order.is_ascending().then(|| ("order", self.order.name()));
        [("number", number.as_str())].into_iter().chain(order).collect()
    }
}

/// Encodes a text as one segment of a path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_survives_an_address() {
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
            let state = PageState::read(query.as_bytes());
            assert_eq!(state.address("phone"), address, "{query}");
            let again = address.trim_start_matches("/?").trim_end_matches("#phone");
            assert_eq!(PageState::read(again.as_bytes()).address("phone"), address, "{query}");
        }
    }

    #[test]
    fn an_id_is_one_segment() {
        assert_eq!(segment("a/b?c d#é"), "a%2Fb%3Fc%20d%23%C3%A9");
        assert_eq!(segment("8f4a-2f_6.~"), "8f4a-2f_6.~");
    }
}
