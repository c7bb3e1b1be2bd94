//! English texts of mails.

use crate::render::texts::{ByOccasion, ByVerdict, MailTexts};

pub(super) const MAIL: MailTexts = MailTexts {
    subject: ByOccasion {
        invitation: |pipeline, by| format!("Please decide: release of {pipeline} by {by}"),
        reminder: |pipeline, by| format!("Reminder, please decide: release of {pipeline} by {by}"),
        last_reminder: |pipeline, by| {
            format!("Last reminder, please decide: release of {pipeline} by {by}")
        },
    },
    heading: ByOccasion {
        invitation: |pipeline| format!("Please decide on the release of {pipeline}"),
        reminder: |pipeline| format!("Reminder: please decide on the release of {pipeline}"),
        last_reminder: |pipeline| {
            format!("Last reminder: please decide on the release of {pipeline}")
        },
    },
    greeting: |name| format!("Hello {name},"),
    asked_for: |pipeline| {
        format!("A new version of {pipeline} is ready. You are asked whether it may go on.")
    },
    decide_by: |at, left| format!("Please answer by {at} ({left} left)."),
    answer: "Your answer",
    opening_decides_nothing: "Opening a link decides nothing; you confirm on the page.",
    button: ByVerdict { accept: "Accept the release", reject: "Reject the release" },
    after_button: ByVerdict {
        accept: "if it may go on",
        reject: "if it should not go on; you are asked why",
    },
    who: "Who decides",
    asked: |names| format!("Asked: {names}."),
    needed: |needed, of| {
        if of == 1 {
            "You alone decide.".to_owned()
        } else if needed == of {
            format!("All {of} must accept.")
        } else {
            format!("{needed} of {of} must accept.")
        }
    },
    rejections_needed: |count| {
        if count == 1 {
            "One rejection stops the release.".to_owned()
        } else {
            format!("{count} rejections stop the release.")
        }
    },
    personal: "The links are for you alone. Please do not forward this mail.",
    footer: |brand, pipeline| {
        format!("Sent by {brand}, because you are an approver of {pipeline}.")
    },

    decided: ByVerdict {
        accept: |pipeline| format!("Accepted: release of {pipeline}"),
        reject: |pipeline| format!("Rejected: release of {pipeline}"),
    },
    over: |pipeline| format!("Time is over: release of {pipeline}"),
    cancelled: |pipeline| format!("Stopped: release of {pipeline}"),
    not_shown: |pipeline| format!("Not in the pipeline: release of {pipeline}"),
    undeliverable: |pipeline| format!("Could not be passed on: release of {pipeline}"),
    still_open: |pipeline| format!("Not decided yet: release of {pipeline}"),
    failed_after: |pipeline| format!("Failed after acceptance: release of {pipeline}"),
    stopped_after: |pipeline| format!("Stopped after acceptance: release of {pipeline}"),
    rolled_back_after: |pipeline| format!("Rolled back after acceptance: release of {pipeline}"),
    not_right: "Is this not right? Write at once to",
    not_right_no_contact: "Is this not right? Tell the team that makes the release at once.",
};
