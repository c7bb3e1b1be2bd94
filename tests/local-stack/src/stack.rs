//! The stack: starts its parts in order, and stops them in reverse.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::connect::ContactFlow;
use crate::dynamodb::proxy::Proxy;
use crate::dynamodb::{DynamoDb, DynamoDbError};
use crate::http_api::HttpApi;
use crate::lambda::Lambda;
use crate::options::Options;
use crate::{aws_port, people_port};

/// How long requests that run may take to finish when the stack stops. Longer than the functions'
/// time limits; what holds on still is a client that never sends the rest of its request.
const STOP_LIMIT: Duration = Duration::from_secs(15);

/// Why a stack did not start, in a paragraph that says what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StackError {
    /// A function's executable is not there.
    #[error(
        "The function {function} has no executable at {}. Build it (leave out --no-build, or run \
         cargo build -p {function}), or name the folder that it is in with --functions-dir.",
        path.display()
    )]
    MissingBinary {
        /// The function.
        function: String,
        /// Where its executable should be.
        path: PathBuf,
    },
    /// A port is taken.
    #[error(
        "Port {port} is in use by another program. Stop that program, or choose another port with \
         {flag} (0 takes any free one), as in: make run ARGS=\"{flag} 0\"."
    )]
    PortInUse {
        /// The port.
        port: u16,
        /// The option that chooses another.
        flag: &'static str,
    },
    /// A port cannot be listened on.
    #[error("Port {port} cannot be listened on: {source}. Choose another port with {flag}.")]
    Port {
        /// The port.
        port: u16,
        /// The option that chooses another.
        flag: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// The tables are not to be had.
    #[error(transparent)]
    DynamoDb(#[from] DynamoDbError),
}

/// Where a stack is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addresses {
    /// Base URL for people: the console page, `/vanity-numbers`, `/local`.
    pub people: String,
    /// Base URL for SDKs, the value of `AWS_ENDPOINT_URL`.
    pub aws: String,
}

/// A running stack. Dropping it kills its functions; [`Stack::stop`] lets them finish.
#[derive(Debug)]
pub struct Stack {
    addresses: Addresses,
    lambda: Lambda,
    dynamodb: DynamoDb,
    people: Server,
    aws: Server,
}

impl Stack {
    /// Starts a stack; it serves when this returns.
    pub async fn start(options: Options) -> Result<Self, StackError> {
        check_binaries(&options)?;
        let dynamodb = DynamoDb::start(&options.storage).await?;
        let people = bind(options.port, "--port").await?;
        let aws = bind(options.aws_port, "--aws-port").await?;
        let addresses = Addresses {
            people: format!("http://{}", people.address),
            aws: format!("http://{}", aws.address),
        };

        // A process is started in its task root, from where a relative path leads elsewhere.
        let functions_dir = options.functions_dir.canonicalize().unwrap_or(options.functions_dir);
        let lambda = Lambda::new(options.functions, &functions_dir, &addresses.aws, &options.logs);
        let http_api = HttpApi::new(lambda.clone(), options.http_function);
        let flow = ContactFlow::new(lambda.clone(), options.call_function);

        let aws = aws.serve(aws_port::router(lambda.clone(), Proxy::new(dynamodb.address())));
        let people = people.serve(people_port::router(http_api, flow, addresses.clone()));
        Ok(Self { addresses, lambda, dynamodb, people, aws })
    }

    /// Where the stack is reached.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The emulated Lambda, for tests that invoke functions directly.
    #[must_use]
    pub fn lambda(&self) -> &Lambda {
        &self.lambda
    }

    /// Finishes what runs, ends the functions' processes and closes the data file.
    pub async fn stop(self) {
        // People first: their requests need the functions, and these the AWS port.
        self.people.stop().await;
        // Past the limit, dropping the functions kills them.
        let _ = tokio::time::timeout(STOP_LIMIT, self.lambda.stop()).await;
        self.aws.stop().await;
        drop(self.lambda);
        let _ = tokio::time::timeout(STOP_LIMIT, self.dynamodb.stop()).await;
    }
}

fn check_binaries(options: &Options) -> Result<(), StackError> {
    for function in &options.functions {
        let path = options.functions_dir.join(&function.binary);
        if !path.is_file() {
            return Err(StackError::MissingBinary { function: function.name.clone(), path });
        }
    }
    Ok(())
}

/// A port that is taken but does not serve yet.
struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

async fn bind(port: u16, flag: &'static str) -> Result<Bound, StackError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StackError::PortInUse { port, flag },
        _ => StackError::Port { port, flag, source },
    };
    // Only this machine: the stack asks nobody who they are.
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Bound { listener, address })
}

impl Bound {
    fn serve(self, app: Router) -> Server {
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let task = tokio::spawn(async move {
            // An accept error is retried inside; it ends when it is told to.
            let _ =
                axum::serve(self.listener, app.into_make_service_with_connect_info::<SocketAddr>())
                    .with_graceful_shutdown(stopped)
                    .await;
        });
        Server { stop: stop.drop_guard(), task }
    }
}

/// A port that serves.
#[derive(Debug)]
struct Server {
    /// Dropping it tells the server to stop.
    stop: DropGuard,
    task: JoinHandle<()>,
}

impl Server {
    /// Takes no more requests and waits for those that run.
    async fn stop(mut self) {
        drop(self.stop);
        if tokio::time::timeout(STOP_LIMIT, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}
