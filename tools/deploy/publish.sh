#!/bin/sh
# Publishes the packaged functions of the commit that is checked out, once and for all. If the commit was a candidate,
# its functions must be the ones that were tried.
# usage: publish.sh [--candidate] BUCKET FUNCTION...
#   --candidate  publishes a candidate for dev, which need not be on main, and is no release
set -eu
# shellcheck source=tools/deploy/artifact-store.sh
. "$(dirname "$0")/artifact-store.sh"

fail() {
    echo "publish: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

kind=lambda
if [ "${1:-}" = --candidate ]; then
    kind=candidate
    shift
fi
[ $# -ge 2 ] || fail 2 "usage: publish.sh [--candidate] BUCKET FUNCTION..." "name the artifact bucket and every function"
case $1 in -*) fail 2 "there is no option $1" "name the artifact bucket first; the only option is --candidate" ;; esac
bucket=$1
shift
for command in aws git jq openssl; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A build of an edited tree is not a build of the commit.
[ -z "$(git status --porcelain --untracked-files=no)" ] ||
    fail 10 "the checkout has changes that are not committed" "commit them, or build in a clean checkout"
sha=$(git rev-parse --verify HEAD)
prefix=$kind/$sha

# Last published, so that a manifest exists only if every zip does. The commit's own time makes it the same in every run.
echo '{}' >"$work/artifacts.json"
for function in "$@"; do
    zip=target/package/$function.zip
    [ -s "$zip" ] || fail 11 "$zip is missing or empty" "run: make package"
    jq --arg function "$function" --arg digest "$(digest_of "$zip")" --argjson bytes "$(wc -c <"$zip")" \
        '.[$function] = {codeSha256: $digest, bytes: $bytes}' "$work/artifacts.json" >"$work/more.json"
    mv "$work/more.json" "$work/artifacts.json"
done
jq --sort-keys --arg sha "$sha" --arg time "$(git show --no-patch --format=%cI "$sha")" \
    '{sha: $sha, commitTime: $time, artifacts: .}' "$work/artifacts.json" >"$work/manifest.json"

list() {
    list_keys "$1/" || fail 14 "s3://$bucket/$1/ cannot be listed" "check the credentials, and that the role is one of the bucket's publishers"
}

# What was tried before the merge is what is released.
if [ "$kind" = lambda ]; then
    list "candidate/$sha"
    if is_listed "candidate/$sha/manifest.json"; then
        read_object "candidate/$sha/manifest.json" "$work/candidate.json" ||
            fail 14 "s3://$bucket/candidate/$sha/manifest.json cannot be read" "check that the role may read candidates and use the bucket's key"
        differing=$(jq --null-input --raw-output --slurpfile tried "$work/candidate.json" --slurpfile built "$work/manifest.json" '
            $tried[0].artifacts as $tried | $built[0].artifacts as $built
            | [$tried + $built | keys[] | select($tried[.].codeSha256 != $built[.].codeSha256)
                | . + (if $tried[.] == null then " (was not tried)" elif $built[.] == null then " (is not published now)" else "" end)]
            | join(", ")' 2>"$work/error") ||
            fail 15 "s3://$bucket/candidate/$sha/manifest.json is not a manifest, so nobody knows what was tried: nothing is published" \
                "release a later commit, whose candidate publish.sh --candidate writes; find out who wrote this one"
        [ -z "$differing" ] ||
            fail 15 "this build of $sha is not the one that was tried before the merge: $differing. Nothing is published" \
                "find out why the same commit builds differently (another toolchain, a time or a path in the binary), mend it and merge that. Only a build that is the same publishes this commit"
        echo "the same as the candidate of $sha"
    fi
fi

list "$prefix"
if is_listed "$prefix/YANKED.json"; then
    fail 12 "commit $sha was yanked" "fix the fault in a new commit: a yanked one stays forbidden"
fi

publish() { # publish FILE NAME TYPE
    status=0
    put_once "$1" "$prefix/$2" "$3" || status=$?
    case $status in
    0) ;;
    2)
        fail 13 "s3://$bucket/$prefix/$2 is published with other content ($there, this is $digest)" \
            "an artifact never changes: find out why the same commit builds differently"
        ;;
    *) fail 14 "s3://$bucket/$prefix/$2 was refused" "check the credentials, and that the role is one of the bucket's publishers; then run it again" ;;
    esac
}

for function in "$@"; do
    publish "target/package/$function.zip" "$function.zip" application/zip
done
publish "$work/manifest.json" manifest.json application/json
