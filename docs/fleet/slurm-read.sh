#!/usr/bin/env bash
# One task of the array that slurm.sh submits: it reads every TASKS-th input of RUN, from the one of its own number on.
#
#   sbatch --array=1-TASKS slurm-read.sh FOLDER RUN TASKS
#
# FOLDER holds read.sh, since Slurm runs a copy of this file. A task whose node is gone is run again.
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail

here=$1 run=$2 tasks=$3
mapfile -t inputs < "$run/inputs"
mapfile -t names < "$run/names"

failed=0
for ((i = SLURM_ARRAY_TASK_ID - 1; i < ${#inputs[@]}; i += tasks)); do
  "$here/read.sh" "${inputs[i]}" "$run" "${names[i]}" || failed=$?
done
exit "$failed"
