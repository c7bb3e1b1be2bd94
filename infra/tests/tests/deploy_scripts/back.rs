//! A release is one: what goes wrong with one function takes all of them back.

use crate::world::World;

#[test]
fn a_sibling_that_fails_first_stops_the_other_and_takes_it_back() {
    for (bad, good) in [("vanity-convert", "vanity-lookup"), ("vanity-lookup", "vanity-convert")] {
        let world = World::both_behind();
        world.statuses(bad, &["InProgress", "Failed"]);
        world.statuses(good, &["InProgress"]);
        let said = world.shift(41);
        assert!(said.contains(&format!("{bad} ended as Failed")), "{said}");
        // CodeDeploy's own rollbacks do it: nothing was left to correct.
        assert!(!world.read("account/calls").contains("update-alias"));
        world.is_at("7", "7");
    }
}

#[test]
fn a_sibling_that_fails_last_takes_back_the_one_that_had_succeeded() {
    for (bad, good) in [("vanity-convert", "vanity-lookup"), ("vanity-lookup", "vanity-convert")] {
        let world = World::both_behind();
        world.statuses(good, &["Succeeded"]);
        world.statuses(bad, &["InProgress", "InProgress", "Failed"]);
        let said = world.shift(41);
        assert!(said.contains(&format!("{good}: live is at version 8")), "{said}");
        assert!(said.contains(&format!("{good}: live is back at version 7")), "{said}");
        world.is_at("7", "7");
        let calls = world.read("account/calls");
        assert!(calls.contains(&format!(
            "update-alias --function-name {good} --name live --function-version 7 \
             --routing-config AdditionalVersionWeights={{}} --revision-id"
        )));
        assert!(!calls.contains(&format!("update-alias --function-name {bad}")), "{calls}");
    }
}

#[test]
fn a_deployment_that_cannot_start_takes_back_those_that_run_and_those_that_succeeded() {
    for statuses in [["InProgress"], ["Succeeded"]] {
        let world = World::both_behind();
        world.statuses("vanity-convert", &statuses);
        world.write("account/deploy/vanity-lookup.refused", "");
        let said = world.shift(43);
        assert!(said.contains("vanity-lookup cannot be started"), "{said}");
        assert!(said.contains("InvalidRoleException"), "{said}");
        world.is_at("7", "7");
    }
    // The first had succeeded while the second waited for another deployment.
    let world = World::both_behind();
    world.statuses("vanity-convert", &["Succeeded"]);
    world.write("account/deploy/vanity-lookup.active", "-\n-\n");
    world.write("account/lambda/vanity-lookup.alias.live", "7\n");
    world.statuses("vanity-lookup", &["Failed"]);
    world.shift(41);
    world.is_at("7", "7");
}

#[test]
fn what_does_not_end_is_taken_back() {
    for (convert, lookup) in
        [("InProgress", "Succeeded"), ("Succeeded", "InProgress"), ("Unreadable", "Succeeded")]
    {
        let mut world = World::both_behind();
        world.environment = vec![("TIMEOUT_SECONDS", "0".to_owned())];
        world.statuses("vanity-convert", &[convert]);
        world.statuses("vanity-lookup", &[lookup]);
        let said = world.shift(42);
        assert!(said.contains("had not ended after 0 seconds: vanity-"), "{said}");
        world.is_at("7", "7");
    }
    // Nor is a deployment of somebody else waited for without end.
    let mut world = World::both_behind();
    world.environment = vec![("TIMEOUT_SECONDS", "0".to_owned())];
    world.write("account/deploy/vanity-convert.active", "-\n-\n-\n");
    assert!(world.shift(42).contains("had not ended after 0 seconds: vanity-convert"));
    world.is_at("7", "7");
}

#[test]
fn a_signal_takes_the_release_back() {
    for (signal, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let world = World::both_behind();
        world.statuses("vanity-convert", &["Succeeded"]);
        world.statuses("vanity-lookup", &["InProgress"]);
        world.write("account/deploy/vanity-lookup.signal", signal);
        let said = world.shift(code);
        assert!(said.contains(&format!("stopped by a signal, {signal}")), "{said}");
        world.is_at("7", "7");
    }
}

#[test]
fn a_second_signal_does_not_stop_the_way_back() {
    let world = World::both_behind();
    world.statuses("vanity-convert", &["Succeeded"]);
    world.statuses("vanity-lookup", &["InProgress", "Failed"]);
    // It comes at the first look of the way back.
    world.write("account/deploy/vanity-lookup.signal-at-stop", "TERM");
    world.shift(41);
    assert!(!world.path("account/deploy/vanity-lookup.signal-at-stop").exists());
    world.is_at("7", "7");
}

#[test]
fn a_rollback_of_codedeploy_that_fails_is_corrected() {
    let world = World::both_behind();
    world.statuses("vanity-convert", &["Succeeded"]);
    world.statuses("vanity-lookup", &["InProgress", "Failed"]);
    world.write("account/deploy/vanity-lookup.rollback-fails", "");
    assert!(world.shift(41).contains("vanity-lookup: live is back at version 7"));
    world.is_at("7", "7");
}

#[test]
fn half_a_release_that_stays_is_said_with_the_commands() {
    let mut world = World::both_behind();
    world.environment = vec![("BACK_TRIES", "3".to_owned())];
    world.statuses("vanity-convert", &["Succeeded"]);
    world.statuses("vanity-lookup", &["InProgress", "Failed"]);
    world.write("account/lambda/vanity-convert.update-denied", "");
    let said = world.shift(45);
    for part in [
        "vanity-lookup ended as Failed",
        "HALF A RELEASE IS LIVE",
        "vanity-convert: live is at version 8, -; the earlier version is 7, the new one 8",
        "aws lambda update-alias --function-name vanity-convert --name live --function-version 7 \
         --routing-config AdditionalVersionWeights={}",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("update-alias --function-name vanity-lookup"), "{said}");
    world.is_at("8", "7");

    // The cause is mended, and the journal still knows what to take back.
    std::fs::remove_file(world.path("account/lambda/vanity-convert.update-denied")).unwrap();
    world.ends(0, "shift.sh", &["--back", "journal"]);
    world.is_at("7", "7");
}

#[test]
fn a_share_of_the_new_version_is_half_a_release() {
    let mut world = World::published();
    world.environment = vec![("BACK_TRIES", "3".to_owned())];
    world.statuses("vanity-convert", &["InProgress", "Failed"]);
    world.write("account/deploy/vanity-convert.rollback-fails", "");
    world.write("account/lambda/vanity-convert.update-denied", "");
    let said = world.shift(45);
    assert!(said.contains("vanity-convert: live is at version 7, 8;"), "{said}");
}

#[test]
fn a_deployment_that_cannot_be_stopped_is_half_a_release_until_it_ends() {
    let mut world = World::published();
    world.environment = vec![("BACK_TRIES", "3".to_owned()), ("TIMEOUT_SECONDS", "0".to_owned())];
    world.statuses("vanity-convert", &["InProgress"]);
    world.write("account/deploy/vanity-convert.stop-denied", "");
    let said = world.shift(45);
    assert!(said.contains("(d-vanity-convert, or its rollback) has not ended"), "{said}");
    let command =
        "aws deploy stop-deployment --deployment-id d-vanity-convert --auto-rollback-enabled";
    assert!(said.contains(command), "{said}");

    // It goes on to its end in the meantime, and is taken back then.
    world.environment.pop();
    world.statuses("vanity-convert", &["InProgress", "InProgress", "Succeeded"]);
    world.ends(0, "shift.sh", &["--back", "journal"]);
    world.is_at("7", "8");
}

#[test]
fn a_finished_release_goes_back_by_its_journal() {
    let world = World::both_behind();
    world.shift(0);
    world.is_at("8", "8");
    let said = world.ends(0, "shift.sh", &["--back", "journal"]);
    assert!(said.contains("vanity-convert: live is back at version 7, from 8"), "{said}");
    world.is_at("7", "7");
    // Again: there is nothing left to do.
    let said = world.ends(0, "shift.sh", &["--back", "journal"]);
    assert!(said.contains("vanity-lookup: live is at the earlier version, 7"), "{said}");
}

#[test]
fn what_a_later_release_has_moved_is_not_moved_back() {
    let world = World::both_behind();
    world.shift(0);
    world.write("account/lambda/vanity-convert.alias.live", "9\n");
    let said = world.ends(0, "shift.sh", &["--back", "journal"]);
    assert!(said.contains("another deployment took it there"), "{said}");
    world.is_at("9", "7");
}

#[test]
fn a_later_release_that_still_shifts_is_not_fought_with() {
    let mut world = World::both_behind();
    world.environment = vec![("BACK_TRIES", "3".to_owned())];
    world.shift(0);
    world.write("account/lambda/vanity-convert.alias.live", "8 9=0.1\n");
    let said = world.ends(45, "shift.sh", &["--back", "journal"]);
    assert!(said.contains("is at version 8, 9: another deployment moves it"), "{said}");
    world.is_at("8 9=0.1", "7");
}

#[test]
fn a_journal_has_to_be_one() {
    let world = World::published();
    world.ends(2, "shift.sh", &["--back"]);
    world.ends(2, "shift.sh", &["--back", "journal"]);
    world.write("checkout/journal", "vanity-convert live 7\n");
    world.ends(40, "shift.sh", &["--back", "journal"]);
    world.write("checkout/journal", "");
    assert!(world.ends(0, "shift.sh", &["--back", "journal"]).contains("Nothing was shifted"));
}

#[test]
fn the_second_rollback_starts_while_the_alarm_is_on() {
    let mut world = World::both_behind();
    world.hook("vanity-convert", "synthetic-probe");
    // The release sets off an alarm that both functions watch, and goes back.
    world.statuses("vanity-convert", &["Succeeded"]);
    world.statuses("vanity-lookup", &["InProgress", "Stopped"]);
    world.shift(41);
    world.is_at("7", "7");

    // The pipeline deploys the release before, whose versions are new ones again, while the alarm is still on.
    for function in ["vanity-convert", "vanity-lookup"] {
        world.behind(function);
        world.write(&format!("account/deploy/{function}.alarm"), "");
    }
    assert!(world.shift(43).contains("run it again with OVERRIDE_ALARMS=1"));
    world.is_at("7", "7");
    world.environment = vec![("OVERRIDE_ALARMS", "1".to_owned())];
    world.shift(0);
    world.is_at("8", "8");
    assert!(!world.app_spec("vanity-convert").contains("Hooks"));
}
