//! The caller of a request. Its access key names the function and the process; signatures are not
//! checked.

use axum::http::{HeaderMap, header};

use crate::account::ACCOUNT;
use crate::lambda::{KeyHolder, Lambda};

/// The caller of a request.
#[derive(Clone, Debug)]
pub(super) enum Caller {
    /// A process of a function.
    Function(KeyHolder),
    /// Anybody else, with the access key if there is one. A person may do everything.
    Person(String),
}

impl Caller {
    pub(super) fn of(headers: &HeaderMap, lambda: &Lambda) -> Self {
        let key = access_key(headers).unwrap_or_default();
        match lambda.holder(key) {
            Some(holder) => Self::Function(holder),
            None => Self::Person(key.to_owned()),
        }
    }

    /// Returns the ARN that AWS would name as the caller.
    pub(super) fn arn(&self) -> String {
        match self {
            Self::Function(holder) => holder.function.session_arn(),
            Self::Person(key) => {
                let name = if key.is_empty() { "somebody" } else { key };
                format!("arn:aws:iam::{ACCOUNT}:user/{name}")
            }
        }
    }

    /// Returns the name of the calling function; `None` for a person.
    pub(super) fn function(&self) -> Option<&str> {
        match self {
            Self::Function(holder) => Some(&holder.function.name),
            Self::Person(_) => None,
        }
    }
}

/// Returns the access key `KEY` in
/// `AWS4-HMAC-SHA256 Credential=KEY/20261121/us-east-1/dynamodb/aws4_request, ...`.
fn access_key(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, credential) = authorization.split_once("Credential=")?;
    credential.split('/').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_in_the_credential() {
        let key = |authorization: &str| {
            let headers = [(header::AUTHORIZATION, authorization.parse().unwrap())];
            access_key(&HeaderMap::from_iter(headers)).map(str::to_owned)
        };
        let signed = "AWS4-HMAC-SHA256 Credential=LOCALHELLO1/20261121/us-east-1/ses/aws4_request, \
                      SignedHeaders=host, Signature=0";
        assert_eq!(key(signed).as_deref(), Some("LOCALHELLO1"));
        assert_eq!(key("Bearer x"), None);
    }
}
