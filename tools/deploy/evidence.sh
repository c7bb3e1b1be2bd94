#!/bin/sh
# Writes down, once, that a published commit has passed the integration tests of sit. No tag of a commit without it resolves.
# Whoever runs it says so: it tests nothing itself.
# usage: evidence.sh BUCKET [SHA [FILE]]
#   SHA   default: the commit that is checked out
#   FILE  what was tested, as text, such as the tests' own summary
set -eu
# shellcheck source=tools/deploy/artifact-store.sh
. "$(dirname "$0")/artifact-store.sh"

fail() {
    echo "evidence: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 1 ] && [ $# -le 3 ] || fail 2 "usage: evidence.sh BUCKET [SHA [FILE]]" "name the artifact bucket, and the commit that passed"
for command in aws git jq openssl; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
bucket=$1 report=${3:-/dev/null}
sha=${2:-$(git rev-parse --verify HEAD)}
is_commit "$sha" || fail 2 "'$sha' is not a commit id" "name all 40 hexadecimal digits in lower case, as git rev-parse HEAD prints them"
[ -r "$report" ] || fail 2 "$report cannot be read" "name the file that says what was tested, or leave it out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

prefix=lambda/$sha
role="check the credentials, and that the role is switchboard-publish; then run it again"
list_keys "$prefix/" || fail 60 "s3://$bucket/$prefix/ cannot be listed" "$role"
is_listed "$prefix/manifest.json" ||
    fail 61 "commit $sha has no artifacts, so sit cannot have run it" "check the commit id; publish.sh publishes it"
if is_listed "$prefix/YANKED.json"; then
    fail 62 "commit $sha was yanked" "release a later commit; s3://$bucket/$prefix/YANKED.json says why"
fi
if is_listed "$prefix/SIT.json"; then
    echo "commit $sha had passed sit already: s3://$bucket/$prefix/SIT.json"
    exit 0
fi

by=$(signed_in) || fail 60 "nobody is signed in" "$role"
# The time is each run's own. The first is kept.
jq --raw-input --slurp --arg sha "$sha" --arg at "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --arg by "$by" \
    '{sha: $sha, at: $at, by: $by} + (if . == "" then {} else {tested: .} end)' "$report" >"$work/SIT.json"
status=0
put_once "$work/SIT.json" "$prefix/SIT.json" application/json >/dev/null || status=$?
case $status in
0) echo "commit $sha has passed sit: s3://$bucket/$prefix/SIT.json" ;;
2) echo "commit $sha had passed sit already: s3://$bucket/$prefix/SIT.json" ;;
*) fail 60 "s3://$bucket/$prefix/SIT.json was refused" "$role" ;;
esac
