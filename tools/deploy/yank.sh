#!/bin/sh
# Forbids a commit for good: no tag of it resolves any more, and a release of it that waits for approval is not applied.
# It changes nothing that is live.
# usage: yank.sh [--unpublished] BUCKET SHA WHY
#   --unpublished  also a commit that has no artifacts, such as a candidate, so that main never publishes it
set -eu
# shellcheck source=tools/deploy/artifact-store.sh
. "$(dirname "$0")/artifact-store.sh"

fail() {
    echo "yank: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

unpublished=
if [ "${1:-}" = --unpublished ]; then
    unpublished=1
    shift
fi
[ $# -eq 3 ] && [ -n "$3" ] ||
    fail 2 "usage: yank.sh [--unpublished] BUCKET SHA WHY" "name the artifact bucket and the commit, and say why in one argument, in quotes"
bucket=$1 sha=$2 why=$3
is_commit "$sha" || fail 2 "'$sha' is not a commit id" "name all 40 hexadecimal digits in lower case, as git rev-parse <tag>^{commit} prints them"
for command in aws jq openssl; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

prefix=lambda/$sha
key=$prefix/YANKED.json
role="check the credentials, and that the role is switchboard-operator; then run it again"

say_why() {
    read_object "$key" "$work/there" || fail 65 "commit $sha is yanked, but s3://$bucket/$key cannot be read" "$role"
    echo "commit $sha was yanked already:"
    cat "$work/there"
    echo
}

list_keys "$prefix/" || fail 65 "s3://$bucket/$prefix/ cannot be listed" "$role"
if is_listed "$key"; then
    say_why
elif ! is_listed "$prefix/manifest.json" && [ -z "$unpublished" ]; then
    fail 66 "commit $sha has no artifacts in s3://$bucket, so no tag of it resolves now" \
        "check the commit id. If it is right, and main must not publish it later either: yank.sh --unpublished"
else
    by=$(signed_in) || fail 65 "nobody is signed in" "$role"
    jq --null-input --arg sha "$sha" --arg why "$why" --arg at "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --arg by "$by" \
        '{sha: $sha, why: $why, at: $at, by: $by}' >"$work/YANKED.json"
    status=0
    put_once "$work/YANKED.json" "$key" application/json >/dev/null || status=$?
    case $status in
    0) echo "commit $sha is yanked: s3://$bucket/$key" ;;
    2) say_why ;;
    *) fail 65 "s3://$bucket/$key was refused" "$role" ;;
    esac
fi
echo "This changed nothing that is live. Where the commit runs, it stays: roll back too, with rollback.sh or by a deployment of an earlier tag."
