//! Lambda `approval-decision`: see the library.

use approval_decision::Ports;
use aws::approval_table::{self, ApprovalTable};
use aws::codepipeline::PipelineGate;
use aws::{Connection, ConnectionSettings};
use lambda::logs::{self, LogSettings};
use lambda::{Clock, Invocation};
use settings::Environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
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
    lambda::warm_up(store.connect()).await;
    lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(Box::pin(approval_decision::handle(&ports, clock.now(), invocation)).await)
    })
    .await
}
