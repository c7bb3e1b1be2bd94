//! English texts of pages that are not about a request.

use crate::render::texts::{Notice, NoticeTexts};

pub(super) const NOTICES: NoticeTexts = NoticeTexts {
    not_found: Notice {
        title: "This link is not known",
        what: "Perhaps it is incomplete, because a mail program broke it in two. Or it is so old \
            that it was deleted.",
        next: "Open the link in your mail again, or copy all of it into the address bar.",
    },
    method_not_allowed: Notice {
        title: "That does not work here",
        what: "This page can be opened, and its form can be sent. Nothing else was done, and \
            nothing was recorded.",
        next: "Open the link in your mail in a browser, and answer on the page.",
    },
    too_large: Notice {
        title: "That was too much text",
        what: "The answer was far larger than the form allows. Nothing was recorded.",
        next: "Open the link in your mail again, and answer with a shorter text.",
    },
    unsupported_media_type: Notice {
        title: "The answer could not be read",
        what: "It was not sent by the form on our page. Nothing was recorded.",
        next: "Open the link in your mail in a browser, and answer on the page.",
    },
    cross_site: Notice {
        title: "The answer came from another site",
        what: "For your safety only our own page can send an answer. Nothing was recorded.",
        next: "If you want to answer, open the link in your mail, and answer on the page. If you \
            did not expect this, you can close this page.",
    },
    bad_form: Notice {
        title: "The answer was incomplete",
        what: "A part of the form did not arrive. Nothing was recorded.",
        next: "Open the link in your mail again, and answer on the page.",
    },
    bad_request: Notice {
        title: "The request could not be read",
        what: "It was not sent by a browser as we expect it. Nothing was recorded.",
        next: "Open the link in your mail in a browser, and answer on the page.",
    },
    not_recorded: Notice {
        title: "Your answer was not recorded",
        what: "Something failed on our side before your answer could be kept. The release is \
            where it was.",
        next: "Wait a minute. Then open the link in your mail again, and answer once more.",
    },
    unconfirmed: Notice {
        title: "We do not know whether your answer was recorded",
        what: "Something failed on our side while your answer was being kept.",
        next: "Wait a minute. Then open the link in your mail again: the page tells whether your \
            answer is there. Answering again is safe, because an answer counts once.",
    },
    unavailable: Notice {
        title: "This page cannot be shown right now",
        what: "Something failed on our side. Your link still works, and nothing was recorded.",
        next: "Wait a minute. Then open the link in your mail again.",
    },
    server_error: Notice {
        title: "Something went wrong on our side",
        what: "We cannot say what became of your last step.",
        next: "Wait a minute. Then open the link in your mail again: the page tells where the \
            release is. Answering again is safe, because an answer counts once.",
    },
    contact: "If that does not help, write to",
    no_contact: "If that does not help, ask the person or the team that the mail names.",
};
