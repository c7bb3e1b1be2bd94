//! German texts about the status of a request.

use crate::render::texts::{ByVerdict, StatusTexts};

pub(super) const STATUS: StatusTexts = StatusTexts {
    via: |names, several| {
        if several {
            format!("über die Links für {names}")
        } else {
            format!("über den Link, der für {names} ausgestellt wurde,")
        }
    },

    counted: ByVerdict { accept: "Ihre Zustimmung zählt", reject: "Ihre Ablehnung zählt" },
    recorded: ByVerdict {
        accept: |via, at, several| {
            if several {
                format!("Zustimmungen wurden {via} gespeichert, die letzte am {at}.")
            } else {
                format!("Am {at} wurde {via} eine Zustimmung gespeichert.")
            }
        },
        reject: |via, at, several| {
            if several {
                format!("Ablehnungen wurden {via} gespeichert, die letzte am {at}.")
            } else {
                format!("Am {at} wurde {via} eine Ablehnung gespeichert.")
            }
        },
    },
    more_needed: ByVerdict {
        accept: |count| {
            if count == 1 {
                "1 weitere ist nötig, damit es weitergeht.".to_owned()
            } else {
                format!("{count} weitere sind nötig, damit es weitergeht.")
            }
        },
        reject: |count| {
            if count == 1 {
                "1 weitere würde die Veröffentlichung stoppen.".to_owned()
            } else {
                format!("{count} weitere würden die Veröffentlichung stoppen.")
            }
        },
    },
    stays: "Dabei bleibt es. Der Link, den Sie gerade geöffnet haben, hat nichts geändert.",
    nothing_changed: "Ihr Klick hat nichts geändert.",
    wait_for_mail: "Sie brauchen nichts weiter zu tun. Sobald entschieden ist, bekommen Sie eine \
        E-Mail.",

    still_open: "Diese Veröffentlichung wartet auf eine Antwort",
    open_until: |at| format!("Bis {at} kann geantwortet werden."),
    use_links: "Öffnen Sie den Link in Ihrer E-Mail noch einmal, um zu antworten.",

    recording: "Ihre Antwort ist gespeichert",
    already_recorded: "Eine Antwort ist schon gespeichert",
    passing_on: "Das wird gerade an die Pipeline weitergegeben, die die Veröffentlichung ausführt. \
        Bestätigt ist es dort noch nicht.",
    passing_on_deadline: "Der Pipeline, die die Veröffentlichung ausführt, wird gerade mitgeteilt, \
        dass es nicht weitergeht. Bestätigt ist das dort noch nicht.",
    come_back: "Sehen Sie in einer Minute noch einmal nach, oder öffnen Sie den Link in Ihrer E-Mail \
        später noch einmal. Dann sehen Sie, was daraus geworden ist. Das ist unbedenklich: Eine \
        Antwort zählt nur einmal.",

    applied: ByVerdict {
        accept: "Die Veröffentlichung wurde freigegeben",
        reject: "Die Veröffentlichung wurde abgelehnt",
    },
    applied_via: ByVerdict {
        accept: |via, at| format!("Die Veröffentlichung wurde am {at} {via} freigegeben."),
        reject: |via, at| format!("Die Veröffentlichung wurde am {at} {via} abgelehnt."),
    },
    applied_already: ByVerdict {
        accept: |via, at| format!("Die Veröffentlichung wurde schon am {at} {via} freigegeben."),
        reject: |via, at| format!("Die Veröffentlichung wurde schon am {at} {via} abgelehnt."),
    },
    applied_effect: ByVerdict {
        accept: "Es geht jetzt weiter in den Produktivbetrieb.",
        reject: "Es geht nicht weiter. Nichts wurde veröffentlicht.",
    },
    own_outvoted: ByVerdict {
        accept: "Die Zustimmung über Ihren Link wurde gezählt, gab aber nicht den Ausschlag.",
        reject: "Die Ablehnung über Ihren Link wurde gezählt, gab aber nicht den Ausschlag.",
    },
    nothing_to_do: "Sie brauchen nichts weiter zu tun.",
    after_rejection: "Sie brauchen nichts weiter zu tun. Beim nächsten Versuch bekommen Sie eine \
        neue E-Mail.",

    over: "Die Zeit zum Antworten ist vorbei",
    over_since: |at| format!("Bis {at} gab es keine Entscheidung."),
    over_effect: "Nichts wurde veröffentlicht.",
    over_rejected: "Die Veröffentlichung wurde deshalb automatisch abgelehnt. Nichts wurde \
        veröffentlicht.",
    ask_again: "Wird die Veröffentlichung noch gebraucht? Dann bitten Sie das Team, sie neu zu \
        starten. Sie bekommen danach eine neue E-Mail mit neuen Links.",
    not_applied: ByVerdict {
        accept: |via, at, several| {
            if several {
                format!(
                    "Zustimmungen wurden {via} gespeichert, die letzte am {at}. Das blieb ohne Wirkung."
                )
            } else {
                format!("Am {at} wurde {via} eine Zustimmung gespeichert. Sie blieb ohne Wirkung.")
            }
        },
        reject: |via, at, several| {
            if several {
                format!(
                    "Ablehnungen wurden {via} gespeichert, die letzte am {at}. Das blieb ohne Wirkung."
                )
            } else {
                format!("Am {at} wurde {via} eine Ablehnung gespeichert. Sie blieb ohne Wirkung.")
            }
        },
    },
    own_not_used: ByVerdict {
        accept: "Die Zustimmung über Ihren Link ist gespeichert, blieb aber ohne Wirkung.",
        reject: "Die Ablehnung über Ihren Link ist gespeichert, blieb aber ohne Wirkung.",
    },
    expired_before: "Die Pipeline hatte aufgehört zu warten, bevor sie davon erfahren konnte.",

    elsewhere: ByVerdict {
        accept: "Die Veröffentlichung wurde in der AWS-Konsole freigegeben",
        reject: "Die Veröffentlichung wurde in der AWS-Konsole abgelehnt",
    },
    elsewhere_how: "Jemand mit Zugang zu AWS hat direkt dort geantwortet und nicht über einen Link \
        aus einer E-Mail.",
    elsewhere_effect: ByVerdict {
        accept: "Die Veröffentlichung geht jetzt in den Produktivbetrieb.",
        reject: "Die Veröffentlichung geht nicht weiter. Nichts wurde veröffentlicht.",
    },
    elsewhere_summary: "Zur Antwort in der Konsole wurde angegeben:",

    cancelled: "Die Veröffentlichung wurde gestoppt",
    cancelled_how: "Die Pipeline wurde angehalten oder geändert, während die Veröffentlichung auf \
        Antwort wartete. Mit ihr geht es nicht weiter.",

    undeliverable: "Die Entscheidung konnte nicht weitergegeben werden",
    undeliverable_how: "Die Pipeline kennt diese Anfrage nicht mehr. Die Technik ist \
        benachrichtigt.",
    undeliverable_next: "Hier brauchen Sie nichts weiter zu tun. Fragen Sie das Team, wie es mit der \
        Veröffentlichung weitergeht.",

    revoked: "Dieser Link wurde zurückgezogen",
    revoked_how: |name| format!("Er wurde für {name} ausgestellt und gilt nicht mehr."),
    revoked_next: "Haben Sie eine neuere E-Mail zu dieser Veröffentlichung? Dann nehmen Sie die \
        Links darin.",
};
