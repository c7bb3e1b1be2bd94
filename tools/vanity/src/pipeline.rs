//! Answers a stream of lines in its order: on the calling thread while input comes in slowly, then on
//! one thread per core.
//!
//! A fixed number of batches circulates: the reader fills one, a worker answers it, the caller prints
//! it and hands it back. So memory stays constant however long the input is, and however slowly the
//! output is read. Batch `k` goes through worker `k mod n` and is fetched from there, so order needs
//! no sorting.
//!
//! Threads are not joined: the reader may block in a read for ever after the output is closed, and the
//! program has to end nevertheless.

use std::io::{self, Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::failure::Failure;
use crate::input::{Block, Blocks};
use crate::output::{Answering, Answers};
use crate::report::Report;

/// Lines, and their answers once a worker has written them.
#[derive(Default)]
struct Batch {
    block: Block,
    answers: Answers,
}

/// A batch, or `None` at the end of the input, or why the input cannot be read.
type Step = io::Result<Option<Batch>>;

/// How a stream is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pipeline {
    pub(crate) answering: Answering,
    /// How many bytes are read at once.
    pub(crate) block_size: usize,
    /// How many threads answer; `None` for one per core.
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
        // Threads pay off if more input is ready than one of them can answer meanwhile.
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
        let one_per_core = || thread::available_parallelism().map_or(1, NonZero::get);
        self.jobs.map_or_else(one_per_core, |jobs| jobs.get().into())
    }

    /// Answers every line on threads, from this batch on.
    fn run_on<R: Read + Send + 'static>(
        self,
        workers: usize,
        first: Batch,
        blocks: Blocks<R>,
        report: &mut Report<impl Write, impl Write>,
    ) -> Result<(), Failure> {
        // Two per worker, so that the next one waits when one is answered, and one to be printed.
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
            // The channels have room for all batches, so sending never blocks.
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
        report.print(&self.answers, self.block.taken())
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

/// Reads up to the end, which is sent on like the batches before it. Stops early when the other threads
/// have ended.
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
