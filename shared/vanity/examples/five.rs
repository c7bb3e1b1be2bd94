//! Prints the five best vanity numbers of a phone number, with all that is known about each.
//!
//! ```console
//! $ cargo run -p switchboard-vanity --example five -- "(800) 468-5865"
//! ```

#![allow(clippy::print_stdout, reason = "its output is the example")]

use std::error::Error;

use switchboard_vanity::{PhoneNumber, SortOrder, best_five};

fn main() -> Result<(), Box<dyn Error>> {
    let written = std::env::args().nth(1).unwrap_or_else(|| "1-800-FLOWERS".to_owned());

    // Every form that people write is understood. `Display` masks the number.
    let number: PhoneNumber = written.parse()?;
    println!("{written} is {}, shown in logs as {number}", number.as_e164());

    let five = best_five(&number)?;
    for vanity in five.by_rank() {
        println!("{}. {} ({})", vanity.rank, vanity.vanity_number, vanity.kind.as_str());
        println!("   a voice says \"{}\" or spells \"{}\"", vanity.spoken, vanity.spelled());
        if vanity.surplus_letters > 0 {
            println!("   surplus letters, which the telephone ignores: {}", vanity.surplus_letters);
        }
    }

    // The API lists words before letters, each in the order of the alphabet.
    let ascending = five.in_order(SortOrder::Ascending);
    let ascending: Vec<&str> = ascending.iter().map(|vanity| &*vanity.vanity_number).collect();
    println!("ascending: {}", ascending.join(", "));
    Ok(())
}
