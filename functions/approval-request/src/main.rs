//! Lambda `approval-request`: see the library.

use switchboard_approval::posting::PostOffice;
use switchboard_approval::{Brand, Site};
use switchboard_approval_request::{Ports, Rules};
use switchboard_aws::approval_table::{self, ApprovalTable};
use switchboard_aws::codepipeline::PipelineReader;
use switchboard_aws::ses::{SenderSettings, SesMailer};
use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_lambda::{Clock, Invocation};
use switchboard_settings::{Environment, all};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let environment = Environment::of_process();
    let (logs, connection, table, sender, clock, base_url, brand, rules) = all((
        LogSettings::read(&environment),
        ConnectionSettings::read(&environment),
        approval_table::settings(&environment),
        SenderSettings::read(&environment),
        Clock::read(&environment),
        environment.required("APPROVAL_BASE_URL"),
        environment.with_default("APPROVAL_BRAND", Brand::default()),
        Rules::read(&environment),
    ))?;

    logs::init(&logs);
    let connection = Connection::new(connection)?;
    let table = ApprovalTable::new(&connection, table);
    let mailer = SesMailer::new(&connection, sender);
    let site = Site { brand: &brand, base_url: &base_url };
    let post_office = PostOffice { outbox: &table, mailer: &mailer, site };
    let changes = PipelineReader::new(&connection);
    let ports = Ports { store: &table, post_office, changes: &changes };
    switchboard_lambda::warm_up(table.connect()).await;
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Box::pin(switchboard_approval_request::handle(&rules, &ports, clock.now(), invocation))
            .await
    })
    .await
}
