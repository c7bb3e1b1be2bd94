//! Release approvals: releases, mails and links, as people and pipelines meet them.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{ANA, Answer, Client, JONAS, MEI, Program};

/// The longest that something may take that is on its way.
const PATIENCE: Duration = Duration::from_secs(30);

/// A local stack on which time passes only when a scenario says so, and whose log holds no secret.
#[derive(Debug)]
pub struct Approvals {
    stack: Program,
    /// What approvers typed, which is nobody's business but theirs and the pipeline's.
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
    /// Starts a stack whose sweep runs when it is told to.
    #[must_use]
    pub fn start() -> Self {
        Self { stack: Program::start_with(&["--sweep-every", "0"]), typed: Mutex::default() }
    }

    /// The stack.
    #[must_use]
    pub fn stack(&self) -> &Program {
        &self.stack
    }

    /// The port for people.
    #[must_use]
    pub fn people(&self) -> &Client {
        &self.stack.people
    }

    /// Starts a release and returns its execution's id.
    #[must_use]
    pub fn release(&self, order: &Value) -> String {
        let answer = self.people().post("/local/releases", order);
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["executionId"].as_str().unwrap().to_owned()
    }

    /// Starts a release, waits until its last approver is asked, and returns its execution's id.
    #[must_use]
    pub fn asked(&self, order: &Value) -> String {
        let last = if order["pipeline"] == "billing" { MEI } else { JONAS };
        let before = self.newest_links(last).map(|links| links.accept);
        let release = self.release(order);
        wait("the mails", || self.newest_links(last).map(|links| links.accept) != before);
        release
    }

    /// Starts a release of the pipeline that one of two approvers decides on, and waits until both
    /// are asked. The links are the first one's.
    #[must_use]
    pub fn storefront(&self) -> (String, Links) {
        let release = self.asked(&json!({"pipeline": "storefront"}));
        (release, self.links(ANA))
    }

    /// The release as its pipeline has it.
    #[must_use]
    pub fn pipeline(&self, release: &str) -> Value {
        self.people().get(&format!("/local/releases/{release}")).json()
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

    /// Waits until an address has so many mails.
    pub fn wait_for_mails(&self, to: &str, count: usize) {
        wait(&format!("{count} mails to {to}"), || self.mails(to).len() >= count);
    }

    /// The links of the newest mail to an address that asks.
    #[must_use]
    pub fn links(&self, to: &str) -> Links {
        self.newest_links(to).expect("a mail that asks")
    }

    fn newest_links(&self, to: &str) -> Option<Links> {
        self.mails(to).iter().find_map(|mail| self.links_of(mail))
    }

    /// The links of a mail, if it asks.
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

    /// The form on the page of a link, as it is sent without anything filled in.
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

    /// Accepts, as a person does.
    #[must_use]
    pub fn accept(&self, link: &str) -> Answer {
        self.send(&format!("{}&looked=yes&comment=", self.form(link)))
    }

    /// Rejects, as a person does.
    #[must_use]
    pub fn reject(&self, link: &str, reason: &str) -> Answer {
        self.send(&format!("{}&reason={}", self.form(link), reason.replace(' ', "+")))
    }

    /// Remembers what an approver typed, also in a browser, so that [`finish`](Self::finish) searches
    /// the log for it. What is shorter than four characters would be found by chance.
    pub fn typed(&self, text: &str) {
        if text.trim().chars().count() > 3 {
            self.typed.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
        }
    }

    /// Lets something go wrong.
    pub fn fault(&self, fault: &Value) {
        let answer = self.people().post("/local/faults", fault);
        assert!((200..300).contains(&answer.status), "{}", answer.body);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        assert!(self.people().send("DELETE", "/local/faults", &[]).status < 300);
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: u64) {
        let answer = self.people().post("/local/clock", &json!({"advanceSeconds": seconds}));
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// Lets the sweep run, and returns what it did.
    pub fn sweep(&self) -> Value {
        let answer = self.people().post("/local/sweep", &json!({}));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// Waits until a release has this status.
    pub fn wait_for_status(&self, release: &str, status: &str) {
        wait(status, || self.pipeline(release)["status"] == status);
    }

    /// Asserts that the pipeline was told once, and this.
    pub fn assert_told_once(&self, release: &str, approval: &str) {
        let pipeline = self.pipeline(release);
        let told = &pipeline["approval"];
        assert_eq!(told["status"], approval, "{pipeline}");
        assert_eq!(told["putsThatTookEffect"], 1, "{pipeline}");
    }

    /// Asserts that nothing is decided.
    pub fn assert_undecided(&self, release: &str) {
        let pipeline = self.pipeline(release);
        assert_eq!(pipeline["approval"]["status"], "InProgress", "{pipeline}");
        assert_eq!(pipeline["approval"]["putCalls"], 0, "{pipeline}");
    }

    /// Stops the stack, and asserts that nothing that was secret, personal or typed is in its log.
    pub fn finish(self) {
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
            secrets.push(release["approval"]["token"].as_str().unwrap().to_owned());
        }
        let log = self.stack.stop_and_read_logs();
        assert!(log.contains("REPORT RequestId"), "the functions' log is there");
        for secret in secrets {
            assert!(!log.contains(&secret), "{secret} is in the log");
        }
        for personal in
            ["ana@", "jonas@", "mei@", "Ana Ruiz", "Jonas Weber", "Mei Tan", "nonce", "looked=yes"]
        {
            assert!(!log.contains(personal), "{personal} is in the log");
        }
    }

    /// Kills the stack (SIGKILL), so that it cannot end in order, and starts it again.
    #[must_use]
    pub fn restart_killed(self) -> Self {
        self.stack.kill();
        Self { stack: self.stack.restart_killed(), typed: self.typed }
    }
}

/// Waits until something is so. What is waited for has no other way to tell.
pub fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "waited too long for {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// The links to approvals in a text, in their order.
#[must_use]
pub fn links_in(text: &str) -> Vec<String> {
    let words = text.split_whitespace().filter(|word| word.contains("/approvals/"));
    words.map(str::to_owned).collect()
}

/// What follows scheme and host.
#[must_use]
pub fn path(link: &str) -> &str {
    let host = link.find("://").map_or(0, |at| at + 3);
    link[host..].find('/').map_or("/", |at| &link[host + at..])
}

/// The secret of a link.
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
