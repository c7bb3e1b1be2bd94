//! The certificate authorities that are trusted.

use std::str::FromStr;

use aws_smithy_http_client::tls::TrustStore;

/// The authorities that sign the certificates of AWS endpoints.
const AMAZON_ROOTS: &str = include_str!("../trust/amazon-roots.pem");

/// The certificate authorities that are trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The five authorities that sign AWS endpoints. Reading the system's whole store takes about
    /// 45 ms of a cold start, and trusts over a hundred authorities that never sign for AWS.
    #[default]
    Amazon,
    /// The system's store, in case AWS changes its authorities before the next release.
    Native,
}

/// The text is neither `amazon` nor `native`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is either `amazon` (fixed roots, the default) or `native` (the system's roots)")]
pub struct BadTrust;

impl FromStr for Trust {
    type Err = BadTrust;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "amazon" => Ok(Self::Amazon),
            "native" => Ok(Self::Native),
            _ => Err(BadTrust),
        }
    }
}

impl Trust {
    pub(crate) fn store(self) -> TrustStore {
        match self {
            Self::Amazon => TrustStore::empty().with_pem_certificate(AMAZON_ROOTS),
            Self::Native => TrustStore::empty().with_native_roots(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_smithy_http_client::tls::{Provider, TlsContext, rustls_provider::CryptoMode};

    use super::*;

    #[test]
    fn five_roots_are_embedded_and_can_be_read() {
        assert_eq!(AMAZON_ROOTS.matches("-----BEGIN CERTIFICATE-----").count(), 5);
        let context =
            TlsContext::builder().with_trust_store(Trust::Amazon.store()).build().unwrap();
        // A connector reads every certificate when it is built, and panics on one that is damaged.
        let _ = aws_smithy_http_client::Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(context)
            .build();
    }

    #[test]
    fn the_switch_has_two_positions() {
        assert_eq!("native".parse(), Ok(Trust::Native));
        assert_eq!("amazon".parse(), Ok(Trust::Amazon));
        assert_eq!("none".parse::<Trust>(), Err(BadTrust));
    }
}
