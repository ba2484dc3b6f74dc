#!/usr/bin/env bash
# Reads the inputs of LIST as an array of Slurm jobs, and judges them in a job that begins when all have ended.
#
#   slurm.sh LIST RUN [OPTION...]
#
#   slurm.sh bundles.txt night1 --qos 15s -o night1.html -o -
#   SBATCH_PARTITION=batch slurm.sh ...            # options for sbatch: see INPUT ENVIRONMENT VARIABLES in its manual
#   SBATCH_ARRAY_INX=3,7 slurm.sh ...              # only the tasks 3 and 7, and judge again
#
# It prints the numbers of both jobs and does not wait for them. What the judging job prints is in RUN/log/judge. It waits
# for the end of every task, not for its success: it says itself what is missing.
# There is a task for each input, or TASKS of them (1000 unless given, since Slurm allows no more by default), which then
# read several inputs each.
#
# It needs sbatch. The inputs, RUN and this script's folder have the same paths on all nodes, which need what read.sh needs.
set -euo pipefail

[ $# -ge 2 ] || { echo 'usage: slurm.sh LIST RUN [OPTION...]' >&2; exit 2; }
list=$1 run=$2
shift 2
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

"$here/plan.sh" "$list" "$run"
tasks=$(wc -l < "$run/inputs")
[ "$tasks" -le "${TASKS:=1000}" ] || tasks=$TASKS

array=$(sbatch --parsable --job-name=stuntime-read --array="${SBATCH_ARRAY_INX:-1-$tasks}" --output="$run/log/%a" \
  "$here/slurm-read.sh" "$here" "$run" "$tasks")
unset SBATCH_ARRAY_INX
judge=$(sbatch --parsable --job-name=stuntime-judge --dependency="afterany:$array" --output="$run/log/judge" \
  "$here/judge.sh" "$run" "$@")
echo "$array reads, $judge judges"
