#!/bin/sh
# Applies one Terraform root with a resolved release, and writes the deployments to shift.
# usage: ACCOUNT_ID=... RELEASE_SHA=... [ARTIFACT_BUCKET=...] apply.sh ROOT RELEASE_FILE [DEPLOYMENTS_FILE]
# With ARTIFACT_BUCKET, a commit that was yanked after it was resolved is refused.
set -eu
# shellcheck source=tools/deploy/interruptible.sh
. "$(dirname "$0")/interruptible.sh"

fail() {
    echo "apply: $2" >&2
    [ -z "$signal" ] || echo "apply: it was stopped by a signal, $signal" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 2 ] && [ $# -le 3 ] ||
    fail 2 "usage: ACCOUNT_ID=... RELEASE_SHA=... apply.sh ROOT RELEASE_FILE [DEPLOYMENTS_FILE]" "name the root and the release"
[ -n "${ACCOUNT_ID:-}" ] && [ -n "${RELEASE_SHA:-}" ] ||
    fail 2 "ACCOUNT_ID or RELEASE_SHA is not set" "set the account to deploy to and the commit that was resolved"
root=$1 release=$2 deployments=${3:-}
for command in aws jq terraform; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done

account=$(aws sts get-caller-identity --query Account --output text) ||
    fail 30 "nobody is signed in" "check that the deploy role trusts this one"
[ "$account" = "$ACCOUNT_ID" ] ||
    fail 30 "the credentials belong to account $account, not $ACCOUNT_ID" "assume the deploy role of that environment"

sha=$(jq --raw-output .release.sha "$release") || fail 31 "$release cannot be read" "run resolve.sh first"
[ "$sha" = "$RELEASE_SHA" ] ||
    fail 31 "$release is of commit $sha, but $RELEASE_SHA was resolved" "deploy what the resolve step wrote, in the same run"
[ -f "$root/.terraform.lock.hcl" ] ||
    fail 32 "$root has no .terraform.lock.hcl" \
        "run in it, and commit: terraform get && terraform providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64"
if [ -f "$root/account.auto.tfvars.example" ] && [ ! -f "$root/account.auto.tfvars" ]; then
    fail 33 "$root has no account.auto.tfvars" "copy account.auto.tfvars.example, fill in your values and commit it"
fi

plan=$(mktemp)
# A plan holds values of variables.
trap 'rm -f "$plan"' EXIT
cmp -s "$release" "$root/release.auto.tfvars.json" || cp "$release" "$root/release.auto.tfvars.json"

export TF_IN_AUTOMATION=1
run terraform -chdir="$root" init -input=false -lockfile=readonly ||
    fail 34 "terraform init failed in $root" "see above: most often the state bucket's permissions, or a provider that the lock file does not have"

# Days may have passed since the commit was resolved: an approval takes as long as its approver.
if [ -n "${ARTIFACT_BUCKET:-}" ]; then
    # A yank has one place, also that of a candidate.
    key=lambda/$sha/YANKED.json
    # A list tells apart what is not there from what may not be seen; a request for the object itself may not.
    # shellcheck disable=SC2016 # an empty list in JMESPath
    yanked=$(aws s3api list-objects-v2 --bucket "$ARTIFACT_BUCKET" --prefix "$key" \
        --query 'length(not_null(Contents, `[]`))' --output text) ||
        fail 39 "s3://$ARTIFACT_BUCKET cannot be listed, so nobody knows whether $sha was yanked" \
            "check the bucket's name, and that the deploy role may list lambda/ in it"
    case $yanked in
    0) ;;
    *[!0-9]* | '') fail 39 "s3://$ARTIFACT_BUCKET answered '$yanked', so nobody knows whether $sha was yanked" "try again" ;;
    *)
        fail 38 "commit $sha was yanked after it was resolved" \
            "release a later commit; s3://$ARTIFACT_BUCKET/$key says why. Nothing was changed"
        ;;
    esac
fi

# Two pipelines may deploy one environment: the second waits until the first has applied. An apply takes minutes, and half an
# hour when a certificate or a Connect instance is made.
lock=-lock-timeout=30m
status=0
run terraform -chdir="$root" plan -input=false "$lock" -detailed-exitcode -out="$plan" || status=$?
case $status in
0) echo "$root has no changes: nothing to apply" ;;
2)
    run terraform -chdir="$root" apply -input=false "$lock" "$plan" ||
        fail 36 "terraform apply failed in $root" "see above; traffic still goes to the earlier versions. Fix the cause and retry the stage"
    ;;
*) fail 35 "terraform plan failed in $root" "see above; nothing was changed" ;;
esac

if [ -n "$deployments" ]; then
    terraform -chdir="$root" output -json deployments >"$deployments" ||
        fail 37 "$root has no output deployments" "shifting needs it: see the root's outputs.tf"
fi
