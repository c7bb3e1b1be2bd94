//! German texts of mails.

use crate::render::texts::{ByOccasion, ByVerdict, MailTexts};

pub(super) const MAIL: MailTexts = MailTexts {
    subject: ByOccasion {
        invitation: |by| format!("Bitte entscheiden bis {by}"),
        reminder: |by| format!("Erinnerung: bitte entscheiden bis {by}"),
        last_reminder: |by| format!("Letzte Erinnerung: entscheiden bis {by}"),
    },
    quoted: |title| format!("„{title}“"),
    heading: ByOccasion {
        invitation: |pipeline| {
            format!("Bitte entscheiden Sie über die Veröffentlichung von {pipeline}")
        },
        reminder: |pipeline| {
            format!("Erinnerung: Bitte entscheiden Sie über die Veröffentlichung von {pipeline}")
        },
        last_reminder: |pipeline| {
            format!(
                "Letzte Erinnerung: Bitte entscheiden Sie über die Veröffentlichung von {pipeline}"
            )
        },
    },
    greeting: |name| name.map_or("Guten Tag!".to_owned(), |name| format!("Guten Tag {name}!")),
    try_it: |host| format!("Ansehen auf {host}"),
    asked_for: |pipeline| {
        format!("Eine neue Version von {pipeline} ist bereit. Darf sie veröffentlicht werden?")
    },
    decide_by: |at, left| format!("Bitte antworten Sie bis {at}: noch {left}."),
    answer: "Ihre Antwort",
    opening_decides_nothing: "Einen Link zu öffnen entscheidet noch nichts; Sie bestätigen auf der \
        Seite.",
    link_host: |host| {
        format!("Die Links für Ihre Antwort führen zu {host} und nirgendwo sonst hin.")
    },
    button: ByVerdict {
        accept: "Veröffentlichung freigeben", reject: "Veröffentlichung ablehnen"
    },
    after_button: ByVerdict {
        accept: "wenn es weitergehen darf",
        reject: "wenn es nicht weitergehen soll; Sie werden nach dem Grund gefragt",
    },
    who: "Wer entscheidet",
    asked: |names| format!("Gefragt sind: {names}."),
    needed: |needed, of| {
        if of == 1 {
            "Sie entscheiden allein.".to_owned()
        } else if needed == of {
            format!("Alle {of} müssen zustimmen.")
        } else if needed == 1 {
            format!("1 von {of} muss zustimmen.")
        } else {
            format!("{needed} von {of} müssen zustimmen.")
        }
    },
    rejections_needed: |count| {
        if count == 1 {
            "Eine Ablehnung stoppt die Veröffentlichung.".to_owned()
        } else {
            format!("{count} Ablehnungen stoppen die Veröffentlichung.")
        }
    },
    personal: "Die Links sind nur für Sie. Bitte leiten Sie diese E-Mail nicht weiter.",
    footer: |brand, pipeline| {
        format!(
            "Gesendet von {brand}, weil Sie über Veröffentlichungen von {pipeline} entscheiden."
        )
    },
    footer_for_others: |brand, pipeline| {
        format!(
            "Gesendet von {brand}, weil Sie an Veröffentlichungen von {pipeline} beteiligt sind."
        )
    },

    calendar_title: "Frist für die Entscheidung",
    calendar_description: |reference| {
        format!("Die Links für Ihre Antwort stehen in der E-Mail mit diesem Eintrag. {reference}")
    },

    decided: ByVerdict { accept: "Freigegeben", reject: "Abgelehnt" },
    over: "Zeit abgelaufen",
    cancelled: "Gestoppt",
    not_shown: "Nicht in der Pipeline",
    undeliverable: "Nicht weitergegeben",
    still_open: "Noch nicht entschieden",
    failed_after: "Nach der Freigabe fehlgeschlagen",
    stopped_after: "Nach der Freigabe gestoppt",
    rolled_back_after: "Nach der Freigabe zurückgenommen",
    not_right: "Nicht wie erwartet? Schreiben Sie an",
    not_right_no_contact: "Nicht wie erwartet? Sagen Sie es dem Team, das die Veröffentlichung \
        macht.",
};
