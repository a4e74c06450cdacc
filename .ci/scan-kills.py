"""Kills scans with SIGKILL at random moments, starts them again, and compares what they have written with the table.

Usage: scan-kills.py FOLDER KILLS SEED. The number of checks goes to FOLDER/scan-kills.
"""
import collections
import os
import random
import subprocess
import sys

from serving import CQLPAGE, serving

folder, kills, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
print(f"seed {seed}")
moments = random.Random(seed)
ROWS, PAGE = 3000, 20
checks = 0
killed = {"file": 0, "stdout": 0}
HEADER = b"id,active,age,created,email,name,score\r\n"


def check(is_so, what):
    global checks
    if not is_so:
        raise SystemExit(f"seed {seed}: {what}")
    checks += 1


def path(name):
    return os.path.join(folder, name)


def run(arguments, output, may_be_killed):
    """Runs a scan; gives its exit code, or None where it was killed."""
    with open(path("errors"), "wb") as errors:
        process = subprocess.Popen([CQLPAGE, "scan", "sample.users", *arguments], stdout=output, stderr=errors)
        try:
            # Runs shorter and longer than the time between two checkpoints.
            return process.wait(moments.uniform(0.01, 0.95) if may_be_killed else 100)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None


def lines(content, what, may_be_torn=False):
    if not may_be_torn:
        check(content.endswith(b"\n"), f"{what} ends with a part of a line")
    return content[: content.rfind(b"\n") + 1].splitlines(keepends=True)


def arguments_of(port, number):
    splits = str(moments.choice([8, 40, 120]))
    return ["--host", f"127.0.0.1:{port}", "--page-size", str(PAGE), "--splits", splits, "--concurrency", "4",
            "--checkpoint", path(f"checkpoint.{number}")]


def into_a_file(port, number, rows, wanted):
    """One scan, killed until it ends, or until there were enough kills."""
    is_csv = number % 2 == 1
    name = path(f"rows.{number}")
    base = arguments_of(port, number) + ["--out", name, "--format", "csv" if is_csv else "jsonl"]
    while (code := run(base, subprocess.DEVNULL, killed["file"] < wanted)) is None:
        killed["file"] += 1
    check(code == 0, f"exit code {code}: {open(path('errors')).read()}")
    check(not os.path.exists(path(f"checkpoint.{number}.new")), "a checkpoint that was not finished is still there")
    with open(name, "rb") as file:
        found = lines(file.read(), name)
    if is_csv:
        check(found.pop(0) == HEADER, "the header of the CSV")
    expected = rows["csv" if is_csv else "jsonl"]
    surplus = collections.Counter(found) - expected
    missing = expected - collections.Counter(found)
    check(not surplus, f"{name}: rows more than once, or torn: {list(surplus)[:3]}")
    check(not missing, f"{name}: {sum(missing.values())} rows are missing, such as {list(missing)[:3]}")
    check(run(base, subprocess.DEVNULL, False) == 0, "a finished scan, once more")


def to_standard_output(port, number, rows, wanted):
    base = arguments_of(port, number)
    found, kills_here = collections.Counter(), 0
    while True:
        with open(path("stdout"), "w+b") as output:
            code = run(base, output, killed["stdout"] < wanted)
            output.seek(0)
            # A process that is killed in the middle of a write has torn its last line.
            found.update(lines(output.read() or b"\n", "standard output", may_be_torn=code is None))
        if code is not None:
            break
        killed["stdout"] += 1
        kills_here += 1
    found.pop(b"\n", None)
    check(code == 0, f"exit code {code}: {open(path('errors')).read()}")
    check(not rows["jsonl"] - found, "rows are missing on standard output")
    check(not set(found) - set(rows["jsonl"]), "rows on standard output that the table does not have")
    twice = sum(found.values()) - ROWS
    check(twice <= kills_here * PAGE, f"{twice} rows came twice in {kills_here} kills, with {PAGE} a page")
    print(f"standard output: {kills_here} kills, {twice} rows twice")


with serving("--rows", ROWS, "--delay-ms", 60) as slow, serving("--rows", ROWS) as fast:
    rows = {}
    for form in ("jsonl", "csv"):
        with open(path("all"), "w+b") as output:
            check(run(["--host", f"127.0.0.1:{fast}", "--format", form], output, False) == 0, "the whole table")
            output.seek(0)
            content = output.read()
        rows[form] = collections.Counter(lines(content.removeprefix(HEADER), "the whole table"))
        check(len(rows[form]) == ROWS, f"{len(rows[form])} rows in the table, not {ROWS}")
    scan = 0
    while killed["file"] < kills:
        into_a_file(slow, scan, rows, kills)
        scan += 1
    print(f"into files: {scan} scans, {killed['file']} kills")
    while killed["stdout"] < max(kills // 4, 1):
        to_standard_output(slow, scan, rows, max(kills // 4, 1))
        scan += 1

with open(path("scan-kills"), "w") as file:
    file.write(str(checks))
