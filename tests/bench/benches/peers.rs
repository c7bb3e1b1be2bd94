//! Compares our engine with other finders of words in phone numbers, on the same numbers and with the
//! same judge.
//!
//! Each peer is used as its author documents it, for its first five answers in its own order, with the
//! words that it ships. Its note says what it leaves out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark"
)]

use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use switchboard_bench::figures::{self, Share, median, thousands};
use switchboard_bench::lexicon::Lexicon;
use switchboard_bench::numbers::{self, as_written};
use switchboard_bench::{judge, programs};
use switchboard_vanity::{Kind, MAX_OFFERED, PhoneNumber, best_five};
use t9::{pad::digits_for, tree::Tree};

const RANDOM_NUMBERS: usize = 1_000;
/// How many numbers only our own engine is asked.
const MANY_RANDOM_NUMBERS: usize = 100_000;
/// How long each finder is timed, the same as for the Python peers (`peers/answer.py`).
const AT_LEAST: Duration = Duration::from_secs(1);
/// How often a program is started to answer one number.
const STARTS: usize = 20;

/// A finder of words in phone numbers.
struct Finder {
    name: &'static str,
    /// What it does and what it leaves out.
    note: &'static str,
    ask: fn(&Numbers, &Lexicon) -> Result<Answers, String>,
}

const FINDERS: [Finder; 4] = [
    Finder {
        name: "this",
        note: "\
ranked by quality; letters fill up if there are too few words. Its weights are tuned on the
  famous numbers, so it hits fewer of the numbers that it has not seen: `make tune` prints
  those hits.",
        ask: |numbers, _| Ok(ours(numbers)),
    },
    Finder {
        name: "callword",
        note: "\
0.11 from PyPI, 58,000 words. The first five of `wordifications`, the generator
  behind `all_wordifications`: a breadth-first search, so longer words and fewer pieces come first;
  word frequency plays no part. It spells any part of the last seven digits. It has no words that
  run on, none across the area code, and no letters without words. Nothing is filtered.",
        ask: |numbers, _| in_python("callword", numbers),
    },
    Finder {
        name: "vanitynumber",
        note: "\
0.5 from PyPI, 20,000 words. `all_wordifications(number, 5)`, ordered by the
  longest word, then by letters; word frequency plays no part. It spells any part of the last
  seven digits with words of three to seven letters, at most two in a row. It has no words that
  run on, none across the area code, no letters without words, and no hyphens between words.
  Nothing is filtered.",
        ask: |numbers, _| in_python("vanitynumber", numbers),
    },
    Finder {
        name: "t9",
        note: "\
0.2.2, a crate that ships no words: it gets ours, commonest first, which is also the order of
  its answers. `words_at` finds single words that take all of the digits, here the last seven:
  no parts, no two words, no number with a 0 or a 1. So its time is that of one look-up, which
  mostly fails, and not of a search.",
        ask: |numbers, lexicon| Ok(t9(numbers, lexicon)),
    },
];

/// The answers of a finder, and its times.
struct Answers {
    /// The time to import the finder and read its dictionary, if that is apart from the answers.
    load: Option<Duration>,
    /// The time of a whole process, from its start to the answers to one number.
    process: Option<Duration>,
    /// The time for a number, warm.
    mean: Duration,
    random: Vec<Vec<String>>,
    famous: Vec<Vec<String>>,
}

/// A number of the tuning set.
struct Famous {
    e164: String,
    spelling: String,
}

impl Famous {
    /// Whether it has more letters than the number has digits after the area code.
    fn runs_on(&self) -> bool {
        self.spelling.chars().filter(|character| *character != '-').count() > 7
    }
}

struct Numbers {
    random: Vec<String>,
    famous: Vec<Famous>,
}

fn main() {
    let numbers =
        Numbers { random: numbers::random().take(RANDOM_NUMBERS).collect(), famous: read_famous() };
    let lexicon = Lexicon::of_this_repository().unwrap();
    let asked = FINDERS.map(|finder| {
        eprintln!("Asking {}", finder.name);
        let answers = (finder.ask)(&numbers, &lexicon);
        (finder, answers)
    });

    println!(
        "| finder | a number, warm | hit@1 | hit@5 | has an answer | five distinct that dial \
         | answers with a blocked word | load | process, start to answer |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (Finder { name, .. }, answers) in &asked {
        match answers {
            Ok(answers) => println!("{}", row(name, answers, &numbers, &lexicon)),
            Err(problem) => {
                let problem = problem.replace('|', "/");
                println!("| {name} | did not run: {problem} | | | | | | | |");
            }
        }
    }
    println!();
    for (Finder { name, note, .. }, _) in &asked {
        println!("- **{name}**: {note}");
    }
    let overlong = numbers.famous.iter().filter(|number| number.runs_on()).count();
    let famous = numbers.famous.len();
    let random = thousands(RANDOM_NUMBERS as u64);
    println!(
        "\nTimes and shares are of the same {random} random numbers, hits of {famous} famous ones,"
    );
    println!("{overlong} of which run on beyond the number; no peer offers that.\n{JUDGE}\n");
    ours_on_many(&lexicon);
}

const JUDGE: &str = "\
A hit is the famous spelling, and nothing else, after the area code. Two answers are distinct if more
than their hyphens differ. A blocked word counts everywhere, also across words, but not inside a longer
word, and in letters only, not in digits that look like letters. Our lists decide which words are
blocked and what a word is, and our engine chooses by the same lists, so its figure only shows that
nothing slips through.";

/// Checks the rules that hold for every number, on more numbers than the peers are asked.
fn ours_on_many(lexicon: &Lexicon) {
    eprintln!("Asking our own engine {} numbers", thousands(MANY_RANDOM_NUMBERS as u64));
    let (mut fives, mut worded, mut blocked) = (Vec::new(), Vec::new(), Vec::new());
    for number in numbers::random().take(MANY_RANDOM_NUMBERS) {
        let five = PhoneNumber::from_e164(&number).ok().and_then(|number| best_five(&number).ok());
        let five = five.as_ref().map_or(&[][..], |five| five.by_rank());
        let texts: Vec<_> =
            five.iter().map(|vanity| vanity.vanity_number.as_str().to_owned()).collect();
        fives.push(judge::has_five(&texts, &number));
        worded.push(five.iter().any(|vanity| vanity.kind == Kind::Words));
        for text in &texts {
            blocked.push(judge::is_blocked(text, lexicon));
            if blocked.last() == Some(&true) {
                eprintln!("A blocked word: {text}");
            }
        }
    }
    println!("| ours, {} random numbers | share |", thousands(MANY_RANDOM_NUMBERS as u64));
    println!("| --- | ---: |");
    println!("| five distinct that dial | {} |", Share::counted(fives));
    println!("| at least one of words | {} |", Share::counted(worded));
    println!("| answers with a blocked word | {} |", Share::counted(blocked));
}

fn row(name: &str, answers: &Answers, numbers: &Numbers, lexicon: &Lexicon) -> String {
    let hits =
        |count| {
            let famous = numbers.famous.iter().zip(&answers.famous);
            Share::counted(famous.map(|(number, answers)| {
                judge::hits(answers, count, &number.e164, &number.spelling)
            }))
        };
    let random = || numbers.random.iter().zip(&answers.random);
    let some = random().map(|(number, five)| five.iter().any(|text| judge::dials(text, number)));
    let fives = random().map(|(number, five)| judge::has_five(five, number));
    let blocked = answers.random.iter().flatten().map(|text| judge::is_blocked(text, lexicon));
    let optional = |duration: Option<Duration>| duration.map_or("–".to_owned(), figures::duration);
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} |",
        figures::duration(answers.mean),
        hits(1),
        hits(5),
        Share::counted(some),
        Share::counted(fives),
        Share::counted(blocked),
        optional(answers.load),
        optional(answers.process),
    )
}

fn ours(numbers: &Numbers) -> Answers {
    let program = programs::release_build("vanity").unwrap();
    let process = process(|number| {
        let mut command = Command::new(&program);
        command.arg(number);
        command
    })
    .inspect_err(|problem| eprintln!("{}: {problem}; `make bench` builds it", program.display()));
    let answer = |number: &str| best_five(&number.parse::<PhoneNumber>().unwrap()).ok();
    let mut answers = in_this_process(numbers, answer, |five| {
        let Some(five) = five else { return Vec::new() };
        five.by_rank().iter().map(|vanity| vanity.vanity_number.as_str().to_owned()).collect()
    });
    answers.process = process.ok();
    answers
}

fn t9(numbers: &Numbers, lexicon: &Lexicon) -> Answers {
    let started = Instant::now();
    let mut tree = Tree::empty();
    for word in lexicon.commonest_first() {
        tree.add(word);
    }
    let load = started.elapsed();
    let answer = |number: &str| {
        // 1-800-, then the last seven.
        let Some((area, subscriber)) = number.split_at_checked(6) else { return Vec::new() };
        let words = tree.words_at(digits_for(subscriber.replace('-', "")));
        words
            .iter()
            .take(MAX_OFFERED)
            .map(|word| format!("{area}{}", word.to_ascii_uppercase()))
            .collect()
    };
    let mut answers = in_this_process(numbers, answer, |answers| answers);
    answers.load = Some(load);
    answers
}

/// Times `answer`; `texts` turns its results into texts and is not timed.
fn in_this_process<T>(
    numbers: &Numbers,
    answer: impl Fn(&str) -> T,
    texts: impl Fn(T) -> Vec<String>,
) -> Answers {
    let Asked { timed, untimed } = numbers.asked();
    // This also warms up.
    let random: Vec<_> = timed.iter().map(|number| texts(answer(number))).collect();
    let famous = untimed.iter().map(|number| texts(answer(number))).collect();
    let (mut rounds, started) = (0, Instant::now());
    while started.elapsed() < AT_LEAST {
        for number in &timed {
            black_box(answer(black_box(number)));
        }
        rounds += 1;
    }
    let mean = started.elapsed() / rounds / u32::try_from(timed.len()).unwrap();
    Answers { load: None, process: None, mean, random, famous }
}

/// The numbers in the form that every peer understands.
#[derive(serde::Serialize)]
struct Asked {
    timed: Vec<String>,
    untimed: Vec<String>,
}

impl Numbers {
    fn asked(&self) -> Asked {
        let written = |e164: &String| as_written(e164).unwrap();
        Asked {
            timed: self.random.iter().map(written).collect(),
            untimed: self.famous.iter().map(|number| written(&number.e164)).collect(),
        }
    }
}

/// The output of `peers/answer.py`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    load_ms: f64,
    mean_us: f64,
    timed: Vec<Vec<String>>,
    untimed: Vec<Vec<String>>,
}

/// Asks a peer in its own Python environment. An error is the last line that it printed.
fn in_python(peer: &str, numbers: &Numbers) -> Result<Answers, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    let python = output(Command::new("sh").arg(folder.join("install.sh")).arg(peer), "")?;
    let python = PathBuf::from(python.trim());
    let command = || {
        let mut command = Command::new(&python);
        command.arg(folder.join("answer.py")).arg(peer);
        command
    };
    let reply = output(&mut command(), &serde_json::to_string(&numbers.asked()).unwrap())?;
    let reply: Reply = serde_json::from_str(&reply).map_err(|error| error.to_string())?;
    let process = process(|number| {
        let mut command = command();
        command.arg(number);
        command
    })?;
    Ok(Answers {
        load: Some(Duration::from_secs_f64(reply.load_ms / 1e3)),
        process: Some(process),
        mean: Duration::from_secs_f64(reply.mean_us / 1e6),
        random: reply.timed,
        famous: reply.untimed,
    })
}

/// The median time of a process that answers one number.
fn process(command: impl Fn(&str) -> Command) -> Result<Duration, String> {
    let times = (0..STARTS).map(|_| {
        let started = Instant::now();
        let answer = output(&mut command("1-800-356-9377"), "")?;
        let elapsed = started.elapsed();
        answer.contains("1-800-FLOWERS").then_some(elapsed).ok_or(answer)
    });
    Ok(median(times.collect::<Result<Vec<_>, _>>()?).unwrap())
}

/// The output of a command for this input; or the most telling line of its error output.
fn output(command: &mut Command, input: &str) -> Result<String, String> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = piped.spawn().map_err(|error| error.to_string())?;
    // The command reads all input before it writes, or none; then its exit status tells.
    let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
    let output = process.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    eprint!("{errors}");
    if !output.status.success() {
        // pip explains its errors after them; a traceback ends with the error.
        let mut lines = errors.lines().filter(|line| !line.trim().is_empty());
        let error = lines.clone().rfind(|line| line.starts_with("ERROR:")).or(lines.next_back());
        return Err(format!("{} ({})", error.unwrap_or_default(), output.status));
    }
    Ok(String::from_utf8(output.stdout).unwrap())
}

fn read_famous() -> Vec<Famous> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/tune/famous-numbers.tsv");
    let text = fs::read_to_string(file).unwrap();
    let rows = text.lines().skip(1).map(|row| {
        let mut columns = row.split('\t').map(str::to_owned);
        Famous { e164: columns.next().unwrap(), spelling: columns.next().unwrap() }
    });
    rows.collect()
}
