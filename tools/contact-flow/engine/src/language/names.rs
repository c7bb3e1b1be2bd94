//! Names of actions without rules: types of the language that nobody has described yet, and blocks of the
//! old export format.

/// The meaning of a name that has no rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A type of the flow language that has no rules here yet.
    WithoutRules,
    /// A block of the old export format, with the action that replaces it.
    OldExport(&'static str),
    /// An unknown name.
    Unknown,
}

/// Classifies a name that [`action_type`](super::action_type) does not know.
#[must_use]
pub fn name(name: &str) -> Name {
    if let Some((_, action)) = OLD_EXPORT.iter().find(|(old, _)| *old == name) {
        return Name::OldExport(action);
    }
    if WITHOUT_RULES.contains(&name) { Name::WithoutRules } else { Name::Unknown }
}

/// Source: the topics of "Contact actions", "Flow control actions", "Interactions" and "Participant
/// actions" of the API reference.
const WITHOUT_RULES: [&str; 50] = [
    "AssociateContactToCustomerProfile",
    "AuthenticateParticipant",
    "CheckHoursOfOperation",
    "CheckMetricData",
    "CheckOutboundCallStatus",
    "CheckVoiceId",
    "CompleteOutboundCall",
    "ConnectParticipantWithLexBot",
    "CreateCallbackContact",
    "CreateCase",
    "CreateCustomerProfile",
    "CreatePersistentContactAssociation",
    "CreateTask",
    "CreateWisdomSession",
    "DequeueContactAndTransferToQueue",
    "DistributeByPercentage",
    "EndFlowExecution",
    "EndFlowModuleExecution",
    "GetCalculatedAttributesForCustomerProfile",
    "GetCase",
    "GetCustomerProfile",
    "GetCustomerProfileObject",
    "GetMetricData",
    "InvokeFlowModule",
    "MessageParticipantIteratively",
    "ResumeContact",
    "ShowView",
    "StartOutboundChatContact",
    "StartVoiceIdStream",
    "TagContact",
    "TransferContactToAgent",
    "TransferContactToQueue",
    "TransferParticipantToThirdParty",
    "TransferToFlow",
    "UnTagContact",
    "UpdateCase",
    "UpdateContactCallbackNumber",
    "UpdateContactData",
    "UpdateContactEventHooks",
    "UpdateContactMediaProcessing",
    "UpdateContactMediaStreamingBehavior",
    "UpdateContactRecordingAndAnalyticsBehavior",
    "UpdateContactRecordingBehavior",
    "UpdateContactRoutingBehavior",
    "UpdateContactTargetQueue",
    "UpdateCustomerProfile",
    "UpdateFlowAttributes",
    "UpdatePreviousContactParticipantState",
    "UpdateRoutingCriteria",
    "Wait",
];

/// The blocks of the old export format, and the actions that replace them.
const OLD_EXPORT: [(&str, &str); 19] = [
    ("CheckAttribute", "Compare"),
    ("CheckStaffing", "CheckMetricData"),
    ("Disconnect", "DisconnectParticipant"),
    ("GetUserInput", "GetParticipantInput"),
    ("InvokeExternalResource", "InvokeLambdaFunction"),
    ("LoopPrompts", "MessageParticipantIteratively"),
    ("PlayPrompt", "MessageParticipant"),
    ("ResumeContactFlow", "EndFlowExecution"),
    ("SetAttributes", "UpdateContactAttributes"),
    ("SetCallBackNumber", "UpdateContactCallbackNumber"),
    ("SetContactFlow", "UpdateContactEventHooks"),
    ("SetEventHook", "UpdateContactEventHooks"),
    ("SetLoggingBehavior", "UpdateFlowLoggingBehavior"),
    ("SetQueue", "UpdateContactTargetQueue"),
    ("SetRecordingBehavior", "UpdateContactRecordingBehavior"),
    ("SetRoutingCriteria", "UpdateRoutingCriteria"),
    ("SetVoice", "UpdateContactTextToSpeechVoice"),
    ("StoreUserInput", "GetParticipantInput"),
    ("Transfer", "TransferContactToQueue"),
];

#[cfg(test)]
mod tests {
    use super::super::action_type;
    use super::*;

    #[test]
    fn a_name_is_one_thing_only_and_old_ones_lead_to_types_of_the_language() {
        for (old, action) in OLD_EXPORT {
            assert!(action_type(old).is_none() && !WITHOUT_RULES.contains(&old), "{old}");
            assert!(action_type(action).is_some() || WITHOUT_RULES.contains(&action), "{action}");
        }
        for known in WITHOUT_RULES {
            assert!(action_type(known).is_none(), "{known}");
        }
        assert_eq!(name("PlayPrompt"), Name::OldExport("MessageParticipant"));
        assert_eq!(name("TransferToFlow"), Name::WithoutRules);
        assert_eq!(name("Teleport"), Name::Unknown);
    }
}
