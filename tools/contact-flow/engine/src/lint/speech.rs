//! Checks that every voice can speak the prompts.

use super::Findings;
use crate::document::Flow;
use crate::reference::{Piece, pieces};
use crate::speech;

pub(super) fn check(flow: &Flow, findings: &mut Findings) {
    for action in &flow.actions {
        let Some(ssml) = action.text("SSML") else { continue };
        if let Err(error) = speech::check(&filled(ssml)) {
            findings.block(&action.identifier, "ssml", format!("parameter SSML: {error}"));
        }
    }
}

/// Replaces each reference by a plain word.
fn filled(text: &str) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Reference(_) => "word",
        })
        .collect()
}
