//! What people write for numbers of every country, and what becomes of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::too_many_lines, reason = "a test")]

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
        ("1-212-203-1EDO", "+12122031336"),
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
        ("1-800-FLOWERS (356-9377)", "+18003569377"),
        ("(212) 555-CARE (2273)", "+12125552273"),
        ("800-356-9377 (24/7)", "+18003569377"),
        ("800-356-9377 24/7", "+18003569377"),
        ("800-356-9377 (9am-5pm EST)", "+18003569377"),
        ("800-356-9377 option 2", "+18003569377"),
        ("800-356-9377 after 6 pm", "+18003569377"),
        ("800-356-9377 @ home", "+18003569377"),
        ("800-356-9377 9am-5pm", "+18003569377"),
        ("+44 20 7946 0958 24 hrs", "+442079460958"),
        ("+41 44 555 01 23 8 Uhr", "+41445550123"),
        ("(800) Call Now", "+18002255669"),
        ("+972 50-123-4567 (נייד)", "+972501234567"),
        ("+61-1300-12-DAWN (Bob)", "+611300123296"),
        ("+39-06-6981-BELT ext. 5", "+390669812358"),
        ("+678-T11CV (Bob)", "+67881128"),
        ("+690-F1IC x5", "+6903142"),
        ("Tel.: +49-30-1234-FLOWERS", "+493012343569377"),
        ("\"+49-30-1234-FLOWERS\"", "+493012343569377"),
        ("+49-30-1234-FLOWERS.", "+493012343569377"),
        ("(+49-30-1234-FLOWERS)", "+493012343569377"),
        ("+49-30-1234-FLOWERS - mobile", "+493012343569377"),
        ("+61 1800 RESPECT (1800 737 732)", "+611800737732"),
        ("1-800-CONTACTS (1-800-266-8228)", "+18002668228"),
        ("+91 98765 43210 24x7", "+919876543210"),
        ("+33 1 55 55 01 23, poste n° 42", "+33155550123"),
        ("+7 916 123-45-67 (с 9:00 до 18:00)", "+79161234567"),
        ("+1 800 356 9377 PIN: 1234", "+18003569377"),
        ("+18003569377,,98765432101#,,,,*123456# US (New York)", "+18003569377"),
        ("**800-356-9377**", "+18003569377"),
        ("{800} 356_9377", "+18003569377"),
        ("800 · 356 · 9377", "+18003569377"),
        ("+41 44 555'01'23", "+41445550123"),
        ("Phone 2: 800-356-9377", "+18003569377"),
        ("item1.TEL:+1 800 356 9377", "+18003569377"),
        ("TEL;TYPE=CELL:+1-800-356-9377", "+18003569377"),
        ("https://wa.me/442079460958", "+442079460958"),
        ("wa.me/6598765432", "+6598765432"),
        ("https://api.whatsapp.com/send?phone=6598765432", "+6598765432"),
        ("(0044) 20 7946 0958", "+442079460958"),
        ("+49 30 123456 Apparat 78", "+4930123456"),
        ("+55 11 3234-5678 ramal 12", "+551132345678"),
        ("+86-10-12345678转12", "+861012345678"),
        ("+81-3-1234-5678 内線 12", "+81312345678"),
        ("+49 180 6 123456 (20 Ct./Anruf)", "+491806123456"),
        ("+33 892 70 12 34 (0,35 €/min)", "+33892701234"),
        ("+49 30 123456 (2. Stock)", "+4930123456"),
        ("+49 30 12 34 56 Bob", "+4930123456"),
        ("(212) BROADWAY", "+12122762392"),
        ("800 GOT JUNK", "+18004685865"),
        ("212-MU7-7500", "+12126877500"),
        ("1 800 I LOVE NY", "+18004568369"),
        ("800-FLOWERS today", "+18003569377"),
        ("Tel8003569377", "+18003569377"),
        ("+44 7700 900 123m", "+447700900123"),
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
        ("1-800-FLOWER", "numbers of +1 have 10 digits"),
        ("+1 800 356 9377 12", "numbers of +1 have 10 digits"),
        ("+44 20 7946", "numbers of +44 have 7, 9 or 10 digits"),
        ("+44 20 7946 0958 12", "numbers of +44 have 7, 9 or 10 digits"),
        ("+49 30 12345678901234", "numbers of +49 have"),
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
        ("+0800356937", "does not start with 0"),
        ("*67 800 356 9377", "'*' is not part of a phone number"),
        ("+1 800 & 356 9377", "'&' is not part of a phone number"),
        ("+1 212 555 O199", "stands among digits"),
        ("+1 212 555 991O", "stands among digits"),
        ("212-555-O199", "stands among digits"),
        ("1-212-555-O199", "stands among digits"),
        ("+44 20 7946 O100", "stands among digits"),
        ("+44 20 7946 01OO", "stands among digits"),
        ("212-555-01OO", "stands among digits"),
        ("1-212-555-01OO", "stands among digits"),
        ("+41 44 668 1O OO", "stands among digits"),
        ("+41 44 668 10 OO", "stands among digits"),
        ("+1 212 S55 0199", "stands among digits"),
        ("1-212-5B5-0199", "stands among digits"),
        ("O20 7946 0958", "stands among digits"),
        ("80O-555-0123", "stands among digits"),
        ("212-555-0O12", "stands among digits"),
        ("212-555-O1O1", "stands among digits"),
        ("+l 212 555 0142", "words and digits are mixed"),
        ("john.doe2125550142@mail.com", "words and digits are mixed"),
        ("https://t.me/user12125550142", "words and digits are mixed"),
        ("1-800-FL0WERS", "words and digits are mixed"),
        ("212-555-XXXX", "words and digits are mixed"),
        ("+44 20 7946 xxxx", "words and digits are mixed"),
        ("1-NPA-NXX-XXXX", "words and digits are mixed"),
        ("(800) XXX-XXXX", "words and digits are mixed"),
        ("3 little pigs", "words and digits are mixed"),
        ("24 hour emergency", "words and digits are mixed"),
        ("+1 Free Coffee", "words and digits are mixed"),
        ("+49 Firma Meier", "words and digits are mixed"),
        ("305 Ocean Drive", "words and digits are mixed"),
        ("212 BROADWAY", "words and digits are mixed"),
        ("404 Not Found Error", "words and digits are mixed"),
        ("Room 305 Building B", "words and digits are mixed"),
        ("Order 2125 shipped today", "words and digits are mixed"),
        ("305-A OCEAN DRIVE", "words and digits are mixed"),
        ("3-day-weekend", "words and digits are mixed"),
        ("Suite 305 555-0142", "words and digits are mixed"),
        ("ext 212 555-0142", "words and digits are mixed"),
        ("SKU 305-ABC-1234", "words and digits are mixed"),
        ("225-3142 BOB", "digits are missing"),
        ("225-3142 (ANN)", "digits are missing"),
        ("1800flowers@example.com", "'@' is not part"),
        ("Bob,, 800-356-9377", "',' is not part"),
        ("~800-356-9377", "'~' is not part"),
        ("212-555-0142 (or 917-555-0143)", "several numbers"),
        ("212-555-0142 (formerly 555-0199)", "several numbers"),
        ("+91 22 23456789-90", "several numbers"),
        ("2025-03-14 10", "several numbers"),
        ("172.160.25.100", "several numbers"),
        ("225-3142 305", "several numbers"),
        ("225-3142/305", "several numbers"),
        ("212-555-0142 ~ 0145", "several numbers"),
        ("+81-3-1234-5678〜9", "several numbers"),
        ("+7 800 123-45-67-9", "numbers of +7 have"),
        ("+375 801 123 4567-12", "numbers of +375 have"),
        ("+49 30 123456 9-17 Uhr", "several numbers"),
        ("+61-1300-12-DAWN BOB", "could end before these letters"),
        ("+46 902 444 0MKA", "could end before these letters"),
        ("+46-904-310-np1n", "could end before these letters"),
        ("+690 F1IC Bob", "words and digits are mixed"),
        ("+39 06 6981 BELT ext. 5", "could end before these letters"),
        ("+1-NPA-NXX-XXXX", "words and digits are mixed"),
        ("+66 2 123 4567-9", "several numbers"),
        ("+82 2 1234 5678-9", "several numbers"),
        ("+49 30 123456 2nd floor", "several numbers"),
        ("+49 30 123456 8 Uhr", "several numbers"),
        ("+39 02 1234567 24 ore", "several numbers"),
        ("+39 333 1234567 24h", "several numbers"),
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

    /// A log shows the country code and at most two digits of any number, however short it is. The
    /// shortest numbers are as likely as all others together.
    #[test]
    fn a_masked_number_hides_four_digits_at_least(
        e164 in prop_oneof!["[+][1-9][0-9]{6}", "[+][1-9][0-9]{6,14}"],
    ) {
        let number = PhoneNumber::from_e164(&e164).unwrap();
        let masked = number.to_string();
        prop_assert_eq!(masked.len(), e164.len(), "{}", masked);
        let stars = masked.matches('*').count();
        prop_assert!(stars >= 4, "{}", masked);
        // One run of stars, so what is shown is the start and the end of the number.
        let (start, end) = masked.split_once(&"*".repeat(stars)).unwrap();
        prop_assert!(e164.starts_with(start) && e164.ends_with(end), "{}", masked);
        prop_assert!(start.len() <= 4 && end.len() <= 2, "{}", masked);
        prop_assert_eq!(format!("{number:?}"), format!("PhoneNumber({masked})"));
    }

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

    /// A letter that is typed for a 0 or 1 never makes another number of it.
    #[test]
    fn a_letter_for_a_digit_is_not_dialed(
        (meant, text) in prop::sample::select(written()),
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..=2),
        like_one in prop::sample::select(vec!['I', 'l']),
        like_zero in prop::sample::select(vec!['O', 'o']),
    ) {
        let mut typed: Vec<char> = text.chars().collect();
        let alike: Vec<usize> =
            (0..typed.len()).filter(|at| matches!(typed[*at], '0' | '1')).collect();
        prop_assume!(!alike.is_empty());
        for place in places {
            let at = alike[place.index(alike.len())];
            typed[at] = match typed[at] {
                '0' => like_zero,
                '1' => like_one,
                letter => letter,
            };
        }
        let typed: String = typed.into_iter().collect();
        if let Ok(number) = typed.parse::<PhoneNumber>() {
            prop_assert_eq!(number.as_e164(), meant, "{}", typed);
        }
    }
}
