#!/bin/sh
# A browser without a graphics card paints with whatever the processor gives: here with less than servers and
# their tests. Otherwise it takes all, and rounds elsewhere are late. It runs in a session of its own, which Linux weighs
# as a whole: there it is the session that must be polite.
{ echo 3 >/proc/self/autogroup; } 2>/dev/null || :
exec nice -n 3 "$POLITE_PROGRAM" "$@"
