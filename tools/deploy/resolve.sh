#!/bin/sh
# Finds the artifacts of a tag, and writes the release that Terraform deploys. It builds nothing.
# usage: resolve.sh BUCKET PATTERNS OUTPUT [TAG]
#   PATTERNS  which tags may be released, separated by blanks, such as "v*"
#   OUTPUT    the file to write, release.auto.tfvars.json
#   TAG       default: the newest tag at the checked-out commit
set -eu
# The patterns are matched against tags, never against file names.
set -f

fail() {
    echo "resolve: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 3 ] && [ $# -le 4 ] ||
    fail 2 "usage: resolve.sh BUCKET PATTERNS OUTPUT [TAG]" "name the bucket, the tags and the file"
bucket=$1 patterns=$2 output=$3 tag=${4:-}
for command in aws git jq; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

releasable() {
    printf '%s\n' "$1" | grep -Eq '^(v[0-9]+\.[0-9]+\.[0-9]+|rc-[0-9A-Za-z][0-9A-Za-z._-]*)$' || return 1
    for pattern in $patterns; do
        # shellcheck disable=SC2254 # a pattern is meant
        case $1 in $pattern) return 0 ;; esac
    done
    return 1
}

unshallow=
[ "$(git rev-parse --is-shallow-repository)" = false ] || unshallow=--unshallow
# shellcheck disable=SC2086 # nothing, or one word
git fetch --quiet --force --tags $unshallow origin '+refs/heads/main:refs/remotes/origin/main' ||
    fail 25 "main and the tags cannot be fetched" "check the connection to the repository, and that the role may use it"

head=$(git rev-parse --verify HEAD)
if [ -z "$tag" ]; then
    for candidate in $(git tag --points-at HEAD --sort=-version:refname); do
        if releasable "$candidate"; then
            tag=$candidate
            break
        fi
    done
    [ -n "$tag" ] || fail 20 "commit $head has no tag that may be released ($patterns)" \
        "a release needs a tag such as v1.2.3 or v2026.11.21; a run without one, as after the pipeline is created, ends here"
fi
releasable "$tag" || fail 20 "tag '$tag' may not be released here (allowed: $patterns; such as v1.2.3 or rc-2026.11.21)" \
    "tag the commit again by one of these patterns"
sha=$(git rev-parse --verify --quiet "refs/tags/$tag^{commit}") ||
    fail 20 "there is no tag '$tag'" "push the tag first: git push origin $tag"
[ "$sha" = "$head" ] || fail 26 "tag $tag is at $sha, but $head is checked out" "check the tag out: git checkout $tag"

git merge-base --is-ancestor "$sha" refs/remotes/origin/main ||
    fail 21 "commit $sha ($tag) is not on main" "merge it first: only commits on main are released"

# Returns whether an object exists; any other error ends the run.
is_there() {
    aws s3api head-object --bucket "$bucket" --key "$1" --checksum-mode ENABLED \
        --query '[ChecksumSHA256,ContentLength]' --output text >"$work/head" 2>"$work/error" && return 0
    grep -q '(404)' "$work/error" && return 1
    cat "$work/error" >&2
    fail 25 "s3://$bucket/$1 cannot be read" "check the credentials, and that the role may list and read the bucket"
}

prefix=lambda/$sha
if ! is_there "$prefix/manifest.json"; then
    nearest=none
    for earlier in $(git rev-list --first-parent --skip=1 --max-count=20 "$sha"); do
        if is_there "lambda/$earlier/manifest.json"; then
            nearest=$earlier
            break
        fi
    done
    fail 22 "no artifact for $sha ($tag); nearest earlier artifact: $nearest" \
        "wait for the build of main to publish it, or tag a commit that has one"
fi
if is_there "$prefix/YANKED.json"; then
    fail 23 "commit $sha ($tag) was yanked" "release a later commit; s3://$bucket/$prefix/YANKED.json says why"
fi
aws s3api get-object --bucket "$bucket" --key "$prefix/manifest.json" "$work/manifest.json" >/dev/null ||
    fail 25 "s3://$bucket/$prefix/manifest.json cannot be read" "check that the role may read the bucket and use its key"

jq --exit-status --arg sha "$sha" '
    .sha == $sha
    and (.artifacts | type == "object" and length > 0)
    and all(.artifacts | to_entries[];
        (.key | test("^[a-z][a-z0-9-]*$"))
        and (.value.codeSha256 | test("^[A-Za-z0-9+/]{43}=$"))
        and (.value.bytes | type == "number"))' "$work/manifest.json" >/dev/null 2>&1 ||
    fail 27 "s3://$bucket/$prefix/manifest.json is not the manifest of $sha" \
        "yank the commit and release a later one: publish.sh did not write it"

jq --raw-output '.artifacts | to_entries[] | "\(.key) \(.value.codeSha256) \(.value.bytes)"' \
    "$work/manifest.json" >"$work/artifacts"
while read -r function digest bytes; do
    is_there "$prefix/$function.zip" ||
        fail 24 "s3://$bucket/$prefix/$function.zip is missing" "yank the commit and release a later one"
    # S3 computed the digest itself when the zip came in; Lambda reports the same one as CodeSha256.
    read -r stored length <"$work/head"
    [ "$stored" = "$digest" ] && [ "$length" = "$bytes" ] ||
        fail 24 "$function.zip is not what the manifest says ($stored of $length bytes, not $digest of $bytes)" \
            "yank the commit and release a later one; find out who wrote the zip"
    echo "$function $digest"
done <"$work/artifacts"

jq --sort-keys --arg tag "$tag" \
    '{release: {sha, tag: $tag, artifacts: (.artifacts | map_values({code_sha256: .codeSha256}))}}' \
    "$work/manifest.json" >"$output"
echo "$tag is commit $sha, with $(wc -l <"$work/artifacts" | tr -d ' ') artifacts: $output"
