//! Lambda `approval-sweep`: see the library.

use serde::de::IgnoredAny;
use switchboard_approval::posting::PostOffice;
use switchboard_approval::{Brand, Site};
use switchboard_approval_sweep::{LinkBase, Ports, Report};
use switchboard_aws::approval_table::{self, ApprovalTable};
use switchboard_aws::codepipeline::PipelineGate;
use switchboard_aws::ses::{SenderSettings, SesMailer};
use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_lambda::{Clock, Invocation};
use switchboard_settings::{Environment, all};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let environment = Environment::of_process();
    let (logs, connection, table, sender, clock, base_url, brand) = all((
        LogSettings::read(&environment),
        ConnectionSettings::read(&environment),
        approval_table::settings(&environment),
        SenderSettings::read(&environment),
        Clock::read(&environment),
        environment.required("APPROVAL_BASE_URL"),
        environment.with_default("APPROVAL_BRAND", Brand::default()),
    ))?;

    logs::init(&logs);
    let LinkBase::Known(base_url) = base_url else {
        let idle = async |_: &mut Invocation<'_, IgnoredAny>| Ok(Report::default());
        return switchboard_lambda::run(&logs, idle).await;
    };
    let connection = Connection::new(connection)?;
    let store = ApprovalTable::new(&connection, table);
    let mailer = SesMailer::new(&connection, sender);
    let site = Site { brand: &brand, base_url: &base_url };
    let post_office = PostOffice { outbox: &store, mailer: &mailer, site };
    let ports = Ports { store: &store, post_office, releases: &PipelineGate::new(&connection) };
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Box::pin(switchboard_approval_sweep::handle(&ports, clock.now(), invocation)).await
    })
    .await
}
