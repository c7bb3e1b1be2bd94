//! German texts of the page that asks for an answer.

use crate::render::texts::{ByVerdict, ReviewTexts};

pub(super) const REVIEW: ReviewTexts = ReviewTexts {
    question: ByVerdict {
        accept: |pipeline| format!("Veröffentlichung von {pipeline} freigeben?"),
        reject: |pipeline| format!("Veröffentlichung von {pipeline} ablehnen?"),
    },
    issued: |name, address| format!("Link für {name} ({address})."),
    do_not_forward: "Bitte nicht weiterleiten.",
    your_answer: "Ihre Antwort",
    looked: "Ich habe die Testumgebung angesehen. So darf es veröffentlicht werden.",
    looked_at_facts: "Ich weiß, was sich ändert. So darf es veröffentlicht werden.",
    comment: "Kommentar (freiwillig)",
    reason: "Was spricht dagegen?",
    add_comment: "Kommentar hinzufügen",
    hint: |limit| {
        format!("Höchstens {limit} Zeichen. Das Team und die anderen Gefragten lesen mit.")
    },
    button: ByVerdict { accept: "Jetzt freigeben", reject: "Jetzt ablehnen" },
    instead: ByVerdict { accept: "Stattdessen freigeben", reject: "Stattdessen ablehnen" },
    error: "Fehler:",
    problem: "Noch ist nichts gespeichert",
    not_confirmed: "Kreuzen Sie an, dass Sie es sich angesehen haben.",
    reason_missing: "Schreiben Sie, warum es nicht veröffentlicht werden soll.",
    too_long: ByVerdict {
        accept: |limit| format!("Kürzen Sie Ihren Kommentar auf höchstens {limit} Zeichen."),
        reject: |limit| format!("Kürzen Sie Ihre Begründung auf höchstens {limit} Zeichen."),
    },
    stale: "Diese Seite war zu lange offen. Bitte antworten Sie noch einmal.",
    no_message: "Ein Stand ohne Beschreibung",
    more: "Mehr über diese Veröffentlichung",
    look_again: "Noch einmal nachsehen",
};
