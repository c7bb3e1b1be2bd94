//! What pages say after a decision.

use super::*;

/// What becomes of a release is said as far as the pipeline says it. Whether anything is in production,
/// and whether nothing is, no text can know.
#[test]
fn nothing_is_claimed_that_may_be_untrue() {
    for (name, _, html) in every_page().iter().filter(|(name, ..)| name.contains("status")) {
        let text =
            visible(html).join(" ").replace("\"Production\"", "").replace("„Production“", "");
        for claim in
            ["roduction", "roduktiv", "Nothing was released", "Nichts wurde ver", "Your click"]
        {
            assert!(!text.contains(claim), "{name}: {claim}: {text}");
        }
    }
}

/// Who opens an old page in another window sees in its title what it is about.
#[test]
fn the_title_of_a_status_names_the_release() {
    let mut seen = 0;
    for (name, _, html) in every_page().iter().filter(|(name, ..)| name.contains("status")) {
        let title = between(html, "<title>", "</title>").remove(0);
        let what = "Fix the basket that loses its last item (storefront)";
        assert!(title.ends_with(what), "{name}: {title}");
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}
