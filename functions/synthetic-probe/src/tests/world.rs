//! What the probe calls, in memory. Everything in it can fail.

use std::collections::BTreeMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use switchboard_lambda::{Failure, Invocation, Metrics};
use switchboard_vanity::PhoneNumber;

use crate::event::{DeploymentId, Event, Hook};
use crate::function::QualifiedFunction;
use crate::name::Name;
use crate::ports::{
    Answer, Deployment, DeploymentError, Deployments, Functions, Invoked, NoAnswer, Signing,
    Verdict, Web,
};
use crate::settings::{Authorization, Calls};
use crate::{Probe, Report};

pub(super) const CALLER: &str = "+18003569377";

/// The replies of functions and web servers, and the requests that they received.
pub(super) struct World {
    pub(super) reply: Value,
    pub(super) function_failed: bool,
    pub(super) stored: Value,
    pub(super) statuses: [u16; 3],
    /// The replies of versions, by function.
    pub(super) versions: BTreeMap<&'static str, Value>,
    pub(super) page: Value,
    pub(super) deployment: Option<Deployment>,
    pub(super) silent: bool,
    pub(super) broken: bool,
    /// How many answers to a hook CodeDeploy loses.
    pub(super) lost_answers: Mutex<u32>,
    pub(super) asked: Mutex<Vec<String>>,
    pub(super) verdicts: Mutex<Vec<Verdict>>,
}

pub(super) fn now() -> Timestamp {
    "2026-11-21T10:15:42Z".parse().unwrap()
}

/// A probe of this world that tries every function.
pub(super) fn probe(world: &World) -> Probe<'_, World, World, World> {
    let caller = PhoneNumber::from_e164(CALLER).unwrap();
    let tried = "vanity-convert,vanity-lookup,approval-request,approval-decision,approval-sweep,synthetic-probe";
    Probe {
        functions: world,
        api: Some(world),
        pages: None,
        deployments: world,
        calls: Some(Calls { convert: "vanity-convert:live".parse().unwrap(), caller }),
        authorization: Authorization::AwsIam,
        tried: tried.parse().unwrap(),
    }
}

/// The reply of approval-decision for a link that nobody has.
fn unknown_link() -> Value {
    json!({
        "statusCode": 404,
        "headers": {
            "cache-control": "no-store",
            "content-security-policy": "default-src 'none'; style-src 'sha256-abc='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "content-type": "text/html; charset=utf-8",
            "referrer-policy": "no-referrer",
            "strict-transport-security": "max-age=63072000; includeSubDomains",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
        },
        "body": "<!doctype html>",
        "isBase64Encoded": false,
    })
}

impl World {
    /// A world in which every check and every trial passes.
    pub(super) fn healthy() -> Self {
        let five = switchboard_vanity::best_five(&PhoneNumber::from_e164(CALLER).unwrap()).unwrap();
        let mut reply =
            json!({"status": "ok", "phoneNumber": CALLER, "count": "5", "recorded": "true"});
        for vanity in five.by_rank() {
            reply[format!("vanity_{}", vanity.rank)] = vanity.vanity_number.as_str().into();
        }
        let stored = json!({
            "phoneNumber": CALLER,
            "vanityNumbers": five.ascending().to_vec(),
            "callCount": 7,
            "firstCalledAt": "2026-01-01T00:00:00.000Z",
            "lastCalledAt": "2026-11-21T10:15:43.120Z",
        });
        let refused = json!({"batchItemFailures": [
            {"itemIdentifier": "00000000-0000-0000-0000-000000000000"},
        ]});
        let swept = json!({"lookedAt": 0, "closed": 0, "mailsSent": 0, "unfinished": 0});
        let unknown = json!({
            "statusCode": 404,
            "headers": {"Content-Type": "application/problem+json"},
            "body": "{}",
        });
        let versions = [
            ("vanity-convert", reply.clone()),
            ("vanity-lookup", unknown),
            ("approval-request", refused),
            ("approval-decision", unknown_link()),
            ("approval-sweep", swept),
        ];
        Self {
            reply,
            function_failed: false,
            stored,
            statuses: [200, 200, 403],
            versions: versions.into(),
            page: unknown_link(),
            deployment: None,
            silent: false,
            broken: false,
            lost_answers: Mutex::new(0),
            asked: Mutex::default(),
            verdicts: Mutex::default(),
        }
    }

    /// A healthy world with a deployment of version 7 of a function.
    pub(super) fn deploying(function: &str) -> Self {
        let version = QualifiedFunction::version(function, "7").unwrap();
        Self { deployment: Some(Deployment::Release(version)), ..Self::healthy() }
    }

    async fn ask(&self, asked: impl Into<String>) -> Result<(), NoAnswer> {
        self.asked.lock().unwrap().push(asked.into());
        if self.silent {
            std::future::pending::<()>().await;
        }
        if self.broken {
            return Err(NoAnswer::new(std::io::Error::other("connection refused")));
        }
        Ok(())
    }

    /// Runs the handler, with the time that the probe has. Returns the metrics as well.
    pub(super) async fn handle(
        &self,
        probe: &Probe<'_, Self, Self, Self>,
        event: Event,
    ) -> (Result<Report, Failure>, Value) {
        let mut metrics = Metrics::default();
        let mut invocation = Invocation {
            event,
            request_id: "request-1".to_owned(),
            deadline: switchboard_lambda::now() + SignedDuration::from_secs(20),
            metrics: &mut metrics,
        };
        let report = crate::handle(probe, now(), &mut invocation).await;
        let document = metrics.document("synthetic-probe", "request-1", now());
        (report, serde_json::from_str(&document).unwrap())
    }
}

impl Functions for World {
    async fn invoke(
        &self,
        function: &QualifiedFunction,
        event: &[u8],
        _: Timestamp,
    ) -> Result<Invoked, NoAnswer> {
        self.ask(String::from_utf8_lossy(event)).await?;
        let event: Value = serde_json::from_slice(event).unwrap();
        let is_look_up = event["routeKey"] == "GET /vanity-numbers/{phoneNumber}";
        let payload = match self.versions.get(function.name()) {
            _ if function.qualifier() == "live" => self.reply.clone(),
            _ if is_look_up => {
                json!({"statusCode": self.statuses[1], "body": self.stored.to_string()})
            }
            Some(reply) => reply.clone(),
            None => json!(null),
        };
        let payload = payload.to_string().into_bytes();
        Ok(Invoked { status: self.statuses[0], failed: self.function_failed, payload })
    }
}

impl Web for World {
    async fn get(&self, path: &str, signing: Signing, _: Timestamp) -> Result<Answer, NoAnswer> {
        self.ask(format!("{signing:?} {path}")).await?;
        if path.starts_with("/approvals/") {
            let headers = serde_json::from_value(self.page["headers"].clone()).unwrap();
            let status = u16::try_from(self.page["statusCode"].as_u64().unwrap()).unwrap();
            let body = self.page["body"].as_str().unwrap().as_bytes().to_vec();
            return Ok(Answer { status, headers, body });
        }
        let status = self.statuses[if signing == Signing::Signed { 1 } else { 2 }];
        let body = self.stored.to_string().into_bytes();
        Ok(Answer { status, headers: BTreeMap::new(), body })
    }
}

impl Deployments for World {
    async fn find(&self, _: &DeploymentId, _: Timestamp) -> Result<Deployment, DeploymentError> {
        let error = Name::of(Some("DeploymentDoesNotExistException"));
        let refused = DeploymentError::Refused { operation: "GetDeployment", error };
        self.deployment.clone().ok_or(refused)
    }

    async fn answer(
        &self,
        _: &Hook,
        verdict: Verdict,
        _: Timestamp,
    ) -> Result<(), DeploymentError> {
        let mut lost = self.lost_answers.lock().unwrap();
        if *lost > 0 {
            *lost -= 1;
            return Err(NoAnswer::new(std::io::Error::other("connection reset")).into());
        }
        self.verdicts.lock().unwrap().push(verdict);
        Ok(())
    }
}
