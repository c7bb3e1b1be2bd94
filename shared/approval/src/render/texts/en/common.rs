//! English texts that pages and mails share.

use crate::render::texts::{ByVerdict, CommonTexts};

pub(super) const COMMON: CommonTexts = CommonTexts {
    tag: "Release approvals",
    names: |names| match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    },
    unknown_approver: "somebody who is no longer on the list",
    look: "Look at it first",
    open_staging: "Open the staging site",
    new_tab: "opens in a new tab",
    staging_not_allowed: "There is an address to look at, but it is not shown here, because it is \
        not on the list of allowed sites. Ask before you decide if you need it.",
    change: "What changes",
    change_unknown: "There is no description of the change. Ask before you decide if you need one.",
    whole_message: "The whole message",
    by_author: |author| format!("By {author}"),
    revision: |revision| format!("Version {revision}"),
    view_change: |host| format!("View the change on {host}"),
    note: "Note for approvers",
    pipeline: "Release",
    stage: "Step",
    deadline: "Answer by",
    left: |duration| format!("{duration} left"),
    after_deadline: "If too few people have accepted by then, the release is rejected automatically.",
    closed_at: "Closed",
    so_far: "Answers",
    one_decides: ByVerdict {
        accept: "One acceptance is enough.",
        reject: "One rejection stops the release.",
    },
    progress: ByVerdict {
        accept: |count, needed| format!("{count} of {needed} acceptances so far."),
        reject: |count, needed| format!("{count} of {needed} rejections so far."),
    },
    asked: "Asked",
    waiting_for: |names, at| format!("No answer yet from {names}. Answers count until {at}."),
    answers: "Answers",
    vote: ByVerdict {
        accept: |name, at| format!("Acceptance via the link issued to {name}, {at}"),
        reject: |name, at| format!("Rejection via the link issued to {name}, {at}"),
    },
    next: "What to do next",
    contact: "Is something not right, or unclear? Write to",
    no_contact: "Is something not right, or unclear? Ask the team that makes the release.",
    reference: |id| format!("Reference {id}"),
};
