//! The stack: starts its parts in order, and stops them in reverse.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use switchboard_contact_flow::catalogue::CatalogueError;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::AbortOnDropHandle;

use crate::approvals::PEOPLE_ADDRESS;
use crate::aws_port::{self, Services};
use crate::clock::Clock;
use crate::codepipeline::CodePipeline;
use crate::codepipeline::control::Releases;
use crate::connect::Calls;
use crate::dynamodb::proxy::Proxy;
use crate::dynamodb::{DynamoDb, DynamoDbError};
use crate::faults::Faults;
use crate::http_api::HttpApi;
use crate::kept::KeptError;
use crate::lambda::{Function, Lambda};
use crate::messages::Queue;
use crate::options::Options;
use crate::people_port::{self, People};
use crate::schedule::Schedule;
use crate::ses::{Mailbox, MailboxError};
use crate::time_control::TimeControl;

/// How long requests that run may take to finish when the stack stops. Longer than the time limits of
/// the functions that people wait for; what holds on still is a client that never sends the rest of
/// its request, or a sweep, and that one is begun again by the next stack.
const STOP_LIMIT: Duration = Duration::from_secs(15);

/// Why a stack did not start, in a paragraph that says what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StackError {
    /// A function's executable is not there.
    #[error(
        "The function {function} has no executable at {}. Build it (leave out --no-build, or run \
         cargo build --bin {function}), or name the folder that it is in with --functions-dir.",
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
    /// The contact flow is not to be had.
    #[error("The contact flow cannot be run: {0}.")]
    Flow(#[from] CatalogueError),
    /// Something else that is kept is not to be had.
    #[error(transparent)]
    Kept(#[from] KeptError),
    /// The captured mail is not to be had.
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
}

/// Where a stack is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addresses {
    /// Base URL for people: the console page, `/vanity-numbers`, `/approvals`, `/mailbox`, `/local`.
    pub people: String,
    /// Base URL for SDKs, the value of `AWS_ENDPOINT_URL`.
    pub aws: String,
}

/// A running stack. Dropping it kills its functions; [`Stack::stop`] lets them finish.
#[derive(Debug)]
pub struct Stack {
    addresses: Addresses,
    lambda: Lambda,
    queue: Queue,
    timer: Option<AbortOnDropHandle<()>>,
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

        // What is kept is looked at after the tables, whose lock stands for the whole folder.
        let clock = Clock::open(&options.storage)?;
        let mailbox = Mailbox::open(&options.storage, clock.clone())?;
        let faults = Faults::default();

        // A process is started in its task root, from where a relative path leads elsewhere.
        let functions_dir = options.functions_dir.canonicalize().unwrap_or(options.functions_dir);
        let functions = with_address(options.functions, &addresses.people);
        let lambda = Lambda::new(functions, &functions_dir, &addresses.aws, &clock, &options.logs);
        let queue = Queue::open(&options.storage, lambda.clone(), clock.clone())?;
        let pipelines =
            CodePipeline::open(&options.storage, clock.clone(), queue.clone(), faults.clone())?;
        let schedule = Schedule {
            lambda: lambda.clone(),
            queue: queue.clone(),
            pipelines: pipelines.clone(),
            every: options.sweep_every,
        };

        let calls = Calls::new(lambda.clone(), options.flows_dir, &options.call_function);
        // Each call reads it anew; whoever starts a stack wants to know at once.
        calls.check()?;

        let aws = aws.serve(aws_port::router(Services {
            lambda: lambda.clone(),
            queue: queue.clone(),
            dynamodb: Proxy::new(dynamodb.address()),
            pipelines: pipelines.clone(),
            mailbox: mailbox.clone(),
            faults: faults.clone(),
        }));
        let people = people.serve(people_port::router(People {
            http_api: HttpApi::new(lambda.clone(), options.http_function, clock.clone()),
            calls,
            lambda: lambda.clone(),
            clock: clock.clone(),
            time: TimeControl { clock, lambda: lambda.clone(), schedule: schedule.clone() },
            faults,
            mailbox,
            releases: Releases { pipelines, people: addresses.people.clone() },
            schedule: schedule.clone(),
            addresses: addresses.clone(),
        }));
        queue.resume();
        let timer = schedule.start();
        Ok(Self { addresses, lambda, queue, timer, dynamodb, people, aws })
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
        drop(self.timer);
        let _ = tokio::time::timeout(STOP_LIMIT, self.queue.stop()).await;
        // Past the limit, dropping the functions kills them.
        let _ = tokio::time::timeout(STOP_LIMIT, self.lambda.stop()).await;
        self.aws.stop().await;
        drop(self.lambda);
        drop(self.queue);
        let _ = tokio::time::timeout(STOP_LIMIT, self.dynamodb.stop()).await;
    }
}

/// The functions, with the address for people where their variables ask for it.
fn with_address(functions: Vec<Function>, people: &str) -> Vec<Function> {
    let mut functions = functions;
    for value in functions.iter_mut().flat_map(|function| function.environment.values_mut()) {
        *value = value.replace(PEOPLE_ADDRESS, people);
    }
    functions
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
