#!/bin/sh
# Writes the stops of the logs to FOLDER/DATE.parquet, for a job that runs each night:
#   nightly.sh /srv/stops --since 8d /srv/logs
# A second run on one day replaces the file of the first. A stop that stands in the files of several nights has one id, so
# let the nights overlap. The exit code is that of stuntime.
set -eu

if [ $# -lt 2 ]; then
  echo "usage: nightly.sh FOLDER [OPTION...] PATH..." >&2
  exit 2
fi
folder=$1
shift
mkdir -p "$folder"
exec stuntime --format parquet --output "$folder/$(date -u +%Y-%m-%d).parquet" "$@"
