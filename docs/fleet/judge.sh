#!/usr/bin/env bash
# Judges what a run has read: the last step of every engine.
#
#   judge.sh RUN [OPTION...]
#
# OPTION is any option of stuntime, such as --qos 15s or -o report.html. It exits as stuntime does: with 2 where an input is
# missing or something is unread, and the report says which and what.
#
# It needs bash and stuntime.
set -euo pipefail

[ $# -ge 1 ] || { echo 'usage: judge.sh RUN [OPTION...]' >&2; exit 2; }
run=$1
shift
exec stuntime --expect "$run/inputs" "$@" -- "$run/records"
