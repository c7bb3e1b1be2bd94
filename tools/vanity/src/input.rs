//! Reads a stream in blocks of whole lines, in constant memory, however long a line is.

use std::io::{self, BufRead as _, BufReader, ErrorKind, Read};

/// What some programs write in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// What stands in front of UTF-16, in the two orders of its bytes.
const UTF_16_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// The longest line, more than any phone number needs. The rest of a longer line is skipped.
const MAX_LINE_BYTES: usize = 1024;

/// A block of whole lines. The memory is reused for the next block.
#[derive(Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    taken: u64,
    full: bool,
}

impl Block {
    /// Returns the lines without their line ends, blank ones included, so that they count.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').map(|line| {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            line.get(..MAX_LINE_BYTES).unwrap_or(line)
        })
    }

    /// Returns how many bytes of the input were read for the block, skipped ones included.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Returns whether the input gave all that was asked for, so that more may be ready.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }
}

/// Cuts an input into blocks.
pub(crate) struct Blocks<R> {
    input: BufReader<R>,
    unfinished: Unfinished,
    begun: bool,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Creates a reader that reads at most `size` bytes at once.
    pub(crate) fn new(input: R, size: usize) -> Self {
        let input = BufReader::with_capacity(size.max(1), input);
        Self { input, unfinished: Unfinished::default(), begun: false, ended: false }
    }

    /// Reads the next lines into the memory of `block`; `None` at the end. It waits for at most one
    /// line: input from a pipe or a person is not held back until the block is full.
    pub(crate) fn next(&mut self, mut block: Block) -> io::Result<Option<Block>> {
        block.bytes.clear();
        block.taken = 0;
        while block.bytes.is_empty() && !self.ended {
            self.read(&mut block)?;
            if !self.begun && !block.bytes.is_empty() {
                self.begun = true;
                skip_mark(&mut block.bytes)?;
            }
        }
        Ok(if block.bytes.is_empty() { None } else { Some(block) })
    }

    fn read(&mut self, block: &mut Block) -> io::Result<()> {
        let size = self.input.capacity();
        let read = match self.input.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            read => read?,
        };
        let count = read.len();
        if count == 0 {
            self.ended = true;
            self.unfinished.finish(&mut block.bytes);
        } else if let Some(end) = read.iter().rposition(|byte| *byte == b'\n') {
            let (whole, rest) = read.split_at(end + 1);
            self.unfinished.finish(&mut block.bytes);
            block.bytes.extend_from_slice(whole);
            self.unfinished.extend(rest);
        } else {
            self.unfinished.extend(read);
        }
        self.input.consume(count);
        block.taken += count as u64;
        block.full = count == size;
        Ok(())
    }
}

/// Removes a byte-order mark, which is not part of the first line. UTF-16 is refused as a whole: none
/// of its lines could be read.
fn skip_mark(bytes: &mut Vec<u8>) -> io::Result<()> {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    if UTF_16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        let message = "the text is UTF-16; save it as UTF-8";
        return Err(io::Error::new(ErrorKind::InvalidData, message));
    }
    Ok(())
}

/// The beginning of a line whose end is not read yet. Bytes beyond the limit are dropped, because the
/// line is cut there anyway.
#[derive(Default)]
struct Unfinished(Vec<u8>);

impl Unfinished {
    fn extend(&mut self, bytes: &[u8]) {
        let room = MAX_LINE_BYTES.saturating_sub(self.0.len());
        self.0.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    fn finish(&mut self, lines: &mut Vec<u8>) {
        lines.append(&mut self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lines, and the bytes read for each block.
    fn read(input: &[u8], size: usize) -> (Vec<Vec<u8>>, Vec<u64>) {
        let mut blocks = Blocks::new(input, size);
        let (mut lines, mut taken) = (Vec::new(), Vec::new());
        let mut block = Block::default();
        while let Some(next) = blocks.next(block).unwrap() {
            block = next;
            lines.extend(block.lines().map(<[u8]>::to_vec));
            taken.push(block.taken());
            assert!(block.bytes.len() <= MAX_LINE_BYTES + size, "holds more than a block");
        }
        (lines, taken)
    }

    #[test]
    fn lines_are_whole_whatever_the_size_of_a_block() {
        for size in 1..20 {
            let (lines, taken) = read(b"one\r\n\n  \ntwo", size);
            assert_eq!(lines, [&b"one\r"[..], b"", b"  ", b"two"], "{size}");
            assert!(taken.iter().sum::<u64>() <= 12, "{size}");
        }
        assert_eq!(read(b"", 8), (vec![], vec![]));
        assert_eq!(read(b"one\ntwo\n", 64).1, [8]);
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_line() {
        for size in 1..12 {
            assert_eq!(read(b"\xef\xbb\xbfone\ntwo", size).0, [b"one", b"two"], "{size}");
            assert_eq!(read(b"\xef\xbb\xbf", size).0, Vec::<Vec<u8>>::new(), "{size}");
            let later = read("one\n\u{feff}two".as_bytes(), size).0;
            assert_eq!(later, [b"one".to_vec(), "\u{feff}two".into()], "{size}");
            for utf_16 in [b"\xff\xfe8\0\n\0", b"\xfe\xff\x008\0\n"] {
                let error = Blocks::new(&utf_16[..], size).next(Block::default()).err().unwrap();
                assert!(error.to_string().contains("UTF-8"), "{error}");
            }
        }
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_read() {
        let text = ["8".repeat(5_000).as_bytes(), b"\n\xff\xfe\nlast\n"].concat();
        for size in [1, 7, 1_000, 1_024, 4_999, 5_000, 5_001, 9_000] {
            let (lines, taken) = read(&text, size);
            assert_eq!(lines.len(), 3, "{size}");
            assert_eq!(lines[0], "8".repeat(1_024).as_bytes(), "{size}");
            assert_eq!(lines[1..], [&b"\xff\xfe"[..], b"last"], "{size}");
            assert_eq!(taken.iter().sum::<u64>(), text.len() as u64, "{size}");
        }
    }

    #[test]
    fn what_is_read_is_given_before_more_is_asked_for() {
        // A second read would fail, as one from an idle pipe would wait.
        let input = b"one\ntwo\nthr".chain(Broken);
        let mut blocks = Blocks::new(input, 64);
        let block = blocks.next(Block::default()).unwrap().unwrap();
        assert_eq!(block.lines().collect::<Vec<_>>(), [b"one", b"two"]);
        assert!(!block.is_full());
        assert!(blocks.next(block).is_err());
    }

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }
}
