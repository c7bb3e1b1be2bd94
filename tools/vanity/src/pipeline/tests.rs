use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use proptest::prelude::*;

use super::*;
use crate::output::{Format, SortOrder};
use crate::report::Messages;
use crate::source::Source;

const ANSWERING: Answering = Answering { limit: 2, format: Format::Tsv, order: SortOrder::Best };

const ALL: Messages = Messages { limit: u64::MAX, quote_lines: false };

/// Answers and messages in the order in which they were printed.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives at most `size` bytes at once, as a pipe may.
struct Trickle<R> {
    input: R,
    size: usize,
}

impl<R: Read> Read for Trickle<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.size.min(buffer.len());
        self.input.read(&mut buffer[..size])
    }
}

/// Calls a closure to be read.
struct Calls<F>(F);

impl<F: FnMut(&mut [u8]) -> io::Result<usize>> Read for Calls<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (self.0)(buffer)
    }
}

fn pipeline(block_size: usize, jobs: u8) -> Pipeline {
    Pipeline { answering: ANSWERING, block_size, jobs: NonZero::new(jobs) }
}

fn run(pipeline: Pipeline, input: impl Read + Send + 'static) -> (Vec<u8>, Result<bool, Failure>) {
    let log = Log::default();
    let mut report = Report::new(log.clone(), log.clone(), Source::StandardInput, ALL);
    let result = pipeline.run(input, &mut report);
    let printed = log.0.take();
    // The summary is the report's own matter.
    (printed, result.and_then(|()| report.finish()))
}

/// The same without blocks, threads or buffers that are used again.
fn one_at_a_time(input: &[u8]) -> (Vec<u8>, bool) {
    let (mut log, mut all_answered) = (Vec::new(), true);
    for (number, line) in (1..).zip(input.split(|byte| *byte == b'\n')) {
        let line = String::from_utf8_lossy(&line[..line.len().min(1024)]);
        if line.trim().is_empty() {
            continue;
        }
        let mut answers = Answers::default();
        ANSWERING.entry(line.trim_end(), &mut answers);
        if let [unanswered] = &answers.unanswered[..] {
            all_answered = false;
            writeln!(log, "vanity: line {number}: {}", unanswered.problem).unwrap();
        }
        log.extend(answers.bytes);
    }
    (log, all_answered)
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "\\+1[2-9][0-9]{2}[2-9][0-9]{6}[ \r]{0,2}".prop_map(String::into_bytes),
        "[ \r\t]{0,3}".prop_map(String::into_bytes),
        Just(b"hello".to_vec()),
        Just(b"+10003569377".to_vec()),
        Just([&b"8003569377"[..], &b" ".repeat(1_014), b"no longer looked at"].concat()),
        proptest::collection::vec(any::<u8>(), 0..20),
        (1_000..1_100_usize).prop_map(|len| b"8".repeat(len)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_answer_is_that_of_one_line_at_a_time(
        lines in proptest::collection::vec(line(), 0..24),
        ended in any::<bool>(),
        block_size in prop_oneof![1..40_usize, 1_000..1_100_usize],
        trickle in 1..2_000_usize,
        jobs in 1..5_u8,
    ) {
        let mut input = lines.join(&b'\n');
        if ended {
            input.push(b'\n');
        }
        let (expected, all_answered) = one_at_a_time(&input);
        let stream = Trickle { input: io::Cursor::new(input), size: trickle };
        let (log, result) = run(pipeline(block_size, jobs), stream);
        prop_assert_eq!(String::from_utf8(log), String::from_utf8(expected));
        prop_assert_eq!(result.unwrap(), all_answered);
    }
}

#[test]
fn one_block_starts_no_thread() {
    let caller = thread::current().id();
    let end = Calls(move |_: &mut [u8]| {
        assert_eq!(thread::current().id(), caller);
        Ok(0)
    });
    // The block is full, and the next read is the end.
    let (log, result) = run(pipeline(11, 4), io::Cursor::new(b"8003569377\n").chain(end));
    assert!(log.starts_with(b"+18003569377\t1\t1-800-FLOWERS\t"));
    assert!(result.unwrap());
}

#[test]
fn what_was_read_before_an_error_is_answered() {
    for (jobs, lines) in [(1, 1), (1, 9), (3, 1), (3, 9)] {
        let input = b"hello\n".repeat(lines);
        let (expected, _) = one_at_a_time(&input);
        let broken = Calls(|_: &mut [u8]| Err(io::Error::other("broken")));
        let (log, result) = run(pipeline(6, jobs), io::Cursor::new(input).chain(broken));
        assert_eq!(log, expected, "{jobs} {lines}");
        assert!(matches!(result, Err(Failure::Read(error)) if error.to_string() == "broken"));
    }
}

#[test]
fn a_lost_thread_is_no_success() {
    let input =
        io::Cursor::new(b"hello\n".repeat(3)).chain(Calls(|_: &mut [u8]| panic!("on purpose")));
    let (_, result) = run(pipeline(6, 2), input);
    assert!(matches!(result, Err(Failure::Lost)), "{result:?}");
}

#[test]
fn no_more_is_read_ahead_than_there_are_batches() {
    /// Looks, at every answer, how far the input is read.
    struct Watch<'a> {
        read: &'a AtomicUsize,
        printed: usize,
        furthest: usize,
    }

    const LINE: &[u8] = b"8003569377\n";

    impl Write for Watch<'_> {
        fn write(&mut self, answers: &[u8]) -> io::Result<usize> {
            self.furthest = self.furthest.max(self.read.load(Ordering::SeqCst) - self.printed);
            let rows = str::from_utf8(answers).unwrap().lines().count();
            self.printed += LINE.len() * (rows / ANSWERING.limit);
            Ok(answers.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const SIZE: usize = 55;
    let read = Arc::new(AtomicUsize::new(0));
    let mut lines = io::Cursor::new(LINE.repeat(2_000));
    let counted = Arc::clone(&read);
    let input = Calls(move |buffer: &mut [u8]| {
        let count = lines.read(buffer)?;
        counted.fetch_add(count, Ordering::SeqCst);
        Ok(count)
    });
    let mut watch = Watch { read: &read, printed: 0, furthest: 0 };
    let mut report = Report::new(&mut watch, io::sink(), Source::StandardInput, ALL);
    pipeline(SIZE, 2).run(input, &mut report).unwrap();
    assert_eq!(watch.printed, 22_000);
    // Five batches go round.
    assert!(watch.furthest <= 5 * SIZE, "{} bytes ahead", watch.furthest);
}

#[test]
fn closed_output_ends_the_work_while_the_input_is_idle() {
    /// Takes so many more writes.
    struct Closing(usize);

    impl Write for Closing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let (idle, never) = mpsc::channel::<()>();
    let input = io::Cursor::new(b"8003569377\n".repeat(8)).chain(Calls(move |_: &mut [u8]| {
        let _ = never.recv();
        Ok(0)
    }));
    // Open for three answers, so that threads are at work when it closes.
    let mut report = Report::new(Closing(3), io::sink(), Source::StandardInput, ALL);
    let result = pipeline(11, 2).run(input, &mut report);
    assert!(matches!(result, Err(Failure::Write(_))), "{result:?}");
    drop(idle);
}
