//! English texts.

mod notices;

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

const TIME: TimeTexts = TimeTexts {
    moment: |at, zone| format!("{} {zone}", at.strftime("%a %-d %b %Y, %H:%M")),
    short: |at| at.strftime("%a %-d %b, %H:%M").to_string(),
    zone_of_city: |city| format!("({city} time)"),
    zone: |_| None,
    days: |count| plural(count, "day", "days"),
    hours: |count| plural(count, "hour", "hours"),
    minutes: |count| plural(count, "minute", "minutes"),
    less_than_a_minute: "less than a minute",
};

const COMMON: CommonTexts = CommonTexts {
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

const REVIEW: ReviewTexts = ReviewTexts {
    question: ByVerdict {
        accept: |pipeline| format!("Accept the release of {pipeline}?"),
        reject: |pipeline| format!("Reject the release of {pipeline}?"),
    },
    issued: |name, address| format!("This link was issued to {name} ({address})."),
    do_not_forward: "Please do not forward it.",
    your_answer: "Your answer",
    looked: "I have looked at the staging site, and this release may go on.",
    looked_at_facts: "I know what is to be released, and it may go on.",
    comment: "Comment (optional)",
    reason: "Why should it not go on?",
    hint: |limit| {
        format!("At most {limit} characters. The team and the other approvers can read it.")
    },
    button: ByVerdict { accept: "Accept this release", reject: "Reject this release" },
    opposite: ByVerdict {
        accept: "To reject it instead, use the other link in the mail.",
        reject: "To accept it instead, use the other link in the mail.",
    },
    error: "Error:",
    problem: "Nothing was recorded yet",
    not_confirmed: "Tick the box to say that you have looked.",
    reason_missing: "Write why the release should not go on.",
    too_long: ByVerdict {
        accept: |limit| format!("Shorten your comment to at most {limit} characters."),
        reject: |limit| format!("Shorten your reason to at most {limit} characters."),
    },
    stale: "This page was open for too long. Please answer once more.",
};

const STATUS: StatusTexts = StatusTexts {
    via: |names, several| {
        format!("via the {} issued to {names}", if several { "links" } else { "link" })
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
                "1 more is needed before the release goes on.".to_owned()
            } else {
                format!("{count} more are needed before the release goes on.")
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
    stays: "That answer stays. The link that you have opened now changed nothing.",
    nothing_changed: "Your click changed nothing.",
    wait_for_mail: "There is nothing more for you to do. You get a mail when it is decided.",

    still_open: "This release is waiting for an answer",
    open_until: |at| format!("It can be answered until {at}."),
    use_links: "Open the link in your mail again to answer.",

    recording: "Your answer is recorded",
    already_recorded: "An answer is already recorded",
    passing_on: "This is being passed on to the release pipeline, which has not confirmed it yet.",
    passing_on_deadline: "The release pipeline is being told that the release does not go on. It \
        has not confirmed that yet.",
    come_back: "Reload this page in a minute, or open the link in your mail again later, to see \
        what came of it. That is safe: an answer counts once.",

    applied: ByVerdict { accept: "The release was accepted", reject: "The release was rejected" },
    applied_via: ByVerdict {
        accept: |via, at| format!("This release was accepted {via} on {at}."),
        reject: |via, at| format!("This release was rejected {via} on {at}."),
    },
    applied_already: ByVerdict {
        accept: |via, at| format!("This release was already accepted {via} on {at}."),
        reject: |via, at| format!("This release was already rejected {via} on {at}."),
    },
    applied_effect: ByVerdict {
        accept: "It goes on to production.",
        reject: "It does not go on. Nothing was released.",
    },
    own_outvoted: ByVerdict {
        accept: "The acceptance via your link was counted, but did not decide.",
        reject: "The rejection via your link was counted, but did not decide.",
    },
    nothing_to_do: "There is nothing more for you to do.",
    after_rejection: "There is nothing more for you to do. When the release is tried again, you \
        get a new mail.",

    over: "The time to answer is over",
    over_since: |at| format!("There was no decision by {at}."),
    over_effect: "Nothing was released.",
    over_rejected: "So the release was rejected automatically. Nothing was released.",
    ask_again: "If the release is still wanted, ask the team to start it again. You then get a new \
        mail with new links.",
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
        accept: "The acceptance via your link was recorded, but it took no effect.",
        reject: "The rejection via your link was recorded, but it took no effect.",
    },
    expired_before: "The release pipeline had stopped waiting before it could be told.",

    elsewhere: ByVerdict {
        accept: "The release was accepted in the AWS console",
        reject: "The release was rejected in the AWS console",
    },
    elsewhere_how: "Somebody with access to AWS answered there directly, and not by a link from a \
        mail.",
    elsewhere_effect: ByVerdict {
        accept: "The release goes on to production.",
        reject: "The release does not go on. Nothing was released.",
    },
    elsewhere_summary: "The answer in the console came with this note:",

    cancelled: "The release was stopped",
    cancelled_how: "Its pipeline was stopped or changed while it was waiting. This release does \
        not go on.",

    undeliverable: "The decision could not be passed on",
    undeliverable_how: "The release pipeline does not know this approval any more. The engineers \
        have been told.",
    undeliverable_next: "There is nothing more for you to do here. Ask the team what happens with \
        the release.",

    revoked: "This link was withdrawn",
    revoked_how: |name| format!("It was issued to {name} and does not work any more."),
    revoked_next: "If you have a newer mail about this release, use the links in that one.",
};

const MAIL: MailTexts = MailTexts {
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
    footer: |pipeline| format!("Sent by Switchboard, because you are an approver of {pipeline}."),

    decided: ByVerdict {
        accept: |pipeline| format!("Accepted: release of {pipeline}"),
        reject: |pipeline| format!("Rejected: release of {pipeline}"),
    },
    over: |pipeline| format!("Time is over: release of {pipeline}"),
    cancelled: |pipeline| format!("Stopped: release of {pipeline}"),
    undeliverable: |pipeline| format!("Could not be passed on: release of {pipeline}"),
    still_open: |pipeline| format!("Not decided yet: release of {pipeline}"),
    not_right: "Is this not right? Write at once to",
    not_right_no_contact: "Is this not right? Tell the team that makes the release at once.",
};
