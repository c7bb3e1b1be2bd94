#!/bin/sh
# Shifts the traffic of each function to the version that Terraform published, by CodeDeploy.
# usage: shift.sh DEPLOYMENTS_FILE RELEASE_FILE
#   DEPLOYMENTS_FILE  {"<function>": {"function_name", "alias", "version", "application", "deployment_group"}}
#   RELEASE_FILE      release.auto.tfvars.json: the digests that the versions must have
# POLL_SECONDS (10) and TIMEOUT_SECONDS (7200) may be set. OVERRIDE_ALARMS=1 deploys although alarms are on: for a release
# that fixes their cause, because CodeDeploy starts no deployment while one is on. The deploy role needs
# codedeploy:UpdateDeploymentGroup for it.
set -eu

fail() {
    echo "shift: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -eq 2 ] || fail 2 "usage: shift.sh DEPLOYMENTS_FILE RELEASE_FILE" "run apply.sh first, which writes the first"
for command in aws jq; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
# A value of AlarmConfiguration; without OVERRIDE_ALARMS the deployment group's alarms apply.
alarms=
mend="if this release fixes the cause of an alarm that is on, run it again with OVERRIDE_ALARMS=1: alarms do not roll it back then"
case ${OVERRIDE_ALARMS:-0} in
0) ;;
1)
    alarms=enabled=false,ignorePollAlarmFailure=false
    mend="alarms were overridden, so they are not the cause"
    echo "shift: WARNING: OVERRIDE_ALARMS=1: ALARMS NEITHER STOP THIS DEPLOYMENT NOR ROLL IT BACK." >&2
    echo "shift: WARNING: Watch it. To roll it back: aws deploy stop-deployment --auto-rollback-enabled --deployment-id <id>" >&2
    ;;
*) fail 2 "OVERRIDE_ALARMS is '$OVERRIDE_ALARMS'" "set it to 1 to deploy although alarms are on, or leave it out" ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

jq --raw-output 'to_entries[] | .value as $to | [.key, $to.function_name, $to.alias, ($to.version | tostring),
    $to.application, $to.deployment_group] | if all(type == "string" and length > 0) then join(" ") else error end' \
    "$1" >"$work/all" || fail 40 "$1 does not name a deployment for each function" "see the root's output deployments"
[ -s "$work/all" ] || fail 40 "$1 names no function" "see the root's output deployments"

# All digests are checked before any traffic moves.
: >"$work/behind"
while read -r name function alias version application group; do
    wanted=$(jq --raw-output --arg name "$name" '.release.artifacts[$name].code_sha256 // "none"' "$2")
    published=$(aws lambda get-function-configuration --function-name "$function" --qualifier "$version" \
        --query CodeSha256 --output text) ||
        fail 43 "version $version of $function cannot be read" "check that the deploy role may read the function"
    [ "$published" = "$wanted" ] ||
        fail 44 "version $version of $function is $published, the release has $wanted" \
            "the function was changed outside the pipeline: run the stage again"
    current=$(aws lambda get-alias --function-name "$function" --name "$alias" --query FunctionVersion --output text) ||
        fail 43 "alias $alias of $function cannot be read" "check that the deploy role may read the function"
    if [ "$current" = "$version" ]; then
        echo "$function: $alias is at version $version already"
    else
        echo "$name $function $alias $version $application $group $current" >>"$work/behind"
    fi
done <"$work/all"
if [ ! -s "$work/behind" ]; then
    echo "Nothing new to shift."
    exit 0
fi

# Stops the deployments that still run and rolls them back.
stop_the_rest() {
    while read -r running of _; do
        aws deploy stop-deployment --deployment-id "$running" --auto-rollback-enabled >/dev/null 2>&1 || true
        echo "$of: stopped $running, back to the earlier version" >&2
    done <"$work/running"
}

: >"$work/running"
while read -r name function alias version application group current; do
    resource=$(jq --null-input --compact-output --arg name "$name" --arg function "$function" --arg alias "$alias" \
        --arg current "$current" --arg target "$version" '{($name): {
            Type: "AWS::Lambda::Function",
            Properties: {Name: $function, Alias: $alias, CurrentVersion: $current, TargetVersion: $target}}}')
    # Put together as text: some releases of jq would write the format's version, 0.0, as 0.
    revision=$(jq --null-input --compact-output --arg content "{\"version\":0.0,\"Resources\":[$resource]}" \
        '{revisionType: "AppSpecContent", appSpecContent: {content: $content}}')
    if ! id=$(aws deploy create-deployment --application-name "$application" --deployment-group-name "$group" \
        ${alarms:+--override-alarm-configuration "$alarms"} \
        --revision "$revision" --description "$function $current to $version" --query deploymentId --output text); then
        stop_the_rest
        fail 43 "the deployment of $function cannot be started" \
            "see above: most often another deployment of it still runs, or one of its alarms is on; $mend"
    fi
    echo "$function: $id shifts $alias from version $current to $version"
    echo "$id $function $alias $version" >>"$work/running"
done <"$work/behind"

deadline=$(($(date +%s) + ${TIMEOUT_SECONDS:-7200}))
while [ -s "$work/running" ]; do
    : >"$work/still"
    failed=
    while read -r id function alias version; do
        # A failed request is repeated until the deadline.
        status=$(aws deploy get-deployment --deployment-id "$id" --query deploymentInfo.status --output text) || status=Unknown
        case $status in
        Succeeded) echo "$function: $alias is at version $version" ;;
        Failed | Stopped) failed="$id $function $status" ;;
        *) echo "$id $function $alias $version" >>"$work/still" ;;
        esac
    done <"$work/running"
    mv "$work/still" "$work/running"

    if [ -n "$failed" ]; then
        stop_the_rest
        # shellcheck disable=SC2086 # three words
        set -- $failed
        aws deploy get-deployment --deployment-id "$1" --output json --query \
            'deploymentInfo.{error: errorInformation, rollback: rollbackInfo}' >"$work/why" || true
        cat "$work/why" >&2
        # An alarm that was already on ends a deployment in the same way as one that the deployment sets off.
        grep -q ALARM_ACTIVE "$work/why" || mend="no alarm ended it"
        fail 41 "the deployment of $2 ended as $3 and is rolled back ($1)" \
            "look at the alarms $2-errors, $2-throttles and $2-duration, the log group /aws/lambda/$2, and: aws deploy get-deployment --deployment-id $1; $mend"
    fi
    [ -s "$work/running" ] || break
    if [ "$(date +%s)" -ge "$deadline" ]; then
        stop_the_rest
        fail 42 "deployments still ran after ${TIMEOUT_SECONDS:-7200} seconds" "set TIMEOUT_SECONDS above the deployment configuration's own time"
    fi
    sleep "${POLL_SECONDS:-10}"
done
