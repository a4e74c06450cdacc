#!/usr/bin/env python3
"""Counts the instructions that page-bench takes for a row, and fails where they are more than the bounds allow.

Unlike times, they are the same on a busy machine, and much the same on any of one kind. The argument is the folder of the
programs. A count is the difference between a long and a short scan, so that neither the start nor the end is in it.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# What is counted, the rows of a page, those of the short and of the long scan, and the most instructions that a row may
# take, by machine: about 15 % above what was measured. Pages of 100 rows tell what a page costs.
BOUNDS = [
    ("narrow", 5000, 20_000, 120_000, {"x86_64": 118}),
    ("users", 5000, 20_000, 120_000, {"x86_64": 1257}),
    ("narrow", 100, 20_000, 60_000, {"x86_64": 640}),
    ("narrow ahead", 100, 20_000, 60_000, {"x86_64": 803}),
]


def counter():
    """Runs a command and says how many instructions it took: perf where the machine can, else valgrind."""
    if shutil.which("perf"):
        def perf(command):
            run = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", *command], check=True, timeout=120,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            return int(run.stderr.strip().splitlines()[-1].split(",")[0])
        try:
            perf(["true"])
            return "perf", perf
        except (subprocess.SubprocessError, ValueError):
            pass

    def valgrind(command):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", *command],
                                 timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        found = re.search(r"Collected : (\d+)", run.stderr)
        if run.returncode != 0 or not found:
            sys.exit(f"valgrind cannot run {command}:\n{run.stderr[-2000:]}")
        return int(found.group(1))
    return "valgrind", valgrind


def main():
    programs = pathlib.Path(sys.argv[1])
    name, count = counter()

    def instructions(shape, page, rows):
        server = subprocess.Popen([programs / "page-server", str(rows)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  text=True)
        try:
            port = server.stdout.readline().rpartition(":")[2].strip()
            shape, *ahead = shape.split()
            return count([programs / "page-bench", "--port", port, "--shape", shape, "--page", str(page), "--rows",
                          str(rows), "--api", "tuple", *(["--prefetch", "1"] if ahead else [])])
        finally:
            server.stdin.close()
            server.wait(30)

    machine = subprocess.run(["uname", "-m"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    slow = False
    for shape, page, few, many, bounds in BOUNDS:
        cost = (instructions(shape, page, many) - instructions(shape, page, few)) / (many - few)
        bound = bounds.get(machine)
        slow |= bound is None or cost > bound
        print(f"{shape}, pages of {page}: {cost:.1f} instructions a row ({name}), allowed on {machine}: {bound}")
    if slow:
        sys.exit("rows are slower than the bounds in .ci/speed.py allow, or there is no bound for this machine yet")


main()
