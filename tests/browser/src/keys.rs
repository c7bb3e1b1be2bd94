//! Keys, as a person without a pointer presses them.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the next thing that takes the focus.
    Tab,
    /// Enter.
    Enter,
    /// The space bar.
    Space,
}

impl Key {
    /// Pressed and let go.
    pub(crate) fn stroke(self) -> KeyActions {
        match self {
            Self::Tab => stroke(fantoccini::key::Key::Tab.into()),
            Self::Enter => stroke(fantoccini::key::Key::Enter.into()),
            Self::Space => stroke(' '),
        }
    }
}

/// The strokes that type a text.
pub(crate) fn strokes(text: &str) -> KeyActions {
    text.chars().fold(keyboard(), |keyboard, character| {
        keyboard.then(KeyAction::Down { value: character }).then(KeyAction::Up { value: character })
    })
}

fn stroke(key: char) -> KeyActions {
    keyboard().then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key })
}

fn keyboard() -> KeyActions {
    KeyActions::new("keyboard".to_owned())
}
