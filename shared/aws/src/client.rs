//! How AWS is reached: one HTTP client for all services, with its timeouts and retries.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_smithy_http_client::tls::{Provider, TlsContext, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Connector, HttpClientError};
use aws_types::SdkConfig;
use switchboard_settings::Environment;

use crate::trust::Trust;

/// A hundred times what a connection inside a region takes.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);
/// One try. DynamoDB answers in single-digit milliseconds; a try this old is lost.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(800);
/// All tries. Amazon Connect waits eight seconds at most and tries a function three times in them,
/// so a function gives up while its own time limit, which has to be longer, still lets it say why.
pub(crate) const OPERATION_TIMEOUT: Duration = Duration::from_millis(2500);
/// One try where nobody listens to silence. SES and CodePipeline answer in tenths of a second.
const PATIENT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);
/// All tries there. A person waits for the page, so a lost answer is looked up after this rather
/// than waited for.
const PATIENT_OPERATION_TIMEOUT: Duration = Duration::from_secs(4);
/// One try and no more: SES has no idempotency key, so each try may be another mail. Whoever sends
/// it again does so a minute later.
const MAIL_TIMEOUT: Duration = Duration::from_secs(8);
/// The first and two more.
const ATTEMPTS: u32 = 3;

/// Where and as whom AWS is called.
#[derive(Clone)]
pub struct ConnectionSettings {
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ENDPOINT_URL`: the local stack, or a VPC endpoint. Unset: the region's own.
    pub endpoint: Option<Endpoint>,
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`.
    pub session_token: Option<String>,
    /// `SWITCHBOARD_TRUST`.
    pub trust: Trust,
}

impl ConnectionSettings {
    /// Reads what Lambda sets, `AWS_ENDPOINT_URL` and `SWITCHBOARD_TRUST`.
    pub fn read(environment: &mut Environment<'_>) -> Option<Self> {
        let region = environment.required("AWS_REGION");
        let endpoint = environment.optional("AWS_ENDPOINT_URL");
        let access_key_id = environment.required("AWS_ACCESS_KEY_ID");
        let secret_access_key = environment.required("AWS_SECRET_ACCESS_KEY");
        let session_token = environment.optional("AWS_SESSION_TOKEN");
        let trust = environment.or("SWITCHBOARD_TRUST", Trust::default());
        Some(Self {
            region: region?,
            endpoint,
            access_key_id: access_key_id?,
            secret_access_key: secret_access_key?,
            session_token,
            trust: trust?,
        })
    }

    fn is_plain(&self) -> bool {
        self.endpoint.as_ref().is_some_and(Endpoint::is_plain)
    }
}

/// Keys stay out of it.
impl fmt::Debug for ConnectionSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionSettings")
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}

/// The base URL of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

/// The variable holds no base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a URL such as http://127.0.0.1:4566 or https://dynamodb.us-east-1.amazonaws.com")]
pub struct BadEndpoint;

impl FromStr for Endpoint {
    type Err = BadEndpoint;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
        match host {
            Some(host) if !host.is_empty() => Ok(Self(url.to_owned())),
            _ => Err(BadEndpoint),
        }
    }
}

impl Endpoint {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn is_plain(&self) -> bool {
        self.0.starts_with("http://")
    }
}

/// The trusted certificates cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the trusted certificates cannot be used")]
pub struct NoTls(#[source] HttpClientError);

/// The way to AWS that all clients share. Nothing is connected before the first request.
#[derive(Clone, Debug)]
pub struct Connection {
    pub(crate) settings: ConnectionSettings,
    http: SharedHttpClient,
}

impl Connection {
    /// Prepares the HTTP client.
    pub fn new(settings: ConnectionSettings) -> Result<Self, NoTls> {
        let http = if settings.is_plain() { plain_http() } else { https(settings.trust)? };
        Ok(Self { settings, http })
    }

    /// For a function that a call waits for.
    #[allow(clippy::disallowed_methods, reason = "this is where clients are built")]
    pub(crate) fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.config(ATTEMPT_TIMEOUT, OPERATION_TIMEOUT))
    }

    /// For a function that a person waits for, or nobody.
    #[allow(clippy::disallowed_methods, reason = "this is where clients are built")]
    pub(crate) fn patient_dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(
            &self.config(PATIENT_ATTEMPT_TIMEOUT, PATIENT_OPERATION_TIMEOUT),
        )
    }

    #[allow(clippy::disallowed_methods, reason = "this is where clients are built")]
    pub(crate) fn codepipeline(&self) -> aws_sdk_codepipeline::Client {
        let config = self.config(PATIENT_ATTEMPT_TIMEOUT, PATIENT_OPERATION_TIMEOUT);
        aws_sdk_codepipeline::Client::new(&config)
    }

    #[allow(clippy::disallowed_methods, reason = "this is where clients are built")]
    pub(crate) fn ses(&self) -> aws_sdk_sesv2::Client {
        let config = self.config(MAIL_TIMEOUT, MAIL_TIMEOUT).into_builder();
        let once = RetryConfig::disabled();
        aws_sdk_sesv2::Client::new(&config.retry_config(once).build())
    }

    /// For requests that no client of the SDK sends. It tries once and sets no time limit, and opens a
    /// connection for each: one that was kept while the function was frozen may be closed by now, and
    /// would tell nothing of names and certificates.
    pub(crate) fn connector(&self) -> Result<Connector, NoTls> {
        let builder = Connector::builder().pool_max_idle_per_host(0);
        if self.settings.is_plain() {
            return Ok(builder.build_http());
        }
        Ok(builder.tls_provider(TLS).tls_context(tls(self.settings.trust)?).build())
    }

    pub(crate) fn credentials(&self) -> Credentials {
        let settings = &self.settings;
        Credentials::new(
            &settings.access_key_id,
            &settings.secret_access_key,
            settings.session_token.clone(),
            None,
            "environment",
        )
    }

    fn config(&self, attempt: Duration, operation: Duration) -> SdkConfig {
        let settings = &self.settings;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(attempt)
            .operation_timeout(operation)
            .build();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(settings.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(self.credentials()))
            .http_client(self.http.clone())
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
        if let Some(Endpoint(url)) = &settings.endpoint {
            config = config.endpoint_url(url);
        }
        config.build()
    }
}

/// One TLS provider, named: ring needs no entropy collection at start, which costs AWS-LC up to a
/// second of a small function's first call.
const TLS: Provider = Provider::Rustls(CryptoMode::Ring);

fn tls(trust: Trust) -> Result<TlsContext, NoTls> {
    TlsContext::builder().with_trust_store(trust.store()).build().map_err(NoTls)
}

fn https(trust: Trust) -> Result<SharedHttpClient, NoTls> {
    let builder = aws_smithy_http_client::Builder::new();
    Ok(builder.tls_provider(TLS).tls_context(tls(trust)?).build_https())
}

/// For an endpoint without TLS, so that no trust store is read for nothing.
fn plain_http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().build_http()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(endpoint: Option<&str>) -> ConnectionSettings {
        ConnectionSettings {
            region: "eu-central-1".to_owned(),
            endpoint: endpoint.map(|url| url.parse().unwrap()),
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: "a-secret".to_owned(),
            session_token: Some("a-token".to_owned()),
            trust: Trust::Amazon,
        }
    }

    #[test]
    fn keys_stay_out_of_debug() {
        let shown = format!("{:?}", settings(None));
        for secret in ["AKIDEXAMPLE", "a-secret", "a-token"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn an_endpoint_is_a_url_with_a_host() {
        for url in ["http://127.0.0.1:4566", "https://dynamodb.eu-central-1.amazonaws.com"] {
            assert!(url.parse::<Endpoint>().is_ok(), "{url}");
        }
        for url in ["127.0.0.1:4566", "ftp://host", "http://", ""] {
            assert_eq!(url.parse::<Endpoint>(), Err(BadEndpoint), "{url}");
        }
    }

    #[test]
    fn clients_carry_the_timeouts_and_retries() {
        let client = Connection::new(settings(Some("http://127.0.0.1:1"))).unwrap().dynamodb();
        let config = client.config();
        let timeouts = config.timeout_config().unwrap();
        assert_eq!(timeouts.connect_timeout(), Some(CONNECT_TIMEOUT));
        assert_eq!(timeouts.operation_timeout(), Some(OPERATION_TIMEOUT));
        assert_eq!(config.retry_config().unwrap().max_attempts(), ATTEMPTS);
        assert_eq!(config.region().unwrap().as_ref(), "eu-central-1");
    }
}
