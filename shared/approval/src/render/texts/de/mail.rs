//! German texts of mails.

use crate::render::texts::{ByOccasion, ByVerdict, MailTexts};

pub(super) const MAIL: MailTexts = MailTexts {
    subject: ByOccasion {
        invitation: |pipeline, by| {
            format!("Bitte entscheiden: Veröffentlichung von {pipeline} bis {by}")
        },
        reminder: |pipeline, by| {
            format!("Erinnerung, bitte entscheiden: Veröffentlichung von {pipeline} bis {by}")
        },
        last_reminder: |pipeline, by| {
            format!(
                "Letzte Erinnerung, bitte entscheiden: Veröffentlichung von {pipeline} bis {by}"
            )
        },
    },
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
    greeting: |name| format!("Guten Tag {name}!"),
    asked_for: |pipeline| {
        format!("Eine neue Version von {pipeline} ist bereit. Darf sie veröffentlicht werden?")
    },
    decide_by: |at, left| format!("Bitte antworten Sie bis {at} (noch {left})."),
    answer: "Ihre Antwort",
    opening_decides_nothing: "Einen Link zu öffnen entscheidet noch nichts; Sie bestätigen auf der \
        Seite.",
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

    decided: ByVerdict {
        accept: |pipeline| format!("Freigegeben: Veröffentlichung von {pipeline}"),
        reject: |pipeline| format!("Abgelehnt: Veröffentlichung von {pipeline}"),
    },
    over: |pipeline| format!("Zeit abgelaufen: Veröffentlichung von {pipeline}"),
    cancelled: |pipeline| format!("Gestoppt: Veröffentlichung von {pipeline}"),
    not_shown: |pipeline| format!("Nicht in der Pipeline: Veröffentlichung von {pipeline}"),
    undeliverable: |pipeline| format!("Nicht weitergegeben: Veröffentlichung von {pipeline}"),
    still_open: |pipeline| format!("Noch nicht entschieden: Veröffentlichung von {pipeline}"),
    failed_after: |pipeline| {
        format!("Nach der Freigabe fehlgeschlagen: Veröffentlichung von {pipeline}")
    },
    stopped_after: |pipeline| {
        format!("Nach der Freigabe gestoppt: Veröffentlichung von {pipeline}")
    },
    rolled_back_after: |pipeline| {
        format!("Nach der Freigabe zurückgenommen: Veröffentlichung von {pipeline}")
    },
    not_right: "Stimmt das nicht? Schreiben Sie sofort an",
    not_right_no_contact: "Stimmt das nicht? Sagen Sie es sofort dem Team, das die \
        Veröffentlichung macht.",
};
