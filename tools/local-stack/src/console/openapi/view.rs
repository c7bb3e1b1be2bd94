//! The description of the API as the page shows it: references followed, texts split, rules in words.

use std::fmt::Write as _;

use axum::http::StatusCode;
use indexmap::IndexMap;

use super::document::{
    Components, Document, Example, Header, Operation, OrReference, Parameter, Response, Schema,
    SecurityScheme, Server, UnknownReference,
};
use super::facts::{self, Rule, Type};
use super::json;
use super::prose::{Paragraph, paragraphs, spans};
use crate::console::page_state::segment;

/// Everything on the page.
#[derive(Debug)]
pub(super) struct Description {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) openapi: String,
    pub(super) license: String,
    pub(super) contact: String,
    pub(super) summary: String,
    pub(super) about: Vec<Paragraph>,
    pub(super) servers: Vec<ServerView>,
    pub(super) schemes: Vec<Scheme>,
    pub(super) operations: Vec<OperationView>,
    /// The answers that operations share.
    pub(super) answers: Vec<Answer>,
    pub(super) schemas: Vec<SchemaView>,
}

#[derive(Debug)]
pub(super) struct ServerView {
    pub(super) url: String,
    pub(super) about: Paragraph,
    pub(super) variables: Vec<Row>,
}

/// A way to sign in.
#[derive(Debug)]
pub(super) struct Scheme {
    pub(super) name: String,
    /// What to send.
    pub(super) sent: String,
    pub(super) about: Vec<Paragraph>,
}

#[derive(Debug)]
pub(super) struct OperationView {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) about: Vec<Paragraph>,
    /// A request with the examples of the parameters: a path, and a query if there is one.
    pub(super) target: String,
    pub(super) parameters: Vec<Row>,
    pub(super) answers: Vec<Answer>,
    pub(super) shared: Vec<SharedAnswer>,
}

/// A link to an answer that other operations give too.
#[derive(Debug)]
pub(super) struct SharedAnswer {
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) id: String,
}

/// An answer with its headers and its bodies.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) about: Vec<Paragraph>,
    pub(super) headers: Vec<Row>,
    pub(super) bodies: Vec<Body>,
}

#[derive(Debug)]
pub(super) struct Body {
    pub(super) media_type: String,
    pub(super) kind: Type,
    pub(super) samples: Vec<Sample>,
}

/// An example of a body.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) id: String,
    pub(super) summary: String,
    pub(super) json: String,
}

/// A parameter, a header, a variable or a member of an object.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) kind: Type,
    /// Where it stands, and whether it must be there.
    pub(super) place: String,
    pub(super) rules: Vec<Rule>,
    pub(super) about: Vec<Paragraph>,
    pub(super) examples: Vec<String>,
}

#[derive(Debug)]
pub(super) struct SchemaView {
    pub(super) name: String,
    pub(super) value: Row,
    pub(super) members: Vec<Row>,
}

impl Description {
    pub(super) fn of(document: &Document) -> Result<Self, UnknownReference> {
        let Document { openapi, info, servers, security, paths, components, .. } = document;
        let mut operations = Vec::new();
        let mut answers: Vec<Answer> = Vec::new();
        for (path, methods) in paths {
            for (method, operation) in methods {
                let (view, shared) = operation_view(path, method, operation, components)?;
                operations.push(view);
                for answer in shared {
                    if !answers.iter().any(|known| known.id == answer.id) {
                        answers.push(answer);
                    }
                }
            }
        }
        answers.sort_by(|one, other| one.status.cmp(&other.status));
        Ok(Self {
            title: info.title.clone(),
            version: info.version.clone(),
            openapi: openapi.clone(),
            license: info.license.name.clone(),
            contact: info.contact.name.clone(),
            summary: info.summary.clone(),
            about: paragraphs(&info.description),
            servers: servers.iter().map(server).collect(),
            schemes: schemes(security, components)?,
            operations,
            answers,
            schemas: components.schemas.iter().map(|(name, value)| schema(name, value)).collect(),
        })
    }
}

fn server(server: &Server) -> ServerView {
    let variables = server.variables.iter().map(|(name, variable)| Row {
        name: name.clone(),
        kind: Type { name: "string".to_owned(), ..Type::default() },
        place: String::new(),
        rules: Vec::new(),
        about: paragraphs(&variable.description),
        examples: vec![variable.default.clone()],
    });
    ServerView {
        url: server.url.clone(),
        about: spans(&server.description),
        variables: variables.collect(),
    }
}

/// Returns the ways to sign in, of which a client needs one.
fn schemes(
    security: &[IndexMap<String, Vec<String>>],
    components: &Components,
) -> Result<Vec<Scheme>, UnknownReference> {
    let names = security.iter().flat_map(IndexMap::keys);
    let found = names.map(|name| match components.security_schemes.get(name) {
        Some(value) => Ok(scheme(name, value)),
        None => Err(UnknownReference(format!("components/securitySchemes/{name}"))),
    });
    found.collect()
}

fn scheme(name: &str, scheme: &SecurityScheme) -> Scheme {
    let header = scheme.name.as_deref().unwrap_or("Authorization");
    let place = scheme.place.as_deref().unwrap_or("header");
    let value = match (scheme.auth_type.as_deref(), scheme.scheme.as_deref()) {
        (Some("awsSigv4"), _) => "AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…",
        (_, Some("bearer")) => "Bearer …",
        _ => scheme.kind.as_str(),
    };
    let format = scheme.bearer_format.as_ref().map(|format| format!(" ({format})"));
    Scheme {
        name: name.to_owned(),
        sent: format!("{place} {header}: {value}{}", format.unwrap_or_default()),
        about: paragraphs(&scheme.description),
    }
}

/// Returns an operation, and the answers that it shares with others.
fn operation_view(
    path: &str,
    method: &str,
    operation: &Operation,
    components: &Components,
) -> Result<(OperationView, Vec<Answer>), UnknownReference> {
    let id = &operation.id;
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| resolve(parameter, &components.parameters, "parameters"))
        .collect::<Result<Vec<_>, _>>()?;
    let (mut own, mut shared, mut links) = (Vec::new(), Vec::new(), Vec::new());
    for (status, response) in &operation.responses {
        match response {
            OrReference::Here(response) => {
                own.push(answer(&format!("{id}-{status}"), status, response, components)?);
            }
            OrReference::Reference(reference) => {
                let (name, response) =
                    Components::find(&components.responses, "responses", reference)?;
                let answer = answer(name, status, response, components)?;
                let (status, reason) = (answer.status.clone(), answer.reason.clone());
                links.push(SharedAnswer { status, reason, id: answer.id.clone() });
                shared.push(answer);
            }
        }
    }
    let view = OperationView {
        id: id.clone(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: operation.summary.clone(),
        about: paragraphs(&operation.description),
        target: target(path, &parameters),
        parameters: parameters.into_iter().map(parameter_row).collect(),
        answers: own,
        shared: links,
    };
    Ok((view, shared))
}

fn resolve<'a, T>(
    part: &'a OrReference<T>,
    section: &'a IndexMap<String, T>,
    name: &str,
) -> Result<&'a T, UnknownReference> {
    match part {
        OrReference::Here(part) => Ok(part),
        OrReference::Reference(reference) => {
            Components::find(section, name, reference).map(|(_, part)| part)
        }
    }
}

/// Returns a request with the first example of each parameter in the path and in the query.
fn target(path: &str, parameters: &[&Parameter]) -> String {
    let mut target = path.to_owned();
    let mut mark = '?';
    for parameter in parameters {
        let Some(example) = examples(parameter).first().map(|value| segment(value)) else {
            continue;
        };
        match parameter.place.as_str() {
            "path" => target = target.replace(&format!("{{{}}}", parameter.name), &example),
            "query" => {
                let _ = write!(target, "{mark}{}={example}", parameter.name);
                mark = '&';
            }
            _ => {}
        }
    }
    target
}

fn examples(parameter: &Parameter) -> Vec<String> {
    let several = parameter.examples.values().map(|example| &example.value);
    parameter.example.iter().chain(several).map(facts::literal).collect()
}

fn parameter_row(parameter: &Parameter) -> Row {
    let Parameter { name, place, description, required, schema, .. } = parameter;
    let need = if *required { "required" } else { "optional" };
    Row {
        name: name.clone(),
        place: format!("in the {place}, {need}"),
        about: paragraphs(description),
        examples: examples(parameter),
        ..row(name, schema)
    }
}

fn header_row(name: &str, header: &Header) -> Row {
    let place = if header.required { "always" } else { "sometimes" };
    Row {
        place: place.to_owned(),
        about: paragraphs(&header.description),
        ..row(name, &header.schema)
    }
}

fn row(name: &str, schema: &Schema) -> Row {
    Row {
        name: name.to_owned(),
        kind: facts::kind(schema),
        place: String::new(),
        rules: facts::rules(schema),
        about: paragraphs(schema.description.as_deref().unwrap_or_default()),
        examples: schema.examples.iter().map(facts::literal).collect(),
    }
}

fn answer(
    id: &str,
    status: &str,
    response: &Response,
    components: &Components,
) -> Result<Answer, UnknownReference> {
    let mut headers = Vec::new();
    for (name, header) in &response.headers {
        headers.push(header_row(name, resolve(header, &components.headers, "headers")?));
    }
    let bodies = response.content.iter().map(|(media_type, content)| Body {
        media_type: media_type.clone(),
        kind: facts::kind(&content.schema),
        samples: content.examples.iter().map(|(name, it)| sample(id, name, it)).collect(),
    });
    let reason = StatusCode::from_bytes(status.as_bytes()).ok();
    let reason = reason.and_then(|status| status.canonical_reason()).unwrap_or_default();
    Ok(Answer {
        id: id.to_owned(),
        status: status.to_owned(),
        reason: reason.to_owned(),
        about: paragraphs(&response.description),
        headers,
        bodies: bodies.collect(),
    })
}

fn sample(answer: &str, name: &str, example: &Example) -> Sample {
    Sample {
        id: format!("{answer}-{name}"),
        summary: example.summary.clone(),
        json: json::laid_out(&example.value),
    }
}

fn schema(name: &str, schema: &Schema) -> SchemaView {
    let members = schema.properties.iter().map(|(member, value)| {
        let need = if schema.required.contains(member) { "always" } else { "sometimes" };
        Row { place: need.to_owned(), ..row(member, value) }
    });
    SchemaView { name: name.to_owned(), value: row(name, schema), members: members.collect() }
}
