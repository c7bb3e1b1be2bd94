//! The console page, ready for its template.

use askama::Template;

use super::api::{Callers, Lookup};
use super::page_state::PageState;
use super::phone::{CallEvent, Key, Phone};
use super::releases::{Mails, ReleaseView};
use crate::addresses::Addresses;
use crate::shell_commands::ShellCommands;

#[derive(Template)]
#[template(path = "console.html")]
pub(super) struct ConsolePage<'a> {
    pub(super) addresses: &'a Addresses,
    pub(super) commands: &'a ShellCommands,
    pub(super) state: PageState,
    pub(super) phone: Phone,
    pub(super) keys: Vec<Key>,
    pub(super) callers: Callers,
    pub(super) lookup: Option<Lookup>,
    pub(super) releases: Vec<ReleaseView>,
    pub(super) mails: Mails,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::phone::{Conversation, keys};

    fn conversation() -> Conversation {
        Conversation {
            id: "\"><script>".to_owned(),
            caller: Some("<script>".to_owned()),
            events: vec![CallEvent::Prompt("A & <script>".to_owned())],
            listening: None,
            vanity_numbers: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn page_with(phone: Phone) -> String {
        let state = PageState { number: Some("\"><script>".to_owned()), ..PageState::default() };
        let lookup = Lookup {
            request: "<script>".to_owned(),
            status: "<script>".to_owned(),
            reply: "<script>".to_owned(),
        };
        let addresses = Addresses { people: "http://p".to_owned(), aws: "http://a".to_owned() };
        let commands = ShellCommands::new(addresses, "vanity".to_owned());
        let page = ConsolePage {
            addresses: commands.addresses(),
            commands: &commands,
            state: state.with_call("\"><script>"),
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
    fn text_of_people_and_programs_is_escaped() {
        let html = page_with(Phone::Over(conversation()));
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("A &#38; &#60;script&#62;"), "{html}");
    }

    #[test]
    fn a_call_whose_flow_is_at_work_has_no_keys_and_can_be_hung_up() {
        let html = page_with(Phone::Working(conversation()));
        assert!(html.contains("On the line") && html.contains("The flow is at work."), "{html}");
        assert!(!html.contains("name=\"keys\"") && !html.contains("name=\"digits\""), "{html}");
        assert!(!html.contains("action=\"/calls\""), "the call continues: {html}");
        assert!(html.contains("/hang-up\""), "{html}");
    }
}
