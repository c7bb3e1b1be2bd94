//! Lambda `synthetic-probe`: see the library.

use aws::signed_http::{AliasInvoker, ApiClient, SignedHttp};
use aws::{Connection, ConnectionSettings};
use lambda::Invocation;
use lambda::logs::{self, LogSettings};
use settings::Environment;
use synthetic_probe::Probe;
use synthetic_probe::settings::ProbeSettings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda::Error> {
    let mut environment = Environment::of_process();
    let logs = LogSettings::read(&mut environment);
    let connection = ConnectionSettings::read(&mut environment);
    let probe = ProbeSettings::read(&mut environment);
    let (logs, (connection, probe)) = environment.finish(logs.zip(connection.zip(probe)))?;

    logs::init(&logs);
    let ProbeSettings { function, api, caller, authorization } = probe;
    let http = SignedHttp::new(&Connection::new(connection)?)?;
    let functions = AliasInvoker::new(http.clone(), &function);
    let api = api.map(|url| ApiClient::new(http, url));
    let probe = Probe { functions: &functions, api: api.as_ref(), caller: caller.0, authorization };
    lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(synthetic_probe::handle(&probe, lambda::now(), invocation).await)
    })
    .await
}
