//! Finding elements by accessible role and name.

use fantoccini::Locator;
use fantoccini::elements::Element as Found;
use fantoccini::error::CmdError;
use serde_json::json;

use crate::accessibility::{AccessibilityTree, Named, frame_and_node, words};
use crate::commands::SessionCommand;
use crate::element::Element;
use crate::session::Browser;

/// Elements that have a role by themselves or by attribute.
const WITH_ROLE: &str = "a[href], article, aside, blockquote, button, details, dialog, fieldset, \
    figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, iframe, img, input, li, main, meter, \
    nav, ol, option, output, progress, section, select, summary, table, td, textarea, th, time, \
    tr, ul, [role]";

/// Elements that a person fills in.
const FIELDS: &str = "input:not([type=hidden], [type=submit], [type=button], [type=reset], \
    [type=image]), select, textarea, [contenteditable], [role=textbox], [role=combobox], \
    [role=checkbox], [role=radio], [role=switch]";

impl Browser {
    /// Waits for an element with this role and name, as in `role("button", "Call")`. Panics if
    /// there are several.
    #[must_use]
    #[track_caller]
    pub fn role(&self, role: &str, name: &str) -> Element<'_> {
        self.one(WITH_ROLE, &format!("{role} {name:?}"), |one| one.role == role && one.name == name)
    }

    /// Waits for a field with this label. Panics if there are several.
    #[must_use]
    #[track_caller]
    pub fn label(&self, label: &str) -> Element<'_> {
        self.one(FIELDS, &format!("field {label:?}"), |one| one.name == label)
    }

    /// Waits for a link with this text. Panics if there are several.
    #[must_use]
    #[track_caller]
    pub fn link(&self, text: &str) -> Element<'_> {
        self.role("link", text)
    }

    /// The elements that have this role now, in the order of the page.
    #[must_use]
    #[track_caller]
    pub fn all(&self, role: &str) -> Vec<Element<'_>> {
        let all = self.run(format_args!("all of role {role:?}"), self.named(WITH_ROLE));
        let all = all.into_iter().filter(|one| one.role == role);
        all.map(|one| self.element(one)).collect()
    }

    /// The element with the focus, as in `button "Call"`; `page` if no element has it.
    #[must_use]
    #[track_caller]
    pub fn focused(&self) -> String {
        self.run("what has the focus", async {
            let focused = self.client().active_element().await?;
            if matches!(focused.tag_name().await?.as_str(), "body" | "html") {
                return Ok("page".to_owned());
            }
            let Named { role, name, .. } = self.name(focused).await?;
            Ok(format!("{role} {name:?}"))
        })
    }

    /// Presses Tab until this element has the focus, as in `tab_to("button", "Call")`.
    #[track_caller]
    pub fn tab_to(&self, role: &str, name: &str) {
        let wanted = format!("{role} {name:?}");
        let mut passed: Vec<String> = Vec::new();
        loop {
            self.press(crate::Key::Tab);
            let focused = self.focused();
            if focused == wanted {
                return;
            }
            // Tab has gone round the page, or it goes on without end.
            let round = focused == "page" && !passed.is_empty();
            passed.push(focused);
            assert!(!round && passed.len() < 200, "Tab does not reach {wanted}, but {passed:?}");
        }
    }

    #[track_caller]
    pub(crate) fn find_frame(&self, title: &str) -> Found {
        let wanted = |one: &Named| one.found.clone();
        self.wait(async || {
            let frames = self.named("iframe").await.map_err(|error| error.to_string())?;
            let frame = frames.iter().find(|frame| frame.name == title).map(wanted);
            frame.ok_or_else(|| format!("there is no frame {title:?}, but {}", list(&frames)))
        })
    }

    #[track_caller]
    fn one(&self, css: &str, what: &str, wanted: impl Fn(&Named) -> bool) -> Element<'_> {
        let matching = self.wait(async || {
            let all = self.named(css).await.map_err(|error| format!("{what}: {error}"))?;
            let matching: Vec<Named> = all.iter().filter(|one| wanted(one)).cloned().collect();
            if matching.is_empty() {
                return Err(format!("there is no {what}, but {}", list(&all)));
            }
            Ok(matching)
        });
        assert!(matching.len() == 1, "there are several: {what}");
        let one = matching.into_iter().next().unwrap();
        self.element(one)
    }

    fn element(&self, one: Named) -> Element<'_> {
        let what = format!("{} {:?}", one.role, one.name);
        Element { browser: self, found: one.found, what }
    }

    /// What matches, with roles and names from the accessibility tree of its frame: two commands,
    /// however much there is. Asking for each role and each name took most of the time of a test.
    async fn named(&self, css: &str) -> Result<Vec<Named>, CmdError> {
        let all = self.client().find_all(Locator::Css(css)).await?;
        let Some(first) = all.first() else { return Ok(Vec::new()) };
        let (frame, _) = frame_and_node(first);
        let tree =
            SessionCommand::devtools("Accessibility.getFullAXTree", &json!({ "frameId": frame }));
        let tree = AccessibilityTree::read(self.client().issue_cmd(tree).await?);
        Ok(all.into_iter().map(|found| tree.name(found)).collect())
    }

    async fn name(&self, found: Found) -> Result<Named, CmdError> {
        let id = found.element_id();
        let role = self.client().issue_cmd(SessionCommand::role_of(&id)).await?;
        let name = self.client().issue_cmd(SessionCommand::name_of(&id)).await?;
        Ok(Named { found, role: words(&role), name: words(&name) })
    }
}

fn list(all: &[Named]) -> String {
    let all: Vec<String> = all
        .iter()
        .filter(|one| !one.name.is_empty())
        .map(|one| format!("{} {:?}", one.role, one.name))
        .collect();
    if all.is_empty() { "nothing that has a name".to_owned() } else { all.join(", ") }
}
