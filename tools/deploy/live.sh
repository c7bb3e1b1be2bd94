#!/bin/sh
# Writes the release that a root was applied with last, for plans that change nothing else and for the look for drift.
# The root must be initialised: terraform -chdir=ROOT init -lockfile=readonly
# usage: live.sh ROOT [OUTPUT]
#   OUTPUT  default: ROOT/release.auto.tfvars.json, where Terraform finds it
set -eu

fail() {
    echo "live: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 1 ] && [ $# -le 2 ] || fail 2 "usage: live.sh ROOT [OUTPUT]" "name the root, such as infra/environments/prod/app"
root=$1 output=${2:-$1/release.auto.tfvars.json}
[ -d "$root" ] || fail 2 "there is no folder $root" "name the root, such as infra/environments/prod/app"
for command in jq terraform; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! terraform -chdir="$root" output -json release >"$work/release" 2>"$work/error"; then
    # Terraform fails in the same way if there is no such output and if it cannot read any. Of all outputs, only their names are looked at.
    if terraform -chdir="$root" output -json 2>"$work/error" |
        jq --exit-status --slurp 'length == 1 and (.[0] | type == "object" and (has("release") | not))' >/dev/null; then
        fail 71 "no release was applied in $root yet" \
            "plan with the release that will be the first: resolve.sh writes it; only to see a plan, copy infra/environments/release.auto.tfvars.json.example to $output"
    fi
    cat "$work/error" >&2
    fail 70 "the outputs of $root cannot be read" "run: terraform -chdir=$root init -input=false -lockfile=readonly; and check that the role may read the state"
fi
jq --exit-status --slurp '.[0] | (.sha | test("^[0-9a-f]{40}$")) and (.artifacts | type == "object")' "$work/release" >/dev/null 2>&1 ||
    fail 72 "the output release of $root is no release" "apply a later release, whose outputs.tf hands on var.release as it is"
jq --sort-keys '{release: .}' "$work/release" >"$work/tfvars"
cp "$work/tfvars" "$output"
jq --raw-output '"\(.tag // "no tag"), commit \(.sha)"' "$work/release" >"$work/name"
echo "$root was applied last with $(cat "$work/name"): $output"
