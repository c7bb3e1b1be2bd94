# shellcheck shell=sh
# Sourced by scripts that start others: a shell handles a signal only when the command in front has ended, so that a
# release that somebody stops would go on. Here the command learns of it at once, and the script waits until it has ended.

# Name of the signal that came, or empty.
signal=
child=

forward() {
    signal=$1
    # Not the signal itself: a command in the background ignores INT (POSIX, 2.12). Terraform ends in good order on TERM.
    [ -z "$child" ] || kill -s TERM "$child" 2>/dev/null || true
}
for caught in HUP INT TERM; do
    # shellcheck disable=SC2064 # this signal's name
    trap "forward $caught" "$caught"
done

# Runs a command and returns its status. Once a signal came, nothing more is started.
run() {
    [ -z "$signal" ] || return 143
    "$@" </dev/null &
    child=$!
    # It may have come before the child was known.
    [ -z "$signal" ] || kill -s TERM "$child" 2>/dev/null || true
    while :; do
        status=0
        wait "$child" || status=$?
        # A signal ends the wait, and not the command.
        kill -0 "$child" 2>/dev/null || break
    done
    child=
    return "$status"
}
