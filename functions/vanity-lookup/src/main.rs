//! Lambda `vanity-lookup`: see the library.

use switchboard_aws::vanity_table::{self, VanityNumbersTable};
use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::Invocation;
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_settings::Environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let mut environment = Environment::of_process();
    let logs = LogSettings::read(&mut environment);
    let connection = ConnectionSettings::read(&mut environment);
    let table = vanity_table::settings(&mut environment);
    let (logs, (connection, table)) = environment.finish(logs.zip(connection.zip(table)))?;

    logs::init(&logs);
    let numbers = VanityNumbersTable::new(&Connection::new(connection)?, table);
    switchboard_lambda::warm_up(numbers.connect()).await;
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(switchboard_vanity_lookup::handle(&numbers, switchboard_lambda::now(), invocation).await)
    })
    .await
}
