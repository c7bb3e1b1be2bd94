#!/bin/sh
# Writes an AWS configuration whose profile "deploy" is a role of another account, and prints nothing secret:
# the tools fetch the credentials themselves, and renew them. They expire after an hour; a canary may take longer.
# usage: assume-role.sh ROLE_ARN SESSION_NAME CONFIG_FILE
set -eu

fail() {
    echo "assume-role: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -eq 3 ] || fail 2 "usage: assume-role.sh ROLE_ARN SESSION_NAME CONFIG_FILE" "name the role, the session and the file"
printf '%s\n' "$1" | grep -Eq '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$' ||
    fail 2 "'$1' is not the ARN of a role" "name the environment's deploy role"
session=$(printf '%s' "$2" | tr -c 'A-Za-z0-9+=,.@_-' '-' | cut -c 1-64)

umask 077
cat >"$3" <<END
[profile deploy]
role_arn = $1
role_session_name = $session
credential_source = EcsContainer
END
