//! The connection to AWS: one HTTP client for all services, with its timeouts and retries.

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
use switchboard_settings::{Environment, SettingsError, all};

use crate::trust::Trust;

/// A hundred times as long as connecting within a region takes.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);
/// One attempt. DynamoDB answers in single-digit milliseconds, so an attempt this old is lost.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(800);
/// All attempts of one request. The time limit of `vanity-lookup` has to be longer than this, so that it can
/// still answer why it failed. `vanity-convert` gives up earlier, because a caller waits on the phone.
const OPERATION_TIMEOUT: Duration = Duration::from_millis(2500);
/// One attempt while no caller waits on the phone. SES and CodePipeline answer in tenths of a second.
const PATIENT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);
/// All attempts while no caller waits on the phone. A person waits for the page, so after this a lost
/// answer is looked up instead.
const PATIENT_OPERATION_TIMEOUT: Duration = Duration::from_secs(4);
/// The only attempt for a mail: SES has no idempotency key, so a second attempt may send a second
/// mail. A mail that failed is sent again a minute later.
const MAIL_TIMEOUT: Duration = Duration::from_secs(8);
/// The first attempt and two retries.
const ATTEMPTS: u32 = 3;

/// The region, endpoint and credentials with which AWS is called. `Debug` omits the credentials.
///
/// ```
/// use switchboard_aws::{ConnectionSettings, Trust};
/// use switchboard_settings::Environment;
///
/// let environment = Environment::new(|name| match name {
///     "AWS_REGION" => Some("eu-central-1".to_owned()),
///     "AWS_ACCESS_KEY_ID" => Some("AKIDEXAMPLE".to_owned()),
///     "AWS_SECRET_ACCESS_KEY" => Some("a-secret".to_owned()),
///     _ => None,
/// });
/// let settings = ConnectionSettings::read(&environment)?;
/// assert_eq!((settings.endpoint.is_none(), settings.trust), (true, Trust::Amazon));
/// assert!(!format!("{settings:?}").contains("a-secret"));
/// # Ok::<(), switchboard_settings::SettingsError>(())
/// ```
#[derive(Clone, derive_more::Debug)]
pub struct ConnectionSettings {
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ENDPOINT_URL`: the local stack, or a VPC endpoint. `None`: the region's endpoints.
    pub endpoint: Option<Endpoint>,
    /// `AWS_ACCESS_KEY_ID`.
    #[debug(skip)]
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    #[debug(skip)]
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`.
    #[debug(skip)]
    pub session_token: Option<String>,
    /// `SWITCHBOARD_TRUST`.
    pub trust: Trust,
}

impl ConnectionSettings {
    /// Reads the variables named above. Lambda sets all but `AWS_ENDPOINT_URL` and `SWITCHBOARD_TRUST`.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let (region, endpoint, access_key_id, secret_access_key, session_token, trust) = all((
            environment.required("AWS_REGION"),
            environment.optional("AWS_ENDPOINT_URL"),
            environment.required("AWS_ACCESS_KEY_ID"),
            environment.required("AWS_SECRET_ACCESS_KEY"),
            environment.optional("AWS_SESSION_TOKEN"),
            environment.with_default("SWITCHBOARD_TRUST", Trust::default()),
        ))?;
        Ok(Self { region, endpoint, access_key_id, secret_access_key, session_token, trust })
    }

    fn is_plain(&self) -> bool {
        self.endpoint.as_ref().is_some_and(Endpoint::is_plain)
    }
}

/// The base URL of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

/// The text is not a base URL.
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
    /// Returns the URL as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
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

/// The HTTP client that the clients of all services share. It connects on the first request.
///
/// ```
/// use jiff::SignedDuration;
/// use switchboard_aws::vanity_table::{CallLogTable, TableSettings};
/// use switchboard_aws::{Connection, ConnectionSettings, Trust};
///
/// let connection = Connection::new(ConnectionSettings {
///     region: "eu-central-1".to_owned(),
///     endpoint: Some("http://127.0.0.1:4566".parse()?),
///     access_key_id: "local".to_owned(),
///     secret_access_key: "local".to_owned(),
///     session_token: None,
///     trust: Trust::Amazon,
/// })?;
/// let retention = SignedDuration::from_hours(24 * 365);
/// let table = TableSettings { name: "vanity-numbers".to_owned(), retention };
/// let calls = CallLogTable::new(&connection, table);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Connection {
    settings: ConnectionSettings,
    http: SharedHttpClient,
}

impl Connection {
    /// Prepares the HTTP client, without connecting.
    pub fn new(settings: ConnectionSettings) -> Result<Self, NoTls> {
        let http = if settings.is_plain() { plain_http() } else { https(settings.trust)? };
        Ok(Self { settings, http })
    }

    /// Returns the settings that the connection was made with.
    #[must_use]
    pub const fn settings(&self) -> &ConnectionSettings {
        &self.settings
    }

    /// Creates a client with the timeouts of a function that a caller on the phone, or a client of the API,
    /// waits for.
    #[allow(clippy::disallowed_methods, reason = "this is where clients are built")]
    pub(crate) fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.config(ATTEMPT_TIMEOUT, OPERATION_TIMEOUT))
    }

    /// Creates a client with the timeouts of a function that a person waits for on a page, or
    /// nobody.
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

    /// Creates an HTTP connector for requests that no SDK client sends. It tries once, sets no
    /// timeout and opens a new connection for each request: a pooled one may have been closed while
    /// the function was frozen, and would not prove that the name resolves and the certificate is
    /// valid.
    pub fn connector(&self) -> Result<Connector, NoTls> {
        let builder = Connector::builder().pool_max_idle_per_host(0);
        if self.settings.is_plain() {
            return Ok(builder.build_http());
        }
        Ok(builder.tls_provider(TLS).tls_context(tls(self.settings.trust)?).build())
    }

    /// Returns the credentials from the settings.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
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

/// The TLS provider is ring, because AWS-LC collects entropy when it starts, which costs a small
/// function up to a second of its first call.
const TLS: Provider = Provider::Rustls(CryptoMode::Ring);

fn tls(trust: Trust) -> Result<TlsContext, NoTls> {
    TlsContext::builder().with_trust_store(trust.store()).build().map_err(NoTls)
}

fn https(trust: Trust) -> Result<SharedHttpClient, NoTls> {
    let builder = aws_smithy_http_client::Builder::new();
    Ok(builder.tls_provider(TLS).tls_context(tls(trust)?).build_https())
}

/// Creates an HTTP client for endpoints without TLS. It does not read a trust store.
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
