#!/usr/bin/env python3
"""Reads the inputs of LIST on the workers of a Dask cluster, and judges them here.

    dask_run.py SCHEDULER LIST RUN [OPTION...]

    dask_run.py tcp://node1:8786 bundles.txt night1 --qos 15s -o night1.html

A task that fails is run three times; one whose worker is gone is run again on another. The inputs, RUN, the current folder
and this script's folder have the same paths on all workers, which need what read.sh needs. Here it needs Dask's distributed.
"""

import os
import subprocess
import sys
from pathlib import Path

from distributed import Client, wait

HERE = Path(__file__).resolve().parent


def read(input, name, run, folder, fetch):
    """The task: runs on a worker."""
    environment = {**os.environ, "FETCH": fetch}
    subprocess.run([HERE / "read.sh", input, run, name], cwd=folder, env=environment, check=True)


def lines(file):
    """The lines of a file, as names of files."""
    return [os.fsdecode(line) for line in file.read_bytes().split(b"\n")[:-1]]


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: dask_run.py SCHEDULER LIST RUN [OPTION...]")
    scheduler, inputs, run, *options = sys.argv[1:]
    if subprocess.run([HERE / "plan.sh", inputs, run]).returncode != 0:
        sys.exit(2)
    with Client(scheduler) as client:
        tasks = client.map(
            read,
            lines(Path(run) / "inputs"),
            lines(Path(run) / "names"),
            run=run,
            folder=os.getcwd(),
            fetch=os.environ.get("FETCH", ""),
            retries=2,
            pure=False,
        )
        wait(tasks)
        for task in tasks:
            if task.status != "finished":
                print(f"{task.key}: {task.exception()}", file=sys.stderr)
    os.execv(HERE / "judge.sh", [HERE / "judge.sh", run, *options])


if __name__ == "__main__":
    main()
