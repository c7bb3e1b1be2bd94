//! What people write for numbers of every country, and what becomes of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use proptest::prelude::*;
use switchboard_vanity::{ParseError, PhoneNumber};

fn read(text: &str) -> Result<String, ParseError> {
    text.parse::<PhoneNumber>().map(|number| number.as_e164().to_owned())
}

#[test]
fn what_people_write_is_understood() {
    for (text, e164) in [
        ("+49 30 123456 ext 5", "+4930123456"),
        ("+49 30 123456 x5", "+4930123456"),
        ("+49 30 123456x5", "+4930123456"),
        ("+49 30 123456 x 5", "+4930123456"),
        ("+49 30 123456 ext. 136", "+4930123456"),
        ("+49 30 123456 extn 5", "+4930123456"),
        ("+49 30 123456 extension 5", "+4930123456"),
        ("+49 30 123456 Extensión 5", "+4930123456"),
        ("+49 30 123456 #5", "+4930123456"),
        ("+49 30 123456;ext=5", "+4930123456"),
        ("+49 30 123456,,5", "+4930123456"),
        ("+49 30 123456p5", "+4930123456"),
        ("+49 30 123456w5", "+4930123456"),
        ("+49-30-123456-X5", "+4930123456"),
        ("+7 495 123-45-67 доб. 5", "+74951234567"),
        ("+49 3641/123456", "+493641123456"),
        ("+49 30/123456", "+4930123456"),
        ("+39 06 1234 5678 int. 5", "+390612345678"),
        ("+41 44 555 01 23 x5", "+41445550123"),
        ("+1 800 356 9377 x5", "+18003569377"),
        ("800-356-9377 ext 12", "+18003569377"),
        ("800-356-9377 #12", "+18003569377"),
        ("1-800-FLOWERS x5", "+18003569377"),
        ("800-356-9377 - 503#", "+18003569377"),
        ("+46 70 555 01 23 (Axel)", "+46705550123"),
        ("+44 1632 960123 Bob", "+441632960123"),
        ("+44 1632 960123 mobile", "+441632960123"),
        ("+44 1632 960123 - work", "+441632960123"),
        ("+44 1632 960123 (room 12)", "+441632960123"),
        ("+49 30 123456 Bob", "+4930123456"),
        ("+49 30 123456 (BOB)", "+4930123456"),
        ("+1 800 356 9377 Bob", "+18003569377"),
        ("Call +44 1632 960123", "+441632960123"),
        ("Tel.: +44 1632 960123", "+441632960123"),
        ("Phone: 800-356-9377", "+18003569377"),
        ("T: 1-800-FLOWERS", "+18003569377"),
        ("Тел. +7 495 123-45-67", "+74951234567"),
        ("☎ +44 1632 960123", "+441632960123"),
        ("+44 020 7946 0958", "+442079460958"),
        ("+44 ( 0 ) 20 7946 0958", "+442079460958"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+44 (020) 7946 0958", "+442079460958"),
        ("+49 030 123456", "+4930123456"),
        ("+49030123456", "+4930123456"),
        ("+4402079460958", "+442079460958"),
        ("+61 (02) 5550 1234", "+61255501234"),
        ("+33 0155550123", "+33155550123"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+34 (0)912 345 678", "+34912345678"),
        ("+375801234567", "+375801234567"),
        ("+7 8 495 123-45-67", "+74951234567"),
        ("+36 06 1 234 5678", "+3612345678"),
        ("+1 1 800 356 9377", "+18003569377"),
        ("0011 61 2 5550 1234", "+61255501234"),
        ("00441632960123 x5", "+441632960123"),
        ("001161255501234", "+61255501234"),
        ("011 41 800 93 44 54", "+41800934454"),
        ("0041800934454", "+41800934454"),
        ("001 800 356 9377", "+18003569377"),
        ("0041 (0)800 934454", "+41800934454"),
        ("+41 800 WEGGLI", "+41800934454"),
        ("+61 1800 RESPECT", "+611800737732"),
        ("+61-1300-FLOWERS", "+611300356937"),
        ("+61 1300 MR PHONEWORDS", "+611300677466"),
        ("+61 13 CABS", "+61132227"),
        ("1-800-APP-4663", "+18002774663"),
        ("1-800-CONTACTS", "+18002668228"),
        ("1-800-THE-CRAVE", "+18008432728"),
        ("1-800-PROGRESSIVE", "+18007764737"),
        ("1-800-3-LOWER-7", "+18003569377"),
        ("800 flowers", "+18003569377"),
        ("+44-20-7-FLOWER-7", "+442073569377"),
        ("+49 800 330 FLOWERS", "+498003303569377"),
        ("tel:+1-800-356-9377;ext=5", "+18003569377"),
        ("tel:+1%20800%20356%209377", "+18003569377"),
        ("tel:800-356-9377;phone-context=+1", "+18003569377"),
        ("tel:020-7946-0958;phone-context=+44", "+442079460958"),
        ("tel:+44-20-7946-0958;isub=12", "+442079460958"),
        ("\u{202d}+1 800 356 9377\u{202c}", "+18003569377"),
        ("\u{2068}+44 1632 960123\u{2069}", "+441632960123"),
        ("\u{feff}800 356 9377", "+18003569377"),
        ("1\u{ad}-800-\u{200b}FLOWERS", "+18003569377"),
        ("８００３５６９３７７", "+18003569377"),
        ("＋４４ １６３２ ９６０１２３", "+441632960123"),
        ("١-٨٠٠-٣٥٦-٩٣٧٧", "+18003569377"),
        ("1-800-ＦＬＯＷＥＲＳ", "+18003569377"),
        ("1\u{2013}800\u{2013}356\u{2013}9377", "+18003569377"),
        ("+99912345678", "+99912345678"),
        ("+423 232 1234", "+4232321234"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(e164), "{text}");
    }
}

/// What is refused, and words of the sentence that says why.
#[test]
fn what_is_no_number_says_what_it_is() {
    for (text, sentence) in [
        ("", "there is no phone number"),
        (" - ", "there is no phone number"),
        ("Bob", "there is no phone number"),
        ("(08) 5550 1234", "write + and the country code"),
        ("0800 FLOWERS", "write + and the country code"),
        ("020 7946 0958", "write + and the country code"),
        ("0117 496 0123", "write + and the country code"),
        ("0116 496 0123", "write + and the country code"),
        ("(011) 4123 4567", "write + and the country code"),
        ("911", "write the whole number"),
        ("3569377", "write the whole number"),
        ("555-0123 x45", "write the whole number"),
        ("555-0123 ext 456", "write the whole number"),
        ("555-2368-X45", "write the whole number"),
        ("+44 1632 96O123", "the letter O stands among digits"),
        ("1-8OO-356-9377", "the letter O stands among digits"),
        ("+1 800 356 9l77", "the letter l stands among digits"),
        ("+49 30 Blumen Shop", "could end before these letters"),
        ("1-800-FLOWER", "a number of +1 has 10 digits"),
        ("+1 800 356 9377 12", "a number of +1 has 10 digits"),
        ("+44 20 7946", "a number of +44 has 7, 9 or 10 digits"),
        ("+44 20 7946 0958 12", "a number of +44 has 7, 9 or 10 digits"),
        ("+49 30 12345678901234", "a number of +49 has"),
        ("+44 1632 960123 / +44 1632 960124", "several numbers"),
        ("+44 1632 960123 or +44 1632 960124", "several numbers"),
        ("+44 1632 960123 or 01632 960124", "several numbers"),
        ("+49 30 123456, 654321", "several numbers"),
        ("+49 30 123456/78", "several numbers"),
        ("+49 30 123456 (78)", "several numbers"),
        ("+375 801 123 4567 (0)", "several numbers"),
        ("+375 801 123 4567/0", "several numbers"),
        ("1+8003569377", "several numbers"),
        ("+44 1632 960123 Bob 2", "words and digits are mixed"),
        ("+49 Bob 30 123456", "words and digits are mixed"),
        ("+1 Bob 555 0123", "words and digits are mixed"),
        ("+1 BOB 555 0123", "words and digits are mixed"),
        ("+49 30 123456 BOB", "could end before these letters"),
        ("+49 30 123456-Bob", "could end before these letters"),
        ("+999 FLOWERS", "no country has this code"),
        ("+0800356937", "never 0"),
        ("*67 800 356 9377", "'*' is not part of a phone number"),
        ("+1 800 & 356 9377", "'&' is not part of a phone number"),
        ("tel:7042;phone-context=example.com", "the phone-context is a domain"),
    ] {
        let refusal = read(text).unwrap_err().to_string();
        assert!(refusal.contains(sentence), "{text}: {refusal}");
    }
    let long = "8".repeat(129);
    assert_eq!(read(&long), Err(ParseError::TooMuchText));
}

#[test]
fn only_e164_is_e164() {
    assert!(PhoneNumber::from_e164("+18003569377").is_ok());
    for text in ["18003569377", "+1-800-356-9377", "+1800FLOWERS", "+", "", "+12345", "+0800356937"]
    {
        assert_eq!(PhoneNumber::from_e164(text), Err(ParseError::NotE164), "{text}");
    }
}

/// Numbers as libphonenumber writes them, with the number that is meant.
fn written() -> Vec<(&'static str, &'static str)> {
    let rows = include_str!("../../../numbering/tests/written.tsv").lines();
    let columns = rows.map(|row| row.split('\t').collect::<Vec<_>>());
    columns.filter(|row| row[0] == "international").map(|row| (row[1], row[3])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Whatever stands around a number, it is cut or refused. It never becomes a part of the number.
    #[test]
    fn nothing_around_a_number_is_dialed(
        (meant, text) in prop::sample::select(written()),
        before in "([A-Za-z]{1,8}[.:]?[ ]?){0,2}",
        behind in prop_oneof![
            "[ ]{1,2}[-–,]?[ ]?[A-Za-z]{1,9}",
            "[ ]?[(][A-Za-z ]{1,12}[0-9]{0,3}[)]",
            "[ ][A-Z]?[a-z]{1,6}[ ][A-Z][a-z]{1,8}",
            "[ ]?(x|X|ext[.]?|#|,,|p|w|;ext=|int[.]|-x|-X)[ ]?[0-9]{1,5}",
            "[ ][A-Za-z]{1,8}[.]?[ ]?[0-9]{1,12}",
            "[ ]?[/,;][ ]?[+]?[0-9]{4,12}",
            "[ ](ÄÖÜ|Жук|花|Zoë)",
        ],
    ) {
        let text = format!("{before}{text}{behind}");
        if let Ok(number) = text.parse::<PhoneNumber>() {
            prop_assert_eq!(number.as_e164(), meant, "{}", text);
        }
    }
}
