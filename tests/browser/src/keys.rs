//! Keys of the keyboard.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};

/// A key of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Moves the focus to the next element.
    Tab,
    /// The Enter key.
    Enter,
    /// The space bar.
    Space,
}

impl Key {
    /// The key pressed and released.
    pub(crate) fn stroke(self) -> KeyActions {
        match self {
            Self::Tab => stroke(fantoccini::key::Key::Tab.into()),
            Self::Enter => stroke(fantoccini::key::Key::Enter.into()),
            Self::Space => stroke(' '),
        }
    }
}

/// The keystrokes that type a text.
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
