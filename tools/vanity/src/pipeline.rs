//! A stream of lines, answered in its order: on the calling thread as long as it comes in slowly,
//! then on a thread a core.
//!
//! A fixed number of batches goes round: the reader fills one, a worker answers it, the caller
//! prints it and hands it back. So memory stays the same however long the input is, and however
//! slowly the output is read. Batch `k` goes through worker `k mod n`, and is fetched from there,
//! so that order needs no sorting.
//!
//! No thread is waited for. The reader may sit in a read for ever while the output is closed, and
//! then the program has to end all the same.

use std::io::{self, Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::input::{Block, Blocks};
use crate::output::{Answering, Answers};
use crate::report::Report;

/// Lines to answer, then with their answers.
#[derive(Default)]
struct Batch {
    block: Block,
    answers: Answers,
}

/// A batch, or the end of the input, or why it cannot be read on.
type Step = io::Result<Option<Batch>>;

/// Why not every line was looked at.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("the numbers cannot be read: {0}")]
    Read(#[source] io::Error),
    #[error("the answers cannot be written: {0}")]
    Write(#[source] io::Error),
    #[error("a thread cannot be started, fewer --jobs may help: {0}")]
    Thread(#[source] io::Error),
    #[error("a thread has ended before its work was done")]
    Lost,
}

/// How a stream is worked through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pipeline {
    pub(crate) answering: Answering,
    /// Bytes read at once.
    pub(crate) block_size: usize,
    /// How many threads answer; one a core if not given.
    pub(crate) jobs: Option<NonZero<u8>>,
}

impl Pipeline {
    /// Answers every line.
    pub(crate) fn run<R, W, E>(self, input: R, report: &mut Report<W, E>) -> Result<(), Failure>
    where
        R: Read + Send + 'static,
        W: Write,
        E: Write,
    {
        let mut blocks = Blocks::new(input, self.block_size);
        let mut batch = Batch::default();
        // Threads pay off where more lies ready than one of them can answer meanwhile.
        let mut behind = false;
        loop {
            batch = match read(&mut blocks, batch).map_err(Failure::Read)? {
                None => return Ok(()),
                Some(batch) if behind => match self.workers() {
                    1 => batch,
                    workers => return self.run_on(workers, batch, blocks, report),
                },
                Some(batch) => batch,
            };
            batch.answer(self.answering);
            batch.print(report)?;
            behind = batch.block.is_full();
        }
    }

    fn workers(self) -> usize {
        let one_a_core = || thread::available_parallelism().map_or(1, NonZero::get);
        self.jobs.map_or_else(one_a_core, |jobs| jobs.get().into())
    }

    /// The same on threads, from this batch on.
    fn run_on<R: Read + Send + 'static>(
        self,
        workers: usize,
        first: Batch,
        blocks: Blocks<R>,
        report: &mut Report<impl Write, impl Write>,
    ) -> Result<(), Failure> {
        // Two a worker, so that the next one waits when one is answered, and one to be printed.
        let batches = 2 * workers + 1;
        let (mut to_workers, mut from_workers) = (Vec::new(), Vec::new());
        for _ in 0..workers {
            let (to_worker, work) = sync_channel(batches);
            let (done, from_worker) = sync_channel(batches);
            start("worker", move || answer(&work, &done, self.answering))?;
            to_workers.push(to_worker);
            from_workers.push(from_worker);
        }
        let (recycle, free) = sync_channel(batches);
        for _ in 1..batches {
            // The channels have room for all batches there are, so nothing ever waits to send.
            let _ = recycle.send(Batch::default());
        }
        start("reader", move || read_all(first, blocks, &free, &to_workers))?;

        for worker in from_workers.iter().cycle() {
            let step = worker.recv().map_err(|_| Failure::Lost)?;
            let Some(batch) = step.map_err(Failure::Read)? else { break };
            batch.print(report)?;
            // At the end nobody fills it again.
            let _ = recycle.send(batch);
        }
        Ok(())
    }
}

impl Batch {
    fn answer(&mut self, answering: Answering) {
        self.answers.clear();
        answering.lines(&self.block, &mut self.answers);
    }

    fn print(&self, report: &mut Report<impl Write, impl Write>) -> Result<(), Failure> {
        report.print(&self.answers, self.block.taken()).map_err(Failure::Write)
    }
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(drop).map_err(Failure::Thread)
}

fn read(blocks: &mut Blocks<impl Read>, batch: Batch) -> Step {
    let Batch { block, answers } = batch;
    Ok(blocks.next(block)?.map(|block| Batch { block, answers }))
}

/// Reads up to the end, which is handed round like the batches before it. Ends early when the
/// others have.
fn read_all(
    first: Batch,
    mut blocks: Blocks<impl Read>,
    free: &Receiver<Batch>,
    workers: &[SyncSender<Step>],
) {
    let mut step = Ok(Some(first));
    for worker in workers.iter().cycle() {
        let goes_on = matches!(step, Ok(Some(_)));
        if worker.send(step).is_err() || !goes_on {
            return;
        }
        let Ok(batch) = free.recv() else { return };
        step = read(&mut blocks, batch);
    }
}

fn answer(work: &Receiver<Step>, done: &SyncSender<Step>, answering: Answering) {
    for mut step in work {
        if let Ok(Some(batch)) = &mut step {
            batch.answer(answering);
        }
        if done.send(step).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
