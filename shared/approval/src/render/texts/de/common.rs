//! German texts that pages and mails share.

use crate::render::texts::{ByVerdict, CommonTexts, plural};

pub(super) const COMMON: CommonTexts = CommonTexts {
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
    source: |name| format!("Teil: {name}"),
    more_sources: |count| format!("und {}", plural(count, "weiterer Teil", "weitere Teile")),
    since: |count, day| {
        let since = day.map_or("der letzten Freigabe".to_owned(), str::to_owned);
        match count {
            None => format!("Änderungen seit {since}"),
            Some(0) => format!("Keine Änderung seit {since}"),
            Some(count) => format!("{} seit {since}", plural(count, "Änderung", "Änderungen")),
        }
    },
    earlier: "Frühere Änderungen in dieser Veröffentlichung:",
    more: |count| format!("und {count} weitere"),
    compare: |host| format!("Alle diese Änderungen auf {host} ansehen"),
    notes: |host| format!("Versionshinweise auf {host} lesen"),
    not_shown: |contact| {
        let ask = contact.map_or(
            "Fragen Sie zuerst das Team, das die Veröffentlichung macht.".to_owned(),
            |address| format!("Schreiben Sie zuerst an {address}."),
        );
        format!("Die Pipeline zeigt diese Freigabe nicht an. Bitte stimmen Sie nicht zu. {ask}")
    },
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
    waiting_for: |names, at| format!("Noch keine Antwort von {names}. Antworten zählen bis {at}."),
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
