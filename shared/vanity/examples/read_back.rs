//! Answers random numbers of every numbering plan, and reads each vanity number again.
//!
//! `cargo run --release -p switchboard-vanity --example read_back -- 1000000`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

use std::env;
use std::process::ExitCode;

use rand::Rng as _;
use rand_pcg::Pcg64Mcg;
use switchboard_numbering::Plan;
use switchboard_vanity::{PhoneNumber, best_five};

/// How often a number is drawn until the plan lists one; then one that it does not list will do.
const DRAWS: usize = 20;

/// How many North American numbers are drawn for one of every other plan and length.
const NORTH_AMERICAN: usize = 100;

fn main() -> ExitCode {
    let wanted = env::args().nth(1).map_or(Ok(10_000), |count| count.parse());
    let Ok(wanted) = wanted else {
        eprintln!("usage: read_back [ANSWERS]");
        return ExitCode::from(2);
    };
    let mut generator = Pcg64Mcg::new(1);
    let (mut answers, mut different, mut numbers, mut few) = (0_usize, 0, 0, 0);
    let lengths: Vec<(Plan, usize)> = Plan::all()
        .flat_map(|plan| plan.lengths().iter().map(move |it| (plan, it)))
        .flat_map(|it| std::iter::repeat_n(it, if it.0.code() == 1 { NORTH_AMERICAN } else { 1 }))
        .collect();
    for (plan, length) in lengths.into_iter().cycle() {
        if answers >= wanted {
            break;
        }
        let Some(number) = draw(&mut generator, plan, length) else { continue };
        let Ok(five) = best_five(&number) else { continue };
        numbers += 1;
        few += usize::from(five.by_rank().len() < 5);
        for vanity in five.by_rank() {
            answers += 1;
            if vanity.vanity_number.parse() != Ok(number) {
                different += 1;
                println!("{} is not {}", vanity.vanity_number, number.as_e164());
            }
        }
    }
    println!(
        "{answers} answers of {numbers} numbers, {different} different; {few} numbers have fewer than five"
    );
    if different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Draws a number of this plan and length, preferably one that the plan lists.
fn draw(generator: &mut Pcg64Mcg, plan: Plan, length: usize) -> Option<PhoneNumber> {
    let mut number = None;
    for _ in 0..DRAWS {
        let national: String =
            (0..length).map(|_| char::from(b'0' + (generator.next_u32() % 10) as u8)).collect();
        number = PhoneNumber::from_e164(&format!("+{}{national}", plan.code())).ok().or(number);
        if plan.grouping(national.as_bytes()).is_some() {
            break;
        }
    }
    number
}
