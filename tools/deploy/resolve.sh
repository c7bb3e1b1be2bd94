#!/bin/sh
# Finds the artifacts of a commit, and writes the release that Terraform deploys. It builds nothing.
# usage: resolve.sh BUCKET PATTERNS OUTPUT [TAG]      a release: the commit has a tag, and has passed sit
#        resolve.sh BUCKET --commit SHA OUTPUT        a commit on main, such as for sit
#        resolve.sh BUCKET --candidate SHA OUTPUT     a candidate in the merge queue, for dev
#   PATTERNS  which tags may be released, separated by blanks, such as "v*"
#   OUTPUT    the file to write, release.auto.tfvars.json
#   TAG       default: the newest tag at the checked-out commit
# The commit has to be checked out in each case: its Terraform and its scripts deploy it.
set -eu
# The patterns are matched against tags, never against file names.
set -f
# shellcheck source=tools/deploy/artifact-store.sh
. "$(dirname "$0")/artifact-store.sh"

fail() {
    echo "resolve: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 3 ] && [ $# -le 4 ] ||
    fail 2 "usage: resolve.sh BUCKET PATTERNS OUTPUT [TAG], or BUCKET --commit|--candidate SHA OUTPUT" "name the bucket, the tags and the file"
bucket=$1 kind=lambda patterns='' tag='' sha=''
case $2 in
--commit | --candidate)
    [ $# -eq 4 ] || fail 2 "usage: resolve.sh BUCKET $2 SHA OUTPUT" "name the commit and the file"
    [ "$2" = --commit ] || kind=candidate
    sha=$3 output=$4
    is_commit "$sha" || fail 2 "'$sha' is not a commit id" "name all 40 hexadecimal digits in lower case, as git rev-parse HEAD prints them"
    ;;
-*) fail 2 "there is no option $2" "use --commit or --candidate, or name the tags that may be released" ;;
*) patterns=$2 output=$3 tag=${4:-} ;;
esac
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

# A candidate needs neither main nor tags.
if [ "$kind" = lambda ]; then
    unshallow=
    [ "$(git rev-parse --is-shallow-repository)" = false ] || unshallow=--unshallow
    # shellcheck disable=SC2086 # nothing, or one word
    git fetch --quiet --force --tags $unshallow origin '+refs/heads/main:refs/remotes/origin/main' ||
        fail 25 "main and the tags cannot be fetched" "check the connection to the repository, and that the role may use it"
fi

head=$(git rev-parse --verify HEAD)
if [ -n "$sha" ]; then
    what="commit $sha"
    [ "$sha" = "$head" ] || fail 26 "$head is checked out, not $sha" "check it out: git checkout --detach $sha"
else
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
    what="commit $sha ($tag)"
fi

[ "$kind" = candidate ] || git merge-base --is-ancestor "$sha" refs/remotes/origin/main ||
    fail 21 "$what is not on main" "merge it first: only commits on main are released"

# Looks for one object, or ends: what cannot be read is not missing.
is_there() {
    status=0
    look_for "$1" || status=$?
    [ "$status" -ne 2 ] ||
        fail 25 "s3://$bucket/$1 cannot be looked for" "check the credentials, and that the role may list and read ${1%%/*}/ in the bucket"
    return "$status"
}

refuse_yanked() {
    fail 23 "$what was yanked" "release a later commit; s3://$bucket/$1 says why"
}

# A commit is forbidden as a candidate too; a yank has one place.
if [ "$kind" = candidate ] && is_there "lambda/$sha/YANKED.json"; then
    refuse_yanked "lambda/$sha/YANKED.json"
fi
prefix=$kind/$sha
list_keys "$prefix/" ||
    fail 25 "s3://$bucket/$prefix/ cannot be listed" "check the credentials, and that the role may list and read $kind/ in the bucket"
if is_listed "$prefix/YANKED.json"; then
    refuse_yanked "$prefix/YANKED.json"
fi
if ! is_listed "$prefix/manifest.json"; then
    [ "$kind" = lambda ] ||
        fail 22 "there is no candidate $sha" "publish it first: publish.sh --candidate; candidates expire after some days"
    nearest=none
    for earlier in $(git rev-list --first-parent --skip=1 --max-count=20 "$sha"); do
        if is_there "lambda/$earlier/manifest.json"; then
            nearest=$earlier
            break
        fi
    done
    fail 22 "no artifact for $what; nearest earlier artifact: $nearest" \
        "wait for the build of main to publish it, or release a commit that has one"
fi
if [ -n "$tag" ] && ! is_listed "$prefix/SIT.json"; then
    fail 28 "$what has not passed sit: s3://$bucket/$prefix/SIT.json is missing" \
        "wait for the integration tests of sit, which main starts after each merge, and then run this again; if they failed, release a later commit"
fi
read_object "$prefix/manifest.json" "$work/manifest.json" ||
    fail 25 "s3://$bucket/$prefix/manifest.json cannot be read" "check that the role may read the bucket and use its key"

# Slurped, because some releases of jq succeed on a file that is empty.
jq --exit-status --slurp --arg sha "$sha" 'length == 1 and (.[0] |
    .sha == $sha
    and (.commitTime | type == "string" or type == "null")
    and (.artifacts | type == "object" and length > 0)
    and all(.artifacts | to_entries[];
        (.key | test("^[a-z][a-z0-9-]*$"))
        and (.value.codeSha256 | test("^[A-Za-z0-9+/]{43}=$"))
        and (.value.bytes | type == "number")))' "$work/manifest.json" >/dev/null 2>&1 ||
    fail 27 "s3://$bucket/$prefix/manifest.json is not the manifest of $sha" \
        "yank the commit and release a later one: publish.sh did not write it"

jq --raw-output '.artifacts | to_entries[] | "\(.key) \(.value.codeSha256) \(.value.bytes)"' \
    "$work/manifest.json" >"$work/artifacts"
while read -r function digest bytes; do
    zip=$prefix/$function.zip
    is_listed "$zip" ||
        fail 24 "s3://$bucket/$zip is missing" "yank the commit and release a later one"
    length=$(size_of "$zip")
    stored=$(stored_digest "$zip" </dev/null) ||
        fail 25 "s3://$bucket/$zip cannot be read" "check that the role may read the bucket and use its key"
    [ "$stored" = "$digest" ] && [ "$length" = "$bytes" ] ||
        fail 24 "$function.zip is not what the manifest says ($stored of $length bytes, not $digest of $bytes)" \
            "yank the commit and release a later one; find out who wrote the zip"
    echo "$function $digest"
done <"$work/artifacts"

jq --sort-keys --arg tag "$tag" --arg prefix "$kind" '{release: {
        sha,
        tag: (if $tag == "" then null else $tag end),
        prefix: $prefix,
        commit_time: .commitTime,
        artifacts: (.artifacts | map_values({code_sha256: .codeSha256}))}}' \
    "$work/manifest.json" >"$output"
echo "$what has $(wc -l <"$work/artifacts" | tr -d ' ') artifacts: $output"
