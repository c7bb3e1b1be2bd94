//! A server in the place of API Gateway, which gives fixed replies and checks signatures.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub(crate) const KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "a-secret";
pub(crate) const SESSION_TOKEN: &str = "a-token";
pub(crate) const REGION: &str = "eu-central-1";

/// How long a request may take to arrive, once its client has ended.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// The server. It ends with its replies.
pub(crate) struct Gateway {
    address: String,
    requests: Receiver<Request>,
}

/// A request as it was received.
#[derive(Debug)]
pub(crate) struct Request {
    method: String,
    pub(crate) target: String,
    /// With names in lower case.
    headers: Vec<(String, String)>,
}

impl Gateway {
    /// Gives these replies, each to one request: a status and a JSON body.
    pub(crate) fn answering(replies: impl IntoIterator<Item = (u16, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let replies: Vec<_> = replies.into_iter().collect();
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            for (status, body) in replies {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = sender.send(Request::read(&stream));
                let length = body.len();
                // The next reply is for another connection.
                let head = format!(
                    "HTTP/1.1 {status} Reply\r\ncontent-type: application/json\r\nretry-after: 0\r\n\
                     content-length: {length}\r\nconnection: close\r\n\r\n"
                );
                stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
            }
        });
        Self { address, requests }
    }

    /// The base URL.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The next request.
    pub(crate) fn request(&self) -> Request {
        self.requests.recv_timeout(TIME_LIMIT).unwrap()
    }
}

impl Request {
    fn read(stream: &TcpStream) -> Self {
        let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
        let first = lines.next().unwrap();
        let mut words = first.split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        let headers = lines.take_while(|line| !line.is_empty()).map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        });
        Self { method: method.to_owned(), target: target.to_owned(), headers: headers.collect() }
    }

    /// A header's value; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Signs the request again, with the SDK's signer, and compares the signatures.
    pub(crate) fn assert_signed(&self) {
        let sent = self.header("authorization");
        let part = |name: &str| {
            let (_, rest) =
                sent.split_once(&format!("{name}=")).unwrap_or_else(|| panic!("{sent}"));
            rest.split(',').next().unwrap()
        };
        let signed: Vec<_> = part("SignedHeaders").split(';').collect();
        assert!(["host", "x-amz-date"].iter().all(|name| signed.contains(name)), "{sent}");
        assert_eq!(self.header("x-amz-security-token"), SESSION_TOKEN);

        // The signer adds these itself.
        let of_signer = ["host", "x-amz-date", "x-amz-security-token"];
        let others = signed.iter().filter(|name| !of_signer.contains(name));
        let headers: Vec<_> = others.map(|name| (*name, self.header(name))).collect();
        let uri = format!("http://{}{}", self.header("host"), self.target);
        let body = SignableBody::Bytes(b"");
        let request = SignableRequest::new(&self.method, uri, headers.into_iter(), body).unwrap();
        let token = Some(SESSION_TOKEN.to_owned());
        let identity = Credentials::new(KEY, SECRET, token, None, "test").into();
        let mut settings = SigningSettings::default();
        if !signed.contains(&"x-amz-security-token") {
            settings.session_token_mode = aws_sigv4::http_request::SessionTokenMode::Exclude;
        }
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name("execute-api")
            .time(self.time())
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let (_, signature) = sign(request, &params).unwrap().into_parts();
        assert_eq!(part("Signature"), signature, "{self:?}");
    }

    /// The time of the signature.
    fn time(&self) -> SystemTime {
        let time = DateTime::strptime("%Y%m%dT%H%M%SZ", self.header("x-amz-date")).unwrap();
        let time: Timestamp = time.to_zoned(TimeZone::UTC).unwrap().timestamp();
        time.into()
    }
}
