//! German texts of the page that asks for an answer.

use crate::render::texts::{ByVerdict, ReviewTexts};

pub(super) const REVIEW: ReviewTexts = ReviewTexts {
    question: ByVerdict {
        accept: |pipeline| format!("Die Veröffentlichung von {pipeline} freigeben?"),
        reject: |pipeline| format!("Die Veröffentlichung von {pipeline} ablehnen?"),
    },
    issued: |name, address| format!("Dieser Link wurde für {name} ({address}) ausgestellt."),
    do_not_forward: "Bitte leiten Sie ihn nicht weiter.",
    your_answer: "Ihre Antwort",
    looked: "Ich habe mir die Testumgebung angesehen, und es darf so weitergehen.",
    looked_at_facts: "Ich weiß, was veröffentlicht wird, und es darf so weitergehen.",
    comment: "Kommentar (freiwillig)",
    reason: "Warum soll es nicht weitergehen?",
    hint: |limit| {
        format!("Höchstens {limit} Zeichen. Das Team und die anderen Gefragten können es lesen.")
    },
    button: ByVerdict {
        accept: "Veröffentlichung freigeben", reject: "Veröffentlichung ablehnen"
    },
    opposite: ByVerdict {
        accept: "Möchten Sie ablehnen? Dann nehmen Sie den anderen Link in der E-Mail.",
        reject: "Möchten Sie freigeben? Dann nehmen Sie den anderen Link in der E-Mail.",
    },
    error: "Fehler:",
    problem: "Noch ist nichts gespeichert",
    not_confirmed: "Kreuzen Sie an, dass Sie es sich angesehen haben.",
    reason_missing: "Schreiben Sie, warum es nicht weitergehen soll.",
    too_long: ByVerdict {
        accept: |limit| format!("Kürzen Sie Ihren Kommentar auf höchstens {limit} Zeichen."),
        reject: |limit| format!("Kürzen Sie Ihre Begründung auf höchstens {limit} Zeichen."),
    },
    stale: "Diese Seite war zu lange offen. Bitte antworten Sie noch einmal.",
};
