//! Lambda `approval-request`: see the library.

use approval::posting::PostOffice;
use approval_request::{Ports, Rules};
use aws::approval_table::{self, ApprovalTable};
use aws::codepipeline::PipelineReader;
use aws::ses::{SenderSettings, SesMailer};
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
    let sender = SenderSettings::read(&mut environment);
    let clock = Clock::read(&mut environment);
    let base_url = environment.required("APPROVAL_BASE_URL");
    let rules = Rules::read(&mut environment);
    let settings = (|| Some((logs?, connection?, table?, sender?, clock?, base_url?, rules?)))();
    let (logs, connection, table, sender, clock, base_url, rules) = environment.finish(settings)?;

    logs::init(&logs);
    let connection = Connection::new(connection)?;
    let table = ApprovalTable::new(&connection, table);
    let mailer = SesMailer::new(&connection, sender);
    let post_office = PostOffice { outbox: &table, mailer: &mailer, base_url: &base_url };
    let changes = PipelineReader::new(&connection);
    let ports = Ports { store: &table, post_office, changes: &changes };
    lambda::warm_up(table.connect()).await;
    lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Box::pin(approval_request::handle(&rules, &ports, clock.now(), invocation)).await
    })
    .await
}
