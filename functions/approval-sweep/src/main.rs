//! Lambda `approval-sweep`: see the library.

use serde::de::IgnoredAny;
use switchboard_approval::posting::PostOffice;
use switchboard_approval_sweep::{LinkBase, Ports, Report};
use switchboard_aws::approval_table::{self, ApprovalTable};
use switchboard_aws::codepipeline::PipelineGate;
use switchboard_aws::ses::{SenderSettings, SesMailer};
use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_lambda::{Clock, Invocation};
use switchboard_settings::Environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let mut environment = Environment::of_process();
    let logs = LogSettings::read(&mut environment);
    let connection = ConnectionSettings::read(&mut environment);
    let table = approval_table::settings(&mut environment);
    let sender = SenderSettings::read(&mut environment);
    let clock = Clock::read(&mut environment);
    let base_url = environment.required("APPROVAL_BASE_URL");
    let settings = (|| Some((logs?, connection?, table?, sender?, clock?, base_url?)))();
    let (logs, connection, table, sender, clock, base_url) = environment.finish(settings)?;

    logs::init(&logs);
    let LinkBase::Known(base_url) = base_url else {
        let idle = async |_: &mut Invocation<'_, IgnoredAny>| Ok(Report::default());
        return switchboard_lambda::run(&logs, idle).await;
    };
    let connection = Connection::new(connection)?;
    let store = ApprovalTable::new(&connection, table);
    let mailer = SesMailer::new(&connection, sender);
    let post_office = PostOffice { outbox: &store, mailer: &mailer, base_url: &base_url };
    let releases = PipelineGate::new(&connection);
    let ports = Ports { store: &store, post_office, releases: &releases };
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Box::pin(switchboard_approval_sweep::handle(&ports, clock.now(), invocation)).await
    })
    .await
}
