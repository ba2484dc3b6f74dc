#!/usr/bin/env bash
# Reads the inputs of the lines that it is given: for engines that hand lines to a program, such as Spark's pipe.
#
#   paste RUN/names RUN/inputs | read-lines.sh RUN
#
# It goes on after an input that failed, and exits with 1 at the end.
#
# It needs what read.sh needs.
set -u

[ $# -eq 1 ] || { echo 'usage: read-lines.sh RUN' >&2; exit 64; }
run=$1
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

failed=0
while IFS=$'\t' read -r name input; do
  "$here/read.sh" "$input" "$run" "$name" < /dev/null || failed=1
done
exit "$failed"
