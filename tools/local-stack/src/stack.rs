//! A running stack: starts its parts in order and stops them in reverse.

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

use crate::addresses::Addresses;
use crate::clock::Clock;
use crate::codedeploy::CodeDeploy;
use crate::codepipeline::CodePipeline;
use crate::codepipeline::control::Releases;
use crate::connect::Calls;
use crate::dynamodb::proxy::Proxy;
use crate::dynamodb::{DynamoDb, DynamoDbError};
use crate::faults::Faults;
use crate::functions::PEOPLE_ADDRESS;
use crate::http_api::HttpApi;
use crate::lambda::{Function, Lambda};
use crate::listeners::aws::{self, Services};
use crate::listeners::people::{self, People};
use crate::messages::queue::Queue;
use crate::options::Options;
use crate::persistence::PersistenceError;
use crate::schedule::Schedule;
use crate::ses::{Mailbox, MailboxError};
use crate::shell_commands::ShellCommands;
use crate::time_control::TimeControl;

/// The time limit for running requests when the stack stops. It is longer than the time limits of the
/// functions that people wait for. Only a client that never sends the rest of its request, or a sweep,
/// takes longer; the next stack starts the sweep again.
const STOP_LIMIT: Duration = Duration::from_secs(15);

/// A stack did not start. The message says what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StackError {
    /// The executable of a function is missing.
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
    /// Another program uses the port.
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
    /// The stack cannot listen on the port.
    #[error("Port {port} cannot be listened on: {source}. Choose another port with {flag}.")]
    Port {
        /// The port.
        port: u16,
        /// The option that chooses another.
        flag: &'static str,
        /// The cause.
        source: io::Error,
    },
    /// The tables cannot be opened.
    #[error(transparent)]
    DynamoDb(#[from] DynamoDbError),
    /// The contact flow cannot be read.
    #[error("The contact flow cannot be run: {0}.")]
    Flow(#[from] CatalogueError),
    /// Another data file cannot be opened.
    #[error(transparent)]
    Persistence(#[from] PersistenceError),
    /// The captured mail cannot be opened.
    #[error(transparent)]
    Mailbox(#[from] MailboxError),
}

/// A running stack. Dropping it kills its functions; [`Stack::stop`] lets them finish.
#[derive(Debug)]
pub struct Stack {
    commands: ShellCommands,
    lambda: Lambda,
    queue: Queue,
    timer: Option<AbortOnDropHandle<()>>,
    dynamodb: DynamoDb,
    people_server: Server,
    aws_server: Server,
}

impl Stack {
    /// Starts a stack. It serves requests when this returns.
    ///
    /// # Errors
    ///
    /// A function's executable is missing, a port is in use, or a data file or the contact flow cannot
    /// be read.
    pub async fn start(options: Options) -> Result<Self, StackError> {
        check_binaries(&options)?;
        let dynamodb = DynamoDb::start(&options.storage).await?;
        let people_listener = bind(options.port, "--port").await?;
        let aws_listener = bind(options.aws_port, "--aws-port").await?;
        let addresses = Addresses {
            people: format!("http://{}", people_listener.address),
            aws: format!("http://{}", aws_listener.address),
        };

        let commands = ShellCommands::new(addresses.clone(), options.vanity_command);

        // The other data files are opened after the tables, whose lock covers the whole folder.
        let clock = Clock::open(&options.storage)?;
        let mailbox = Mailbox::open(&options.storage, clock.clone())?;
        let faults = Faults::default();

        // A process starts in its task root, where a relative path would be a different one.
        let functions_dir = options.functions_dir.canonicalize().unwrap_or(options.functions_dir);
        let functions = with_address(options.functions, &addresses.people);
        let lambda = Lambda::new(functions, &functions_dir, &addresses.aws, &clock, &options.logs);
        let queue = Queue::open(&options.storage, lambda.clone(), clock.clone())?;
        let pipelines =
            CodePipeline::open(&options.storage, clock.clone(), queue.clone(), faults.clone())?;
        let deployments = CodeDeploy::new(lambda.clone());
        let schedule = Schedule {
            lambda: lambda.clone(),
            queue: queue.clone(),
            pipelines: pipelines.clone(),
            every: options.sweep_every,
        };

        let calls = Calls::new(lambda.clone(), options.flows_dir, &options.call_function);
        // Each call reads the flows again. Reading them here reports an error at the start.
        calls.check()?;

        let aws_server = aws_listener.serve(aws::router(Services {
            lambda: lambda.clone(),
            queue: queue.clone(),
            dynamodb: Proxy::new(dynamodb.address()),
            pipelines: pipelines.clone(),
            deployments: deployments.clone(),
            mailbox: mailbox.clone(),
            faults: faults.clone(),
        }));
        let people_server = people_listener.serve(people::router(People {
            http_api: HttpApi::new(lambda.clone(), options.http_function, clock.clone()),
            calls,
            lambda: lambda.clone(),
            clock: clock.clone(),
            time: TimeControl { clock, lambda: lambda.clone(), schedule: schedule.clone() },
            faults,
            mailbox,
            releases: Releases { pipelines, people: addresses.people.clone() },
            deployments,
            schedule: schedule.clone(),
            commands: commands.clone(),
        }));
        queue.resume();
        let timer = schedule.start();
        Ok(Self { commands, lambda, queue, timer, dynamodb, people_server, aws_server })
    }

    /// Returns the base URLs that the stack serves.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        self.commands.addresses()
    }

    /// Returns commands to try the stack with from a shell.
    #[must_use]
    pub fn shell_commands(&self) -> &ShellCommands {
        &self.commands
    }

    /// Returns the emulated Lambda, for tests that invoke functions directly.
    #[must_use]
    pub fn lambda(&self) -> &Lambda {
        &self.lambda
    }

    /// Finishes running requests, ends the functions' processes and closes the data file.
    pub async fn stop(self) {
        // The people's port first: its requests need the functions, and these need the AWS port.
        self.people_server.stop().await;
        drop(self.timer);
        let _ = tokio::time::timeout(STOP_LIMIT, self.queue.stop()).await;
        // Past the limit, dropping the functions kills them.
        let _ = tokio::time::timeout(STOP_LIMIT, self.lambda.stop()).await;
        self.aws_server.stop().await;
        drop(self.lambda);
        drop(self.queue);
        let _ = tokio::time::timeout(STOP_LIMIT, self.dynamodb.stop()).await;
    }
}

/// Replaces the placeholder in the functions' variables with the address for people.
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

/// A port that is bound but does not serve requests yet.
struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

async fn bind(port: u16, flag: &'static str) -> Result<Bound, StackError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StackError::PortInUse { port, flag },
        _ => StackError::Port { port, flag, source },
    };
    // Only this machine can connect, because the stack does not authenticate anyone.
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Bound { listener, address })
}

impl Bound {
    fn serve(self, app: Router) -> Server {
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let task = tokio::spawn(async move {
            // The server retries accept errors itself; it ends only when it is stopped.
            let _ =
                axum::serve(self.listener, app.into_make_service_with_connect_info::<SocketAddr>())
                    .with_graceful_shutdown(stopped)
                    .await;
        });
        Server { stop: stop.drop_guard(), task }
    }
}

/// A port that serves requests.
#[derive(Debug)]
struct Server {
    /// Dropping it stops the server.
    stop: DropGuard,
    task: JoinHandle<()>,
}

impl Server {
    /// Accepts no more requests and waits for the running ones.
    async fn stop(mut self) {
        drop(self.stop);
        if tokio::time::timeout(STOP_LIMIT, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}
