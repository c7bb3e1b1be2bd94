//! A server of small pages for tests of the browser. It records its requests.

use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use tokio::runtime::{Builder, Runtime};

/// The strictest policy that still allows forms to be sent.
const POLICY: &str = "default-src 'none'; form-action 'self'";

/// A site on a free port. It stops when it is dropped.
pub(crate) struct Site {
    _runtime: Runtime,
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Pages {
    bodies: Arc<HashMap<&'static str, String>>,
    policy: bool,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves pages with these bodies, under a policy that allows no scripts and no styles.
    pub(crate) fn strict<const N: usize>(pages: [(&'static str, &str); N]) -> Self {
        Self::start(pages, true)
    }

    /// Serves pages with these bodies. Their scripts and styles are allowed.
    pub(crate) fn of<const N: usize>(pages: [(&'static str, &str); N]) -> Self {
        Self::start(pages, false)
    }

    fn start<const N: usize>(pages: [(&'static str, &str); N], policy: bool) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let pages = pages.map(|(path, body)| (path, page(body)));
        let pages = Pages { bodies: Arc::new(pages.into()), policy, asked: Arc::clone(&asked) };
        let app = Router::new().fallback(answer).with_state(pages);
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await.unwrap();
        });
        Self { _runtime: runtime, address, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The requests for pages so far, as in `POST /sent accept-language=de`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn answer(State(pages): State<Pages>, request: Request) -> Response {
    let Some(page) = pages.bodies.get(request.uri().path()) else {
        return (axum::http::StatusCode::NOT_FOUND, page("<main><h1>Nothing</h1></main>"))
            .into_response();
    };
    let languages = request.headers().get("accept-language").map_or("", |it| it.to_str().unwrap());
    let asked = format!("{} {} {languages}", request.method(), request.uri().path());
    pages.asked.lock().unwrap().push(asked);
    let policy = if pages.policy { POLICY } else { "form-action 'self'" };
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
    ];
    (headers, page.clone()).into_response()
}

fn page(body: &str) -> String {
    if body.starts_with("<!doctype") {
        return body.to_owned();
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>A page</title></head><body>{body}</body></html>"
    )
}
