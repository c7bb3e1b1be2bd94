#!/bin/sh
# Puts the Terraform that the pipelines run, and the providers of all lock files, into the artifact bucket, where the pipelines
# take them from: a rollback must not depend on the sites of others. Each is checked by its checksum, and never replaced.
# usage: TERRAFORM_VERSION=... TERRAFORM_SHA256=... mirror.sh BUCKET
#   Both values are those of `terraform` in tooling's account.auto.tfvars.
#   TERRAFORM_DOWNLOAD_URL  default: https://releases.hashicorp.com/terraform
# It runs in the root of the repository, and downloads what the bucket does not have yet.
set -eu
# shellcheck source=tools/deploy/artifact-store.sh
. "$(dirname "$0")/artifact-store.sh"

fail() {
    echo "mirror: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -eq 1 ] || fail 2 "usage: TERRAFORM_VERSION=... TERRAFORM_SHA256=... mirror.sh BUCKET" "name the artifact bucket"
bucket=$1 version=${TERRAFORM_VERSION:-} sha256=${TERRAFORM_SHA256:-}
if ! printf '%s\n' "$version" | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9]+)?' || ! printf '%s\n' "$sha256" | grep -Eqx '[0-9a-f]{64}'; then
    fail 2 "TERRAFORM_VERSION is '$version' and TERRAFORM_SHA256 is '$sha256'" \
        "set both to the values of terraform in infra/environments/tooling/app/account.auto.tfvars"
fi
for command in aws curl jq openssl terraform; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What the pipelines run on.
platform=linux_amd64

hex_of() {
    printf '%s\n' "$1" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n'
}

# Whether a digest in base64 is one of the checksums in hexadecimal digits in a file, one a line.
is_expected() {
    hex_of "$1" | grep -Eqx '[0-9a-f]{64}' && grep -Fqx -e "$(hex_of "$1")" "$2"
}

# Whether the bucket has a zip. One with another checksum ends the run.
has() { # has KEY CHECKSUMS
    status=0
    look_for "$1" || status=$?
    case $status in
    0) ;;
    1) return 1 ;;
    *) fail 94 "s3://$bucket/$1 cannot be looked for" "check the credentials, and that the role is switchboard-publish" ;;
    esac
    there=$(stored_digest "$1" </dev/null) || fail 94 "s3://$bucket/$1 cannot be read" "check that the role is switchboard-publish"
    is_expected "$there" "$2" ||
        fail 93 "s3://$bucket/$1 has the SHA-256 $(hex_of "$there"), which is none of the expected: $(tr '\n' ' ' <"$2")" \
            "if the expected checksum is right, an administrator deletes this object, and finds out who wrote it; nothing uses it until then"
    echo "already there: $1"
}

put() { # put FILE KEY CHECKSUMS
    is_expected "$(digest_of "$1")" "$3" ||
        fail 92 "what was downloaded for $2 has the SHA-256 $(hex_of "$(digest_of "$1")"), which is none of the expected: $(tr '\n' ' ' <"$3")" \
            "check the checksum against the vendor's own list; if it is right, do not use what was downloaded"
    status=0
    put_once "$1" "$2" application/zip </dev/null || status=$?
    [ "$status" -eq 0 ] || fail 94 "s3://$bucket/$2 was refused" "check the credentials, and that the role is switchboard-publish; then run it again"
}

# Address, version and checksums of each provider. Only checksums of zips (zh:) can be compared with a zip.
find infra/environments -name .terraform.lock.hcl -type f >"$work/files" 2>/dev/null || : >"$work/files"
[ -s "$work/files" ] ||
    fail 90 "there is no .terraform.lock.hcl below infra/environments" \
        "run this in the root of the repository; the lock files are written as docs/deploying.md says, Put your values in"
while read -r file; do
    awk '$1 == "provider" { gsub(/"/, "", $2); address = $2; version = "" }
         $1 == "version" { gsub(/"/, "", $3); version = $3; print address, version, "-" }
         match($0, /"zh:[0-9a-f]+"/) { print address, version, substr($0, RSTART + 4, RLENGTH - 5) }' "$file"
done <"$work/files" | sort -u >"$work/locked"
cut -d ' ' -f 1,2 "$work/locked" | sort -u >"$work/providers"
# Names become keys, and parts of a configuration.
! grep -Ev '^[a-z0-9.-]+/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+ [0-9A-Za-z.+-]+$' "$work/providers" ||
    fail 90 "a lock file names a provider in another way than Terraform does (see above)" "write the lock files again: terraform providers lock"

echo "$sha256" >"$work/expected"
zip=terraform_${version}_$platform.zip
key=terraform/$version/$zip
if ! has "$key" "$work/expected"; then
    url=${TERRAFORM_DOWNLOAD_URL:-https://releases.hashicorp.com/terraform}/$version/$zip
    curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$work/$zip" "$url" ||
        fail 91 "$url cannot be downloaded" "see above; TERRAFORM_DOWNLOAD_URL may name another place that has the same zip"
    put "$work/$zip" "$key" "$work/expected"
fi

while read -r address locked; do
    awk -v address="$address" -v version="$locked" '$1 == address && $2 == version && $3 != "-" { print $3 }' "$work/locked" >"$work/expected"
    [ -s "$work/expected" ] ||
        fail 90 "no lock file has a checksum of a zip of $address $locked" \
            "write them with access to the registry: terraform providers lock -platform=$platform, which notes those that begin with zh:"
    file=$address/terraform-provider-${address##*/}_${locked}_$platform.zip
    ! has "terraform/providers/$file" "$work/expected" || continue
    # A configuration of this provider alone: the roots' own would need their modules.
    rm -rf "$work/root" && mkdir "$work/root"
    printf 'terraform {\n  required_providers {\n    this = {\n      source  = "%s"\n      version = "= %s"\n    }\n  }\n}\n' \
        "$address" "$locked" >"$work/root/main.tf"
    terraform -chdir="$work/root" providers mirror -platform="$platform" "$work/mirror" </dev/null >&2 && [ -f "$work/mirror/$file" ] ||
        fail 91 "$address $locked cannot be downloaded" "see above; the registry has to be reached"
    put "$work/mirror/$file" "terraform/providers/$file" "$work/expected"
done <"$work/providers"
echo "Terraform $version and $(wc -l <"$work/providers" | tr -d ' ') providers are in s3://$bucket/terraform/"
