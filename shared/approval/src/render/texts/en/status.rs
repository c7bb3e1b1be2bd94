//! English texts about the status of a request.

use crate::render::texts::{AftermathTexts, ByVerdict, StatusTexts};

pub(super) const STATUS: StatusTexts = StatusTexts {
    via: |names, several| {
        if several { format!("with the links of {names}") } else { format!("with {names}'s link") }
    },

    counted: ByVerdict { accept: "Your acceptance counts", reject: "Your rejection counts" },
    recorded: ByVerdict {
        accept: |via, at, several| {
            if several {
                format!("Acceptances were recorded {via}, the last on {at}.")
            } else {
                format!("An acceptance was recorded {via} on {at}.")
            }
        },
        reject: |via, at, several| {
            if several {
                format!("Rejections were recorded {via}, the last on {at}.")
            } else {
                format!("A rejection was recorded {via} on {at}.")
            }
        },
    },
    more_needed: ByVerdict {
        accept: |count| {
            if count == 1 {
                "1 more is needed before the release can go on.".to_owned()
            } else {
                format!("{count} more are needed before the release can go on.")
            }
        },
        reject: |count| {
            if count == 1 {
                "1 more would stop the release.".to_owned()
            } else {
                format!("{count} more would stop the release.")
            }
        },
    },
    stays: "That answer stays. The link that you opened now changed nothing.",
    nothing_changed: "Thanks, it was already decided, so nothing changed.",
    wait_for_mail: "There is nothing more for you to do. You get a mail when it is decided.",

    still_open: "This release is waiting for an answer",
    open_until: |at| format!("It can be answered until {at}."),
    use_links: "Open the link in your mail again to answer.",
    staging: "Staging site",

    recording: "Your answer is recorded",
    already_recorded: "An answer is already recorded",
    passing_on: "This is being passed on to the release pipeline, which has not confirmed it yet.",
    passing_on_deadline: "The release pipeline is being told that the release does not go on. It \
        has not confirmed that yet.",
    come_back: "Look again in a minute, or open the link in your mail again later, to see what came \
        of it. That is safe: an answer counts once.",

    applied: ByVerdict { accept: "The release was accepted", reject: "The release was rejected" },
    applied_via: ByVerdict {
        accept: |via, at| format!("This release was accepted {via} on {at}."),
        reject: |via, at| format!("This release was rejected {via} on {at}."),
    },
    applied_already: ByVerdict {
        accept: |via, at| format!("This release was already accepted {via} on {at}."),
        reject: |via, at| format!("This release was already rejected {via} on {at}."),
    },
    goes_on: |stage| match stage {
        Some(stage) => format!("The pipeline goes on with its next stage, \"{stage}\"."),
        None => "The pipeline goes on.".to_owned(),
    },
    stops: "The pipeline stops here.",
    own_outvoted: ByVerdict {
        accept: "The acceptance with your link was counted, but did not decide.",
        reject: "The rejection with your link was counted, but did not decide.",
    },
    nothing_to_do: "There is nothing more for you to do.",
    after_rejection: "There is nothing more for you to do. When the release is tried again, its \
        approvers get a new mail.",

    over: "The time to answer is over",
    over_since: |at| format!("There was no decision by {at}."),
    over_pending: "So the release is rejected automatically.",
    over_rejected: "So the release was rejected automatically. The pipeline stops here.",
    over_expired: "The pipeline has stopped waiting for an answer.",
    ask_again: "If the release is still wanted, the team has to start it again. Its approvers then \
        get a new mail with new links.",
    not_applied: ByVerdict {
        accept: |via, at, several| {
            if several {
                format!("Acceptances were recorded {via}, the last on {at}. They took no effect.")
            } else {
                format!("An acceptance was recorded {via} on {at}. It took no effect.")
            }
        },
        reject: |via, at, several| {
            if several {
                format!("Rejections were recorded {via}, the last on {at}. They took no effect.")
            } else {
                format!("A rejection was recorded {via} on {at}. It took no effect.")
            }
        },
    },
    own_not_used: ByVerdict {
        accept: "The acceptance with your link was recorded, but it took no effect.",
        reject: "The rejection with your link was recorded, but it took no effect.",
    },
    expired_before: "The release pipeline had stopped waiting before it could be told.",

    elsewhere: ByVerdict {
        accept: "The release was accepted in the AWS console",
        reject: "The release was rejected in the AWS console",
    },
    elsewhere_how: "Somebody with access to AWS answered there directly, and not by a link from a \
        mail.",
    elsewhere_summary: "The answer in the console came with this note:",

    cancelled: "The release was stopped",
    cancelled_how: "Its pipeline was stopped or changed while it was waiting. This release does \
        not go on.",

    not_shown: "The release pipeline shows no such approval",
    not_shown_how: "The release pipeline was asked several times, and it shows nothing that waits for \
        this answer. The message about it may have been wrong. The engineers have been told.",
    not_shown_decided: "The release pipeline has not confirmed this.",

    undeliverable: "The decision could not be passed on",
    undeliverable_how: "The release pipeline does not know this approval any more. The engineers \
        have been told.",
    undeliverable_next: "There is nothing more for you to do here. Ask the team what happens with \
        the release.",

    aftermath: AftermathTexts {
        succeeded: |at| format!("The pipeline reached its end on {at}."),
        superseded: |at| format!("A newer release took its place in the pipeline on {at}."),
        failed: "The release failed after it was accepted",
        failed_at: |stage, at| match stage {
            Some(stage) => format!("The pipeline failed at its stage \"{stage}\" on {at}."),
            None => format!("The pipeline failed on {at}."),
        },
        stopped: "The release was stopped after it was accepted",
        stopped_at: |at| {
            format!("The pipeline was stopped or changed before it reached its end, on {at}.")
        },
        rolled_back: "The release was rolled back after it was accepted",
        rolled_back_at: |stage, at| match stage {
            Some(stage) => {
                format!("The stage \"{stage}\" went back to an earlier release on {at}.")
            }
            None => format!("The pipeline went back to an earlier release on {at}."),
        },
        next: "There is nothing for you to do. The pipeline shows its team what happened.",
        next_with_contact: "There is nothing for you to do. The pipeline shows its team what \
            happened, and the contact of the team is told by mail.",
    },

    revoked: "This link was withdrawn",
    revoked_how: |name| format!("It was issued to {name} and does not work any more."),
    revoked_next: "If you have a newer mail about this release, use the links in that one.",
};
