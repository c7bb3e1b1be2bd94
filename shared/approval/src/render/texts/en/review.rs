//! English texts of the page that asks for an answer.

use crate::render::texts::{ByVerdict, ReviewTexts};

pub(super) const REVIEW: ReviewTexts = ReviewTexts {
    question: ByVerdict {
        accept: |pipeline| format!("Accept the release of {pipeline}?"),
        reject: |pipeline| format!("Reject the release of {pipeline}?"),
    },
    issued: |name, address| format!("Issued to {name} ({address})."),
    do_not_forward: "Please do not forward it.",
    your_answer: "Your answer",
    looked: "I have looked at the staging site, and this release may go ahead.",
    looked_at_facts: "I know what is to be released, and it may go ahead.",
    comment: "Comment (optional)",
    reason: "Why should it not go ahead?",
    add_comment: "Add a comment",
    hint: |limit| {
        format!("At most {limit} characters. The team and the other approvers can read it.")
    },
    button: ByVerdict { accept: "Accept this release", reject: "Reject this release" },
    instead: ByVerdict { accept: "Accept instead", reject: "Reject instead" },
    error: "Error:",
    problem: "Nothing was recorded yet",
    not_confirmed: "Tick the box to say that you have looked.",
    reason_missing: "Write why the release should not go ahead.",
    too_long: ByVerdict {
        accept: |limit| format!("Shorten your comment to at most {limit} characters."),
        reject: |limit| format!("Shorten your reason to at most {limit} characters."),
    },
    stale: "This page was open for too long. Please answer once more.",
    no_message: "A version without a description",
    more: "More about this release",
    look_again: "Look again",
};
