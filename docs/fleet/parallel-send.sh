#!/usr/bin/env bash
# Reads the inputs of LIST with GNU parallel on several hosts that share nothing: each input is sent to a host, its records
# come back, and both are removed there. The records are judged here.
#
#   parallel-send.sh HOSTS LIST RUN [OPTION...]
#
#   parallel-send.sh 4/node1,4/node2 bundles.txt night1 --qos 15s -o night1.html
#
# HOSTS is what parallel's --sshlogin takes. The inputs are named as seen from the current folder and lie below it, since
# they get the same names in a folder of the host that is made for them.
#
# It needs GNU parallel and rsync here, ssh without a password, and on each host rsync and what read.sh needs.
set -euo pipefail

[ $# -ge 3 ] || { echo 'usage: parallel-send.sh HOSTS LIST RUN [OPTION...]' >&2; exit 2; }
hosts=$1 list=$2 run=$3
shift 3
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

"$here/plan.sh" "$list" "$run"
if outside=$(grep -E '^/|(^|/)\.\.(/|$)' "$run/inputs"); then
  printf 'Not below the current folder, so it cannot be sent: %s\n' "$outside" >&2
  exit 2
fi
parallel -q --sshlogin "$hosts" --workdir ... --transferfile "$here/./read.sh" --transferfile '{1}' \
  --return "$run/./records/{2}" --cleanup --retries 3 --joblog "$run/log/jobs" \
  bash read.sh '{1}' . '{2}' :::: "$run/inputs" ::::+ "$run/names" ||
  echo "Some inputs could not be read: see $run/log/jobs." >&2
exec "$here/judge.sh" "$run" "$@"
