//! The variant of a flow without `Loop`, and the names of the two files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use switchboard_contact_flow::canonical;
use switchboard_contact_flow::counted::{CountedError, without_loops};
use switchboard_contact_flow::document::Flow;

const TEMPLATE: &str = ".json.tftpl";
const VARIANT: &str = ".counted.json.tftpl";

/// The template that a variant is made of; any other is made of none but itself.
pub(crate) fn source(template: &str) -> String {
    match template.strip_suffix(VARIANT) {
        Some(name) => format!("{name}{TEMPLATE}"),
        None => template.to_owned(),
    }
}

/// Where the variant of a template is.
pub(crate) fn path(template: &Path) -> PathBuf {
    let name = template.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(TEMPLATE).unwrap_or(&name);
    template.with_file_name(format!("{name}{VARIANT}"))
}

/// The variant of a template, if it has loops. Their counts are taken from these values.
pub(crate) fn of(
    template: &Flow,
    values: &BTreeMap<&str, &str>,
) -> Result<Option<String>, CountedError> {
    let has_loops = template.actions.iter().any(|action| action.kind == "Loop");
    let variant = has_loops.then(|| without_loops(template, values)).transpose()?;
    Ok(variant.map(|flow| canonical::write(&flow)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_stands_beside_its_template() {
        let variant = path(Path::new("a/b.json.tftpl"));
        assert_eq!(variant, Path::new("a/b.counted.json.tftpl"));
        assert_eq!(source("b.counted.json.tftpl"), "b.json.tftpl");
        assert_eq!(source("b.json.tftpl"), "b.json.tftpl");
    }
}
