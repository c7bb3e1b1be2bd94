//! The types of actions that have rules.

use super::{
    ActionType, Conditions, ErrorRule, Field, Fields, Form, Forms, Kind, NO_MATCHING_CONDITION,
    NO_MATCHING_ERROR, Need, Next,
};

/// All types, by name.
pub(super) static ALL: [&ActionType; 9] = [
    &COMPARE,
    &DISCONNECT_PARTICIPANT,
    &GET_PARTICIPANT_INPUT,
    &INVOKE_LAMBDA_FUNCTION,
    &LOOP,
    &MESSAGE_PARTICIPANT,
    &UPDATE_CONTACT_ATTRIBUTES,
    &UPDATE_CONTACT_TEXT_TO_SPEECH_VOICE,
    &UPDATE_FLOW_LOGGING_BEHAVIOR,
];

const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, required: true, kind }
}

const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, required: false, kind }
}

const fn members(fields: &'static [Field]) -> Fields {
    Fields { fields, one_of: &[] }
}

const fn error(name: &'static str, need: Need) -> ErrorRule {
    ErrorRule { name, need }
}

const ON_ERROR: ErrorRule = error(NO_MATCHING_ERROR, Need::Required);

const BOOLEAN: Kind = Kind::Word(&["True", "False"]);

/// The parameters that say what is spoken, of which exactly one is present.
const PROMPTS: &[&str] = &["Text", "SSML", "PromptId", "Media"];

const TEXT: Field = optional("Text", Kind::Spoken);
const SSML: Field = optional("SSML", Kind::Ssml);
const PROMPT_ID: Field = optional("PromptId", Kind::Text);
const MEDIA: Field = optional(
    "Media",
    Kind::Object(members(&[
        required("Uri", Kind::Text),
        required("SourceType", Kind::Word(&["S3"])),
        required("MediaType", Kind::Word(&["Audio"])),
    ])),
);

static COMPARE: ActionType = ActionType {
    name: "Compare",
    page: "flow-control-actions-compare",
    forms: Forms::One(Form {
        parameters: members(&[required("ComparisonValue", Kind::Reference)]),
        next: Next::CopyOfError(NO_MATCHING_CONDITION),
        conditions: Conditions::Comparisons,
        errors: &[error(NO_MATCHING_CONDITION, Need::Required)],
    }),
};

static DISCONNECT_PARTICIPANT: ActionType = ActionType {
    name: "DisconnectParticipant",
    page: "participant-actions-disconnectparticipant",
    forms: Forms::One(Form {
        parameters: members(&[]),
        next: Next::Nowhere,
        conditions: Conditions::None,
        errors: &[],
    }),
};

const TIME_LIMIT: Field =
    required("InputTimeLimitSeconds", Kind::Whole { min: 1, max: 180, or_reference: false });

/// The language makes the prompt optional. The rules here require one, because a caller who hears nothing
/// does not know what to do.
static GET_PARTICIPANT_INPUT: ActionType = ActionType {
    name: "GetParticipantInput",
    page: "participant-actions-getparticipantinput",
    forms: Forms::By(
        "StoreInput",
        &[
            (
                "False",
                Form {
                    parameters: Fields {
                        fields: &[
                            TEXT,
                            SSML,
                            PROMPT_ID,
                            MEDIA,
                            TIME_LIMIT,
                            required("StoreInput", BOOLEAN),
                        ],
                        one_of: PROMPTS,
                    },
                    next: Next::CopyOfError(NO_MATCHING_CONDITION),
                    conditions: Conditions::Keys,
                    errors: &[
                        error("InputTimeLimitExceeded", Need::Required),
                        error(NO_MATCHING_CONDITION, Need::Required),
                        ON_ERROR,
                    ],
                },
            ),
            (
                "True",
                Form {
                    parameters: Fields {
                        fields: &[
                            TEXT,
                            SSML,
                            PROMPT_ID,
                            MEDIA,
                            TIME_LIMIT,
                            required("StoreInput", BOOLEAN),
                            required("InputValidation", INPUT_VALIDATION),
                            optional("InputEncryption", INPUT_ENCRYPTION),
                            optional("DTMFConfiguration", DTMF_CONFIGURATION),
                        ],
                        one_of: PROMPTS,
                    },
                    next: Next::Onward,
                    conditions: Conditions::None,
                    errors: &[
                        error(
                            "InvalidPhoneNumber",
                            Need::With("InputValidation.PhoneNumberValidation"),
                        ),
                        ON_ERROR,
                    ],
                },
            ),
        ],
    ),
};

/// The reference states no maximum for the digits of a number.
const INPUT_VALIDATION: Kind = Kind::Object(Fields {
    fields: &[
        optional(
            "CustomValidation",
            Kind::Object(members(&[required(
                "MaximumLength",
                Kind::Whole { min: 1, max: u32::MAX, or_reference: false },
            )])),
        ),
        optional(
            "PhoneNumberValidation",
            Kind::Object(members(&[
                required("NumberFormat", Kind::Word(&["Local", "E164"])),
                optional("CountryCode", Kind::Text),
            ])),
        ),
    ],
    one_of: &["CustomValidation", "PhoneNumberValidation"],
});

const INPUT_ENCRYPTION: Kind =
    Kind::Object(members(&[required("EncryptionKeyId", Kind::Text), required("Key", Kind::Text)]));

const DTMF_CONFIGURATION: Kind = Kind::Object(members(&[
    optional("InputTerminationSequence", Kind::Keys(5)),
    optional("DisableCancelKey", BOOLEAN),
    optional(
        "InterdigitTimeLimitSeconds",
        Kind::Refused("it is documented as 1 to 20, but a live instance was seen to refuse it"),
    ),
]));

/// The language makes `ResponseValidation` optional. The rules here require it, or a reply of another shape
/// would go unnoticed.
static INVOKE_LAMBDA_FUNCTION: ActionType = ActionType {
    name: "InvokeLambdaFunction",
    page: "interactions-invokelambdafunction",
    forms: Forms::One(Form {
        parameters: members(&[
            required("LambdaFunctionARN", Kind::Text),
            required(
                "InvocationTimeLimitSeconds",
                Kind::Whole { min: 1, max: 8, or_reference: false },
            ),
            optional("InvocationType", Kind::Word(&["SYNCHRONOUS", "ASYNCHRONOUS"])),
            optional("LambdaInvocationAttributes", Kind::Texts),
            required(
                "ResponseValidation",
                Kind::Object(members(&[required(
                    "ResponseType",
                    Kind::Word(&["STRING_MAP", "JSON"]),
                )])),
            ),
        ]),
        next: Next::Onward,
        conditions: Conditions::None,
        errors: &[ON_ERROR],
    }),
};

static LOOP: ActionType = ActionType {
    name: "Loop",
    page: "flow-control-actions-loop",
    forms: Forms::One(Form {
        parameters: members(&[required(
            "LoopCount",
            Kind::Whole { min: 0, max: 100, or_reference: true },
        )]),
        next: Next::CopyOfCondition("DoneLooping"),
        conditions: Conditions::Exactly(&["ContinueLooping", "DoneLooping"]),
        errors: &[error(NO_MATCHING_ERROR, Need::Allowed)],
    }),
};

static MESSAGE_PARTICIPANT: ActionType = ActionType {
    name: "MessageParticipant",
    page: "participant-actions-messageparticipant",
    forms: Forms::One(Form {
        parameters: Fields { fields: &[TEXT, SSML, PROMPT_ID, MEDIA], one_of: PROMPTS },
        next: Next::Onward,
        conditions: Conditions::None,
        errors: &[ON_ERROR],
    }),
};

static UPDATE_CONTACT_ATTRIBUTES: ActionType = ActionType {
    name: "UpdateContactAttributes",
    page: "contact-actions-updatecontactattributes",
    forms: Forms::One(Form {
        parameters: members(&[
            required("Attributes", Kind::Texts),
            required("TargetContact", Kind::Word(&["Current", "Related"])),
        ]),
        next: Next::Onward,
        conditions: Conditions::None,
        errors: &[ON_ERROR],
    }),
};

/// The console writes engines with a capital, the reference without one.
static UPDATE_CONTACT_TEXT_TO_SPEECH_VOICE: ActionType = ActionType {
    name: "UpdateContactTextToSpeechVoice",
    page: "contact-actions-updatecontacttexttospeechvoice",
    forms: Forms::One(Form {
        parameters: members(&[
            required("TextToSpeechVoice", Kind::Text),
            optional(
                "TextToSpeechEngine",
                Kind::Word(&[
                    "Standard",
                    "Neural",
                    "Generative",
                    "standard",
                    "neural",
                    "generative",
                ]),
            ),
            optional("TextToSpeechStyle", Kind::Word(&["None", "Conversational", "Newscaster"])),
        ]),
        next: Next::Onward,
        conditions: Conditions::None,
        errors: &[ON_ERROR],
    }),
};

static UPDATE_FLOW_LOGGING_BEHAVIOR: ActionType = ActionType {
    name: "UpdateFlowLoggingBehavior",
    page: "flow-control-actions-updateflowloggingbehavior",
    forms: Forms::One(Form {
        parameters: members(&[required(
            "FlowLoggingBehavior",
            Kind::Word(&["Enabled", "Disabled"]),
        )]),
        next: Next::Onward,
        conditions: Conditions::None,
        errors: &[],
    }),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_itself() {
        for kind in ALL {
            let forms: Vec<&Form> = match &kind.forms {
                Forms::One(form) => vec![form],
                Forms::By(parameter, forms) => {
                    for (value, form) in *forms {
                        let field = form.parameters.fields.iter().find(|f| f.name == *parameter);
                        let Kind::Word(words) = &field.unwrap().kind else { panic!("{value}") };
                        assert!(words.contains(value), "{}", kind.name);
                    }
                    forms.iter().map(|(_, form)| form).collect()
                }
            };
            for form in forms {
                check_fields(kind.name, &form.parameters);
                match form.next {
                    Next::CopyOfError(error) => assert!(
                        form.errors.iter().any(|e| e.name == error && e.need == Need::Required),
                        "{}",
                        kind.name
                    ),
                    Next::CopyOfCondition(operand) => assert!(
                        matches!(form.conditions, Conditions::Exactly(all) if all.contains(&operand))
                    ),
                    Next::Onward => assert_eq!(form.conditions, Conditions::None, "{}", kind.name),
                    Next::Nowhere => assert!(form.errors.is_empty(), "{}", kind.name),
                }
            }
        }
    }

    fn check_fields(name: &str, fields: &Fields) {
        for choice in fields.one_of {
            let field = fields.fields.iter().find(|field| field.name == *choice);
            assert!(!field.unwrap().required, "{name}: {choice}");
        }
        for field in fields.fields {
            if let Kind::Object(members) = &field.kind {
                check_fields(name, members);
            }
        }
    }
}
