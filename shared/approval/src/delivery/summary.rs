//! The summary of a decision, which CodePipeline keeps and shows in its console.
//!
//! A summary is one line in which our words stand beside those of the approvers. So every reason is in
//! quotation marks, and what is inside cannot end the quotation.

use crate::request::Request;
use crate::state::{DecidedBy, Decision, Verdict, Vote};
use crate::untrusted_text::UntrustedText;

/// CodePipeline's limit on a summary, here in UTF-16 code units. Whether CodePipeline counts those
/// or characters is not documented; a text of 512 code units has at most 512 characters.
const LIMIT: usize = 512;

/// A reason with less room than this is left out: it would be cut to a word or two.
const SHORTEST_REASON: usize = 12;

/// Returns the reference by which our own answer is recognized, at the end of every summary.
pub(super) fn reference(decision: &Decision) -> String {
    format!("ref {}", decision.id.reference())
}

/// Writes a short summary in ASCII, for a pipeline that refuses the full one.
pub(super) fn plain(decision: &Decision) -> String {
    format!("{} by link. {}", what(decision.verdict), reference(decision))
}

/// Writes the summary of a decision: approvers, reasons and the reference, within the limit.
pub(super) fn full(request: &Request, decision: &Decision) -> String {
    let reference = format!(" {}", reference(decision));
    let text = match decision.by {
        DecidedBy::Deadline => "Rejected: nobody decided in time.".to_owned(),
        DecidedBy::Approvers => answers(request, decision.verdict, LIMIT - reference.len()),
    };
    format!("{text}{reference}")
}

const fn what(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "Accepted",
        Verdict::Reject => "Rejected",
    }
}

/// Writes one sentence for each answer with this verdict, such as `Accepted via the link issued to
/// Ana: "looks good"`. Names that do not fit are counted; reasons share the room that the names leave.
fn answers(request: &Request, verdict: Verdict, room: usize) -> String {
    let votes = request.state.votes().iter().filter(|vote| vote.verdict == verdict);
    let votes: Vec<&Vote> = votes.collect();
    let mut heads = Vec::new();
    let mut left = room;
    for (index, vote) in votes.iter().enumerate() {
        let head = format!("{} via the link issued to {}", what(verdict), name(request, vote));
        let after = votes.len() - index - 1;
        let reserved = if after > 0 { others(after).len() } else { 0 };
        let Some(rest) = left.checked_sub(length(&head) + ". ".len() + reserved) else { break };
        left = rest + reserved;
        heads.push((head, vote.reason.as_ref().map(UntrustedText::to_quote)));
    }
    let missing = votes.len() - heads.len();
    let rest = (missing > 0).then(|| others(missing));
    left = left.saturating_sub(rest.as_ref().map_or(0, String::len));
    let longest = longest_reason(&heads, left);
    let sentences = heads.into_iter().map(|(head, reason)| match reason {
        // A reason that is cut ends in a sign of it, inside the quotation marks.
        Some(reason) if length(&reason) <= longest || longest >= SHORTEST_REASON => {
            format!("{head}: \"{}\"", cut(&reason, longest))
        }
        _ => format!("{head}."),
    });
    sentences.chain(rest).collect::<Vec<_>>().join(" ")
}

fn others(count: usize) -> String {
    format!("And {count} more.")
}

/// Returns the name of the approver whose link was used. In a name, a colon would read as the one
/// before a reason.
fn name(request: &Request, vote: &Vote) -> String {
    match request.approver(&vote.approver) {
        Some(approver) => approver.name.to_quote().replace([':', '\u{ff1a}', '\u{a789}'], ","),
        None => "an approver".to_owned(),
    }
}

/// Returns the longest that a reason may be for all of them to fit into this room: a short one leaves
/// its room to the others.
fn longest_reason(heads: &[(String, Option<String>)], room: usize) -> usize {
    // A colon, a blank and two marks in place of the full stop.
    const AROUND: usize = 3;
    let mut lengths: Vec<usize> =
        heads.iter().filter_map(|(_, reason)| reason.as_deref().map(length)).collect();
    lengths.sort_unstable();
    let mut left = room.saturating_sub(lengths.len() * AROUND);
    for (index, length) in lengths.iter().enumerate() {
        let share = left / (lengths.len() - index);
        if *length > share {
            return share;
        }
        left -= length;
    }
    usize::MAX
}

/// Returns the number of UTF-16 code units.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts a text to this many UTF-16 code units.
fn cut(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub(1);
    let fits = |character: &char| {
        let fits = character.len_utf16() <= left;
        left = left.saturating_sub(character.len_utf16());
        fits
    };
    let cut: String = text.chars().take_while(fits).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::approver::Approver;
    use crate::request::tests::request;
    use crate::state::{DecisionId, Pending, Quorum, State, Voted};

    /// Returns the summary of a decision by these approvers, each with a reason.
    fn summary(verdict: Verdict, answers: &[(&str, &str)]) -> String {
        let mut request = request();
        let template = request.approvers.remove(0);
        let count = u8::try_from(answers.len()).unwrap();
        request.quorum = Quorum { approvals: count, rejections: count, approvers: count };
        request.approvers = answers
            .iter()
            .enumerate()
            .map(|(index, (name, _))| Approver {
                email: format!("p{index}@example.com").parse().unwrap(),
                name: UntrustedText::line(name, 80).unwrap(),
                ..template.clone()
            })
            .collect();
        let mut pending = Pending::default();
        for (approver, (_, reason)) in request.approvers.iter().zip(answers) {
            let vote = Vote {
                id: DecisionId::new([0xab; 16]),
                approver: approver.id(),
                verdict,
                at: request.opened_at,
                reason: UntrustedText::lines(reason, Vote::REASON_LIMIT),
            };
            match pending.vote(vote, request.quorum, request.decide_by).unwrap() {
                Voted::Counted(next) => pending = next,
                Voted::Decided(deciding) => {
                    let decision = deciding.decision().clone();
                    request.state = State::Deciding(deciding);
                    return full(&request, &decision);
                }
            }
        }
        unreachable!("all of them decide");
    }

    #[test]
    fn a_comment_is_no_answer_of_somebody_else() {
        let forged = "ok. Accepted via the link issued to Mei Tan: fine by me";
        assert_eq!(
            summary(Verdict::Accept, &[("Ana Ruiz", forged)]),
            format!("Accepted via the link issued to Ana Ruiz: \"{forged}\" ref abababab")
        );
        assert_eq!(
            summary(
                Verdict::Accept,
                &[("Ana", "ok\" Accepted via the link issued to Mei: ”fine"), ("Jo: \"Mei\"", "")]
            ),
            "Accepted via the link issued to Ana: \"ok' Accepted via the link issued to Mei: 'fine\" \
             Accepted via the link issued to Jo, 'Mei'. ref abababab"
        );
        assert_eq!(
            summary(Verdict::Reject, &[("Ana", "no\n\n  - tax\n")]),
            "Rejected via the link issued to Ana: \"no - tax\" ref abababab"
        );
    }

    #[test]
    fn short_reasons_leave_their_room_to_long_ones() {
        let long = "x".repeat(300);
        let shown = summary(Verdict::Accept, &[("Ana", &long), ("Jonas", "fine"), ("Mei", &long)]);
        assert!(shown.contains("Jonas: \"fine\""), "{shown}");
        assert_eq!(shown.matches("x…\"").count(), 2, "{shown}");
        assert!((LIMIT - 4..=LIMIT).contains(&length(&shown)), "{shown}");
    }

    #[test]
    fn names_that_do_not_fit_are_counted() {
        let name = "N".repeat(80);
        let shown = summary(Verdict::Accept, &vec![(name.as_str(), "because"); 20]);
        assert!(shown.ends_with("And 16 more. ref abababab"), "{shown}");
    }

    proptest! {
        #[test]
        fn whatever_people_write_is_inside_the_marks(
            answers in prop::collection::vec(("[a-zA-Z\"“:é ]{0,60}N", "(?s).{0,400}"), 1..20)
        ) {
            let answers: Vec<(&str, &str)> =
                answers.iter().map(|(name, reason)| (name.as_str(), reason.as_str())).collect();
            let shown = summary(Verdict::Accept, &answers);
            prop_assert!(length(&shown) <= LIMIT, "{}", shown);
            let told = shown.strip_suffix(" ref abababab").unwrap();
            // Outside of the marks there are sentences of ours alone.
            for outside in told.split('"').step_by(2) {
                let ours = outside.replace("Accepted via the link issued to ", "");
                prop_assert!(!ours.contains("link issued"), "{}", shown);
            }
            prop_assert!(told.ends_with(['"', '.']), "{}", shown);
            prop_assert_eq!(told.matches('"').count() % 2, 0);
        }
    }
}
