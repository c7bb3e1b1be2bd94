//! Lambda `vanity-convert`: see the library.

use switchboard_aws::vanity_table::{self, CallLogTable};
use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::Invocation;
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_settings::{Environment, all};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let environment = Environment::of_process();
    let (logs, connection, table) = all((
        LogSettings::read(&environment),
        ConnectionSettings::read(&environment),
        vanity_table::settings(&environment),
    ))?;

    logs::init(&logs);
    let calls = CallLogTable::new(&Connection::new(connection)?, table);
    switchboard_lambda::warm_up(calls.connect()).await;
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(switchboard_vanity_convert::handle(&calls, switchboard_lambda::now(), invocation).await)
    })
    .await
}
