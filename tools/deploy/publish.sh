#!/bin/sh
# Publishes the packaged functions of the commit that is checked out, once and for all.
# usage: publish.sh BUCKET FUNCTION...
set -eu

fail() {
    echo "publish: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 2 ] || fail 2 "usage: publish.sh BUCKET FUNCTION..." "name the artifact bucket and every function"
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
prefix=lambda/$sha

for function in "$@"; do
    [ -s "target/package/$function.zip" ] ||
        fail 11 "target/package/$function.zip is missing or empty" "run: make package"
done

# Prints the stored digest of a key; nothing if there is no such object.
stored_digest() {
    if aws s3api head-object --bucket "$bucket" --key "$1" --checksum-mode ENABLED \
        --query ChecksumSHA256 --output text >"$work/digest" 2>"$work/error"; then
        cat "$work/digest"
    elif ! grep -q '(404)' "$work/error"; then
        cat "$work/error" >&2
        fail 14 "s3://$bucket/$1 cannot be read" "check the credentials, and that the role is one of the bucket's publishers"
    fi
}

yanked=$(stored_digest "$prefix/YANKED.json")
[ -z "$yanked" ] || fail 12 "commit $sha was yanked" "fix the fault in a new commit: a yanked one stays forbidden"

# Puts a file under a new key. The same content again is accepted, so that a run can be repeated.
put_once() {
    file=$1 key=$2 type=$3
    digest=$(openssl dgst -sha256 -binary "$file" | openssl base64 -A)
    if aws s3api put-object --bucket "$bucket" --key "$key" --body "$file" --content-type "$type" \
        --checksum-sha256 "$digest" --if-none-match '*' >/dev/null 2>"$work/error"; then
        echo "published s3://$bucket/$key ($digest)"
        return
    fi
    if ! grep -q 'PreconditionFailed' "$work/error"; then
        cat "$work/error" >&2
        fail 14 "s3://$bucket/$key was refused" "check the credentials, and that the role is one of the bucket's publishers"
    fi
    there=$(stored_digest "$key")
    [ "$there" = "$digest" ] ||
        fail 13 "s3://$bucket/$key is published with other content ($there, this is $digest)" \
            "an artifact never changes: find out why the same commit builds differently"
    echo "already published: s3://$bucket/$key"
}

echo '{}' >"$work/artifacts.json"
for function in "$@"; do
    zip=target/package/$function.zip
    put_once "$zip" "$prefix/$function.zip" application/zip
    jq --arg function "$function" --arg digest "$digest" --argjson bytes "$(wc -c <"$zip")" \
        '.[$function] = {codeSha256: $digest, bytes: $bytes}' "$work/artifacts.json" >"$work/more.json"
    mv "$work/more.json" "$work/artifacts.json"
done

# Last, so that a manifest exists only if every zip does. The commit's own time makes it the same in every run.
jq --sort-keys --arg sha "$sha" --arg time "$(git show --no-patch --format=%cI "$sha")" \
    '{sha: $sha, commitTime: $time, artifacts: .}' "$work/artifacts.json" >"$work/manifest.json"
put_once "$work/manifest.json" "$prefix/manifest.json" application/json
