#!/usr/bin/env bash
# Prepares a run: the other scripts call it first.
#
#   plan.sh LIST RUN
#
# LIST names one input a line. In the folder RUN it makes
#   inputs    the inputs of LIST, each once, without empty lines
#   names     for each of them the name of its records file, on the same line
#   records/  where these files are to appear
#   log/      what the tasks say
# A name is the end of the path and a part of the path's hash: two bundles of one name have two records files, and an input
# that is read again replaces its own.
#
# It needs bash, awk and sha256sum.
set -euo pipefail
export LC_ALL=C

[ $# -eq 2 ] || { echo 'usage: plan.sh LIST RUN' >&2; exit 2; }
list=$1 run=$2

mkdir -p -- "$run/records" "$run/log"
trap 'rm -f -- "$run/inputs.new" "$run/names.new"' EXIT
awk '{ sub(/\r$/, "") } NF && !seen[$0]++' < "$list" > "$run/inputs.new"
[ -s "$run/inputs.new" ] || { echo "$list names no input." >&2; exit 2; }
# Records of another list would be judged too, and a job log counts lines.
if [ -e "$run/inputs" ] && ! cmp -s "$run/inputs" "$run/inputs.new"; then
  echo "$run holds a run of another list: name another folder." >&2
  exit 2
fi

while IFS= read -r input; do
  hash=$(printf '%s' "$input" | sha256sum)
  end=${input%/}
  end=${end##*/}
  end=${end//[!A-Za-z0-9._-]/_}
  end=${end:-_}
  end=${end/#[.-]/_}
  printf '%s-%s.records\n' "${end:0:80}" "${hash:0:16}"
done < "$run/inputs.new" > "$run/names.new"
mv -- "$run/names.new" "$run/names"
mv -- "$run/inputs.new" "$run/inputs"
