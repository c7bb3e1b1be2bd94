//! The accessibility tree: what elements are to assistive technology.

use std::collections::HashMap;

use fantoccini::elements::Element as Found;
use serde::Deserialize;
use serde_json::Value;

use crate::layout::read;

/// An element on a page, with its accessible role and name.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) found: Found,
    pub(crate) role: String,
    pub(crate) name: String,
}

/// Roles and names of a frame's elements, by their node ids: the result of the command
/// `Accessibility.getFullAXTree` of the Chrome `DevTools` Protocol, from which chromedriver takes a
/// single element's role and name too.
#[derive(Debug)]
pub(crate) struct AccessibilityTree(HashMap<u64, (String, String)>);

#[derive(Deserialize)]
struct Tree {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    #[serde(rename = "backendDOMNodeId")]
    backend_id: Option<u64>,
    #[serde(default)]
    role: Text,
    #[serde(default)]
    name: Text,
}

#[derive(Default, Deserialize)]
struct Text {
    #[serde(default)]
    value: Value,
}

impl AccessibilityTree {
    pub(crate) fn read(result: Value) -> Self {
        let Tree { nodes } = read(result);
        let named = nodes.into_iter().filter_map(|Node { backend_id, role, name }| {
            Some((backend_id?, (words(&role.value), words(&name.value))))
        });
        Self(named.collect())
    }

    /// An element that is not in the tree, because it is hidden, has the role `none`.
    pub(crate) fn name(&self, found: Found) -> Named {
        let (_, node) = frame_and_node(&found);
        let named = self.0.get(&node).cloned();
        let (role, name) = named.unwrap_or_else(|| ("none".to_owned(), String::new()));
        Named { found, role, name }
    }
}

/// The frame and the node of an element, from the id that chromedriver gives it:
/// `f.<frame>.d.<document>.e.<node>`.
pub(crate) fn frame_and_node(found: &Found) -> (String, u64) {
    let id = found.element_id();
    let parts: Vec<&str> = id.as_ref().split('.').collect();
    match parts.as_slice() {
        ["f", frame, "d", _, "e", node] if node.parse::<u64>().is_ok() => {
            ((*frame).to_owned(), node.parse().unwrap())
        }
        _ => panic!(
            "chromedriver names an element {id:?}, which is not f.<frame>.d.<document>.e.<node>"
        ),
    }
}

/// A text with single spaces, as it is read.
pub(crate) fn words(text: &Value) -> String {
    let words: Vec<&str> = text.as_str().unwrap_or_default().split_whitespace().collect();
    words.join(" ")
}
