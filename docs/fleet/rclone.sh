#!/usr/bin/env bash
# Reads objects of an object store with GNU parallel, one rclone for each, without a copy on disk, and judges them.
#
#   rclone.sh LIST RUN [OPTION...]
#
#   rclone lsf -R --files-only --include '*.tgz' store:bucket | sed 's|^|store:bucket/|' > objects.txt
#   rclone.sh objects.txt night1 --qos 15s -o night1.html
#
# LIST names one object a line, as rclone does. Options for parallel and how to go on after a failure: see parallel.sh.
#
# It needs rclone with a remote that is set up, and what parallel.sh needs.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export FETCH='rclone cat'
exec "$here/parallel.sh" "$@"
