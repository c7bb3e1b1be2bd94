//! A crash or an outage at every point of an approval: nothing is lost, nothing is decided twice,
//! and the pipeline is given one result. Processes are killed for real (`kill -9`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use serde_json::{Value, json};
use switchboard_scenarios::{ANA, Approvals, JONAS, MEI, wait};

use Step::{
    Accept, ClearFaults, DecidedOnce, Fault, KillAndRestart, LeaseEnds, Mails, Open, Reject,
    Resend, Summary, Sweep, SweepReports, Undecided, WaitForDeadLetter, WaitForMail,
};

/// Longer than any lease, in seconds.
const LEASE: u64 = 90;

const REQUEST: &str = "approval-request";
const DECISION: &str = "approval-decision";
const SWEEP: &str = "approval-sweep";

/// A call to a service, as in `("ses", "SendEmail")`.
type Call = (&'static str, &'static str);

const WRITE: Call = ("dynamodb", "TransactWriteItems");
const READ: Call = ("dynamodb", "GetItem");
const MAIL: Call = ("ses", "SendEmail");
const PUT_RESULT: Call = ("codepipeline", "PutApprovalResult");
const ANY_OF_PIPELINE: Call = ("codepipeline", "*");

fn fault((service, operation): Call, function: &str, what: &Value) -> Value {
    let mut fault = json!({"service": service, "operation": operation, "function": function});
    fault.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
    fault
}

/// Kills the function's process before it makes the call.
fn kill_before(call: Call, function: &str) -> Value {
    fault(call, function, &json!({"kill": "before"}))
}

/// Kills the function's process after the call was carried out and before it gets the response.
fn kill_after(call: Call, function: &str) -> Value {
    fault(call, function, &json!({"kill": "after"}))
}

/// Carries out the call and drops the response.
fn drop_response(call: Call, function: &str) -> Value {
    fault(call, function, &json!({"dropResponse": true}))
}

/// Refuses this many calls; all, if `None`.
fn refuse(call: Call, function: &str, error: &str, times: Option<u32>) -> Value {
    fault(call, function, &json!({"error": error, "times": times}))
}

/// Answers this many calls with 500; all, if `None`.
fn break_down(call: Call, function: &str, times: Option<u32>) -> Value {
    let what = json!({"error": "InternalFailure", "status": 500, "times": times});
    fault(call, function, &what)
}

fn skip(calls: u32, mut fault: Value) -> Value {
    fault["skip"] = json!(calls);
    fault
}

fn times(times: u32, mut fault: Value) -> Value {
    fault["times"] = json!(times);
    fault
}

/// A step of a scenario, with the outcome that it must have.
enum Step {
    Fault(Value),
    ClearFaults,
    /// Opens the link that was answered last; the status of the page.
    Open(u16),
    /// Opens Ana's accept link and sends its form; the status of the answer. 502 is Lambda's own
    /// page for a process that died.
    Accept(u16),
    /// Sends the form that was sent last again.
    Resend(u16),
    /// Opens Ana's reject link and sends its form with this reason.
    Reject(&'static str, u16),
    Undecided,
    /// The result that the pipeline was given, once.
    DecidedOnce(&'static str),
    /// A part of the summary that the pipeline was given.
    Summary(&'static str),
    /// Advances the clock until nobody holds a claim on the request or on a mail.
    LeaseEnds,
    Sweep,
    /// Runs the sweep; a field of its report.
    SweepReports(&'static str, u64),
    /// How many mails Ana and Jonas have.
    Mails(usize, usize),
    WaitForMail(&'static str),
    WaitForDeadLetter,
    /// Kills the whole stack and starts it again.
    KillAndRestart,
}

/// A release of `storefront`, where one acceptance decides.
struct Scenario {
    desk: Approvals,
    release: String,
    /// The link that was answered last, and the form that was sent.
    link: String,
    sent: String,
}

impl Scenario {
    /// Starts the release with these faults in force; without faults, waits for its mails.
    fn start(before: &[Value]) -> Self {
        let desk = Approvals::start();
        let release = if before.is_empty() {
            desk.storefront().0
        } else {
            for fault in before {
                desk.fault(fault);
            }
            desk.release(&json!({"pipeline": "storefront"}))
        };
        Self { desk, release, link: String::new(), sent: String::new() }
    }

    fn answer(&mut self, link: String, fields: &str, status: u16) {
        self.sent = format!("{}&{fields}", self.desk.form(&link));
        self.link = link;
        self.send(status);
    }

    fn send(&self, status: u16) {
        let answer = self.desk.send(&self.sent);
        assert_eq!(answer.status, status, "{}", answer.body);
    }

    fn take(mut self, step: &Step) -> Self {
        let desk = &self.desk;
        match step {
            Fault(fault) => desk.fault(fault),
            ClearFaults => desk.clear_faults(),
            Open(status) => {
                let page = desk.open(&self.link);
                assert_eq!(page.status, *status, "{}", page.body);
            }
            Accept(status) => self.answer(desk.links(ANA).accept, "looked=yes&comment=", *status),
            Reject(reason, status) => {
                self.answer(desk.links(ANA).reject, &format!("reason={reason}"), *status);
            }
            Resend(status) => self.send(*status),
            Undecided => desk.assert_undecided(&self.release),
            DecidedOnce(result) => desk.assert_decided_once(&self.release, result),
            Summary(part) => {
                let pipeline = desk.pipeline(&self.release);
                let summary = pipeline["approval"]["summary"].as_str().unwrap();
                assert!(summary.contains(part), "{summary}");
            }
            LeaseEnds => desk.advance(LEASE),
            Sweep => _ = desk.sweep(),
            SweepReports(field, count) => {
                let report = desk.sweep();
                assert_eq!(report[field], *count, "{report}");
            }
            Mails(ana, jonas) => {
                assert_eq!((desk.mails(ANA).len(), desk.mails(JONAS).len()), (*ana, *jonas));
            }
            WaitForMail(address) => desk.wait_for_mails(address, 1),
            WaitForDeadLetter => wait("a dead letter", || {
                desk.people().get("/local/dead-letters").json() != json!([])
            }),
            KillAndRestart => return Self { desk: self.desk.restart_killed(), ..self },
        }
        self
    }
}

/// One test a row: what goes wrong before the release starts, and the steps after it.
macro_rules! scenarios {
    ($($name:ident: [$($before:expr),*] => [$($step:expr),* $(,)?];)*) => {
        $(
            #[test]
            fn $name() {
                let mut scenario = Scenario::start(&[$($before),*]);
                for step in [$($step),*] {
                    scenario = scenario.take(&step);
                }
                scenario.desk.finish();
            }
        )*
    };
}

scenarios! {
    // SNS delivers again.
    killed_after_the_request_was_opened: [kill_after(WRITE, REQUEST)] => [
        WaitForMail(ANA), WaitForMail(JONAS), Mails(1, 1), Accept(200), DecidedOnce("Succeeded"),
    ];

    // The first delivery and both retries die.
    killed_after_the_request_was_opened_and_never_delivered_again:
    [kill_after(WRITE, REQUEST), skip(1, times(2, kill_before(READ, REQUEST)))] => [
        WaitForDeadLetter, Mails(0, 0), ClearFaults, LeaseEnds, Sweep, Mails(1, 1),
        Accept(200), DecidedOnce("Succeeded"),
    ];

    // The second delivery leaves the mail to the first, which has claimed it.
    killed_after_the_links_were_kept_and_before_the_mail_was_sent: [kill_before(MAIL, REQUEST)] => [
        WaitForMail(JONAS), Mails(0, 1), LeaseEnds, Sweep, Mails(1, 1),
        Accept(200), DecidedOnce("Succeeded"),
    ];

    killed_before_the_answer_was_recorded: [] => [
        Fault(kill_before(WRITE, DECISION)), Accept(502), Undecided,
        Accept(200), DecidedOnce("Succeeded"),
    ];

    // Until the lease ends, the page says that the answer is recorded, and no more.
    killed_after_the_answer_was_recorded: [] => [
        Fault(kill_after(WRITE, DECISION)), Accept(502), Undecided, Open(202),
        SweepReports("closed", 0), LeaseEnds, Sweep, DecidedOnce("Succeeded"), Open(200),
    ];

    // The next visitor finishes it, without a sweep.
    killed_before_the_pipeline_was_told: [] => [
        Fault(kill_before(PUT_RESULT, DECISION)), Reject("the+cart+is+empty", 502), Undecided,
        LeaseEnds, Open(200), DecidedOnce("Failed"), Summary("the cart is empty"),
    ];

    // The page does not say so before it is known.
    killed_after_the_pipeline_was_told_and_before_that_was_noted: [] => [
        Fault(kill_after(PUT_RESULT, DECISION)), Accept(502), DecidedOnce("Succeeded"), Open(202),
        LeaseEnds, Sweep, Open(200), DecidedOnce("Succeeded"),
    ];

    // A reload sends the form again, and shows the result.
    killed_after_all_was_noted_and_before_the_page_was_shown: [] => [
        Fault(skip(1, kill_after(WRITE, DECISION))), Accept(502), DecidedOnce("Succeeded"),
        Resend(200), DecidedOnce("Succeeded"),
    ];

    the_whole_machine_killed_while_a_decision_was_being_told: [] => [
        Fault(kill_before(PUT_RESULT, DECISION)), Accept(502), KillAndRestart, LeaseEnds, Sweep,
        DecidedOnce("Succeeded"),
    ];

    an_answer_of_the_pipeline_that_never_came_back: [] => [
        Fault(drop_response(PUT_RESULT, DECISION)), Accept(200), DecidedOnce("Succeeded"),
    ];

    an_answer_of_the_table_that_never_came_back: [] => [
        Fault(drop_response(WRITE, DECISION)), Accept(200), DecidedOnce("Succeeded"),
    ];

    a_pipeline_that_stumbles_once: [] => [
        Fault(break_down(PUT_RESULT, DECISION, Some(1))), Accept(200), DecidedOnce("Succeeded"),
    ];

    a_pipeline_that_is_down_for_a_while: [] => [
        Fault(break_down(ANY_OF_PIPELINE, DECISION, None)),
        Fault(break_down(ANY_OF_PIPELINE, SWEEP, None)),
        Accept(202), LeaseEnds, SweepReports("unfinished", 1), Open(202),
        ClearFaults, LeaseEnds, Sweep, DecidedOnce("Succeeded"), Open(200),
    ];

    a_missing_permission_loses_no_decision: [] => [
        Fault(refuse(PUT_RESULT, DECISION, "AccessDeniedException", None)), Accept(202),
        ClearFaults, LeaseEnds, Sweep, DecidedOnce("Succeeded"),
    ];
}

#[test]
fn killed_after_the_mail_was_sent_and_before_that_was_noted() {
    let desk = Approvals::start();
    desk.fault(&kill_after(MAIL, REQUEST));
    let release = desk.release(&json!({"pipeline": "storefront"}));
    desk.wait_for_mails(JONAS, 1);
    desk.advance(LEASE);
    desk.sweep();
    // A second mail, whose links lead to the same decision as those of the first.
    let mails = desk.mails(ANA);
    let [second, first] = mails.as_slice() else { panic!("{mails:?}") };
    let (first, second) = (desk.links_of(first).unwrap(), desk.links_of(second).unwrap());
    assert_ne!(first.accept, second.accept);
    let form = desk.form(&second.reject);
    assert_eq!(desk.accept(&first.accept).status, 200);
    assert_eq!(desk.open(&second.accept).status, 200);
    assert_eq!(desk.send(&format!("{form}&reason=no")).status, 409);
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn mail_that_fails_for_one_of_three() {
    let desk = Approvals::start();
    // The second approver's mail, which is tried once; the second delivery sends it.
    desk.fault(&skip(1, refuse(MAIL, REQUEST, "TooManyRequestsException", Some(1))));
    let release = desk.release(&json!({"pipeline": "billing"}));
    for address in [ANA, JONAS, MEI] {
        desk.wait_for_mails(address, 1);
    }
    for address in [ANA, JONAS, MEI] {
        assert_eq!(desk.mails(address).len(), 1, "{address}");
    }
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_undecided(&release);
    assert_eq!(desk.accept(&desk.links(MEI).accept).status, 200);
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_table_that_throttles() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    let throttle = "ProvisionedThroughputExceededException";
    desk.fault(&refuse(("dynamodb", "*"), DECISION, throttle, None));
    let page = desk.open(&links.accept);
    assert_eq!((page.status, page.header("retry-after")), (503, "5"));
    let answer = desk.send(&form);
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("Your answer was not recorded"), "{}", answer.body);
    desk.assert_undecided(&release);
    desk.clear_faults();
    assert_eq!(desk.send(&form).status, 200);
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

/// If the pipeline never confirms, the decision is given up once the approval must have expired
/// there.
#[test]
fn a_decision_that_the_pipeline_never_takes_is_given_up() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    for function in [DECISION, SWEEP] {
        desk.fault(&refuse(ANY_OF_PIPELINE, function, "AccessDeniedException", None));
    }
    // Only the sweep can find out.
    desk.fault(&json!({"service": "events", "operation": "*", "error": "lost", "times": null}));
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    assert_eq!(desk.send(&form).status, 202);
    let before = (desk.mails(ANA).len(), desk.mails(JONAS).len());
    // The approval waits for seven days.
    desk.advance(8 * 24 * 3600);
    desk.sweep();
    // Viewing the page is not a conflict; answering now is one.
    for (page, status) in [(desk.open(&links.accept), 200), (desk.send(&form), 409)] {
        assert_eq!(page.status, status, "{}", page.body);
        assert!(page.body.contains("The decision could not be passed on"), "{}", page.body);
    }
    // One mail each reports the outcome.
    let after = (desk.mails(ANA).len(), desk.mails(JONAS).len());
    assert_eq!(after, (before.0 + 1, before.1 + 1));
    let subject = desk.mail(&desk.mails(ANA)[0])["subject"].as_str().unwrap().to_owned();
    assert!(subject.starts_with("Could not be passed on"), "{subject}");
    assert_eq!(desk.pipeline(&release)["approval"]["putsThatTookEffect"], 0);
    desk.finish();
}
