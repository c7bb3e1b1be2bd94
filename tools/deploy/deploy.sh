#!/bin/sh
# Deploys a resolved release: Terraform, then traffic, then a smoke test; and tells how it ended. If the smoke test fails,
# all traffic goes back to the earlier versions.
# usage: ACCOUNT_ID=... RELEASE_SHA=... ENVIRONMENT=... ARTIFACT_BUCKET=... deploy.sh ROOT RELEASE_FILE
#   ENVIRONMENT        the environment's name, for the delivery metrics
#   ARTIFACT_BUCKET    where a commit that was yanked since is marked
#   KIND               rollback if an earlier release is deployed again; otherwise release
#   OVERRIDE_ALARMS=1  deploys although alarms are on, and without the hook: see shift.sh
# The exit code is that of the step that failed; 45 if its release could not be taken back.
set -eu
# shellcheck source=tools/deploy/interruptible.sh
. "$(dirname "$0")/interruptible.sh"

fail() {
    echo "deploy: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -eq 2 ] || fail 2 "usage: deploy.sh ROOT RELEASE_FILE" "name the root and the release that resolve.sh wrote"
for name in ACCOUNT_ID RELEASE_SHA ENVIRONMENT ARTIFACT_BUCKET; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || fail 2 "$name is not set" "set it: ACCOUNT_ID, RELEASE_SHA, ENVIRONMENT and ARTIFACT_BUCKET say what goes where"
done
kind=${KIND:-release}
case $kind in
release | rollback) ;;
*) fail 2 "KIND is '$kind'" "set it to rollback if an earlier release is deployed again, or leave it out" ;;
esac
root=$1 release=$2
here=$(dirname "$0")
started=$(date +%s)
work=$(mktemp -d)
step="apply"
shifted=

finish() {
    code=$?
    # What follows has to run to its end.
    trap '' HUP INT TERM
    set +e
    outcome=succeeded
    if [ "$code" -ne 0 ]; then
        outcome=failed
        echo "deploy: $step failed with $code${signal:+, stopped by a signal, $signal}" >&2
        [ -z "$shifted" ] || go_back >&2 || code=45
    fi
    sh "$here/tell.sh" "$ENVIRONMENT" "$kind" "$outcome" "$step" "$release" "$started"
    rm -rf "$work"
    exit "$code"
}

go_back() {
    if [ -s "$work/journal" ]; then
        echo "deploy: traffic goes back to the earlier versions"
        sh "$here/shift.sh" --back "$work/journal" || return 1
        echo "What to do: find out why $step failed, and release a commit that mends it. Terraform's changes stay applied, and callers reach the versions from before this release"
    elif jq --exit-status 'all(.[]; .version | tostring == "1")' "$work/deployments.json" >/dev/null; then
        echo "deploy: THERE IS NOTHING TO GO BACK TO: this is the first release here, and it stays live"
        echo "What to do: find out why $step failed, and release a commit that mends it"
    else
        echo "deploy: there is nothing to take back: every function was at this release's version before"
        echo "What to do: find out why $step failed: this release did not change what callers reach"
    fi
}

trap finish EXIT

run sh "$here/apply.sh" "$root" "$release" "$work/deployments.json"
step="shift"
run sh "$here/shift.sh" "$work/deployments.json" "$release" "$work/journal"
shifted=1
step="smoke"
run sh "$here/smoke.sh" "$work/deployments.json"
# It came too late for the smoke test to notice: whoever stopped it does not expect a release.
[ -z "$signal" ] || exit 143
step="done"
echo "deploy: $root runs $RELEASE_SHA"
