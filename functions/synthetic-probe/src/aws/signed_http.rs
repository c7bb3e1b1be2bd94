//! HTTP requests signed with Signature Version 4.

use std::error::Error;
use std::sync::Arc;
use std::time::SystemTime;

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use jiff::Timestamp;
use switchboard_aws::{Connection, ConnectionSettings, NoTls};

use crate::ports::NoAnswer;

/// Sends each request once, over a new connection. Sets no timeout; the caller does.
#[derive(Clone, Debug)]
pub struct SignedHttp {
    connector: Arc<Connector>,
    pub(super) settings: ConnectionSettings,
    identity: Identity,
}

/// A request.
pub(super) struct Outgoing<'a> {
    pub(super) method: &'static str,
    pub(super) uri: &'a str,
    /// The service that the request is signed for. `None`: it is not signed.
    pub(super) service: Option<&'static str>,
    /// Headers, which are signed too.
    pub(super) headers: &'a [(&'static str, &'a str)],
    pub(super) body: &'a [u8],
}

/// A response, and its body.
pub(super) struct Incoming {
    pub(super) response: HttpResponse,
    pub(super) body: Vec<u8>,
}

impl SignedHttp {
    /// Creates an HTTP client with the trusted certificates and the credentials of `connection`.
    pub fn new(connection: &Connection) -> Result<Self, NoTls> {
        Ok(Self {
            connector: Arc::new(connection.connector()?),
            settings: connection.settings().clone(),
            identity: connection.credentials().into(),
        })
    }

    pub(super) async fn send(
        &self,
        outgoing: &Outgoing<'_>,
        now: Timestamp,
    ) -> Result<Incoming, NoAnswer> {
        let request = self.request(outgoing, now).map_err(NoAnswer::new)?;
        let mut response = self.connector.call(request).await.map_err(NoAnswer::new)?;
        let body = ByteStream::new(response.take_body()).collect().await.map_err(NoAnswer::new)?;
        Ok(Incoming { response, body: body.to_vec() })
    }

    fn request(
        &self,
        outgoing: &Outgoing<'_>,
        now: Timestamp,
    ) -> Result<HttpRequest, Box<dyn Error + Send + Sync>> {
        let Outgoing { method, uri, service, headers, body } = *outgoing;
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method(method)?;
        request.set_uri(uri)?;
        for (name, value) in headers {
            request.headers_mut().try_insert(*name, (*value).to_owned())?;
        }
        let Some(service) = service else { return Ok(request) };

        let params = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(&self.settings.region)
            .name(service)
            .time(SystemTime::from(now))
            .settings(SigningSettings::default())
            .build()?
            .into();
        let headers = headers.iter().copied();
        let signable = SignableRequest::new(method, uri, headers, SignableBody::Bytes(body))?;
        let (instructions, _) = sign(signable, &params)?.into_parts();
        for (name, value) in instructions.headers() {
            request.headers_mut().try_insert(name.to_owned(), value.to_owned())?;
        }
        Ok(request)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use switchboard_aws::Trust;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    pub(in super::super) fn client(endpoint: Option<&str>) -> SignedHttp {
        let connection = Connection::new(ConnectionSettings {
            region: "eu-central-1".to_owned(),
            endpoint: endpoint.map(|url| url.parse().unwrap()),
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: "a-secret".to_owned(),
            session_token: Some("a-token".to_owned()),
            trust: Trust::Amazon,
        });
        SignedHttp::new(&connection.unwrap()).unwrap()
    }

    /// Answers one request after the other with these responses, and returns the requests as they were
    /// received.
    pub(in super::super) async fn serve(
        responses: Vec<String>,
    ) -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = tokio::spawn(async move {
            let mut requests = Vec::new();
            for response in responses {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.push(read(&mut stream).await);
                stream.write_all(response.as_bytes()).await.unwrap();
            }
            requests
        });
        (url, requests)
    }

    async fn read(stream: &mut TcpStream) -> String {
        let mut request = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let read = stream.read(&mut chunk).await.unwrap();
            assert_ne!(read, 0, "half a request: {request:?}");
            request.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&request).into_owned();
            // The only bodies sent here are objects.
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            if !head.contains("content-length: ") || body.ends_with('}') {
                return text;
            }
        }
    }

    fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
        request.headers().get(name)
    }

    fn outgoing(service: Option<&'static str>) -> Outgoing<'static> {
        Outgoing {
            method: "GET",
            uri: "https://api.example.com/a",
            service,
            headers: &[],
            body: b"",
        }
    }

    #[test]
    fn a_signature_names_key_day_region_and_service() {
        let http = client(Some("http://127.0.0.1:1"));
        let request = http.request(&outgoing(Some("execute-api")), NOW).unwrap();
        let authorization = header(&request, "authorization").unwrap();
        let credential = "Credential=AKIDEXAMPLE/19700101/eu-central-1/execute-api/aws4_request";
        assert!(authorization.contains(credential), "{authorization}");
        let signed = "SignedHeaders=host;x-amz-date;x-amz-security-token";
        assert!(authorization.contains(signed), "{authorization}");
        assert_eq!(header(&request, "x-amz-date"), Some("19700101T000000Z"));
        assert_eq!(header(&request, "x-amz-security-token"), Some("a-token"));
    }

    /// The signatures were computed independently, after "Create a signed AWS API request" in the IAM
    /// user guide.
    #[test]
    fn method_host_path_query_token_and_body_are_signed() {
        let uri = "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/a/invocations?Qualifier=b";
        let invoke =
            Outgoing { method: "POST", uri, service: Some("lambda"), headers: &[], body: b"{}" };
        for (outgoing, signature) in [
            (
                outgoing(Some("execute-api")),
                "a02c6453ca8f0e275b0c483650c3ece44d7e5461f57e914c86c75640ff3b7050",
            ),
            (invoke, "3ca2ee682664a376cb668cc6c449c13139be47fcdd39c7489728ffaafbf7b98e"),
        ] {
            let request = client(None).request(&outgoing, NOW).unwrap();
            let authorization = header(&request, "authorization").unwrap();
            assert!(authorization.ends_with(&format!("Signature={signature}")), "{authorization}");
        }
    }

    #[test]
    fn without_a_service_nothing_says_who_asks() {
        let http = client(Some("http://127.0.0.1:1"));
        let request = http.request(&outgoing(None), NOW).unwrap();
        assert!(request.headers().is_empty(), "{request:?}");
    }

    #[test]
    fn keys_stay_out_of_debug() {
        let shown = format!("{:?}", client(Some("http://127.0.0.1:1")));
        for secret in ["a-secret", "a-token"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[tokio::test]
    async fn no_connection_is_used_again() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = read(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            stream.read(&mut [0; 16]).await.unwrap()
        });
        let http = client(Some(&url));
        let outgoing = Outgoing { uri: &url, ..outgoing(None) };
        assert!(http.send(&outgoing, NOW).await.is_ok());
        // This one is never answered, over whichever connection it goes.
        let _ = http.send(&outgoing, NOW).await;
        assert_eq!(server.await.unwrap(), 0, "more came over the first connection");
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_gives_no_answer() {
        let http = client(Some("http://127.0.0.1:1"));
        let outgoing = Outgoing { uri: "http://127.0.0.1:1/", ..outgoing(None) };
        assert!(http.send(&outgoing, NOW).await.is_err());
    }
}
