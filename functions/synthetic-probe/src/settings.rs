//! What is probed, and as whom.

use std::str::FromStr;

use switchboard_aws::signed_http::{ApiUrl, FunctionAlias};
use switchboard_settings::Environment;
use switchboard_vanity::{ParseError, PhoneNumber};

/// What is probed, and as whom.
#[derive(Clone, Debug)]
pub struct ProbeSettings {
    /// `PROBE_CONVERT_FUNCTION`: the alias that Amazon Connect invokes.
    pub function: FunctionAlias,
    /// `PROBE_API_URL`: where clients of the API ask; without it, only the call is checked.
    pub api: Option<ApiUrl>,
    /// `PROBE_PHONE_NUMBER`.
    pub caller: TestCaller,
    /// `PROBE_API_AUTHORIZATION`.
    pub authorization: Authorization,
}

impl ProbeSettings {
    /// Reads the variables named above. The API is protected unless told otherwise.
    pub fn read(environment: &mut Environment<'_>) -> Option<Self> {
        let function = environment.required("PROBE_CONVERT_FUNCTION");
        let api = environment.optional("PROBE_API_URL");
        let caller = environment.required("PROBE_PHONE_NUMBER");
        let authorization = environment.or("PROBE_API_AUTHORIZATION", Authorization::AwsIam);
        Some(Self { function: function?, api, caller: caller?, authorization: authorization? })
    }
}

/// The number that calls. It is nobody's, so that the calls of a person are not mixed with it.
#[derive(Clone, Copy, Debug)]
pub struct TestCaller(pub PhoneNumber);

/// As Amazon Connect gives it, so nothing but E.164.
impl FromStr for TestCaller {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        PhoneNumber::from_e164(text).map(Self)
    }
}

/// How the API is protected, as API Gateway names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// `AWS_IAM`: unsigned requests are refused.
    AwsIam,
    /// `JWT`: requests without a token are refused. The probe has none, so it is never served.
    Jwt,
    /// `NONE`: the local stack's, which refuses nobody.
    None,
}

/// The variable says none of `AWS_IAM`, `JWT` and `NONE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is AWS_IAM (the default), JWT or NONE")]
pub struct BadAuthorization;

impl Authorization {
    /// What a request is answered that does not say who asks; `None` if it is served.
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
        let mut environment = Environment::new(value);
        let settings = ProbeSettings::read(&mut environment);
        environment.finish(settings).map_err(|error| error.to_string())
    }

    #[test]
    fn an_api_is_protected_unless_told_otherwise() {
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
