//! A browser, and what a person does with the whole of it.

use std::fmt::{self, Display};
use std::future::Future;
use std::path::Path;
use std::time::Duration;

use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tempfile::TempDir;
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{self, Instant};

use crate::commands::SessionCommand;
use crate::driver::{Driver, DriverError};
use crate::keys::{self, Key};
use crate::options::{Options, Screen};
use crate::places::Place;

/// How long a command may take; the driver's own limits are shorter, for what they know of.
const COMMAND_LIMIT: Duration = Duration::from_mins(1);
/// How long something may take to come to be on a page, on a machine that is busy with other tests.
const WAIT_LIMIT: Duration = Duration::from_secs(30);
/// How often it is looked for.
const WAIT_STEP: Duration = Duration::from_millis(25);

/// Why there is no browser.
#[derive(Debug, Error)]
enum OpenError {
    #[error(transparent)]
    Driver(#[from] DriverError),
    #[error("Chromium gave no session: {source}; chromedriver said: {said}")]
    NoSession { source: Box<NewSessionError>, said: String },
    #[error("Chromium gave no session within {} s; chromedriver said: {said}", COMMAND_LIMIT.as_secs())]
    Late { said: String },
}

/// An open browser with one tab. It closes when it is dropped.
pub struct Browser {
    // In the order in which they end.
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
    /// Opens one on a desk, with JavaScript, light and in English.
    #[must_use]
    #[track_caller]
    pub fn open() -> Self {
        Self::with(&Options::desktop())
    }

    /// Opens one as soon as few enough others are open.
    #[must_use]
    #[track_caller]
    pub fn with(options: &Options) -> Self {
        let place = Place::take();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        // On a busy machine a start may fail that the next time succeeds.
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

    /// Where it is.
    #[must_use]
    #[track_caller]
    pub fn url(&self) -> String {
        self.run("its URL", self.client.current_url()).into()
    }

    /// The page's title.
    #[must_use]
    #[track_caller]
    pub fn title(&self) -> String {
        self.run("its title", self.client.title())
    }

    /// The page's text, as it is shown.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.script("return document.body ? document.body.innerText : ''", Vec::new());
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page's text holds this.
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

    /// Does something that leads to another page, and waits until that is loaded. A click waits
    /// too, but not always for long enough; see what `act` leads to only after this.
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

    /// Which document the tab shows: another after each navigation, the same URL or not.
    async fn document(&self) -> Result<Value, CmdError> {
        let tree = self.client.issue_cmd(SessionCommand::devtools("Page.getFrameTree")).await?;
        Ok(tree.pointer("/frameTree/frame/loaderId").cloned().unwrap_or_default())
    }

    /// Goes back, as the button of the browser does. A page that answered a form and may not be
    /// kept is not shown again: the browser says that it would have to send the form.
    #[track_caller]
    pub fn back(&self) {
        self.run("go back", self.client.back());
    }

    /// Loads the page again. Where it answered a form, the form is sent again: this is a person who
    /// agrees to that in the browser's dialog, which a driven browser does not show.
    #[track_caller]
    pub fn reload(&self) {
        self.run("reload", self.client.refresh());
    }

    /// Presses a key, where the focus is.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.run(format_args!("press {key:?}"), self.client.perform_actions(key.stroke()));
    }

    /// Types, where the focus is.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let strokes = keys::strokes(text);
        self.run(format_args!("type {text:?}"), self.client.perform_actions(strokes));
    }

    /// Turns to the frame with this title; what is found and read is its own, until
    /// [`leave_frame`](Self::leave_frame) or [`next_page`](Self::next_page).
    #[track_caller]
    pub fn enter_frame(&self, title: &str) {
        let frame = self.find_frame(title);
        self.run(format_args!("enter the frame {title:?}"), frame.enter_frame());
    }

    /// Turns back to the page.
    #[track_caller]
    pub fn leave_frame(&self) {
        self.run("leave the frame", self.client.issue_cmd(SessionCommand::leave_frames()));
    }

    /// The folder that everything of it is in: its profile, its temporary files, its driver's log.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What is to be seen, as a PNG of the screen's size.
    #[must_use]
    #[track_caller]
    pub fn screenshot(&self) -> Vec<u8> {
        self.run("a screenshot", self.client.screenshot())
    }

    /// Writes what is to be seen to a PNG file.
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

    /// Runs a script's body in the page, and answers what it returns; of a promise, what it comes to.
    /// It is for what no person could do or see, as to take the place of the browser's own voice.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: Vec<Value>) -> Value {
        self.run("run a script", self.client.execute(body, arguments))
    }

    /// Waits for the driver.
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

    /// Tries until it succeeds. What is still in the way at the end is the message of the panic.
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
        // In order, so that nothing still writes to the folder; the driver's end is the rest.
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
