//! German texts of pages that are not about a request.

use crate::render::texts::{Notice, NoticeTexts};

pub(super) const NOTICES: NoticeTexts = NoticeTexts {
    not_found: Notice {
        title: "Dieser Link ist nicht bekannt",
        what: "Vielleicht ist er unvollständig, weil ein Mailprogramm ihn umbrochen hat. Oder er ist \
            so alt, dass er gelöscht wurde.",
        next: "Öffnen Sie den Link in Ihrer E-Mail noch einmal, oder kopieren Sie ihn ganz in die \
            Adresszeile.",
    },
    method_not_allowed: Notice {
        title: "Das geht hier nicht",
        what: "Diese Seite lässt sich öffnen, und ihr Formular lässt sich absenden. Etwas anderes \
            ist nicht geschehen, und nichts wurde gespeichert.",
        next: "Öffnen Sie den Link in Ihrer E-Mail in einem Browser, und antworten Sie auf der \
            Seite.",
    },
    too_large: Notice {
        title: "Das war zu viel Text",
        what: "Die Antwort war weit größer, als das Formular erlaubt. Nichts wurde gespeichert.",
        next: "Öffnen Sie den Link in Ihrer E-Mail noch einmal, und fassen Sie sich kürzer.",
    },
    unsupported_media_type: Notice {
        title: "Die Antwort war nicht lesbar",
        what: "Sie kam nicht aus dem Formular auf unserer Seite. Nichts wurde gespeichert.",
        next: "Öffnen Sie den Link in Ihrer E-Mail in einem Browser, und antworten Sie auf der \
            Seite.",
    },
    cross_site: Notice {
        title: "Die Antwort kam von einer fremden Seite",
        what: "Zu Ihrer Sicherheit kann nur unsere eigene Seite eine Antwort absenden. Nichts wurde \
            gespeichert.",
        next: "Wenn Sie antworten möchten, öffnen Sie den Link in Ihrer E-Mail, und antworten Sie \
            auf der Seite. Haben Sie das hier nicht erwartet, können Sie die Seite schließen.",
    },
    bad_form: Notice {
        title: "Die Antwort war unvollständig",
        what: "Ein Teil des Formulars ist nicht angekommen. Nichts wurde gespeichert.",
        next: "Öffnen Sie den Link in Ihrer E-Mail noch einmal, und antworten Sie auf der Seite.",
    },
    bad_request: Notice {
        title: "Die Anfrage war nicht lesbar",
        what: "Sie kam nicht so von einem Browser, wie wir es erwarten. Nichts wurde gespeichert.",
        next: "Öffnen Sie den Link in Ihrer E-Mail in einem Browser, und antworten Sie auf der \
            Seite.",
    },
    not_recorded: Notice {
        title: "Ihre Antwort wurde nicht gespeichert",
        what: "Bei uns ist etwas ausgefallen, bevor Ihre Antwort gespeichert werden konnte. An der \
            Veröffentlichung hat sich nichts geändert.",
        next: "Warten Sie eine Minute. Öffnen Sie dann den Link in Ihrer E-Mail noch einmal, und \
            antworten Sie erneut.",
    },
    unconfirmed: Notice {
        title: "Wir wissen nicht, ob Ihre Antwort gespeichert ist",
        what: "Bei uns ist etwas ausgefallen, während Ihre Antwort gespeichert wurde.",
        next: "Warten Sie eine Minute. Öffnen Sie dann den Link in Ihrer E-Mail noch einmal: Die \
            Seite zeigt, ob Ihre Antwort da ist. Noch einmal zu antworten ist unbedenklich, denn \
            eine Antwort zählt nur einmal.",
    },
    unavailable: Notice {
        title: "Diese Seite lässt sich gerade nicht zeigen",
        what: "Bei uns ist etwas ausgefallen. Ihr Link gilt weiterhin, und nichts wurde gespeichert.",
        next: "Warten Sie eine Minute. Öffnen Sie dann den Link in Ihrer E-Mail noch einmal.",
    },
    server_error: Notice {
        title: "Bei uns ist etwas schiefgegangen",
        what: "Wir können nicht sagen, was aus Ihrem letzten Schritt geworden ist.",
        next: "Warten Sie eine Minute. Öffnen Sie dann den Link in Ihrer E-Mail noch einmal: Die \
            Seite zeigt, wie es um die Veröffentlichung steht. Noch einmal zu antworten ist \
            unbedenklich, denn eine Antwort zählt nur einmal.",
    },
    contact: "Hilft das nicht, schreiben Sie an",
    no_contact: "Hilft das nicht, fragen Sie die Person oder das Team, das in der E-Mail steht.",
};
