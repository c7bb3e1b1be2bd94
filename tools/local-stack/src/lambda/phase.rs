//! The phases of a function's process, and the requests that the Runtime API allows in each.

use thiserror::Error;

use super::outcome::MAX_RESPONSE_BYTES;

/// The phase of a function's process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// The process has not asked for an invocation yet.
    #[default]
    Starting,
    /// The process waits for an invocation.
    Ready,
    /// The process runs the invocation with this request id.
    Running(String),
    /// The process has answered and not asked for the next invocation yet.
    Answered,
}

/// The Runtime API refuses a request of a process.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(super) enum Refusal {
    #[error("Invalid request ID")]
    InvalidRequestId,
    #[error("State transition is not allowed")]
    InvalidStateTransition,
    #[error("Exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes).")]
    TooLarge,
}

impl Phase {
    /// The process asks for an invocation. Returns false if it was waiting for one already.
    pub(super) fn ask(&mut self) -> Result<bool, Refusal> {
        match self {
            Self::Starting | Self::Answered => {
                *self = Self::Ready;
                Ok(true)
            }
            // It asks again on a new connection.
            Self::Ready => Ok(false),
            Self::Running(_) => Err(Refusal::InvalidStateTransition),
        }
    }

    /// The process receives an invocation.
    pub(super) fn run(&mut self, request_id: String) {
        *self = Self::Running(request_id);
    }

    /// The process answers an invocation, with a reply or an error.
    pub(super) fn answer(&mut self, request_id: &str) -> Result<(), Refusal> {
        match self {
            Self::Running(running) if running == request_id => {
                *self = Self::Answered;
                Ok(())
            }
            Self::Answered => Err(Refusal::InvalidStateTransition),
            _ => Err(Refusal::InvalidRequestId),
        }
    }

    /// The process reports that it cannot initialize.
    pub(super) fn fail_to_start(&self) -> Result<(), Refusal> {
        match self {
            Self::Starting => Ok(()),
            _ => Err(Refusal::InvalidStateTransition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running() -> Phase {
        Phase::Running("a".to_owned())
    }

    #[test]
    fn a_process_asks_once_it_has_started_and_once_it_has_answered() {
        assert_eq!(Phase::Starting.ask(), Ok(true));
        assert_eq!(Phase::Answered.ask(), Ok(true));
        assert_eq!(Phase::Ready.ask(), Ok(false));
        assert_eq!(running().ask(), Err(Refusal::InvalidStateTransition));
    }

    #[test]
    fn an_answer_must_be_for_the_running_invocation() {
        assert_eq!(running().answer("a"), Ok(()));
        assert_eq!(running().answer("b"), Err(Refusal::InvalidRequestId));
        assert_eq!(Phase::Starting.answer("a"), Err(Refusal::InvalidRequestId));
    }

    #[test]
    fn an_invocation_is_answered_once() {
        let mut phase = running();
        assert_eq!(phase.answer("a"), Ok(()));
        assert_eq!(phase.answer("a"), Err(Refusal::InvalidStateTransition));
    }

    #[test]
    fn only_a_starting_process_fails_to_start() {
        assert_eq!(Phase::Starting.fail_to_start(), Ok(()));
        assert_eq!(Phase::Ready.fail_to_start(), Err(Refusal::InvalidStateTransition));
    }
}
