#!/bin/sh
# Shifts the traffic of each function to the version that Terraform published, by CodeDeploy. A release is one: if one
# function cannot be shifted, all of them go back to their earlier versions, also those that had succeeded.
# usage: shift.sh DEPLOYMENTS_FILE RELEASE_FILE [JOURNAL]
#        shift.sh --back JOURNAL
#   DEPLOYMENTS_FILE  {"<function>": {"function_name", "alias", "version", "application", "deployment_group",
#                     "before_allow_traffic" (optional: the function that tries the new version before callers meet it)}}
#   RELEASE_FILE      release.auto.tfvars.json: the digests that the versions must have
#   JOURNAL           written while traffic shifts, one line a function: its name, the alias, the earlier version, the new
#                     version, the deployment (- if none was started). --back takes exactly these back
# POLL_SECONDS (10), TIMEOUT_SECONDS (7200; a hook alone may take an hour) and BACK_TRIES (60, one a poll) may be set.
# OVERRIDE_ALARMS=1 deploys although alarms are on, and without the hook: for a rollback, or for a release that fixes their
# cause, because CodeDeploy stops each deployment while one is on. The deploy role needs codedeploy:UpdateDeploymentGroup
# for it.
set -eu

work=$(mktemp -d)
# Set as long as a failure takes the release back.
shifting=
# Name of the signal that came, or empty.
signal=
todo="see the error above"

fail() {
    todo=$3
    echo "shift: $2" >&2
    exit "$1"
}

finish() {
    code=$?
    # What has begun to go back goes back.
    trap '' HUP INT TERM
    set +e
    if [ "$code" -ne 0 ] && [ -n "$shifting" ]; then
        echo "shift: the whole release goes back to its earlier versions" >&2
        take_back >&2 || code=45
    fi
    [ "$code" -eq 0 ] || echo "What to do: $todo" >&2
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT
for caught in HUP INT TERM; do
    # shellcheck disable=SC2064 # this signal's name
    trap "signal=$caught" "$caught"
done

# Signals are looked at only where the journal says all that has happened.
heed_signals() {
    case $signal in
    '') ;;
    HUP) fail 129 "stopped by a signal, HUP" "run it again once nothing is in the way" ;;
    INT) fail 130 "stopped by a signal, INT" "run it again once nothing is in the way" ;;
    *) fail 143 "stopped by a signal, $signal" "run it again once nothing is in the way" ;;
    esac
}

# Sends a request to AWS. It always runs to its end: a signal to all processes of the terminal would otherwise leave a
# deployment whose id nobody knows.
ask() (
    trap '' HUP INT TERM
    exec aws "$@" </dev/null
)

pause() {
    [ "${POLL_SECONDS:-10}" != 0 ] || return 0
    # A signal ends the wait, and would not end a sleep in the foreground.
    sleep "${POLL_SECONDS:-10}" >/dev/null 2>&1 &
    wait "$!" || kill "$!" 2>/dev/null || true
}

# Writes to $work/alias what an alias points to: its version, the versions that get a share of its traffic (or -), and
# the revision of the alias.
look_at_alias() {
    ask lambda get-alias --function-name "$1" --name "$2" --output json >"$work/answer" &&
        jq --raw-output '"\(.FunctionVersion // error) \(.RoutingConfig.AdditionalVersionWeights // {} | keys
            | if . == [] then "-" else join(",") end) \(.RevisionId // error)"' "$work/answer" >"$work/alias"
}

# Writes to $work/deployment what CodeDeploy knows of a deployment, and sets its status and the deployment that rolls it back.
look_at_deployment() {
    status=Unknown rollback=
    ask deploy get-deployment --deployment-id "$1" --output json >"$work/deployment" &&
        jq --raw-output '.deploymentInfo | "\(.status // error) \(.rollbackInfo.rollbackDeploymentId // "")"' \
            "$work/deployment" >"$work/state" &&
        read -r status rollback <"$work/state"
}

has_ended() {
    case $1 in
    Succeeded | Failed | Stopped) return 0 ;;
    *) return 1 ;;
    esac
}

# Stops a deployment, with CodeDeploy's own rollback. Returns whether CodeDeploy took it.
stop() {
    ask deploy stop-deployment --deployment-id "$1" --auto-rollback-enabled >/dev/null 2>"$work/refused" ||
        grep -q DeploymentAlreadyCompletedException "$work/refused" || {
        cat "$work/refused" >&2
        return 1
    }
}

# Returns whether a deployment moves its alias no more. One that cannot be read is waited for, for some looks.
is_over() {
    if look_at_deployment "$1"; then
        has_ended "$status"
    else
        [ "$looks" -gt 6 ]
    fi
}

# Takes one function of the journal back. Returns 1 as long as its alias is not verified.
settle() {
    now="cannot be read"
    looks=$((looks + 1))
    if [ "$id" != - ]; then
        # An alias is corrected only when no deployment moves it, neither the one that was stopped nor its rollback.
        if ! is_over "$id" || { [ "$status" = Unknown ] && ! stop "$id"; } || { [ -n "$rollback" ] && ! is_over "$rollback"; }; then
            has_ended "$status" || stop "$id" || true
            look_at_alias "$function" "$alias" && read -r current shares _ <"$work/alias" && now="is at version $current, $shares"
            now="$now, and a deployment of it ($id, or its rollback) has not ended"
            return 1
        fi
    fi
    look_at_alias "$function" "$alias" || return 1
    read -r current shares revision <"$work/alias"
    now="is at version $current, $shares"
    case "$current $shares" in
    "$earlier -")
        echo "$function: $alias is at the earlier version, $earlier"
        return 0
        ;;
    "$version -" | "$earlier $version" | "$version $earlier") ;;
    *)
        case ",$current,$shares," in
        *",$version,"*)
            now="$now: another deployment moves it"
            return 1
            ;;
        esac
        echo "$function: $alias $now: another deployment took it there, so it stays"
        return 0
        ;;
    esac
    # CodeDeploy starts its rollback a moment after the deployment has ended.
    if [ "$shares" != - ] && [ "$ended" = 0 ]; then
        ended=1
        return 1
    fi
    # Only from the state that was seen: if somebody has moved the alias since, Lambda refuses.
    ask lambda update-alias --function-name "$function" --name "$alias" --function-version "$earlier" \
        --routing-config 'AdditionalVersionWeights={}' --revision-id "$revision" >/dev/null || return 1
    look_at_alias "$function" "$alias" || return 1
    read -r current shares _ <"$work/alias"
    now="is at version $current, $shares"
    [ "$current $shares" = "$earlier -" ] || return 1
    echo "$function: $alias is back at version $earlier, from $version"
}

# Takes every function of the journal back. Returns 1, with what to do, if one is not verifiably at its earlier version.
take_back() {
    # All are stopped before one is waited for: each second moves more calls.
    while read -r function alias earlier version id; do
        echo "$function $alias $earlier $version $id 0 0"
    done <"$journal" >"$work/pending"
    tries=${BACK_TRIES:-60}
    while [ -s "$work/pending" ]; do
        : >"$work/still"
        : >"$work/half"
        while read -r function alias earlier version id looks ended; do
            settle || {
                echo "$function $alias $earlier $version $id $looks $ended" >>"$work/still"
                echo "$function: $alias $now; the earlier version is $earlier, the new one $version" >>"$work/half"
            }
        done <"$work/pending"
        mv "$work/still" "$work/pending"
        [ -s "$work/pending" ] || break
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || {
            half_a_release
            return 1
        }
        pause
    done
    echo "shift: the whole release is at its earlier versions again"
}

half_a_release() {
    echo "shift: HALF A RELEASE IS LIVE:"
    cat "$work/half"
    todo="take these back by hand, each with:"
    while read -r function alias earlier _ id _; do
        [ "$id" = - ] || todo="$todo
  aws deploy stop-deployment --deployment-id $id --auto-rollback-enabled"
        todo="$todo
  aws lambda update-alias --function-name $function --name $alias --function-version $earlier --routing-config AdditionalVersionWeights={}
  aws lambda get-alias --function-name $function --name $alias"
    done <"$work/pending"
}

for command in aws jq; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done

if [ "${1:-}" = --back ]; then
    [ $# -eq 2 ] || fail 2 "usage: shift.sh --back JOURNAL" "name the journal that shift.sh wrote"
    journal=$2
    [ -f "$journal" ] || fail 2 "there is no journal $journal" "name the journal that shift.sh wrote"
    awk 'NF != 5 { exit 1 }' "$journal" ||
        fail 40 "$journal is not a journal" "name the file that shift.sh wrote, as it wrote it"
    if [ ! -s "$journal" ]; then
        echo "Nothing was shifted, so nothing goes back."
        exit 0
    fi
    trap '' HUP INT TERM
    take_back || exit 45
    exit 0
fi

[ $# -ge 2 ] && [ $# -le 3 ] ||
    fail 2 "usage: shift.sh DEPLOYMENTS_FILE RELEASE_FILE [JOURNAL]" "run apply.sh first, which writes the first"
deployments=$1 release=$2 journal=${3:-$work/journal}

# A value of AlarmConfiguration; without OVERRIDE_ALARMS the deployment group's alarms apply.
alarms=
mend="if this is a rollback, or fixes the cause of an alarm that is on, run it again with OVERRIDE_ALARMS=1: alarms do not roll it back then"
case ${OVERRIDE_ALARMS:-0} in
0) ;;
1)
    alarms=enabled=false,ignorePollAlarmFailure=false
    mend="alarms were overridden, so they are not the cause"
    echo "shift: WARNING: OVERRIDE_ALARMS=1: ALARMS NEITHER STOP THIS DEPLOYMENT NOR ROLL IT BACK, AND NO HOOK TRIES THE NEW VERSION." >&2
    echo "shift: WARNING: Watch it. To roll all of it back, stop this script (Ctrl-C), or run: shift.sh --back JOURNAL" >&2
    ;;
*) fail 2 "OVERRIDE_ALARMS is '$OVERRIDE_ALARMS'" "set it to 1 to deploy although alarms are on, or leave it out" ;;
esac

jq --raw-output 'to_entries[] | .value as $to | [$to.function_name, $to.alias, ($to.version | tostring),
    $to.application, $to.deployment_group, $to.before_allow_traffic // "-", .key]
    | if all(type == "string" and test("^[A-Za-z0-9_.-]+$")) then join(" ") else error end' \
    "$deployments" >"$work/all" || fail 40 "$deployments does not name a deployment for each function" "see the root's output deployments"
[ -s "$work/all" ] || fail 40 "$deployments names no function" "see the root's output deployments"

# All digests are checked before any traffic moves.
: >"$work/waiting"
: >"$journal"
while read -r function alias version application group hook name; do
    heed_signals
    wanted=$(jq --raw-output --arg name "$name" '.release.artifacts[$name].code_sha256 // "none"' "$release")
    published=$(ask lambda get-function-configuration --function-name "$function" --qualifier "$version" \
        --query CodeSha256 --output text) ||
        fail 43 "version $version of $function cannot be read" "check that the deploy role may read the function"
    [ "$published" = "$wanted" ] ||
        fail 44 "version $version of $function is $published, the release has $wanted" \
            "the function was changed outside the pipeline: run the stage again"
    look_at_alias "$function" "$alias" ||
        fail 43 "alias $alias of $function cannot be read" "check that the deploy role may read the function"
    read -r current shares _ <"$work/alias"
    if [ "$current $shares" = "$version -" ]; then
        echo "$function: $alias is at version $version already"
    else
        echo "$function $alias $version $application $group $hook $name" >>"$work/waiting"
        # Written before anything starts: whatever happens, it is known what was there.
        echo "$function $alias $current $version -" >>"$journal"
    fi
done <"$work/all"
if [ ! -s "$work/waiting" ]; then
    echo "Nothing new to shift."
    exit 0
fi

shifting=1

write_down() {
    sed "s/^$1 .*/$1 $2 $3 $4 $5/" "$journal" >"$work/journal.new"
    cp "$work/journal.new" "$journal"
}

# The revision that a deployment of one function deploys:
# https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html#appspec-file-example-lambda
revision_of() {
    hooks=
    [ "$hook" = - ] || [ -n "$alarms" ] || hooks=",\"Hooks\":[{\"BeforeAllowTraffic\":\"$hook\"}]"
    # The format's version is put in as text: some releases of jq would write 0.0 as 0. Names hold nothing to escape.
    jq --null-input --compact-output --arg hooks "$hooks" --arg name "$name" --arg function "$function" --arg alias "$alias" \
        --arg current "$current" --arg target "$version" '{
            ($name): {
                Type: "AWS::Lambda::Function",
                Properties: {Name: $function, Alias: $alias, CurrentVersion: $current, TargetVersion: $target}}}
        | {revisionType: "AppSpecContent",
            appSpecContent: {content: "{\"version\":0.0,\"Resources\":[\(tojson)]\($hooks)}"}}'
}

# Starts the deployment of one function. Returns 1 if it has to wait for another deployment of it.
start() {
    look_at_alias "$function" "$alias" || return 1
    read -r current shares _ <"$work/alias"
    if [ "$current $shares" = "$version -" ]; then
        echo "$function: $alias is at version $version"
        return 0
    fi
    # The deployment that was waited for may have moved it.
    [ "$current" = "$version" ] || write_down "$function" "$alias" "$current" "$version" -
    description="$function $current to $version"
    if id=$(ask deploy create-deployment --application-name "$application" --deployment-group-name "$group" \
        ${alarms:+--override-alarm-configuration "$alarms"} \
        --revision "$(revision_of)" --description "$description" --query deploymentId --output text 2>"$work/refused"); then
        echo "$function: $id shifts $alias from version $current to $version"
    else
        # Two pipelines may deploy the same environment, and CodeDeploy runs one deployment of a group at a time: "The
        # Deployment Group 'live' already has an active Deployment 'd-ABC'" (https://github.com/CircleCI-Public/aws-ecs-orb/issues/181).
        grep -E -q 'DeploymentLimitExceededException|already has an active Deployment|ThrottlingException|Rate exceeded' "$work/refused" || {
            cat "$work/refused" >&2
            fail 43 "the deployment of $function cannot be started" "see above: most often one of its alarms is on; $mend"
        }
        id=$(sed -n "s/.*active Deployment '\(d-[A-Za-z0-9-]*\)'.*/\1/p" "$work/refused" | head -n 1)
        # A request whose answer was lost has started it; the AWS CLI then asks again, and is refused because of that.
        if [ -z "$id" ] || ! look_at_deployment "$id" || has_ended "$status" ||
            [ "$(jq --raw-output .deploymentInfo.description "$work/deployment")" != "$description" ]; then
            grep -q "^$function\$" "$work/told" 2>/dev/null || {
                echo "$function waits: $(tr -d '\n' <"$work/refused")"
                echo "$function" >>"$work/told"
            }
            return 1
        fi
        echo "$function: $id already shifts $alias from version $current to $version"
    fi
    write_down "$function" "$alias" "$current" "$version" "$id"
    echo "$id $function $alias $version $hook" >>"$work/running"
}

# Says why a deployment ended, and ends with that.
deployment_failed() {
    look_at_deployment "$1" || true
    jq '.deploymentInfo | {error: .errorInformation, rollback: .rollbackInfo}' "$work/deployment" >"$work/why" || : >"$work/why"
    cat "$work/why" >&2
    judge=
    # An alarm that was already on ends a deployment in the same way as one that the deployment sets off.
    if ! grep -q ALARM_ACTIVE "$work/why"; then
        mend="no alarm ended it"
        if [ "$4" != - ] && [ -z "$alarms" ]; then
            judge="the hook $4 may have judged it"
            ! grep -E -i -q 'hook|BeforeAllowTraffic|validation' "$work/why" || judge="the hook $4 judged it"
            judge=" $judge, or gave no answer within an hour: its log says why, aws logs tail /aws/lambda/$4 --since 2h;"
        fi
    fi
    fail 41 "the deployment of $2 ended as $3 and is rolled back ($1)" \
        "look at:$judge the alarms $2-errors, $2-throttles and $2-duration, the log group /aws/lambda/$2, and: aws deploy get-deployment --deployment-id $1; $mend"
}

: >"$work/running"
deadline=$(($(date +%s) + ${TIMEOUT_SECONDS:-7200}))
while :; do
    : >"$work/still"
    while read -r function alias version application group hook name; do
        heed_signals
        start || echo "$function $alias $version $application $group $hook $name" >>"$work/still"
    done <"$work/waiting"
    mv "$work/still" "$work/waiting"

    : >"$work/still"
    while read -r id function alias version hook; do
        heed_signals
        # A failed request is repeated until the deadline.
        look_at_deployment "$id" || true
        case $status in
        Succeeded) echo "$function: $alias is at version $version" ;;
        Failed | Stopped) deployment_failed "$id" "$function" "$status" "$hook" ;;
        *) echo "$id $function $alias $version $hook" >>"$work/still" ;;
        esac
    done <"$work/running"
    mv "$work/still" "$work/running"

    [ -s "$work/waiting" ] || [ -s "$work/running" ] || break
    if [ "$(date +%s)" -ge "$deadline" ]; then
        fail 42 "deployments had not ended after ${TIMEOUT_SECONDS:-7200} seconds: $(
            { cut -d ' ' -f 1 "$work/waiting"; cut -d ' ' -f 2 "$work/running"; } | tr '\n' ' '
        )" "set TIMEOUT_SECONDS above the deployment configuration's own time and that of the deployments that it waits for; if none runs, look at aws lambda get-alias"
    fi
    pause
done
heed_signals
shifting=
