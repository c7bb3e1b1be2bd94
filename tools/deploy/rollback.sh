#!/bin/sh
# Takes production back to the latest earlier release that is not yanked, by CodePipeline: nothing is built or approved.
# usage: rollback.sh PIPELINE BUCKET [--yes]
#   PIPELINE  the pipeline that reaches production, switchboard
#   BUCKET    the artifact bucket, where a commit that was yanked is marked
#   --yes     does not ask
# POLL_SECONDS (10) and TIMEOUT_SECONDS (7200) may be set. Run it again to go one release further back.
set -eu
# shellcheck source=tools/deploy/artifact-store.sh
. "$(dirname "$0")/artifact-store.sh"

fail() {
    echo "rollback: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 2 ] && [ $# -le 3 ] && [ "${3:---yes}" = --yes ] ||
    fail 2 "usage: rollback.sh PIPELINE BUCKET [--yes]" "name the pipeline that reaches production and the artifact bucket"
pipeline=$1 bucket=$2 sure=${3:-}
stage=Production
for command in aws jq; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The AWS CLI writes times in this zone: only then do they sort as text.
export TZ=UTC
role="check the credentials and the names, and that the role is switchboard-operator"
by_hand="somebody in people.deployers deploys the earlier tag: docs/deploying.md, To roll back"

ask() {
    aws codepipeline "$@" --output json </dev/null
}

read_history() {
    ask get-pipeline-state --name "$pipeline" >"$work/state" &&
        ask list-action-executions --pipeline-name "$pipeline" --max-items 2000 >"$work/actions" &&
        ask list-pipeline-executions --pipeline-name "$pipeline" --max-items 1000 >"$work/executions" &&
        # Those of the pipeline's current structure alone, which CodePipeline can go back to.
        ask list-pipeline-executions --pipeline-name "$pipeline" --filter "succeededInStage={stageName=$stage}" >"$work/possible"
}
read_history || fail 80 "what the pipeline $pipeline did cannot be read" "$role"
now=$(jq --raw-output --arg stage "$stage" '[.stageStates[] | select(.stageName == $stage)]
    | if . == [] then "none" else .[0].latestExecution.status // "never" end' "$work/state")
case $now in
none) fail 80 "the pipeline $pipeline has no stage $stage" "name the pipeline that reaches production: a pipeline for candidates ends at uat" ;;
InProgress | Stopping)
    fail 84 "$stage is being deployed at this moment, or a release waits there for its window" \
        "let it end: a deployment that fails goes back by itself. To end it now, stop its execution: docs/deploying.md, An approval that blocks the pipeline"
    ;;
esac

# One line a release that production ran and that is not newer than what it runs now, the latest first: the execution, the
# commit, the tag, when it was deployed, and whether CodePipeline can go back to it. The first is what production runs. The stage's
# actions tell the order, because a release may wait for its approval while another is rolled back. An execution of the type
# ROLLBACK runs the release of its target; only one of the type STANDARD can be a target.
jq --null-input --raw-output --arg stage "$stage" --slurpfile actions "$work/actions" --slurpfile executions "$work/executions" \
    --slurpfile possible "$work/possible" '
    ($actions[0].actionExecutionDetails // []) as $actions
    | (($executions[0].pipelineExecutionSummaries // []) + ($possible[0].pipelineExecutionSummaries // [])
        | map({key: .pipelineExecutionId, value: .}) | from_entries) as $executions
    | ([$possible[0].pipelineExecutionSummaries // [] | .[].pipelineExecutionId]) as $possible
    | ($actions | map(select(.output.outputVariables.sha? != null) | {key: .pipelineExecutionId, value: .output.outputVariables})
        | from_entries) as $resolved
    | [$actions[] | select(.stageName == $stage and .status == "Succeeded")]
    | sort_by(.startTime) | reverse
    | map(.pipelineExecutionId as $id | {id: $id, at: (.lastUpdateTime // .startTime),
        target: (if $executions[$id].executionType == "ROLLBACK"
            then $executions[$id].rollbackMetadata.rollbackTargetPipelineExecutionId else null end)})
    | (.[0] | .target // .id) as $live
    | map(select(.target == null)) | map(.id) as $ids
    | if $live == null then empty else
        (.[($ids | index($live)) // length:] | if . == [] then [{id: $live, at: "an unknown time"}] else . end)
        | reduce .[] as $release ([]; if any(.[]; .id == $release.id) then . else . + [$release] end)
        | .[] | .id as $id
        | [$id, ($resolved[$id].sha // $executions[$id].sourceRevisions[0].revisionId // "-"), ($resolved[$id].tag // "-"),
            ($possible | if index($id) then "possible" else "changed" end), (.at | tostring)] | join(" ")
      end' >"$work/releases" || fail 80 "what the pipeline $pipeline did cannot be understood" "roll back in the console: CodePipeline, $pipeline, stage $stage, Start rollback"

IFS=' ' read -r live live_sha live_tag _ live_at <"$work/releases" ||
    fail 81 "the pipeline $pipeline has not deployed to $stage yet" "there is nothing to go back to: release a commit that mends it"
target='' yanked=0 changed=0
if [ "$now" = Succeeded ]; then
    echo "$stage runs $live_tag, commit $live_sha (deployed $live_at, execution $live)."
    sed 1d "$work/releases" >"$work/earlier"
else
    # What failed may be half of a release. The latest that succeeded is then what is earlier.
    echo "The last deployment to $stage ended as $now. The latest that succeeded is $live_tag, commit $live_sha (deployed $live_at, execution $live)."
    cp "$work/releases" "$work/earlier"
    live_sha='' live_tag=''
fi
while IFS=' ' read -r id sha tag possible at; do
    is_commit "$sha" || fail 80 "the commit of execution $id cannot be read" "$by_hand"
    if [ "$sha" = "$live_sha" ]; then
        echo "  $tag is the same commit."
        continue
    fi
    status=0
    look_for "lambda/$sha/YANKED.json" </dev/null || status=$?
    case $status in
    0)
        echo "  $tag, commit $sha, was yanked."
        yanked=$((yanked + 1))
        ;;
    1)
        if [ "$possible" = possible ]; then
            target=$id
            break
        fi
        echo "  $tag, commit $sha, was deployed before the pipeline was changed."
        changed=$((changed + 1))
        ;;
    *) fail 80 "s3://$bucket cannot be listed, so nobody knows whether $sha was yanked" "$role" ;;
    esac
done <"$work/earlier"
if [ -z "$target" ]; then
    [ "$changed" -eq 0 ] ||
        fail 83 "the pipeline $pipeline was changed since every earlier release that may be deployed" "$by_hand"
    [ "$yanked" -eq 0 ] ||
        fail 82 "all $yanked earlier releases were yanked" "release a commit that mends it: a yanked one stays forbidden"
    fail 81 "no earlier release was deployed to $stage" "there is nothing to go back to: release a commit that mends it"
fi
echo "It goes back to $tag, commit $sha (deployed $at, execution $target)."

if [ -z "$sure" ]; then
    printf 'Roll %s back? Only "yes" does: ' "$stage"
    answer=
    read -r answer || echo
    [ "$answer" = yes ] || fail 85 "nobody said yes: nothing was changed" "run it again and type yes, or give --yes"
fi

started=$(date +%s)
if ! ask rollback-stage --pipeline-name "$pipeline" --stage-name "$stage" --target-pipeline-execution-id "$target" \
    >"$work/answer" 2>"$work/refused"; then
    cat "$work/refused" >&2
    ! grep -Eq 'UnableToRollbackStageException|PipelineExecutionOutdatedException' "$work/refused" ||
        fail 83 "CodePipeline refuses: the pipeline was changed since $tag, or $stage runs at this moment" "if it runs, wait; otherwise $by_hand"
    fail 84 "the rollback cannot be started" "see above; if the pipeline is busy, run it again in a minute; otherwise $role"
fi
rollback=$(jq --raw-output '.pipelineExecutionId // error' "$work/answer") ||
    fail 84 "CodePipeline did not name the rollback's execution" "look at $stage in the console before you run it again"
follow="aws codepipeline get-pipeline-execution --pipeline-name $pipeline --pipeline-execution-id $rollback"
trap 'fail 130 "stopped by a signal, but CodePipeline goes on" "to see how it ends: $follow"' HUP INT TERM
echo "Execution $rollback deploys $tag to $stage."

deadline=$((started + ${TIMEOUT_SECONDS:-7200}))
log='' told='' minute=0
while :; do
    status=unknown
    # A request that fails is repeated until the deadline.
    ask get-pipeline-execution --pipeline-name "$pipeline" --pipeline-execution-id "$rollback" >"$work/execution" &&
        status=$(jq --raw-output .pipelineExecution.status "$work/execution")
    if [ -z "$log" ] && ask list-action-executions --pipeline-name "$pipeline" \
        --filter "pipelineExecutionId=$rollback" >"$work/job" 2>/dev/null; then
        log=$(jq --raw-output '[.actionExecutionDetails[]?.output.executionResult.externalExecutionUrl // empty][0] // ""' "$work/job")
        [ -z "$log" ] || echo "Its log: $log"
    fi
    elapsed=$(($(date +%s) - started))
    if [ "$status" != "$told" ] || [ "$((elapsed / 60))" -ne "$minute" ]; then
        told=$status minute=$((elapsed / 60))
        echo "$status, after $elapsed seconds"
    fi
    case $status in
    Succeeded) break ;;
    Failed | Stopped | Cancelled | Superseded)
        ask list-action-executions --pipeline-name "$pipeline" --filter "pipelineExecutionId=$rollback" >"$work/job" || true
        jq --raw-output '.actionExecutionDetails[]?.output.executionResult | objects
            | [.externalExecutionSummary, .errorDetails.message] | map(strings) | .[]' "$work/job" >&2 2>/dev/null || true
        fail 86 "the rollback ended as $status ($rollback)" \
            "read its log${log:+, $log}: it names the script that stopped and says what callers reach now. Then $by_hand"
        ;;
    esac
    [ "$(date +%s)" -lt "$deadline" ] ||
        fail 87 "the rollback had not ended after ${TIMEOUT_SECONDS:-7200} seconds" "it goes on; to see how it ends: $follow"
    [ "${POLL_SECONDS:-10}" = 0 ] || sleep "${POLL_SECONDS:-10}"
done
echo "$stage runs $tag, commit $sha."
[ -z "$live_tag" ] || echo "To keep $live_tag from being released again: yank.sh $bucket $live_sha '<why>'"
