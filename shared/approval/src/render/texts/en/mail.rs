//! English texts of mails.

use crate::render::texts::{ByOccasion, ByVerdict, MailTexts};

pub(super) const MAIL: MailTexts = MailTexts {
    subject: ByOccasion {
        invitation: |by| format!("Decide by {by}"),
        reminder: |by| format!("Reminder: decide by {by}"),
        last_reminder: |by| format!("Last reminder: decide by {by}"),
    },
    quoted: |title| format!("\"{title}\""),
    heading: ByOccasion {
        invitation: |pipeline| format!("Please decide on the release of {pipeline}"),
        reminder: |pipeline| format!("Reminder: please decide on the release of {pipeline}"),
        last_reminder: |pipeline| {
            format!("Last reminder: please decide on the release of {pipeline}")
        },
    },
    greeting: |name| name.map_or("Hello,".to_owned(), |name| format!("Hello {name},")),
    try_it: |host| format!("Try it on {host}"),
    asked_for: |pipeline| {
        format!("A new version of {pipeline} is ready. You are asked whether it may go ahead.")
    },
    decide_by: |at, left| format!("Please answer by {at}: {left} left."),
    answer: "Your answer",
    opening_decides_nothing: "Opening a link decides nothing; you confirm on the page.",
    link_host: |host| format!("The links for your answer lead to {host} and nowhere else."),
    button: ByVerdict { accept: "Accept the release", reject: "Reject the release" },
    after_button: ByVerdict {
        accept: "if it may go ahead",
        reject: "if it should not go ahead; you are asked why",
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
    footer_for_others: |brand, pipeline| {
        format!("Sent by {brand}, because you are involved in releases of {pipeline}.")
    },

    calendar_title: "Deadline to decide",
    calendar_description: |reference| {
        format!("The links for your answer are in the mail with this entry. {reference}")
    },

    decided: ByVerdict { accept: "Accepted", reject: "Rejected" },
    over: "Time is over",
    cancelled: "Stopped",
    not_shown: "Not in the pipeline",
    undeliverable: "Could not be passed on",
    still_open: "Not decided yet",
    failed_after: "Failed after acceptance",
    stopped_after: "Stopped after acceptance",
    rolled_back_after: "Rolled back after acceptance",
    not_right: "Not what you expected? Write to",
    not_right_no_contact: "Not what you expected? Tell the team that makes the release.",
};
