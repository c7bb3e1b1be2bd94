//! The settings of the probe.

use std::str::FromStr;

use switchboard_settings::{Environment, SettingsError, all};
use switchboard_vanity::{ParseError, PhoneNumber};

use crate::aws::{ApiUrl, FunctionAlias};

/// The function and the API that are probed, and the caller.
#[derive(Clone, Debug)]
pub struct ProbeSettings {
    /// `PROBE_CONVERT_FUNCTION`: the alias that Amazon Connect invokes.
    pub function: FunctionAlias,
    /// `PROBE_API_URL`: the base URL of the API. `None`: only the call is checked.
    pub api: Option<ApiUrl>,
    /// `PROBE_PHONE_NUMBER`: the test caller.
    pub caller: TestCaller,
    /// `PROBE_API_AUTHORIZATION`: how the API authenticates clients; `AWS_IAM` by default.
    pub authorization: Authorization,
}

impl ProbeSettings {
    /// Reads the variables named above.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let (function, api, caller, authorization) = all((
            environment.required("PROBE_CONVERT_FUNCTION"),
            environment.optional("PROBE_API_URL"),
            environment.required("PROBE_PHONE_NUMBER"),
            environment.with_default("PROBE_API_AUTHORIZATION", Authorization::AwsIam),
        ))?;
        Ok(Self { function, api, caller, authorization })
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
        ])
        .unwrap_err();
        for name in ["CONVERT_FUNCTION", "API_URL", "PHONE_NUMBER", "API_AUTHORIZATION"] {
            assert!(message.contains(&format!("PROBE_{name}")), "{message}");
        }
        assert!(!message.contains("0143"), "{message}");
    }
}
