#!/usr/bin/env python3
"""Measures the peak memory of memory-scan, whose program is the argument, for little and for much to read."""
import subprocess
import sys

from serving import serving

ALLOWED_KIB = 4096


def scan(port, way, count):
    """The peak of the resident memory, in KiB."""
    output = subprocess.run([sys.argv[1], f"127.0.0.1:{port}", way, str(count)], check=True, timeout=180,
                            stdout=subprocess.PIPE, text=True).stdout
    return int(output.split()[1])


def compare(what, way, little, much, options):
    peaks = []
    for count in (little, much):
        with serving(*options(count)) as port:
            peaks.append(scan(port, way, count))
    growth = peaks[1] - peaks[0]
    print(f"{what}: {peaks[0]} KiB for {little}, {peaks[1]} KiB for {much}")
    if growth > ALLOWED_KIB:
        sys.exit(f"{growth} KiB more, {ALLOWED_KIB} are allowed")


for what, way in [("rows, read at once", "fast"), ("rows, read slowly", "slow"), ("rows, fetched ahead", "ahead")]:
    compare(what, way, 100_000, 1_000_000, lambda count: ["--rows", count])
compare("empty pages in a row", "empty", 1_000, 100_000, lambda count: ["--rows", 100, "--empty-every", 1])
