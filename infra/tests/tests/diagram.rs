//! The diagram in the documentation is current.

use std::fs;

use switchboard_infra_tests::diagram;
use switchboard_infra_tests::tree::Tree;

#[test]
fn the_diagram_is_current() {
    let checkout = switchboard_infra_tests::checkout();
    let page = fs::read_to_string(checkout.join(diagram::PAGE)).unwrap();
    let drawn = diagram::put(&page, &Tree::read(&checkout).unwrap()).unwrap();
    assert!(page == drawn, "write it again: make check-infra ARGS='diagram --write'");
}

#[test]
fn calls_and_references_are_drawn() {
    let drawn = diagram::mermaid(&Tree::read(&switchboard_infra_tests::checkout()).unwrap());
    for line in [
        "    p1_vanity_convert[\"vanity-convert<br/>lambda-service\"]\n",
        "  p1_vanity_convert --> p1_vanity_table\n",
        "  p1_contact_flows --> p1_vanity_convert\n",
        // Through a local or an output of another call.
        "  p3_pipeline --> p3_approvals\n",
    ] {
        assert!(drawn.contains(line), "{line} in:\n{drawn}");
    }
}
