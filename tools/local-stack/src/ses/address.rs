//! Email addresses as SES checks them: an ASCII local part and a domain, with or without a name.

/// Returns the bare address in `Name <address>` or `address`.
pub(super) fn bare(address: &str) -> &str {
    match address.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').unwrap_or(rest).trim(),
        None => address.trim(),
    }
}

/// Returns the reason why SES refuses an address; `None` if it accepts it.
pub(super) fn rejection_reason(address: &str) -> Option<&'static str> {
    if address.contains(['\r', '\n']) {
        return Some("Address contains a line break");
    }
    let Some((local, domain)) = bare(address).rsplit_once('@') else {
        return Some("Missing final '@domain'");
    };
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if local.is_empty() || !is_plain(local) || local.contains(['<', '>', ',', ';']) {
        return Some("Local address contains control, whitespace or non-ASCII characters");
    }
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !domain.split('.').all(is_label) {
        return Some("Domain contains illegal character");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_come_with_a_name() {
        for address in
            ["ana@example.com", "Ana Ruiz <ana@example.com>", "\"R, A\" <ana@example.com>"]
        {
            assert_eq!((bare(address), rejection_reason(address)), ("ana@example.com", None));
        }
    }

    #[test]
    fn what_mail_servers_cannot_route_is_refused() {
        for address in [
            "",
            "ana",
            "@example.com",
            "ana@",
            "ana@exam ple.com",
            "änä@example.com",
            "ana@exämple.com",
            "a b@example.com",
            "ana@example..com",
            "ana@example.com\r\nBcc: eve@example.com",
            "ana@example.com, eve@example.com",
        ] {
            assert!(rejection_reason(address).is_some(), "{address}");
        }
    }
}
