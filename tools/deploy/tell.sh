#!/bin/sh
# Tells the account's event bus how a deployment ended: deployments are counted from these events. It never fails a
# deployment: if it cannot tell, it says so and ends with 0.
# usage: tell.sh ENVIRONMENT KIND OUTCOME STEP RELEASE_FILE STARTED_EPOCH
#   KIND     release or rollback
#   OUTCOME  succeeded or failed
#   STEP     the step that failed: apply, shift or smoke; done if none did
set -eu

could_not_tell() {
    echo "tell: the deployment is missing in the delivery metrics: $1" >&2
    exit 0
}

[ $# -eq 6 ] || could_not_tell "usage: tell.sh ENVIRONMENT KIND OUTCOME STEP RELEASE_FILE STARTED_EPOCH"
environment=$1 kind=$2 outcome=$3 step=$4 release=$5 started=$6
case $kind in
release | rollback) ;;
*) could_not_tell "the kind is '$kind', not release or rollback" ;;
esac
case $outcome-$step in
succeeded-done | failed-apply | failed-shift | failed-smoke) ;;
*) could_not_tell "'$outcome' at the step '$step' is not an outcome" ;;
esac
case $started in
'' | *[!0-9]*) could_not_tell "'$started' is not a time in seconds" ;;
esac
for command in aws jq; do
    command -v "$command" >/dev/null || could_not_tell "there is no $command command"
done
work=$(mktemp -d) || could_not_tell "there is no folder for temporary files"
trap 'rm -rf "$work"' EXIT

# A release file that cannot be read is told as well: it is the reason why the deployment failed.
jq --exit-status '.release | objects' "$release" >"$work/release" 2>/dev/null || echo '{}' >"$work/release"

# The commit's time has a zone, and jq reads times without one. Texts are cut, so that the entry stays small.
# Entries: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
# shellcheck disable=SC2016 # jq's variables
jq --compact-output --arg environment "$environment" --arg kind "$kind" --arg outcome "$outcome" --arg step "$step" \
    --argjson started "$started" --argjson now "$(date +%s)" '
    def text: if type == "string" then .[0:128] else null end;
    def epoch:
        capture("^(?<time>[0-9-]{10}T[0-9:]{8})([.][0-9]+)?(?<zone>Z|(?<sign>[+-])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))$")
        | (.time + "Z" | fromdateiso8601)
            - if .zone == "Z" then 0
              else ((.hours | tonumber) * 3600 + (.minutes | tonumber) * 60) * (if .sign == "-" then -1 else 1 end)
              end;
    [.commit_time | strings | (try epoch catch empty) | $now - . | select(. >= 0)] as $lead
    | {environment: ($environment | text), kind: $kind, outcome: $outcome, step: $step,
        sha: (.sha | text), tag: (.tag | text), seconds: ([$now - $started, 0] | max)}
    + (if $outcome == "succeeded" and $lead != [] then {leadTimeSeconds: $lead[0]} else {} end)
    | [{Source: "switchboard.delivery", DetailType: "Deployment", Detail: tojson}]' \
    "$work/release" >"$work/entries" || could_not_tell "its event cannot be written"

# The command succeeds although the bus refused an entry: FailedEntryCount tells.
for _ in 1 2 3; do
    if failed=$(aws events put-events --cli-connect-timeout 5 --cli-read-timeout 10 --entries "file://$work/entries" \
        --query '[FailedEntryCount,Entries[0].ErrorCode,Entries[0].ErrorMessage]' --output text 2>&1 </dev/null); then
        case $failed in
        0 | 0[!0-9]*)
            echo "tell: $environment: $kind $outcome ($step)"
            exit 0
            ;;
        esac
    fi
done
could_not_tell "$failed"
