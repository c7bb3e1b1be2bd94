//! The approval actions of a pipeline that are answered through links.

use std::collections::BTreeSet;

use crate::notification::is_name;

/// The most actions of one pipeline. Each is named in the policies of two roles.
const MAX_ACTIONS: usize = 20;

/// Approval actions of one pipeline, each written as `stage/action`: the end of its ARN, by which IAM
/// allows `codepipeline:PutApprovalResult`.
///
/// ```
/// use switchboard_approval::guarded_actions::GuardedActions;
///
/// let actions = GuardedActions::new(vec!["Uat/Check".to_owned(), "Approval/Approve".to_owned()]);
/// let actions = actions.unwrap();
/// assert!(actions.contain("Uat", "Check"));
/// assert!(!actions.contain("Uat", "Approve"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardedActions(BTreeSet<String>);

impl GuardedActions {
    /// Takes 1 to 20 different actions. Returns `None` if there are none or too many, or if one is
    /// listed twice or is not the names of a stage and an action with a slash between them.
    #[must_use]
    pub fn new(actions: Vec<String>) -> Option<Self> {
        let count = actions.len();
        let are_actions = actions.iter().all(|action| is_action(action));
        let actions: BTreeSet<_> = actions.into_iter().collect();
        let is_good = are_actions && (1..=MAX_ACTIONS).contains(&count) && actions.len() == count;
        is_good.then_some(Self(actions))
    }

    /// Returns whether this action of this stage is among them. CodePipeline and IAM tell upper from
    /// lower case.
    #[must_use]
    pub fn contain(&self, stage: &str, action: &str) -> bool {
        // A name has no slash, so no two actions are written alike.
        self.0.contains(&format!("{stage}/{action}"))
    }
}

fn is_action(text: &str) -> bool {
    text.split_once('/').is_some_and(|(stage, action)| is_name(stage) && is_name(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actions(names: &[&str]) -> Option<GuardedActions> {
        GuardedActions::new(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn only_names_of_stages_and_actions_are_taken() {
        let longest = "a".repeat(100);
        assert!(actions(&["Approval/Approve", "Approval/Approve-2", "a.b@c_d/1"]).is_some());
        assert!(actions(&[&format!("{longest}/{longest}")]).is_some());
        for bad in [
            "",
            "/",
            "Approve",
            "Approval/",
            "/Approve",
            "storefront/Approval/Approve",
            "Approval/*",
            "Approval / Approve",
            "Approval/Approve\n",
            &format!("{longest}a/Approve"),
        ] {
            assert_eq!(actions(&[bad]), None, "{bad:?}");
        }
    }

    #[test]
    fn there_are_some_and_each_is_named_once() {
        let many: Vec<_> = (0..=MAX_ACTIONS).map(|number| format!("Approval/{number}")).collect();
        assert!(GuardedActions::new(many[1..].to_vec()).is_some());
        assert_eq!(GuardedActions::new(many), None);
        assert_eq!(actions(&[]), None);
        assert_eq!(actions(&["Approval/Approve", "Approval/Approve"]), None);
    }

    #[test]
    fn an_action_is_one_of_its_stage() {
        let two = actions(&["Uat/Check", "Production/Approve"]).unwrap();
        for (stage, action, is_guarded) in [
            ("Uat", "Check", true),
            ("Production", "Approve", true),
            ("Uat", "Approve", false),
            ("Production", "Check", false),
            ("uat", "Check", false),
            ("Uat", "Check-2", false),
            ("Uat/Check", "", false),
            ("", "Uat/Check", false),
        ] {
            assert_eq!(two.contain(stage, action), is_guarded, "{stage}/{action}");
        }
    }
}
