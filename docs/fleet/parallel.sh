#!/usr/bin/env bash
# Reads the inputs of LIST with GNU parallel on the processors of this machine, and judges them.
#
#   parallel.sh LIST RUN [OPTION...]
#
#   parallel.sh bundles.txt night1 --qos 15s -o night1.html -o -
#   PARALLEL='-j 4' parallel.sh ...                # options for parallel: here four tasks at a time
#   PARALLEL=--resume-failed parallel.sh ...       # only what failed or was not begun
#
# A task that fails is run three times. One that failed each time is missing: the report says so.
#
# It needs GNU parallel, and what read.sh and judge.sh need.
set -euo pipefail

[ $# -ge 2 ] || { echo 'usage: parallel.sh LIST RUN [OPTION...]' >&2; exit 2; }
list=$1 run=$2
shift 2
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

"$here/plan.sh" "$list" "$run"
parallel -q --retries 3 --joblog "$run/log/jobs" "$here/read.sh" '{1}' "$run" '{2}' :::: "$run/inputs" ::::+ "$run/names" ||
  echo "Some inputs could not be read: see $run/log/jobs." >&2
exec "$here/judge.sh" "$run" "$@"
