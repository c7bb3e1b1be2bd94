# shellcheck shell=sh
# Sourced by scripts that read or write the artifact bucket, which set $bucket and $work, a folder for temporary files.
# Whether an object is there is asked by a list. A request for the object itself may answer 403 instead of 404, because
# the roles may list only below their prefixes, and such a request names none.
# shellcheck disable=SC2154 # bucket and work

digest='' there=''

# Lists what is below a prefix, for is_listed and size_of. Returns 1 if that cannot be known; AWS has said why.
list_keys() {
    aws s3api list-objects-v2 --bucket "$bucket" --prefix "$1" --output json >"$work/listed" &&
        jq --raw-output '.Contents // [] | .[] | "\(.Size) \(.Key)"' "$work/listed" >"$work/keys"
}

is_listed() {
    cut -d ' ' -f 2- "$work/keys" | grep -Fqx -e "$1"
}

# Whether one object is there: 0 or 1; 2 if that cannot be known.
look_for() {
    list_keys "$1" || return 2
    is_listed "$1"
}

size_of() {
    KEY=$1 awk '{ size = $1; sub(/^[^ ]* /, "") } $0 == ENVIRON["KEY"] { print size }' "$work/keys"
}

# The SHA-256 that S3 computed when an object came in, in base64 as Lambda's CodeSha256. The object must be there.
stored_digest() {
    aws s3api head-object --bucket "$bucket" --key "$1" --checksum-mode ENABLED --query ChecksumSHA256 --output text
}

read_object() { # read_object KEY FILE
    aws s3api get-object --bucket "$bucket" --key "$1" "$2" >/dev/null
}

digest_of() {
    openssl dgst -sha256 -binary "$1" | openssl base64 -A
}

# Puts a file under a new key, below what was listed. The same content again is accepted, so that a run can be repeated.
# Returns 1 if S3 refuses; 2 if the key has other content, whose digest is then $there. $digest is that of the file.
put_once() { # put_once FILE KEY TYPE
    digest=$(digest_of "$1") && [ -n "$digest" ] || return 1
    if ! is_listed "$2"; then
        if aws s3api put-object --bucket "$bucket" --key "$2" --body "$1" --content-type "$3" \
            --checksum-sha256 "$digest" --if-none-match '*' >/dev/null 2>"$work/error"; then
            echo "published s3://$bucket/$2 ($digest)"
            return 0
        fi
        # The second: somebody else writes the same key at this moment.
        grep -Eq 'PreconditionFailed|ConditionalRequestConflict' "$work/error" || {
            cat "$work/error" >&2
            return 1
        }
    fi
    there=$(stored_digest "$2") || return 1
    [ "$there" = "$digest" ] || return 2
    echo "already published: s3://$bucket/$2"
}

# Who runs this, as AWS knows them.
signed_in() {
    aws sts get-caller-identity --query Arn --output text
}

is_commit() {
    printf '%s\n' "$1" | grep -Eqx '[0-9a-f]{40}'
}
