//! Requests of many shapes: those that are read, and those that are refused.

use super::*;

#[tokio::test]
async fn an_unknown_link_and_one_that_cannot_be_look_the_same() {
    let fixture = Fixture::with(1).await;
    let unknown = LinkToken::new([7; 32]);
    let first = fixture.send(request("GET", &format!("{PATH}/{}", unknown.as_str()), "")).await;
    let asked = fixture.store.calls();
    assert_eq!(first.status_code, 404);
    for path in
        ["/approvals/", "/approvals/x", "/approvals/%00", "/", "/approvalsx", "/approvals/a/b"]
    {
        let second = fixture.send(request("GET", path, "")).await;
        assert_eq!((second.status_code, &second.body), (404, &first.body), "{path}");
        assert_eq!(second.headers, first.headers);
    }
    let posted = fixture.send(request("POST", PATH, "token=x&nonce=y&looked=yes")).await;
    assert_eq!((posted.status_code, &posted.body), (404, &first.body));
    assert_eq!(fixture.store.calls(), asked, "the store was not asked");
}

#[tokio::test]
async fn what_is_no_form_is_refused_clearly() {
    let fixture = Fixture::with(1).await;
    let link = format!("{PATH}/{}", fixture.links[ANA_ACCEPTS]);
    let refused = async |method: &str, path: &str, change: fn(&mut Value)| {
        let mut event = request(method, path, "looked=yes");
        change(&mut event);
        fixture.send(event).await
    };
    let posted = refused("POST", &link, |_| {}).await;
    assert_eq!((posted.status_code, &*posted.headers["allow"]), (405, "GET, HEAD"));
    let fetched = refused("GET", PATH, |_| {}).await;
    assert_eq!((fetched.status_code, &*fetched.headers["allow"]), (405, "POST"));
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW", ""] {
        assert_eq!(refused(method, &link, |_| {}).await.status_code, 405, "{method}");
    }
    for media in ["application/json", "multipart/form-data; boundary=x", ""] {
        let mut event = request("POST", PATH, "looked=yes");
        event["headers"]["content-type"] = json!(media);
        assert_eq!(fixture.send(event).await.status_code, 415, "{media}");
    }
    let large = |event: &mut Value| event["body"] = json!(STANDARD.encode("a".repeat(20_000)));
    assert_eq!(refused("POST", PATH, large).await.status_code, 413);
    let huge = |event: &mut Value| event["body"] = json!("*".repeat(1_000_000));
    assert_eq!(refused("POST", PATH, huge).await.status_code, 413);
    let garbled = |event: &mut Value| event["body"] = json!("****");
    assert_eq!(refused("POST", PATH, garbled).await.status_code, 400);
    let binary = |event: &mut Value| event["body"] = json!(STANDARD.encode([0xff, 0xfe]));
    assert_eq!(refused("POST", PATH, binary).await.status_code, 400);
    for twice in [
        "looked=yes&looked=yes",
        "token=a&token=b",
        "reason=a&reason=b",
        "looked=yes&reason=stop+it&comment=all+fine",
        "looked=yes&verdict=accept&verdict=reject",
        "looked=yes&verdict=maybe",
        "looked=yes&comment=%FF",
        "looked=yes&comment=100%",
    ] {
        assert_eq!(fixture.answer(ANA_ACCEPTS, twice).await.status_code, 400, "{twice}");
    }
    assert_eq!(fixture.state_name().await, "PENDING");
}

#[tokio::test]
async fn forms_may_come_as_text_too() {
    let fixture = Fixture::with(1).await;
    let body = format!("token={}&nonce={}&looked=yes", fixture.links[0], fixture.nonce(0).await);
    let mut event = request("POST", PATH, &body);
    event["body"] = json!(body);
    event["isBase64Encoded"] = json!(false);
    assert_eq!(fixture.send(event).await.status_code, 200);
}

#[tokio::test]
async fn a_link_is_read_as_it_was_copied_and_a_form_is_not() {
    let fixture = Fixture::with(1).await;
    let link = &fixture.links[ANA_ACCEPTS];
    let shown = fixture.get(ANA_ACCEPTS).await;
    for path in [
        format!("{PATH}/{link}."),
        format!("{PATH}/{link}%3E"),
        format!("{PATH}/{link}/"),
        format!("{PATH}/{link}%20%0A"),
        format!("/%61pprovals//./{link}"),
        format!("{PATH}/{link}/accept"),
    ] {
        for (method, body) in [("GET", &*shown.body), ("HEAD", "")] {
            let page = fixture.send(request(method, &path, "")).await;
            assert_eq!((page.status_code, &*page.body), (200, body), "{method} {path}");
        }
        let form = format!("token={link}&nonce={}&looked=yes", fixture.nonce(ANA_ACCEPTS).await);
        assert!(fixture.send(request("POST", &path, &form)).await.status_code >= 400, "{path}");
    }
    for path in ["/approvals/", "/approvals/.", "/%61pprovals", "//approvals"] {
        let form = format!("token={link}&nonce={}&looked=yes", fixture.nonce(ANA_ACCEPTS).await);
        assert!(fixture.send(request("POST", path, &form)).await.status_code >= 400, "{path}");
    }
    // Only the path is lenient: the token of a form is exact.
    let form = format!("token={link}.&nonce={}&looked=yes", fixture.nonce(ANA_ACCEPTS).await);
    assert_eq!(fixture.send(request("POST", PATH, &form)).await.status_code, 404);
    assert_eq!(fixture.state_name().await, "PENDING");
}

#[tokio::test]
async fn another_site_cannot_send_the_form() {
    for (site, origin, allowed) in [
        (Some("same-origin"), Some("null"), true),
        (Some("same-origin"), None, true),
        (Some("none"), None, true),
        (Some("cross-site"), Some("null"), false),
        (Some("cross-site"), Some(BASE_URL), false),
        (Some("same-site"), Some("https://other.example.com"), false),
        (None, None, true),
        (None, Some("null"), true),
        (None, Some(BASE_URL), true),
        (None, Some("https://evil.example"), false),
        (None, Some("http://approve.example.com"), false),
        (None, Some("https://approve.example.com.evil.example"), false),
    ] {
        let fixture = Fixture::with(1).await;
        let body =
            format!("token={}&nonce={}&looked=yes", fixture.links[0], fixture.nonce(0).await);
        let mut event = request("POST", PATH, &body);
        let headers = event["headers"].as_object_mut().unwrap();
        headers.remove("sec-fetch-site");
        headers.remove("origin");
        headers.extend(site.map(|site| ("sec-fetch-site".to_owned(), json!(site))));
        headers.extend(origin.map(|origin| ("origin".to_owned(), json!(origin))));
        let status = if allowed { 200 } else { 403 };
        assert_eq!(fixture.send(event).await.status_code, status, "{site:?} {origin:?}");
        assert_eq!(fixture.pipeline.puts().len(), usize::from(allowed));
    }
}

#[tokio::test]
async fn header_names_of_another_case_open_no_gap() {
    for (name, value) in [
        ("Sec-Fetch-Site", "cross-site"),
        ("SEC-FETCH-SITE", "cross-site"),
        ("Origin", "https://evil.example"),
    ] {
        let fixture = Fixture::with(1).await;
        let nonce = fixture.nonce(ANA_ACCEPTS).await;
        let body = format!("token={}&nonce={nonce}&looked=yes", fixture.links[ANA_ACCEPTS]);
        let mut event = request("POST", PATH, &body);
        let headers = event["headers"].as_object_mut().unwrap();
        // The header also comes as it should, so that one of the two would pass.
        if name == "Origin" {
            headers.remove("sec-fetch-site");
        }
        headers.insert(name.to_owned(), json!(value));
        assert_eq!(fixture.send(event).await.status_code, 403, "{name}");
        assert_eq!(fixture.state_name().await, "PENDING");
    }
    let fixture = Fixture::with(1).await;
    let nonce = fixture.nonce(ANA_ACCEPTS).await;
    let body = format!("token={}&nonce={nonce}&looked=yes", fixture.links[ANA_ACCEPTS]);
    let mut event = request("POST", PATH, &body);
    let headers = event["headers"].as_object_mut().unwrap();
    let media_type = headers.remove("content-type").unwrap();
    headers.insert("Content-Type".to_owned(), media_type);
    assert_eq!(fixture.send(event).await.status_code, 200);
}

#[tokio::test]
async fn an_event_of_another_kind_is_answered_with_a_page() {
    let fixture = Fixture::with(1).await;
    for event in [
        json!(null),
        json!([1]),
        json!({"requestContext": {}}),
        json!({"version": "1.0", "httpMethod": "GET", "path": PATH, "requestContext": {}}),
        json!({"headers": {"origin": ["a", "b"]}, "requestContext": {"http": {"method": "POST"}}}),
        json!({"requestContext": {"http": {"method": null}}}),
    ] {
        let page = fixture.send(event.clone()).await;
        assert_eq!(page.status_code, 400, "{event}");
        assert!(page.body.contains("<h1>The request could not be read</h1>"), "{event}");
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    assert_eq!(fixture.store.calls(), 0);
}

#[tokio::test]
async fn every_response_has_every_header() {
    let fixture = Fixture::with(1).await;
    let unknown = request("GET", &format!("{PATH}/{}", LinkToken::new([7; 32]).as_str()), "");
    let responses = [
        fixture.get(ANA_ACCEPTS).await,
        fixture.answer(ANA_ACCEPTS, "").await,
        fixture.answer(ANA_ACCEPTS, "looked=yes").await,
        fixture.get(ANA_REJECTS).await,
        fixture.send(unknown).await,
        fixture.send(request("PUT", PATH, "")).await,
        fixture.send(request("POST", PATH, "")).await,
        fixture.send(json!({})).await,
    ];
    for response in responses {
        let status = response.status_code;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("content-type", "text/html; charset=utf-8"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("x-robots-tag", "noindex, nofollow"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(response.headers[name], value, "{status} {name}");
        }
        assert!(response.headers["strict-transport-security"].starts_with("max-age="), "{status}");
        let policy = &response.headers["content-security-policy"];
        for rule in [
            "default-src 'none'",
            "style-src 'sha256-",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{status} {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn fields_that_are_missing_or_null_are_answered_with_a_page() {
    let fixture = Fixture::with(1).await;
    let bare = json!({"requestContext": {"http": {"method": "GET"}}});
    assert_eq!(fixture.send(bare).await.status_code, 404);
    let nulls = json!({
        "rawPath": null, "headers": null, "body": null, "isBase64Encoded": null,
        "requestContext": {"http": {"method": "POST", "sourceIp": null, "userAgent": null}},
    });
    assert_eq!(fixture.send(nulls).await.status_code, 404);
}
