//! What machines do with a page: follow its links, and press its buttons.

use super::*;

/// Every value of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The forms of a page as they stand: no box is ticked, and texts have what the page put in.
fn forms(html: &str) -> Vec<(String, String)> {
    let forms = html.split("<form ").skip(1).filter_map(|rest| rest.split("</form>").next());
    let read = |form: &str| {
        let action = values(&format!(" {form}"), "action")[0].to_owned();
        let mut fields = form_urlencoded::Serializer::new(String::new());
        for input in form.split("<input ").skip(1) {
            let input = format!(" {}", input.split('>').next().unwrap());
            if values(&input, "type") != ["checkbox"] {
                fields.append_pair(values(&input, "name")[0], values(&input, "value")[0]);
            }
        }
        for area in form.split("<textarea ").skip(1) {
            let (tag, text) = area.split_once('>').unwrap();
            let text = text.split("</textarea>").next().unwrap();
            fields
                .append_pair(values(&format!(" {tag}"), "name")[0], text.trim_start_matches('\n'));
        }
        (action, fields.finish())
    };
    forms.map(read).collect()
}

#[tokio::test]
async fn a_machine_that_follows_every_link_and_sends_every_form_decides_nothing() {
    let fixture = Fixture::with(1).await;
    let mut sent = 0;
    for link in 0..4 {
        let mut paths = vec![format!("{PATH}/{}", fixture.links[link])];
        let mut next = 0;
        while let Some(path) = paths.get(next).cloned() {
            next += 1;
            let mut pages = vec![fixture.send(request("GET", &path, "")).await.body];
            fixture.send(request("HEAD", &path, "")).await;
            for (action, form) in forms(&pages[0]) {
                let answered = fixture.send(request("POST", &action, &form)).await;
                assert_eq!(answered.status_code, 422, "{action} {form}");
                pages.push(answered.body);
                sent += 1;
            }
            // The pages with a problem have forms and links too.
            for (action, form) in forms(&pages[1]) {
                assert_eq!(fixture.send(request("POST", &action, &form)).await.status_code, 422);
            }
            for href in pages.iter().flat_map(|page| values(page, "href")) {
                let known = paths.iter().any(|path| path == href);
                if href.starts_with('/') && !known {
                    paths.push(href.to_owned());
                }
            }
        }
        assert_eq!(paths.len(), 3, "the link, and a page for each verdict");
    }
    assert_eq!(sent, 12);
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts()), ("PENDING", Vec::new()));
    // The links still work.
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
}

#[tokio::test]
async fn looking_again_decides_nothing() {
    let fixture = Fixture::with(1).await;
    let nonce = fixture.nonce(ANA_ACCEPTS).await;
    let token = &fixture.links[ANA_ACCEPTS];
    for fields in [
        "look=again".to_owned(),
        "look=again&verdict=reject".to_owned(),
        format!("look=again&nonce={nonce}&looked=yes&comment=fine"),
        format!("nonce={nonce}&looked=yes&look=again"),
    ] {
        let form = format!("token={token}&{fields}");
        let page = fixture.send(request("POST", PATH, &form)).await;
        assert_eq!(page.status_code, 200, "{fields}");
        assert!(page.body.contains("name=\"nonce\""), "it is still open: {fields}");
        assert_eq!(page.headers.get("clear-site-data"), None);
    }
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts()), ("PENDING", Vec::new()));
    let foreign = "token=x&look=again";
    assert_eq!(fixture.send(request("POST", PATH, foreign)).await.status_code, 404);
}

#[tokio::test]
async fn a_page_that_waits_for_the_pipeline_can_be_looked_at_again() {
    let mut fixture = Fixture::with(1).await;
    fixture.pipeline.fail_next(PipelineFault::Unavailable);
    let nonce = fixture.nonce_for(ANA_ACCEPTS, Verdict::Reject).await;
    let body =
        format!("token={}&nonce={nonce}&verdict=reject&reason=empty", fixture.links[ANA_ACCEPTS]);
    let page = fixture.send(request("POST", PATH, &body)).await;
    assert_eq!((page.status_code, fixture.state_name().await), (202, "DECIDING"));
    let forms = forms(&page.body);
    let [(action, form)] = forms.as_slice() else { panic!("{forms:?}") };
    assert_eq!(action, PATH, "no secret in the address");
    let again = fixture.send(request("POST", action, form)).await;
    assert_eq!((again.status_code, fixture.pipeline.puts().len()), (202, 0));

    fixture.now += SignedDuration::from_secs(13);
    let again = fixture.send(request("POST", action, form)).await;
    assert_eq!((again.status_code, fixture.state_name().await), (200, "APPLIED"));
    assert!(again.body.contains("The release was rejected"), "{}", again.body);
    assert!(!again.body.contains("changed nothing"), "{}", again.body);
    assert!(!again.body.contains(&fixture.links[ANA_ACCEPTS]), "no secret on a result page");
}
