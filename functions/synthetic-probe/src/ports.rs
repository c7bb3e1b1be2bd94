//! What the probe calls: functions, an API, a page, and CodeDeploy.

use std::collections::BTreeMap;
use std::error::Error;

use jiff::Timestamp;

use crate::event::{DeploymentId, Hook};
use crate::function::QualifiedFunction;
use crate::name::Name;

/// The functions that are probed.
pub trait Functions {
    /// Invokes a function and waits for its reply.
    fn invoke(
        &self,
        function: &QualifiedFunction,
        event: &[u8],
        now: Timestamp,
    ) -> impl Future<Output = Result<Invoked, NoAnswer>> + Send;
}

/// A web server: the API that serves stored vanity numbers, or the pages behind approval links.
pub trait Web {
    /// GETs a path, which starts with a slash and needs no percent-encoding: clients differ in how
    /// they sign what is encoded.
    fn get(
        &self,
        path: &str,
        signing: Signing,
        now: Timestamp,
    ) -> impl Future<Output = Result<Answer, NoAnswer>> + Send;
}

/// The deployments that ask the probe.
pub trait Deployments {
    /// Finds out what a deployment deploys.
    fn find(
        &self,
        id: &DeploymentId,
        now: Timestamp,
    ) -> impl Future<Output = Result<Deployment, DeploymentError>> + Send;

    /// Answers a hook. An answer that was given before stays, and is not an error.
    fn answer(
        &self,
        hook: &Hook,
        verdict: Verdict,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), DeploymentError>> + Send;
}

/// The result of an invocation. `Debug` omits the payload, which is personal data.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Invoked {
    /// Lambda's HTTP status, which is 200 also if the function failed.
    pub status: u16,
    /// Whether the function failed. If so, the payload is its error document.
    pub failed: bool,
    /// The function's reply.
    #[debug(skip)]
    pub payload: Vec<u8>,
}

/// An answer of a web server. `Debug` omits the body, which is personal data.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, with names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body as it was received.
    #[debug(skip)]
    pub body: Vec<u8>,
}

/// Whether a request is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Signed with the credentials of the function's role.
    Signed,
    /// Without credentials, as a stranger sends it.
    Unsigned,
}

/// What a deployment deploys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// A new version of a function.
    Release(QualifiedFunction),
    /// CodeDeploy's own way back to a version that callers have met before.
    Rollback,
}

/// The answer to a hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Callers may meet the version.
    Succeeded,
    /// The deployment ends, and no caller meets the version.
    Failed,
}

/// A request was not sent, or its answer could not be read.
#[derive(Debug, thiserror::Error)]
#[error("there was no answer")]
pub struct NoAnswer(#[source] Box<dyn Error + Send + Sync>);

impl NoAnswer {
    /// Keeps the reason as the error's source.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// CodeDeploy did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum DeploymentError {
    /// It did not answer.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// It refused the request.
    #[error("CodeDeploy refused {operation}: {error}")]
    Refused {
        /// The operation.
        operation: &'static str,
        /// The name of the error.
        error: Name,
    },
    /// Its answer does not say what is deployed: it is not the deployment of one version of one function.
    #[error("the deployment is not one of a version of a function, or CodeDeploy does not show it")]
    Unreadable,
}
