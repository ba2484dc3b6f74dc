#!/usr/bin/env bash
# Reads one input and writes its records file, RUN/records/NAME: the task that every engine runs.
#
#   read.sh INPUT RUN NAME
#   FETCH='rclone cat' read.sh store:bucket/esx1.tgz RUN NAME
#
# With FETCH, what that command writes for INPUT is read; without it, INPUT is a file or folder.
# It exits with 0 also where something in the input is unread: the records say so, the judging run reports it, and to read
# again would not change it. With any other code the task has failed, and nothing new is in RUN/records. The file is written
# elsewhere and renamed, so that half of one never counts and a task may be killed or run twice.
#
# It needs bash and stuntime.
set -u

[ $# -eq 3 ] || { echo 'usage: read.sh INPUT RUN NAME' >&2; exit 64; }
input=$1 run=$2 name=$3

mkdir -p -- "$run/records" "$run/unfinished"
task=$name.$HOSTNAME.$$
unfinished=$run/unfinished/$task
# Beside it is what stuntime was writing, if it was killed.
trap 'rm -f -- "$unfinished" "$run/unfinished/.$task".*' EXIT

if [ -z "${FETCH:-}" ]; then
  stuntime -f records -o "$unfinished" -- "$input"
  codes=(0 $?)
else
  IFS=' ' read -ra fetch <<< "$FETCH"
  "${fetch[@]}" "$input" | stuntime --stdin-name "$input" -f records -o "$unfinished" -
  codes=("${PIPESTATUS[@]}")
fi
fetched=${codes[0]} read=${codes[1]}

# Bad usage exits with 2 as well, but leaves no file.
if [ "$read" -eq 2 ] && [ -f "$unfinished" ]; then read=0; fi
[ "$read" -eq 0 ] || exit "$read"
# 141 is the end of a pipe: stuntime did not want the rest, and the records say why.
if [ "$fetched" -ne 0 ] && [ "$fetched" -ne 141 ]; then
  echo "$input: $FETCH failed with $fetched" >&2
  exit 1
fi
mv -f -- "$unfinished" "$run/records/$name"
