//! Lambda `synthetic-probe`: see the library.

use switchboard_aws::{Connection, ConnectionSettings};
use switchboard_lambda::Invocation;
use switchboard_lambda::logs::{self, LogSettings};
use switchboard_settings::{Environment, all};
use switchboard_synthetic_probe::Probe;
use switchboard_synthetic_probe::aws::{CodeDeploy, Invoker, SignedHttp, WebClient};
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
    let ProbeSettings { calls, api, authorization, approvals, tried } = probe;
    let http = SignedHttp::new(&Connection::new(connection)?)?;
    let web = |url| WebClient::new(http.clone(), url);
    let (api, pages) = (api.map(web), approvals.map(web));
    let functions = &Invoker::new(http.clone());
    let deployments = &CodeDeploy::new(http.clone());
    let (api, pages) = (api.as_ref(), pages.as_ref());
    let probe = Probe { functions, api, pages, deployments, calls, authorization, tried };
    switchboard_lambda::run(&logs, async |invocation: &mut Invocation<'_, _>| {
        let now = switchboard_lambda::now();
        Box::pin(switchboard_synthetic_probe::handle(&probe, now, invocation)).await
    })
    .await
}
