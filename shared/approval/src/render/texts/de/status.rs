//! German texts about the status of a request.

use crate::render::texts::{AftermathTexts, ByVerdict, StatusTexts};

pub(super) const STATUS: StatusTexts = StatusTexts {
    via: |names, several| {
        if several {
            format!("mit den Links von {names}")
        } else {
            format!("mit dem Link von {names}")
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
    nothing_changed: "Danke. Es war schon entschieden, daher hat sich nichts geändert.",
    wait_for_mail: "Sie brauchen nichts weiter zu tun. Sobald entschieden ist, bekommen Sie eine \
        E-Mail.",

    still_open: "Diese Veröffentlichung wartet auf eine Antwort",
    open_until: |at| format!("Bis {at} kann geantwortet werden."),
    use_links: "Öffnen Sie den Link in Ihrer E-Mail noch einmal, um zu antworten.",
    staging: "Testumgebung",

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
    goes_on: |stage| match stage {
        Some(stage) => {
            format!("Die Pipeline macht mit ihrem nächsten Abschnitt weiter: „{stage}“.")
        }
        None => "Die Pipeline macht weiter.".to_owned(),
    },
    stops: "Die Pipeline hält hier an.",
    own_outvoted: ByVerdict {
        accept: "Die Zustimmung mit Ihrem Link wurde gezählt, gab aber nicht den Ausschlag.",
        reject: "Die Ablehnung mit Ihrem Link wurde gezählt, gab aber nicht den Ausschlag.",
    },
    nothing_to_do: "Sie brauchen nichts weiter zu tun.",
    after_rejection: "Sie brauchen nichts weiter zu tun. Beim nächsten Versuch werden die \
        Zuständigen mit einer neuen E-Mail gefragt.",

    over: "Die Zeit zum Antworten ist vorbei",
    over_since: |at| format!("Bis {at} gab es keine Entscheidung."),
    over_pending: "Die Veröffentlichung wird deshalb automatisch abgelehnt.",
    over_rejected: "Die Veröffentlichung wurde deshalb automatisch abgelehnt. Die Pipeline hält hier \
        an.",
    over_expired: "Die Pipeline wartet nicht mehr auf eine Antwort.",
    ask_again: "Wird die Veröffentlichung noch gebraucht? Dann muss das Team sie neu starten. Die \
        Zuständigen bekommen danach eine neue E-Mail mit neuen Links.",
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
        accept: "Die Zustimmung mit Ihrem Link ist gespeichert, blieb aber ohne Wirkung.",
        reject: "Die Ablehnung mit Ihrem Link ist gespeichert, blieb aber ohne Wirkung.",
    },
    expired_before: "Die Pipeline hatte aufgehört zu warten, bevor sie davon erfahren konnte.",

    elsewhere: ByVerdict {
        accept: "Die Veröffentlichung wurde in der AWS-Konsole freigegeben",
        reject: "Die Veröffentlichung wurde in der AWS-Konsole abgelehnt",
    },
    elsewhere_how: "Jemand mit Zugang zu AWS hat direkt dort geantwortet und nicht über einen Link \
        aus einer E-Mail.",
    elsewhere_summary: "Zur Antwort in der Konsole wurde angegeben:",

    cancelled: "Die Veröffentlichung wurde gestoppt",
    cancelled_how: "Die Pipeline wurde angehalten oder geändert, während die Veröffentlichung auf \
        Antwort wartete. Mit ihr geht es nicht weiter.",

    not_shown: "Die Pipeline zeigt diese Anfrage nicht",
    not_shown_how: "Die Pipeline wurde mehrmals gefragt und zeigt nichts, das auf diese Antwort \
        wartet. Die Nachricht darüber war vielleicht falsch. Die Technik ist benachrichtigt.",
    not_shown_decided: "Die Pipeline hat das nicht bestätigt.",

    undeliverable: "Die Entscheidung konnte nicht weitergegeben werden",
    undeliverable_how: "Die Pipeline kennt diese Anfrage nicht mehr. Die Technik ist \
        benachrichtigt.",
    undeliverable_next: "Hier brauchen Sie nichts weiter zu tun. Fragen Sie das Team, wie es mit der \
        Veröffentlichung weitergeht.",

    aftermath: AftermathTexts {
        succeeded: |at| format!("Die Pipeline hat am {at} ihr Ende erreicht."),
        superseded: |at| {
            format!(
                "Eine neuere Veröffentlichung hat am {at} ihren Platz in der Pipeline übernommen."
            )
        },
        failed: "Die Veröffentlichung ist nach der Freigabe fehlgeschlagen",
        failed_at: |stage, at| match stage {
            Some(stage) => {
                format!("Die Pipeline ist am {at} im Abschnitt „{stage}“ fehlgeschlagen.")
            }
            None => format!("Die Pipeline ist am {at} fehlgeschlagen."),
        },
        stopped: "Die Veröffentlichung wurde nach der Freigabe gestoppt",
        stopped_at: |at| {
            format!(
                "Die Pipeline wurde am {at} angehalten oder geändert, bevor sie ihr Ende erreichte."
            )
        },
        rolled_back: "Die Veröffentlichung wurde nach der Freigabe zurückgenommen",
        rolled_back_at: |stage, at| match stage {
            Some(stage) => format!(
                "Der Abschnitt „{stage}“ ist am {at} zu einer früheren Veröffentlichung zurückgekehrt."
            ),
            None => {
                format!(
                    "Die Pipeline ist am {at} zu einer früheren Veröffentlichung zurückgekehrt."
                )
            }
        },
        next: "Sie brauchen nichts zu tun. Die Pipeline zeigt ihrem Team, was geschehen ist.",
        next_with_contact: "Sie brauchen nichts zu tun. Die Pipeline zeigt ihrem Team, was geschehen \
            ist, und die Kontaktadresse des Teams bekommt eine E-Mail.",
    },

    revoked: "Dieser Link wurde zurückgezogen",
    revoked_how: |name| format!("Er wurde für {name} ausgestellt und gilt nicht mehr."),
    revoked_next: "Haben Sie eine neuere E-Mail zu dieser Veröffentlichung? Dann nehmen Sie die \
        Links darin.",
};
