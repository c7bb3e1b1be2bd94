//! The page that a link which nobody has leads to.

use crate::ports::Answer;
use crate::problem::Problem;

/// The path of a link that nobody has. The token has the form of one, but tokens are 32 random bytes, and
/// this one is 32 zeros. So the function looks it up, and finds nothing.
pub(crate) const UNKNOWN_LINK: &str = "/approvals/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Headers that every page has.
const HEADERS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("content-type", "text/html; charset=utf-8"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

const POLICY: &str = "content-security-policy";

/// What every page forbids, whatever its brand shows.
const FORBIDDEN: [&str; 4] =
    ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"];

/// Checks that the answer is the page of an unknown link, with headers as strict as those of a review page.
pub(crate) fn of_unknown_link(answer: &Answer) -> Result<(), Problem> {
    if answer.status != 404 {
        return Err(Problem::Status { got: answer.status, wanted: 404 });
    }
    let header = |name: &str| answer.headers.get(name).map_or("", String::as_str);
    for (name, value) in HEADERS {
        if header(name) != value {
            return Err(Problem::Header(name));
        }
    }
    if !header("strict-transport-security").starts_with("max-age=") {
        return Err(Problem::Header("strict-transport-security"));
    }
    if !is_strict(header(POLICY)) {
        return Err(Problem::Header(POLICY));
    }
    let starts_as_page = answer.body.trim_ascii_start().get(..9);
    if starts_as_page.is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype")) {
        Ok(())
    } else {
        Err(Problem::NotAPage)
    }
}

/// Returns whether a content security policy forbids scripts, foreign content, other targets of forms, and
/// frames. A script, or a style that is not named by its hash, could be an attacker's.
fn is_strict(policy: &str) -> bool {
    let directives: Vec<_> = policy.split(';').map(str::trim).collect();
    let is_lax = directives.iter().any(|given| given.starts_with("script-src"))
        || policy.contains("'unsafe-")
        || policy.contains('*');
    !is_lax && FORBIDDEN.iter().all(|directive| directives.contains(directive))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page of an unknown link, as approval-decision answers it.
    fn page() -> Answer {
        let policy = "default-src 'none'; style-src 'sha256-abc='; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        let headers = HEADERS.into_iter().chain([
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            (POLICY, policy),
        ]);
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Answer { status: 404, headers, body: b"<!doctype html>\n<html>".to_vec() }
    }

    #[test]
    fn a_page_has_its_status_and_its_headers() {
        assert!(of_unknown_link(&page()).is_ok());
        for status in [200, 302, 500, 503] {
            let got = of_unknown_link(&Answer { status, ..page() });
            assert!(matches!(got, Err(Problem::Status { .. })), "{status}");
        }
        for name in page().headers.keys() {
            let mut answer = page();
            answer.headers.remove(name);
            assert!(matches!(of_unknown_link(&answer), Err(Problem::Header(_))), "{name}");
        }
        for body in [&b""[..], b"{}", b"Internal Server Error"] {
            let got = of_unknown_link(&Answer { body: body.to_vec(), ..page() });
            assert!(matches!(got, Err(Problem::NotAPage)));
        }
    }

    #[test]
    fn a_policy_that_allows_more_is_refused() {
        let strict = page().headers.get(POLICY).unwrap().clone();
        assert!(is_strict(&strict));
        for lax in [
            strict.replace("default-src 'none'", "default-src 'self'"),
            strict.replace("frame-ancestors 'none'", "frame-ancestors https:"),
            strict.replace("form-action 'self'", "form-action 'self' https:"),
            strict.replace("base-uri 'none'", ""),
            strict.replace("'sha256-abc='", "'unsafe-inline'"),
            strict.replace("data:", "*"),
            format!("{strict}; script-src 'self'"),
        ] {
            assert!(!is_strict(&lax), "{lax}");
        }
    }

    #[test]
    fn the_link_has_the_form_of_one() {
        let token = UNKNOWN_LINK.strip_prefix("/approvals/").unwrap();
        assert_eq!(token.len(), 43);
    }
}
