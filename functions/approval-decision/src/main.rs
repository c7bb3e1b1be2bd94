//! Lambda `approval-decision`: see the library.

use switchboard_approval::render::page;
use switchboard_approval::{Brand, Site};
use switchboard_approval_decision::Ports;
use switchboard_aws::approval_table::{self, ApprovalTable};
use switchboard_aws::codepipeline::PipelineGate;
use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_lambda::{Clock, Invocation};
use switchboard_settings::{Environment, all};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let environment = Environment::of_process();
    let (logs, connection, table, clock, base_url, brand) = all((
        LogSettings::read(&environment),
        ConnectionSettings::read(&environment),
        approval_table::settings(&environment),
        Clock::read(&environment),
        environment.required("APPROVAL_BASE_URL"),
        environment.with_default("APPROVAL_BRAND", Brand::default()),
    ))?;

    logs::init(&logs);
    let connection = Connection::new(connection)?;
    let store = ApprovalTable::new(&connection, table);
    let releases = PipelineGate::new(&connection);
    let site = Site { brand: &brand, base_url: &base_url };
    let policy = page::content_security_policy(&brand);
    let ports = Ports { store: &store, releases: &releases, site, policy: &policy };
    switchboard_lambda::warm_up(store.connect()).await;
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(Box::pin(switchboard_approval_decision::handle(&ports, clock.now(), invocation)).await)
    })
    .await
}
