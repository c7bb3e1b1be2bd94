//! Release approvals on a local stack: releases, mails and links.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use switchboard_test_harness::{Answer, Client};

use crate::local_stack::LocalStack;
use crate::logs::Logs;
use crate::people::{ANA, JONAS, MEI};

/// How long a scenario waits for something, on a machine that is busy with other tests.
const WAIT_LIMIT: Duration = Duration::from_secs(30);

/// Parts of addresses, names and forms that may not be logged.
const PERSONAL: [&str; 8] =
    ["ana@", "jonas@", "mei@", "Ana Ruiz", "Jonas Weber", "Mei Tan", "nonce", "looked=yes"];

/// A local stack whose sweep runs only on request, and whose log may hold no secret.
#[derive(Debug)]
pub struct Approvals {
    stack: LocalStack,
    /// What approvers typed. Only they and the pipeline may see it.
    typed: Mutex<Vec<String>>,
}

/// The links of one mail.
#[derive(Clone, Debug)]
pub struct Links {
    /// To accept.
    pub accept: String,
    /// To reject.
    pub reject: String,
}

impl Approvals {
    /// Starts a stack without a schedule: [`sweep`](Self::sweep) runs the sweep.
    #[must_use]
    pub fn start() -> Self {
        Self { stack: LocalStack::start_with(&["--sweep-every", "0"]), typed: Mutex::default() }
    }

    /// The stack.
    #[must_use]
    pub fn stack(&self) -> &LocalStack {
        &self.stack
    }

    /// The port for people.
    #[must_use]
    pub fn people(&self) -> &Client {
        &self.stack.people
    }

    /// Starts a release and returns its execution id.
    #[must_use]
    pub fn release(&self, request: &Value) -> String {
        let answer = self.people().post("/local/releases", request);
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["executionId"].as_str().unwrap().to_owned()
    }

    /// Starts a release, waits for the last approver's mail, and returns the execution id.
    #[must_use]
    pub fn asked(&self, request: &Value) -> String {
        let last = if request["pipeline"] == "billing" { MEI } else { JONAS };
        let before = self.newest_links(last).map(|links| links.accept);
        let release = self.release(request);
        wait("the mails", || self.newest_links(last).map(|links| links.accept) != before);
        release
    }

    /// Starts a release of `storefront`, where one of two approvers decides, and waits for both
    /// mails. Returns the execution id and the first approver's links.
    #[must_use]
    pub fn storefront(&self) -> (String, Links) {
        let release = self.asked(&json!({"pipeline": "storefront"}));
        (release, self.links(ANA))
    }

    /// The release, as the pipeline stand-in reports it.
    #[must_use]
    pub fn pipeline(&self, release: &str) -> Value {
        self.people().get(&format!("/local/releases/{release}")).json()
    }

    /// The executions of a pipeline, as CodePipeline lists them, the newest first.
    #[must_use]
    pub fn executions(&self, pipeline: &str) -> Vec<Value> {
        let input = json!({ "pipelineName": pipeline });
        let list = self.stack.codepipeline("ListPipelineExecutions", &input);
        list["pipelineExecutionSummaries"].as_array().unwrap().clone()
    }

    /// The ids of the mails to an address, the newest first.
    #[must_use]
    pub fn mails(&self, to: &str) -> Vec<String> {
        let mails = self.people().get(&format!("/local/mailbox?to={to}")).json();
        let ids = mails.as_array().unwrap().iter();
        ids.map(|mail| mail["id"].as_str().unwrap().to_owned()).collect()
    }

    /// A mail.
    #[must_use]
    pub fn mail(&self, id: &str) -> Value {
        self.people().get(&format!("/local/mailbox/{id}")).json()
    }

    /// Waits until an address has this many mails.
    pub fn wait_for_mails(&self, to: &str, count: usize) {
        wait(&format!("{count} mails to {to}"), || self.mails(to).len() >= count);
    }

    /// The links of the newest mail to an address that has links.
    #[must_use]
    pub fn links(&self, to: &str) -> Links {
        self.newest_links(to).expect("a mail with links")
    }

    fn newest_links(&self, to: &str) -> Option<Links> {
        self.mails(to).iter().find_map(|mail| self.links_of(mail))
    }

    /// The links of a mail; `None` for a mail without links.
    #[must_use]
    pub fn links_of(&self, mail: &str) -> Option<Links> {
        let links = links_in(self.mail(mail)["text"].as_str().unwrap());
        let [accept, reject] = links.as_slice() else { return None };
        Some(Links { accept: accept.clone(), reject: reject.clone() })
    }

    /// Opens a link.
    #[must_use]
    pub fn open(&self, link: &str) -> Answer {
        self.people().get(path(link))
    }

    /// The form on the page of a link, with nothing filled in.
    #[must_use]
    pub fn form(&self, link: &str) -> String {
        let page = self.open(link);
        assert_eq!(page.status, 200, "{}", page.body);
        format!("token={}&nonce={}", token(link), nonce(&page.body))
    }

    /// Sends a form.
    #[must_use]
    pub fn send(&self, form: &str) -> Answer {
        for (name, value) in form_urlencoded::parse(form.as_bytes()) {
            if matches!(name.as_ref(), "reason" | "comment") {
                self.typed(&value);
            }
        }
        self.people().post_form("/approvals", form)
    }

    /// Opens a link, ticks the box and accepts.
    #[must_use]
    pub fn accept(&self, link: &str) -> Answer {
        self.send(&format!("{}&looked=yes&comment=", self.form(link)))
    }

    /// Opens a link and rejects with a reason.
    #[must_use]
    pub fn reject(&self, link: &str, reason: &str) -> Answer {
        self.send(&format!("{}&reason={}", self.form(link), reason.replace(' ', "+")))
    }

    /// Remembers what an approver typed, so that [`finish`](Self::finish) searches the log for it.
    /// Texts shorter than four characters are left out, because they would be found by chance.
    pub fn typed(&self, text: &str) {
        if text.trim().chars().count() > 3 {
            self.typed.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
        }
    }

    /// Lets something go wrong.
    pub fn fault(&self, fault: &Value) {
        self.stack.fault(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.stack.clear_faults();
    }

    /// Moves the stack's clock forward.
    pub fn advance(&self, seconds: u64) {
        let answer = self.people().post("/local/clock", &json!({"advanceSeconds": seconds}));
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// Runs the sweep, and returns its report.
    pub fn sweep(&self) -> Value {
        let answer = self.people().post("/local/sweep", &json!({}));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// Waits until a release has this status.
    pub fn wait_for_status(&self, release: &str, status: &str) {
        wait(status, || self.pipeline(release)["status"] == status);
    }

    /// Asserts that the pipeline was given this result, and was given it once.
    #[track_caller]
    pub fn assert_decided_once(&self, release: &str, result: &str) {
        let pipeline = self.pipeline(release);
        let approval = &pipeline["approval"];
        assert_eq!(approval["status"], result, "{pipeline}");
        assert_eq!(approval["putsThatTookEffect"], 1, "{pipeline}");
    }

    /// Asserts that the pipeline was given no result.
    #[track_caller]
    pub fn assert_undecided(&self, release: &str) {
        let pipeline = self.pipeline(release);
        assert_eq!(pipeline["approval"]["status"], "InProgress", "{pipeline}");
        assert_eq!(pipeline["approval"]["putCalls"], 0, "{pipeline}");
    }

    /// Stops the stack, and returns its log, after asserting that it holds no secret, nothing
    /// personal and nothing typed.
    pub fn finish(self) -> Logs {
        let mut secrets = self.typed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mails = self.people().get("/local/mailbox").json();
        for mail in mails.as_array().unwrap() {
            let mail = self.mail(mail["id"].as_str().unwrap());
            secrets.push(mail["to"][0].as_str().unwrap().to_owned());
            secrets.extend(links_in(mail["text"].as_str().unwrap()).iter().map(|link| token(link)));
        }
        let releases = self.people().get("/local/releases").json();
        for release in releases.as_array().unwrap() {
            let release = self.pipeline(release["executionId"].as_str().unwrap());
            // A rollback asks for no approval.
            secrets.extend(release["approval"]["token"].as_str().map(str::to_owned));
        }
        let logs = self.stack.stop_and_read_logs();
        logs.assert_hold_none_of(secrets);
        logs.assert_hold_none_of(PERSONAL);
        logs
    }

    /// Kills the stack (SIGKILL), so that it cannot shut down cleanly, and starts it again.
    #[must_use]
    pub fn restart_killed(self) -> Self {
        self.stack.kill();
        Self { stack: self.stack.restart_killed(), typed: self.typed }
    }
}

/// Waits until a condition holds, by polling.
#[track_caller]
pub fn wait(what: &str, mut is_met: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_met() {
        assert!(begun.elapsed() < WAIT_LIMIT, "waited {} s for {what}", WAIT_LIMIT.as_secs());
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// The links to approval pages in a text, in their order.
#[must_use]
pub fn links_in(text: &str) -> Vec<String> {
    let words = text.split_whitespace().filter(|word| word.contains("/approvals/"));
    words.map(str::to_owned).collect()
}

/// The path of a URL, with its query.
#[must_use]
pub fn path(link: &str) -> &str {
    let host = link.find("://").map_or(0, |at| at + 3);
    link[host..].find('/').map_or("/", |at| &link[host + at..])
}

/// The secret token of a link.
#[must_use]
pub fn token(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

/// The nonce of the form on a page.
#[must_use]
pub fn nonce(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"nonce\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}
