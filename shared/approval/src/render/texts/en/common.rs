//! English texts that pages and mails share.

use crate::render::texts::{ByVerdict, CommonTexts, plural};

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
    source: |name| format!("Part: {name}"),
    more_sources: |count| format!("and {}", plural(count, "more part", "more parts")),
    since: |count, day| {
        let since = day.map_or("the last accepted release".to_owned(), str::to_owned);
        match count {
            None => format!("Changes since {since}"),
            Some(0) => format!("No change since {since}"),
            Some(count) => format!("{} since {since}", plural(count, "change", "changes")),
        }
    },
    earlier: "Earlier changes in this release:",
    more: |count| format!("and {count} more"),
    compare: |host| format!("View all of these changes on {host}"),
    notes: |host| format!("Read the release notes on {host}"),
    not_shown: |contact| {
        let ask = contact
            .map_or("Ask the team that makes the release first.".to_owned(), |address| {
                format!("Write to {address} first.")
            });
        format!("The release pipeline does not show this approval. Please do not accept it. {ask}")
    },
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
    answers: "Answers",
    waiting_for: |names, at| format!("No answer yet from {names}. Answers count until {at}."),
    vote: ByVerdict {
        accept: |name, at| format!("Acceptance with {name}'s link, {at}"),
        reject: |name, at| format!("Rejection with {name}'s link, {at}"),
    },
    next: "What to do next",
    contact: "Something unclear, or not right? Write to",
    no_contact: "Something unclear, or not right? Ask the team that makes the release.",
    reference: |id| format!("Reference {id}"),
};
