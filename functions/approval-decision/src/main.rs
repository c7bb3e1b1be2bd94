//! Lambda `approval-decision`: see the library.

use switchboard_approval_decision::Ports;
use switchboard_aws::approval_table::{self, ApprovalTable};
use switchboard_aws::codepipeline::PipelineGate;
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
    let clock = Clock::read(&mut environment);
    let base_url = environment.required("APPROVAL_BASE_URL");
    let settings = (|| Some((logs?, connection?, table?, clock?, base_url?)))();
    let (logs, connection, table, clock, base_url) = environment.finish(settings)?;

    logs::init(&logs);
    let connection = Connection::new(connection)?;
    let store = ApprovalTable::new(&connection, table);
    let releases = PipelineGate::new(&connection);
    let ports = Ports { store: &store, releases: &releases, base_url: &base_url };
    switchboard_lambda::warm_up(store.connect()).await;
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(Box::pin(switchboard_approval_decision::handle(&ports, clock.now(), invocation)).await)
    })
    .await
}
