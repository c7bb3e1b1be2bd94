//! Adds the description of a release to a request that is already open. Nothing waits for it.

use jiff::Timestamp;

use crate::audit::{AuditEvent, AuditEventKind};
use crate::ports::{Description, RequestUpdate, Requests, Saved, StoreError};
use crate::request::Request;

/// Stores what the pipeline says about a release, and returns the request as it is afterwards. If
/// the pipeline does not show the approval, the time at which it first did not is stored, so that the
/// next caller asks again.
pub async fn save(
    requests: &impl Requests,
    request: Request,
    description: Description,
    now: Timestamp,
) -> Result<Request, StoreError> {
    let mut next = request.rescheduled(request.due_at);
    let events = add(&mut next, description, now);
    if next.release == request.release {
        return Ok(request);
    }
    match requests.save(&RequestUpdate { request: &next, events: &events, link: None }).await? {
        Saved::Written => Ok(next),
        // Somebody else wrote first, perhaps the same description.
        Saved::Conflict => Ok(requests.find(&request.id).await?.unwrap_or(request)),
    }
}

/// Adds a description to the request. Returns the events of the update.
fn add(request: &mut Request, description: Description, now: Timestamp) -> Vec<AuditEvent> {
    let release = &mut request.release;
    let shown = match description {
        Description::Shown(shown) => shown,
        Description::NotShown => {
            // An approval that was shown once is not one that the pipeline does not have.
            if release.execution_id.is_none() {
                release.not_shown_since.get_or_insert(now);
            }
            return Vec::new();
        }
    };
    release.not_shown_since = None;
    release.execution_id = Some(shown.execution_id.clone());
    release.action_execution_id = shown.action_execution_id;
    release.next_stage = shown.next_stage;
    let Ok(change) = shown.change else { return Vec::new() };
    let revision = change.revision_ids();
    release.change = Some(change);
    let described = AuditEventKind::Described { execution_id: Some(shown.execution_id), revision };
    vec![AuditEvent::new(now, described)]
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::memory::MemoryApprovals;
    use crate::ports::{Intake as _, ReleaseDescription, ReleaseError};
    use crate::release::{Change, Revision};
    use crate::request::tests::request;
    use crate::untrusted_text::UntrustedText;

    fn shown(change: Result<Change, ReleaseError>) -> Description {
        Description::Shown(ReleaseDescription {
            execution_id: "execution-1".to_owned(),
            action_execution_id: Some("run-1".to_owned()),
            next_stage: UntrustedText::line("Deploy", 100),
            change,
        })
    }

    fn change() -> Change {
        let line = |text| UntrustedText::line(text, 100);
        let revision =
            |source, id| Revision { source: line(source), id: line(id), ..Revision::default() };
        let revisions = vec![revision("App", "1111"), revision("Config", "2222")];
        Change { revisions, last_approved_at: None }
    }

    #[tokio::test]
    async fn what_is_not_shown_keeps_the_time_of_the_first_look_until_it_is_shown() {
        let (store, first) = (MemoryApprovals::default(), request());
        let opened = AuditEventKind::Opened { execution_id: None };
        store.open(&first, &AuditEvent::new(first.opened_at, opened)).await.unwrap();
        let at = |minutes| first.opened_at + SignedDuration::from_mins(minutes);

        let once = save(&store, first.clone(), Description::NotShown, at(1)).await.unwrap();
        assert_eq!(once.release.not_shown_since, Some(at(1)));
        let again = save(&store, once.clone(), Description::NotShown, at(2)).await.unwrap();
        assert_eq!(again, once, "the second look writes nothing");
        assert_eq!(store.find(&first.id).await.unwrap(), Some(once.clone()));

        let failed = Err(ReleaseError::Unavailable("no answer".into()));
        let found = save(&store, once, shown(failed), at(3)).await.unwrap();
        assert_eq!(found.release.not_shown_since, None);
        assert_eq!(found.release.execution_id.as_deref(), Some("execution-1"));
        assert_eq!(found.release.change, None, "it is asked for again");

        let described = save(&store, found, shown(Ok(change())), at(4)).await.unwrap();
        assert_eq!(described.release.change, Some(change()));
        assert_eq!(described.release.next_stage.as_ref().unwrap().as_str(), "Deploy");
        let events = store.events(&first.id);
        let [_, AuditEvent { kind: AuditEventKind::Described { revision, .. }, .. }] = &events[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!(revision.as_ref().unwrap().as_str(), "App 1111, Config 2222");

        // A run that its pipeline no longer shows was shown once.
        let gone = save(&store, described.clone(), Description::NotShown, at(5)).await.unwrap();
        assert_eq!(gone, described);
    }
}
