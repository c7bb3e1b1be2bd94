//! A browser: opening pages, navigating, typing, waiting.

use std::fmt::{self, Display};
use std::future::Future;
use std::path::Path;
use std::time::Duration;

use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{self, Instant};

use crate::commands::SessionCommand;
use crate::driver::{Driver, DriverError};
use crate::keys::{self, Key};
use crate::options::{Options, Screen};
use crate::places::Place;

/// How long a command may take. The driver's own limits are shorter, but do not cover every
/// command.
const COMMAND_LIMIT: Duration = Duration::from_mins(1);
/// How long an element or a page may take to appear, on a machine that is busy with other tests.
const WAIT_LIMIT: Duration = Duration::from_secs(30);
/// The pause between two attempts.
const WAIT_STEP: Duration = Duration::from_millis(25);

/// Why a browser could not be opened.
#[derive(Debug, Error)]
enum OpenError {
    #[error(transparent)]
    Driver(#[from] DriverError),
    #[error("Chromium gave no session: {source}; chromedriver said: {said}")]
    NoSession { source: Box<NewSessionError>, said: String },
    #[error("Chromium gave no session within {} s; chromedriver said: {said}", COMMAND_LIMIT.as_secs())]
    Late { said: String },
}

/// An open browser with one tab. It is closed when it is dropped.
pub struct Browser {
    // In the order in which they must be dropped.
    client: Client,
    runtime: Runtime,
    _driver: Driver,
    folder: TempDir,
    _place: Place,
    screen: Screen,
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser").field("screen", &self.screen).finish_non_exhaustive()
    }
}

impl Browser {
    /// Opens a desktop browser: JavaScript on, light, in English.
    #[must_use]
    #[track_caller]
    pub fn open() -> Self {
        Self::with(&Options::desktop())
    }

    /// Opens a browser with these options, as soon as few enough other tests have one.
    #[must_use]
    #[track_caller]
    pub fn with(options: &Options) -> Self {
        let place = Place::take();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        // On a busy machine a start may fail, and succeed when it is tried again.
        let started = start(&runtime, options).or_else(|first| {
            start(&runtime, options)
                .map_err(|second| format!("no browser: {first}\nand tried again: {second}"))
        });
        let (client, driver, folder) = started.unwrap_or_else(|error| panic!("{error}"));
        let screen = options.screen;
        Self { client, runtime, _driver: driver, folder, _place: place, screen }
    }

    /// Opens a page and waits until it is loaded.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.run(format_args!("go to {url}"), self.client.goto(url));
    }

    /// The URL of the page.
    #[must_use]
    #[track_caller]
    pub fn url(&self) -> String {
        self.run("the URL", self.client.current_url()).into()
    }

    /// The title of the page.
    #[must_use]
    #[track_caller]
    pub fn title(&self) -> String {
        self.run("the title", self.client.title())
    }

    /// The visible text of the page.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.script("return document.body ? document.body.innerText : ''", Vec::new());
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the visible text of the page contains this.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        const SCRIPT: &str = "return document.body ? document.body.innerText : ''";
        self.wait(async || {
            let shown = self.client.execute(SCRIPT, Vec::new()).await;
            let shown = shown.map_err(|error| format!("no {text:?}: {error}"))?;
            let shown = shown.as_str().unwrap_or_default();
            if shown.contains(text) { Ok(()) } else { Err(format!("no {text:?} in:\n{shown}")) }
        });
    }

    /// Runs `act`, which leads to another page, and waits until that page is loaded. A click waits
    /// too, but not always for long enough.
    #[track_caller]
    pub fn next_page<T>(&self, act: impl FnOnce() -> T) -> T {
        let before = self.run("the page that is left", self.document());
        let acted = act();
        self.wait(async || match self.document().await {
            Ok(after) if after == before => Err("no other page came".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(format!("no other page came: {error}")),
        });
        self.leave_frame();
        self.wait(async || {
            let ready = self.client.execute("return document.readyState", Vec::new()).await;
            if matches!(&ready, Ok(Value::String(state)) if state == "complete") {
                return Ok(());
            }
            Err(format!("the next page is not loaded: {ready:?}"))
        });
        acted
    }

    /// The id of the document in the tab. Each navigation changes it, even to the same URL.
    async fn document(&self) -> Result<Value, CmdError> {
        let tree = self
            .client
            .issue_cmd(SessionCommand::devtools("Page.getFrameTree", &json!({})))
            .await?;
        Ok(tree.pointer("/frameTree/frame/loaderId").cloned().unwrap_or_default())
    }

    /// Goes back, as the browser's button does. If that page answered a form and may not be cached,
    /// the browser does not show it again, and offers to send the form again instead.
    #[track_caller]
    pub fn back(&self) {
        self.run("go back", self.client.back());
    }

    /// Loads the page again. If it answered a form, the form is sent again, as if a person had
    /// agreed to that in the browser's dialog, which a driven browser does not show.
    #[track_caller]
    pub fn reload(&self) {
        self.run("reload", self.client.refresh());
    }

    /// Presses a key; it goes to the focused element.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.run(format_args!("press {key:?}"), self.client.perform_actions(key.stroke()));
    }

    /// Types into the focused element.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let strokes = keys::strokes(text);
        self.run(format_args!("type {text:?}"), self.client.perform_actions(strokes));
    }

    /// Enters the frame with this title: everything is found and read inside it, until
    /// [`leave_frame`](Self::leave_frame) or [`next_page`](Self::next_page).
    #[track_caller]
    pub fn enter_frame(&self, title: &str) {
        let frame = self.find_frame(title);
        self.run(format_args!("enter the frame {title:?}"), frame.enter_frame());
    }

    /// Leaves the frame, back to the page.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.run("leave the frame", self.client.issue_cmd(SessionCommand::leave_frames()));
    }

    /// The folder of the browser: profile, temporary files, and the log of the driver.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A screenshot of the viewport, as PNG.
    #[must_use]
    #[track_caller]
    pub fn screenshot(&self) -> Vec<u8> {
        self.run("a screenshot", self.client.screenshot())
    }

    /// Writes a screenshot of the viewport to a PNG file.
    #[track_caller]
    pub fn save_screenshot(&self, file: &Path) {
        let written = std::fs::write(file, self.screenshot());
        written.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn screen(&self) -> Screen {
        self.screen
    }

    /// Runs the body of a script in the page, and returns its result; for a promise, the resolved
    /// value. For what no person could do or see, such as replacing the browser's voice.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: Vec<Value>) -> Value {
        self.run("run a script", self.client.execute(body, arguments))
    }

    /// Runs a command of the driver to its end.
    #[track_caller]
    pub(crate) fn run<T>(
        &self,
        what: impl Display,
        command: impl Future<Output = Result<T, CmdError>>,
    ) -> T {
        match self.runtime.block_on(async { time::timeout(COMMAND_LIMIT, command).await }) {
            Ok(Ok(done)) => done,
            Ok(Err(error)) => panic!("{what}: {error}"),
            Err(late) => panic!("{what}: {late} ({} s)", COMMAND_LIMIT.as_secs()),
        }
    }

    /// Tries until it succeeds. Panics with the last error when the time is over.
    #[track_caller]
    pub(crate) fn wait<T>(&self, mut attempt: impl AsyncFnMut() -> Result<T, String>) -> T {
        let waited = self.runtime.block_on(async {
            let end = Instant::now() + WAIT_LIMIT;
            loop {
                match attempt().await {
                    Err(_) if Instant::now() < end => time::sleep(WAIT_STEP).await,
                    last => return last,
                }
            }
        });
        waited.unwrap_or_else(|error| panic!("{error}"))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Close the browser first, so that it no longer writes to the folder.
        let close = self.client.clone().close();
        let _ = self.runtime.block_on(async { time::timeout(WAIT_LIMIT, close).await });
    }
}

fn start(runtime: &Runtime, options: &Options) -> Result<(Client, Driver, TempDir), OpenError> {
    let folder = TempDir::with_prefix("browser-").map_err(DriverError::Output)?;
    let driver = Driver::start(folder.path())?;
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(options.capabilities(&folder.path().join("profile")));
    let address = format!("http://127.0.0.1:{}", driver.port);
    let session =
        runtime.block_on(async { time::timeout(COMMAND_LIMIT, builder.connect(&address)).await });
    match session {
        Ok(Ok(client)) => Ok((client, driver, folder)),
        Ok(Err(source)) => {
            Err(OpenError::NoSession { source: Box::new(source), said: driver.said() })
        }
        Err(_) => Err(OpenError::Late { said: driver.said() }),
    }
}
