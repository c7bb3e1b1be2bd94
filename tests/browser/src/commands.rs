//! `WebDriver` commands (<https://www.w3.org/TR/webdriver2/>) that fantoccini has no method for.

use fantoccini::elements::ElementRef;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of a session: `POST` if it has a body, `GET` if not.
#[derive(Debug)]
pub(crate) struct SessionCommand {
    path: String,
    body: Option<Value>,
}

impl SessionCommand {
    /// "Get Computed Label": the accessible name of an element.
    pub(crate) fn name_of(element: &ElementRef) -> Self {
        Self { path: format!("element/{}/computedlabel", element.as_ref()), body: None }
    }

    /// "Get Computed Role": the accessible role of an element.
    pub(crate) fn role_of(element: &ElementRef) -> Self {
        Self { path: format!("element/{}/computedrole", element.as_ref()), body: None }
    }

    /// "Switch To Frame", to the page itself.
    pub(crate) fn leave_frames() -> Self {
        Self { path: "frame".to_owned(), body: Some(json!({ "id": null })) }
    }

    /// A command of the Chrome `DevTools` Protocol, to the tab.
    pub(crate) fn devtools(command: &str, parameters: &Value) -> Self {
        let body = json!({ "cmd": command, "params": parameters });
        Self { path: "goog/cdp/execute".to_owned(), body: Some(body) }
    }
}

impl WebDriverCompatibleCommand for SessionCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}
