//! The addresses of AWS services.

use switchboard_aws::ConnectionSettings;

/// The partitions whose domain is not `amazonaws.com`, each by how the names of its regions begin. The
/// SDKs have them in `partitions.json`.
const DOMAINS: [(&str, &str); 6] = [
    ("cn-", "amazonaws.com.cn"),
    ("eusc-", "amazonaws.eu"),
    ("us-iso-", "c2s.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
];

/// Returns the address of a service, without a trailing slash: the connection's endpoint, or else that of
/// its region.
pub(super) fn of(service: &str, settings: &ConnectionSettings) -> String {
    match &settings.endpoint {
        Some(endpoint) => endpoint.as_str().trim_end_matches('/').to_owned(),
        None => regional(service, &settings.region),
    }
}

fn regional(service: &str, region: &str) -> String {
    let known = DOMAINS.iter().find(|(prefix, _)| region.starts_with(prefix));
    let domain = known.map_or("amazonaws.com", |(_, domain)| domain);
    format!("https://{service}.{region}.{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::signed_http::tests::client;

    #[test]
    fn an_endpoint_is_asked_and_without_one_the_regions_own() {
        let given = client(Some("http://127.0.0.1:4566/"));
        assert_eq!(of("lambda", &given.settings), "http://127.0.0.1:4566");
        let regional = of("codedeploy", &client(None).settings);
        assert_eq!(regional, "https://codedeploy.eu-central-1.amazonaws.com");
    }

    #[test]
    fn the_endpoint_of_a_region_is_in_its_partitions_domain() {
        for (region, domain) in [
            ("us-east-1", "amazonaws.com"),
            ("us-gov-west-1", "amazonaws.com"),
            ("cn-north-1", "amazonaws.com.cn"),
            ("eusc-de-east-1", "amazonaws.eu"),
            ("us-iso-east-1", "c2s.ic.gov"),
            ("us-isob-east-1", "sc2s.sgov.gov"),
            ("us-isof-south-1", "csp.hci.ic.gov"),
            ("eu-isoe-west-1", "cloud.adc-e.uk"),
        ] {
            assert_eq!(regional("lambda", region), format!("https://lambda.{region}.{domain}"));
        }
    }
}
