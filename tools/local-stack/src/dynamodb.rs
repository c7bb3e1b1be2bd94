//! DynamoDB: the embedded engine with its data file, tables, expiry and HTTP interface.
//!
//! | module | what |
//! | --- | --- |
//! | `tables` | the definitions of the tables |
//! | `data_file` | the file that stores them |
//! | `proxy` | forwards requests to the engine |

mod data_file;
pub(crate) mod proxy;
pub mod tables;

use std::net::SocketAddr;
use std::time::Duration;

use dynoxide::Database;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::describe_time_to_live::DescribeTimeToLiveRequest;
use dynoxide::actions::list_tables::ListTablesRequest;
use dynoxide::actions::update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest};
use dynoxide::errors::DynoxideError;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::AbortOnDropHandle;

use self::data_file::DataFile;
pub use self::data_file::DataFileError;
use self::tables::Table;
use crate::persistence::Storage;

/// The interval at which expired items are removed. AWS takes days, too long for a person who waits.
const SWEEP_EVERY: Duration = Duration::from_secs(30);

/// The tables cannot be served.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DynamoDbError {
    /// The data file cannot be used.
    #[error(transparent)]
    DataFile(#[from] DataFileError),
    /// The engine refused an operation.
    #[error("The embedded DynamoDB could not {what}: {source}.")]
    Engine {
        /// The operation, as in "create a table".
        what: String,
        /// The cause.
        source: DynoxideError,
    },
    /// A definition is not a `CreateTable` request.
    #[error("The definition of the table {table} is not a CreateTable request: {source}.")]
    Definition {
        /// The table.
        table: &'static str,
        /// The cause.
        source: serde_json::Error,
    },
    /// The engine found no port to listen on.
    #[error("No local port is free for the embedded DynamoDB: {0}.")]
    Listen(#[source] std::io::Error),
}

/// The running engine.
#[derive(Debug)]
pub(crate) struct DynamoDb {
    address: SocketAddr,
    /// Dropping it stops the server.
    stop: DropGuard,
    server: JoinHandle<Result<(), String>>,
    _sweeper: AbortOnDropHandle<()>,
    /// Holds the lock, so that no other stack opens the file.
    _file: Option<DataFile>,
}

impl DynamoDb {
    /// Opens the data, creates missing tables and serves them on a private port.
    pub(crate) async fn start(storage: &Storage) -> Result<Self, DynamoDbError> {
        let (file, database) = open(storage)?;
        for table in tables::all() {
            create_if_missing(&database, &table)?;
        }
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(DynamoDbError::Listen)?;
        let address = listener.local_addr().map_err(DynamoDbError::Listen)?;
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        // Removes what expired while no stack ran, before the first request.
        sweep(&database).await;
        let sweeper = tokio::spawn(keep_sweeping(database.clone()));
        let server = tokio::spawn(async move {
            dynoxide::server::serve_with_shutdown(listener, database, stopped).await
        });
        Ok(Self {
            address,
            stop: stop.drop_guard(),
            server,
            _sweeper: AbortOnDropHandle::new(sweeper),
            _file: file,
        })
    }

    /// Returns the address on which the engine listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Finishes the running requests and closes the file.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        // It fails only when it cannot accept connections, which no longer matters.
        let _ = self.server.await;
    }
}

fn open(storage: &Storage) -> Result<(Option<DataFile>, Database), DynamoDbError> {
    match storage {
        Storage::Memory => {
            let database = Database::memory().map_err(engine("start in memory"))?;
            Ok((None, database))
        }
        Storage::Folder(folder) => {
            let file = DataFile::claim(folder)?;
            let database = Database::new(&file.path().to_string_lossy())
                .map_err(|source| file.refused(source.to_string()))?;
            Ok((Some(file), database))
        }
    }
}

fn create_if_missing(database: &Database, table: &Table) -> Result<(), DynamoDbError> {
    let existing =
        database.list_tables(ListTablesRequest::default()).map_err(engine("list its tables"))?;
    if !existing.table_names.iter().any(|name| name == table.name) {
        let request = serde_json::from_value::<CreateTableRequest>(table.create.clone())
            .map_err(|source| DynamoDbError::Definition { table: table.name, source })?;
        database
            .create_table(request)
            .map_err(engine(&format!("create the table {}", table.name)))?;
    }
    expire_by(database, table)
}

/// Turns expiry on unless it is on. DynamoDB refuses to turn it on twice, and a stack that was killed
/// at its start may have left a table without it.
fn expire_by(database: &Database, table: &Table) -> Result<(), DynamoDbError> {
    let what = format!("set the expiry of {}", table.name);
    let current = database
        .describe_time_to_live(DescribeTimeToLiveRequest { table_name: table.name.to_owned() })
        .map_err(engine(&what))?;
    if current.time_to_live_description.attribute_name.is_some() {
        return Ok(());
    }
    database
        .update_time_to_live(UpdateTimeToLiveRequest {
            table_name: table.name.to_owned(),
            time_to_live_specification: TimeToLiveSpecification {
                attribute_name: table.time_to_live.to_owned(),
                enabled: true,
            },
        })
        .map_err(engine(&what))?;
    Ok(())
}

fn engine(what: &str) -> impl FnOnce(DynoxideError) -> DynamoDbError {
    let what = what.to_owned();
    move |source| DynamoDbError::Engine { what, source }
}

/// Removes expired items at each interval.
async fn keep_sweeping(database: Database) {
    let mut timer = tokio::time::interval_at(Instant::now() + SWEEP_EVERY, SWEEP_EVERY);
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        timer.tick().await;
        sweep(&database).await;
    }
}

async fn sweep(database: &Database) {
    let database = database.clone();
    // The next sweep removes what this one could not. DynamoDB removes expired items late, too.
    let _ = tokio::task::spawn_blocking(move || database.sweep_ttl()).await;
}
