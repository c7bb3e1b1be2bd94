//! The pages, ready for their templates.

use askama::Template;
use jiff::Timestamp;

use super::api::{Callers, Lookup};
use super::phone::{Heard, Key, Phone};
use super::releases::{Mails, ShownRelease};
use super::shown::Shown;
use crate::problem::Problem;
use crate::stack::Addresses;

#[derive(Template)]
#[template(path = "console.html")]
pub(super) struct ConsolePage<'a> {
    pub(super) addresses: &'a Addresses,
    pub(super) shown: Shown,
    pub(super) phone: Phone,
    pub(super) keys: Vec<Key>,
    pub(super) callers: Callers,
    pub(super) lookup: Option<Lookup>,
    pub(super) releases: Vec<ShownRelease>,
    pub(super) mails: Mails,
}

#[derive(Template)]
#[template(path = "problem.html")]
pub(super) struct ProblemPage<'a> {
    pub(super) problem: &'a Problem,
    pub(super) back: Option<Back>,
}

/// A link to where somebody came from.
pub(super) struct Back {
    pub(super) address: String,
    pub(super) text: &'static str,
}

/// A time, as people write one.
pub(crate) fn written(time: Timestamp) -> String {
    time.strftime("%-d %b %Y, %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::phone::{Talk, keys};

    fn talk() -> Talk {
        Talk {
            id: "\"><script>".to_owned(),
            caller: Some("<script>".to_owned()),
            heard: vec![Heard::Voice("A & <script>".to_owned())],
            waits: None,
            readings: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn page_with(phone: Phone) -> String {
        let shown = Shown { number: Some("\"><script>".to_owned()), ..Shown::default() };
        let lookup = Lookup {
            request: "<script>".to_owned(),
            status: "<script>".to_owned(),
            reply: "<script>".to_owned(),
        };
        let page = ConsolePage {
            addresses: &Addresses { people: "http://p".to_owned(), aws: "http://a".to_owned() },
            shown: shown.with_call("\"><script>"),
            phone,
            keys: keys(),
            callers: Callers::Unavailable,
            lookup: Some(lookup),
            releases: Vec::new(),
            mails: Mails { newest: Vec::new(), count: 0 },
        };
        page.render().unwrap()
    }

    #[test]
    fn what_people_and_programs_write_is_escaped() {
        let html = page_with(Phone::Over(talk()));
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("A &#38; &#60;script&#62;"), "{html}");
    }

    #[test]
    fn a_call_whose_flow_is_at_work_has_no_keys_and_can_be_hung_up() {
        let html = page_with(Phone::Working(talk()));
        assert!(html.contains("On the line") && html.contains("The flow is at work."), "{html}");
        assert!(!html.contains("name=\"keys\"") && !html.contains("name=\"digits\""), "{html}");
        assert!(!html.contains("action=\"/calls\""), "it goes on: {html}");
        assert!(html.contains("/hang-up\""), "{html}");
    }
}
