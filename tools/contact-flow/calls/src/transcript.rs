//! Prints a call: what the voice says, which keys the caller presses, and which transitions the flow
//! takes.

use std::fmt;

use switchboard_contact_flow::run::Line;

/// A transcript that is printed for people.
///
/// ```text
/// voice  To hear the best three again, press 1.
/// keys   2
///          Offer -- Equals 2 --> Say the other two
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Transcript<'a>(pub &'a [Line]);

impl fmt::Display for Transcript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0 {
            if let Some(said) = &line.said {
                writeln!(f, "voice  {said}")?;
            }
            if let Some(pressed) = &line.pressed {
                writeln!(f, "keys   {pressed}")?;
            }
            write!(f, "         ")?;
            match line.transition() {
                Some(transition) => write!(f, "{transition}")?,
                None => f.write_str(&line.block)?,
            }
            match &line.note {
                Some(note) => writeln!(f, " ({note})")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use switchboard_contact_flow::document::Branch;

    use super::*;

    #[test]
    fn voice_and_keys_stand_out_and_branches_follow() {
        let line = Line {
            block: "Offer".to_owned(),
            kind: "GetParticipantInput".to_owned(),
            said: Some("Press 1.".to_owned()),
            pressed: Some("1".to_owned()),
            note: None,
            branch: Some(Branch::Condition("Equals 1".to_owned())),
            next: Some("Greet".to_owned()),
        };
        let last = Line {
            block: "Greet".to_owned(),
            said: None,
            pressed: None,
            note: Some("the caller hung up".to_owned()),
            branch: None,
            next: None,
            ..line.clone()
        };
        assert_eq!(
            Transcript(&[line, last]).to_string(),
            "voice  Press 1.\nkeys   1\n         Offer -- Equals 1 --> Greet\n         \
             Greet (the caller hung up)\n"
        );
    }
}
