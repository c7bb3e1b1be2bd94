//! The settings of the probe.

use std::str::FromStr;

use switchboard_settings::{Environment, SettingsError, all};
use switchboard_vanity::{ParseError, PhoneNumber};

use crate::aws::WebUrl;
use crate::function::{QualifiedFunction, TriedFunctions};

/// What is probed, and which new versions are tried.
#[derive(Clone, Debug)]
pub struct ProbeSettings {
    /// `PROBE_CONVERT_FUNCTION`, the alias that Amazon Connect invokes, and `PROBE_PHONE_NUMBER`. `None`:
    /// nobody calls here.
    pub calls: Option<Calls>,
    /// `PROBE_API_URL`: the base URL of the API. `None`: it is not checked.
    pub api: Option<WebUrl>,
    /// `PROBE_API_AUTHORIZATION`: how the API authenticates clients; `AWS_IAM` by default.
    pub authorization: Authorization,
    /// `PROBE_APPROVALS_URL`: the base URL of the approval links. `None`: their pages are not checked.
    pub approvals: Option<WebUrl>,
    /// `PROBE_TRIED_FUNCTIONS`: the functions whose new versions may be tried; none by default.
    pub tried: TriedFunctions,
}

/// The calls that the probe makes.
#[derive(Clone, Debug)]
pub struct Calls {
    /// The alias that Amazon Connect invokes.
    pub convert: QualifiedFunction,
    /// The number of the test caller.
    pub caller: PhoneNumber,
}

/// Calls need a function and a number, and so do trials of the functions that callers reach.
const CALLS_NEED: &str = "PROBE_CONVERT_FUNCTION and PROBE_PHONE_NUMBER are set together, and have to be set if PROBE_API_URL is, or if PROBE_TRIED_FUNCTIONS names vanity-convert or vanity-lookup";

impl ProbeSettings {
    /// Reads the variables named above.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let (convert, caller, api, authorization, approvals, tried) = all((
            environment.optional("PROBE_CONVERT_FUNCTION"),
            environment.optional::<TestCaller>("PROBE_PHONE_NUMBER"),
            environment.optional::<WebUrl>("PROBE_API_URL"),
            environment.with_default("PROBE_API_AUTHORIZATION", Authorization::AwsIam),
            environment.optional("PROBE_APPROVALS_URL"),
            environment.with_default("PROBE_TRIED_FUNCTIONS", TriedFunctions::default()),
        ))?;
        let calls = match (convert, caller) {
            (Some(convert), Some(TestCaller(caller))) => Some(Calls { convert, caller }),
            (None, None) if api.is_none() && !tried.need_a_caller() => None,
            _ => return Err(SettingsError::of(CALLS_NEED.to_owned())),
        };
        Ok(Self { calls, api, authorization, approvals, tried })
    }
}

/// The number of the test caller. It belongs to nobody, so its calls do not mix with a person's.
#[derive(Clone, Copy, Debug)]
pub struct TestCaller(pub PhoneNumber);

/// Reads E.164 only, the form in which Amazon Connect passes a number.
impl FromStr for TestCaller {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        PhoneNumber::from_e164(text).map(Self)
    }
}

/// How the API authenticates clients, in API Gateway's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// `AWS_IAM`: requests have to be signed.
    AwsIam,
    /// `JWT`: requests have to carry a token, which the probe does not have.
    Jwt,
    /// `NONE`: anyone is served, as on the local stack.
    None,
}

/// The text is not `AWS_IAM`, `JWT` or `NONE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is AWS_IAM (the default), JWT or NONE")]
pub struct BadAuthorization;

impl Authorization {
    /// Returns the status that a request without credentials is refused with. `None` if it is
    /// served.
    pub(crate) const fn refusal(self) -> Option<u16> {
        match self {
            Self::AwsIam => Some(403),
            Self::Jwt => Some(401),
            Self::None => None,
        }
    }
}

impl FromStr for Authorization {
    type Err = BadAuthorization;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "AWS_IAM" => Ok(Self::AwsIam),
            "JWT" => Ok(Self::Jwt),
            "NONE" => Ok(Self::None),
            _ => Err(BadAuthorization),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<ProbeSettings, String> {
        let value = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        ProbeSettings::read(&Environment::new(value)).map_err(|error| error.to_string())
    }

    #[test]
    fn an_api_is_protected_by_default() {
        let variables = [
            ("PROBE_CONVERT_FUNCTION", "vanity-convert:live"),
            ("PROBE_API_URL", "https://api.example.com"),
            ("PROBE_PHONE_NUMBER", "+12025550143"),
        ];
        assert_eq!(read(&variables).unwrap().authorization, Authorization::AwsIam);
        for (name, authorization) in [
            ("AWS_IAM", Authorization::AwsIam),
            ("JWT", Authorization::Jwt),
            ("NONE", Authorization::None),
        ] {
            let named = [("PROBE_API_AUTHORIZATION", name)];
            assert_eq!(
                read(&[&variables[..], &named].concat()).unwrap().authorization,
                authorization
            );
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_without_the_number() {
        let message = read(&[
            ("PROBE_CONVERT_FUNCTION", "vanity-convert"),
            ("PROBE_API_URL", "api.example.com"),
            ("PROBE_PHONE_NUMBER", "202 555 0143"),
            ("PROBE_API_AUTHORIZATION", "OFF"),
            ("PROBE_APPROVALS_URL", "approve.example.com"),
            ("PROBE_TRIED_FUNCTIONS", "storefront"),
        ])
        .unwrap_err();
        for name in [
            "CONVERT_FUNCTION",
            "API_URL",
            "PHONE_NUMBER",
            "API_AUTHORIZATION",
            "APPROVALS_URL",
            "TRIED_FUNCTIONS",
        ] {
            assert!(message.contains(&format!("PROBE_{name} cannot be read")), "{message}");
        }
        assert!(!message.contains("0143"), "{message}");
    }

    #[test]
    fn calls_need_a_function_and_a_number() {
        let convert = ("PROBE_CONVERT_FUNCTION", "vanity-convert:live");
        let caller = ("PROBE_PHONE_NUMBER", "+12025550143");
        let api = ("PROBE_API_URL", "https://api.example.com");
        let tries = |functions| ("PROBE_TRIED_FUNCTIONS", functions);
        let approvals = tries("approval-decision,synthetic-probe");
        let alone = read(&[approvals, ("PROBE_APPROVALS_URL", "https://a.example.com")]).unwrap();
        assert!(alone.calls.is_none() && alone.approvals.is_some());
        assert!(read(&[convert, caller, api, tries("vanity-lookup")]).unwrap().calls.is_some());
        for wrong in [
            &[convert][..],
            &[caller],
            &[api],
            &[tries("vanity-convert")],
            &[tries("vanity-lookup")],
        ] {
            assert!(read(wrong).unwrap_err().contains("PROBE_PHONE_NUMBER"), "{wrong:?}");
        }
    }
}
