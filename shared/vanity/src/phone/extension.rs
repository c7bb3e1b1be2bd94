//! Extensions: the digits that are dialed once somebody has answered. E.164 has no extensions.

use super::pieces::{Between, Piece};

/// The words before an extension: those of libphonenumber, the letters that telephones store for a
/// pause (`p`) and for waiting (`w`), and a few words of other languages.
const LABELS: [&str; 38] = [
    "x",
    "xt",
    "xtn",
    "ext",
    "extn",
    "extension",
    "extensión",
    "int",
    "anexo",
    "доб",
    "p",
    "w",
    "app",
    "dw",
    "durchwahl",
    "interno",
    "poste",
    "toestel",
    "wew",
    "apparat",
    "nst",
    "nebenstelle",
    "klappe",
    "ramal",
    "linka",
    "dahili",
    "tst",
    "anknytning",
    "ankn",
    "добавочный",
    "внутр",
    "内線",
    "内线",
    "分机",
    "分機",
    "转",
    "내선",
    "שלוחה",
];

/// The words before digits that are dialed once somebody has answered, but that may be a part of a
/// vanity number too. They count behind a whole number only.
const WEAK_LABELS: [&str; 16] = [
    "option",
    "opt",
    "press",
    "pin",
    "code",
    "local",
    "loc",
    "lok",
    "linje",
    "kl",
    "r",
    "l",
    "вн",
    "lẻ",
    "n",
    "تحويلة",
];

/// The most digits of an extension.
const MAX_DIGITS: usize = 9;

/// Returns whether a piece is a word that stands before an extension.
pub(super) fn is_label(piece: &Piece<'_>) -> bool {
    !piece.is_digits() && LABELS.iter().any(|label| piece.is_word(label))
}

/// Returns whether a piece is a word that stands before an extension of a whole number.
pub(super) fn is_label_of_whole(piece: &Piece<'_>) -> bool {
    is_label(piece) || !piece.is_digits() && WEAK_LABELS.iter().any(|label| piece.is_word(label))
}

/// Returns whether these pieces, the last ones of a text, are the digits of an extension, with or
/// without a note behind them.
pub(super) fn starts(pieces: &[Piece<'_>]) -> bool {
    let digits = pieces.iter().take_while(|piece| piece.is_digits()).count();
    let (extension, note) = pieces.split_at_checked(digits).unwrap_or_default();
    let len: usize = extension.iter().map(|piece| piece.text.len()).sum();
    let one = |piece: &Piece<'_>| !piece.before.has_plus();
    let is_apart = note.first().is_none_or(|word| !word.before.joins());
    (1..=MAX_DIGITS).contains(&len)
        && extension.iter().all(one)
        && is_apart
        && !note.iter().any(Piece::is_digits)
}

/// Returns whether the last piece of a text is an extension in the form `- 503#`.
pub(super) fn ends_in_hash(pieces: &[Piece<'_>], behind: Between) -> bool {
    behind.has_hash() && pieces.len() == 1 && starts(pieces)
}
