//! Lambda `vanity-lookup`: see the library.

use aws::vanity_table::{self, VanityNumbersTable};
use aws::{Connection, ConnectionSettings};
use lambda::Invocation;
use lambda::logs::{self, LogSettings};
use settings::Environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    let mut environment = Environment::of_process();
    let logs = LogSettings::read(&mut environment);
    let connection = ConnectionSettings::read(&mut environment);
    let table = vanity_table::settings(&mut environment);
    let (logs, (connection, table)) = environment.finish(logs.zip(connection.zip(table)))?;

    logs::init(&logs);
    let numbers = VanityNumbersTable::new(&Connection::new(connection)?, table);
    lambda::warm_up(numbers.connect()).await;
    lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(vanity_lookup::handle(&numbers, lambda::now(), invocation).await)
    })
    .await
}
