#!/usr/bin/env bash
# Reads the inputs of LIST with GNU parallel on several hosts that share storage, and judges them here.
#
#   parallel-ssh.sh HOSTS LIST RUN [OPTION...]
#
#   parallel-ssh.sh 4/node1,4/node2 bundles.txt night1 --qos 15s -o night1.html
#   PARALLEL=--resume-failed parallel-ssh.sh ...   # only what failed or was not begun
#
# HOSTS is what parallel's --sshlogin takes: here four tasks at a time on each of two hosts. The inputs, RUN, the current
# folder and this script's folder have the same paths on all hosts. A task that fails is run again on another host, three
# times in all.
#
# It needs GNU parallel here, ssh without a password, and on each host what read.sh needs.
set -euo pipefail

[ $# -ge 3 ] || { echo 'usage: parallel-ssh.sh HOSTS LIST RUN [OPTION...]' >&2; exit 2; }
hosts=$1 list=$2 run=$3
shift 3
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

"$here/plan.sh" "$list" "$run"
parallel -q --sshlogin "$hosts" --workdir "$PWD" --env FETCH --retries 3 --joblog "$run/log/jobs" \
  "$here/read.sh" '{1}' "$run" '{2}' :::: "$run/inputs" ::::+ "$run/names" ||
  echo "Some inputs could not be read: see $run/log/jobs." >&2
exec "$here/judge.sh" "$run" "$@"
