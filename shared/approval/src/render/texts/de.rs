//! German texts, in the polite form.

mod notices;

use jiff::Zoned;
use jiff::civil::Weekday;

use super::{
    ByOccasion, ByVerdict, CommonTexts, MailTexts, ReviewTexts, StatusTexts, Texts, TimeTexts,
    plural,
};

pub(super) static TEXTS: Texts = Texts {
    time: TIME,
    common: COMMON,
    review: REVIEW,
    status: STATUS,
    notices: notices::NOTICES,
    mail: MAIL,
};

fn weekday(at: &Zoned) -> &'static str {
    match at.weekday() {
        Weekday::Monday => "Mo.",
        Weekday::Tuesday => "Di.",
        Weekday::Wednesday => "Mi.",
        Weekday::Thursday => "Do.",
        Weekday::Friday => "Fr.",
        Weekday::Saturday => "Sa.",
        Weekday::Sunday => "So.",
    }
}

// Durations follow „noch“ here, so they are in the accusative: „noch 2 Tage“.
const TIME: TimeTexts = TimeTexts {
    moment: |at, zone| format!("{}, {} Uhr {zone}", weekday(at), at.strftime("%d.%m.%Y, %H:%M")),
    short: |at| format!("{}, {} Uhr", weekday(at), at.strftime("%d.%m., %H:%M")),
    zone_of_city: |city| format!("(Ortszeit {city})"),
    zone: |abbreviation| match abbreviation {
        "CET" => Some("MEZ"),
        "CEST" => Some("MESZ"),
        "EET" => Some("OEZ"),
        "EEST" => Some("OESZ"),
        "WET" => Some("WEZ"),
        "WEST" => Some("WESZ"),
        _ => None,
    },
    days: |count| plural(count, "Tag", "Tage"),
    hours: |count| plural(count, "Stunde", "Stunden"),
    minutes: |count| plural(count, "Minute", "Minuten"),
    less_than_a_minute: "weniger als eine Minute",
};

const COMMON: CommonTexts = CommonTexts {
    tag: "Freigaben",
    names: |names| match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} und {last}", first.join(", ")),
    },
    unknown_approver: "jemanden, der nicht mehr auf der Liste steht",
    look: "Sehen Sie es sich zuerst an",
    open_staging: "Testumgebung öffnen",
    new_tab: "öffnet sich in einem neuen Tab",
    staging_not_allowed: "Es gibt eine Adresse zum Ansehen. Sie wird hier nicht gezeigt, weil sie \
        nicht auf der Liste der erlaubten Seiten steht. Fragen Sie vor Ihrer Entscheidung nach, \
        wenn Sie sie brauchen.",
    change: "Was sich ändert",
    change_unknown: "Die Änderung ist nicht beschrieben. Fragen Sie vor Ihrer Entscheidung nach, \
        wenn Sie mehr wissen möchten.",
    whole_message: "Die ganze Beschreibung",
    by_author: |author| format!("Von {author}"),
    revision: |revision| format!("Stand {revision}"),
    view_change: |host| format!("Änderung auf {host} ansehen"),
    note: "Hinweis für Ihre Entscheidung",
    pipeline: "Veröffentlichung",
    stage: "Schritt",
    deadline: "Antwort bis",
    left: |duration| format!("noch {duration}"),
    after_deadline: "Haben bis dahin zu wenige zugestimmt, wird die Veröffentlichung automatisch \
        abgelehnt.",
    closed_at: "Abgeschlossen",
    so_far: "Antworten",
    one_decides: ByVerdict {
        accept: "Eine Zustimmung genügt.",
        reject: "Eine Ablehnung stoppt die Veröffentlichung.",
    },
    progress: ByVerdict {
        accept: |count, needed| format!("Bisher {count} von {needed} Zustimmungen."),
        reject: |count, needed| format!("Bisher {count} von {needed} Ablehnungen."),
    },
    asked: "Gefragt",
    answers: "Antworten",
    vote: ByVerdict {
        accept: |name, at| format!("Zustimmung über den Link für {name}, {at}"),
        reject: |name, at| format!("Ablehnung über den Link für {name}, {at}"),
    },
    next: "Wie es weitergeht",
    contact: "Stimmt etwas nicht, oder ist etwas unklar? Schreiben Sie an",
    no_contact: "Stimmt etwas nicht, oder ist etwas unklar? Fragen Sie das Team, das die \
        Veröffentlichung macht.",
    reference: |id| format!("Kennung {id}"),
};

const REVIEW: ReviewTexts = ReviewTexts {
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

const STATUS: StatusTexts = StatusTexts {
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
    come_back: "Laden Sie diese Seite in einer Minute neu, oder öffnen Sie den Link in Ihrer E-Mail \
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

const MAIL: MailTexts = MailTexts {
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
    footer: |pipeline| {
        format!(
            "Gesendet von Switchboard, weil Sie über Veröffentlichungen von {pipeline} entscheiden."
        )
    },

    decided: ByVerdict {
        accept: |pipeline| format!("Freigegeben: Veröffentlichung von {pipeline}"),
        reject: |pipeline| format!("Abgelehnt: Veröffentlichung von {pipeline}"),
    },
    over: |pipeline| format!("Zeit abgelaufen: Veröffentlichung von {pipeline}"),
    cancelled: |pipeline| format!("Gestoppt: Veröffentlichung von {pipeline}"),
    undeliverable: |pipeline| format!("Nicht weitergegeben: Veröffentlichung von {pipeline}"),
    still_open: |pipeline| format!("Noch nicht entschieden: Veröffentlichung von {pipeline}"),
    not_right: "Stimmt das nicht? Schreiben Sie sofort an",
    not_right_no_contact: "Stimmt das nicht? Sagen Sie es sofort dem Team, das die \
        Veröffentlichung macht.",
};
