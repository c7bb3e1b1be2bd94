//! Lambda `synthetic-probe`: see the library.

use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::Invocation;
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_settings::{Environment, all};
use switchboard_synthetic_probe::Probe;
use switchboard_synthetic_probe::aws::{AliasInvoker, ApiClient, SignedHttp};
use switchboard_synthetic_probe::settings::ProbeSettings;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), switchboard_lambda::Error> {
    let environment = Environment::of_process();
    let (logs, connection, probe) = all((
        LogSettings::read(&environment),
        ConnectionSettings::read(&environment),
        ProbeSettings::read(&environment),
    ))?;

    logs::init(&logs);
    let ProbeSettings { function, api, caller, authorization } = probe;
    let http = SignedHttp::new(&Connection::new(connection)?)?;
    let functions = AliasInvoker::new(http.clone(), &function);
    let api = api.map(|url| ApiClient::new(http, url));
    let probe = Probe { functions: &functions, api: api.as_ref(), caller: caller.0, authorization };
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        Ok(switchboard_synthetic_probe::handle(&probe, switchboard_lambda::now(), invocation).await)
    })
    .await
}
