//! `/openapi.yaml`, the description of the HTTP API, and `/openapi`, the same as a page.
//!
//! | module | what |
//! | --- | --- |
//! | `document` | the description as it is written |
//! | `prose`, `facts`, `json` | its texts, the rules of its schemas in words, and its examples |
//! | `view` | the description as the page shows it |

mod document;
mod facts;
mod json;
mod prose;
mod view;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use self::document::{Document, UnknownReference};
use self::view::Description;
use super::html;
use crate::addresses::Addresses;
use crate::problem::Problem;

/// The description, as Terraform reads it too.
const OPENAPI: &str = include_str!("../../../../infra/modules/http-api/openapi.yaml");

/// The page.
#[derive(Template)]
#[template(path = "openapi.html")]
struct OpenApiPage<'a> {
    api: Description,
    addresses: &'a Addresses,
}

/// The description cannot be shown.
#[derive(Debug, thiserror::Error)]
enum DescriptionError {
    #[error("openapi.yaml cannot be read: {0}")]
    Read(#[from] serde_saphyr::Error),
    #[error("openapi.yaml is not complete: {0}")]
    Reference(#[from] UnknownReference),
}

pub(super) fn router(addresses: Addresses) -> Router {
    Router::new()
        .route("/openapi.yaml", get(file))
        .route("/openapi", get(page))
        .with_state(addresses)
}

fn read(yaml: &str) -> Result<Description, DescriptionError> {
    let document: Document = serde_saphyr::from_str(yaml)?;
    Ok(Description::of(&document)?)
}

/// `GET /openapi.yaml`, with the media type of RFC 9512
async fn file() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/yaml"), (header::CACHE_CONTROL, "no-cache")], OPENAPI)
}

/// `GET /openapi`
async fn page(State(addresses): State<Addresses>) -> Response {
    match read(OPENAPI) {
        Ok(api) => html::page(StatusCode::OK, &OpenApiPage { api, addresses: &addresses }),
        Err(error) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            html::problem_page(&Problem::new(status, error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_of(yaml: &str) -> String {
        let addresses = Addresses { people: "http://p".to_owned(), aws: "http://a".to_owned() };
        OpenApiPage { api: read(yaml).unwrap(), addresses: &addresses }.render().unwrap()
    }

    #[test]
    fn everything_in_the_file_is_on_the_page() {
        let api = read(OPENAPI).unwrap();
        let html = page_of(OPENAPI);
        for operation in &api.operations {
            assert!(html.contains(&format!("id=\"{}\"", operation.id)), "{}", operation.id);
            for shared in &operation.shared {
                assert!(html.contains(&format!("id=\"{}\"", shared.id)), "{}", shared.id);
            }
        }
        for schema in &api.schemas {
            assert!(html.contains(&format!("id=\"schema-{}\"", schema.name)), "{}", schema.name);
        }
        assert!(html.contains("curl -s 'http://p/vanity-numbers?limit=5'"), "{html}");
        assert!(html.contains("/vanity-numbers/%2B13235550168?order=best"), "{html}");
    }

    #[test]
    fn links_inside_the_page_lead_somewhere() {
        let html = page_of(OPENAPI);
        let links = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        let dead: Vec<_> = links.filter(|link| !html.contains(&format!("id=\"{link}\""))).collect();
        assert!(dead.is_empty(), "{dead:?}");
    }

    #[test]
    fn members_keep_the_order_of_the_file() {
        let html = page_of(OPENAPI);
        let at = |text: &str| html.find(text).unwrap();
        assert!(at("&#34;phoneNumber&#34;: &#34;+1********68&#34;") < at("&#34;callCount&#34;: 2"));
        assert!(at("&#34;callCount&#34;: 2") < at("&#34;firstCalledAt&#34;"));
    }

    #[test]
    fn texts_of_the_file_are_escaped() {
        let yaml = OPENAPI.replace("The vanity numbers of callers.", "<script>alert</script>");
        let yaml = yaml.replace("One way to spell the number.", "One <script> `<b>`.");
        let html = page_of(&yaml);
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
        assert!(html.contains("One &#60;script&#62; <code>&#60;b&#62;</code>."), "{html}");
    }

    /// The comma ends the text, so that the rest of it becomes a key.
    #[test]
    fn a_key_that_is_half_a_sentence_is_refused() {
        let mistaken = "{ description: 1 is the best, and 5 the worst., ";
        let yaml = OPENAPI.replace("{ description: \"1 is the best.\", ", mistaken);
        assert_ne!(yaml, OPENAPI);
        let error = read(&yaml).unwrap_err().to_string();
        assert!(error.contains("and 5 the worst."), "{error}");
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_named() {
        let yaml =
            OPENAPI.replace("components/responses/Forbidden", "components/responses/Fobiden");
        let error = read(&yaml).unwrap_err().to_string();
        assert!(error.ends_with("there is nothing at #/components/responses/Fobiden"), "{error}");
    }
}
