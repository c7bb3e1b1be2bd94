//! Logs: one flat JSON object per line on standard output, the form that CloudWatch Logs Insights
//! reads best.
//!
//! Each line holds `timestamp`, `level`, `message`, `function_name`, `function_version` and the fields
//! of the event; within an invocation also `request_id`, `trace_id`, `cold_start` and the span's
//! `name`. Lines are not buffered, because a frozen environment would lose them.

use std::io;
use std::str::FromStr;

use json_subscriber::JsonLayer;
use switchboard_settings::{Environment, SettingsError, all};
use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The function that logs, and the least severe level that is written.
///
/// ```
/// use switchboard_lambda::logs::LogSettings;
/// use switchboard_settings::Environment;
///
/// let environment = Environment::new(|name| match name {
///     "AWS_LAMBDA_FUNCTION_NAME" => Some("vanity-convert".to_owned()),
///     "AWS_LAMBDA_LOG_LEVEL" => Some("LOUD".to_owned()),
///     _ => None,
/// });
/// let message = LogSettings::read(&environment).unwrap_err().to_string();
/// assert!(message.contains("AWS_LAMBDA_FUNCTION_VERSION is not set"));
/// assert!(message.contains("AWS_LAMBDA_LOG_LEVEL cannot be read"));
/// ```
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// `AWS_LAMBDA_FUNCTION_NAME`.
    pub function_name: String,
    /// `AWS_LAMBDA_FUNCTION_VERSION`.
    pub function_version: String,
    /// `AWS_LAMBDA_LOG_LEVEL`, which Lambda sets from the function's logging configuration; INFO by
    /// default.
    pub level: LevelFilter,
}

impl LogSettings {
    /// Reads the variables named above, which Lambda sets.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let (function_name, function_version, Level(level)) = all((
            environment.required("AWS_LAMBDA_FUNCTION_NAME"),
            environment.required("AWS_LAMBDA_FUNCTION_VERSION"),
            environment.with_default("AWS_LAMBDA_LOG_LEVEL", Level(LevelFilter::INFO)),
        ))?;
        Ok(Self { function_name, function_version, level })
    }
}

/// Parses a level by the name that Lambda uses. Lambda has `FATAL`, which `tracing` does not.
struct Level(LevelFilter);

impl FromStr for Level {
    type Err = tracing_subscriber::filter::LevelParseError;

    fn from_str(level: &str) -> Result<Self, Self::Err> {
        if level.eq_ignore_ascii_case("fatal") {
            return Ok(Self(LevelFilter::ERROR));
        }
        level.parse().map(Self)
    }
}

/// Starts logging to standard output.
pub fn init(settings: &LogSettings) {
    // It fails only if a subscriber is set already, which then receives the logs.
    let _ = subscriber(settings, io::stdout).try_init();
}

/// Creates a subscriber that writes lines to `writer`.
pub fn subscriber<W>(settings: &LogSettings, writer: W) -> impl Subscriber + Send + Sync + use<W>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let mut layer = JsonLayer::new(writer);
    layer.with_timer("timestamp", tracing_subscriber::fmt::time::SystemTime);
    layer.with_level("level");
    layer.add_static_field("function_name", settings.function_name.as_str().into());
    layer.add_static_field("function_version", settings.function_version.as_str().into());
    layer.with_top_level_flattened_current_span();
    layer.with_flattened_event();
    let level = settings.level;
    // Below WARN, the SDK, the runtime and the HTTP client log requests and their bodies.
    let wanted = filter_fn(move |metadata| {
        let level = if is_ours(metadata.target()) { level } else { level.min(LevelFilter::WARN) };
        *metadata.level() <= level
    });
    tracing_subscriber::registry().with(wanted.with_max_level_hint(level)).with(layer)
}

/// Returns whether a target is in one of our crates. All of them have this prefix, which
/// `tests/layout` checks: a crate without it would lose every line below WARN.
fn is_ours(target: &str) -> bool {
    target.starts_with("switchboard_")
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::Value;
    use tracing::{Instrument as _, info, info_span, warn};

    use super::*;

    #[derive(Clone, Default)]
    struct Captured(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(level: LevelFilter, log: impl FnOnce()) -> Vec<Value> {
        let captured = Captured::default();
        let writer = captured.clone();
        let settings = LogSettings {
            function_name: "vanity-convert".to_owned(),
            function_version: "7".to_owned(),
            level,
        };
        let subscriber = subscriber(&settings, move || writer.clone());
        tracing::subscriber::with_default(subscriber, log);
        let lines = captured.0.lock().unwrap().clone();
        String::from_utf8(lines)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn a_line_is_flat_and_holds_what_logs_are_searched_by() {
        let lines = logged(LevelFilter::INFO, || {
            let span =
                info_span!("invocation", request_id = "r-1", trace_id = "t-1", cold_start = true);
            span.in_scope(|| info!(event = "call_recorded", count = 5, "recorded"));
        });
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        for (field, value) in [
            ("level", Value::from("INFO")),
            ("message", "recorded".into()),
            ("event", "call_recorded".into()),
            ("count", 5.into()),
            ("request_id", "r-1".into()),
            ("trace_id", "t-1".into()),
            ("cold_start", true.into()),
            ("function_name", "vanity-convert".into()),
            ("function_version", "7".into()),
        ] {
            assert_eq!(line[field], value, "{line}");
        }
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
        assert!(line.as_object().unwrap().values().all(|value| !value.is_object()), "{line}");
    }

    #[test]
    fn foreign_crates_log_warnings_only() {
        let lines = logged(LevelFilter::TRACE, || {
            info!(target: "hyper::client", "body");
            info!(target: "aws_smithy_runtime::client", "request");
            info!(target: "lambda_runtime::requests", "event");
            warn!(target: "aws_smithy_runtime::client", "closed");
            info!(target: "vanity_convert", "a crate without the prefix");
            tracing::trace!("ours");
            tracing::trace!(target: "switchboard_vanity_convert::reply", "ours too");
        });
        let messages: Vec<_> = lines.iter().map(|line| line["message"].clone()).collect();
        assert_eq!(messages, ["closed", "ours", "ours too"]);
    }

    #[test]
    fn lambda_level_names_are_understood() {
        for (name, level) in [("FATAL", LevelFilter::ERROR), ("WARN", LevelFilter::WARN)] {
            assert_eq!(name.parse::<Level>().unwrap().0, level);
        }
    }

    #[test]
    fn instrumented_futures_keep_the_span() {
        let lines = logged(LevelFilter::INFO, || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let span = info_span!("invocation", request_id = "r-2");
            runtime.block_on(async { info!("inside") }.instrument(span));
        });
        assert_eq!(lines[0]["request_id"], "r-2");
    }
}
