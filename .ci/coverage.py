#!/usr/bin/env python3
"""Sums up what llvm-cov has exported: lines that the tests run, by target; fails where that is too little.

    coverage.py FILE.json [--missing]
"""
import collections
import json
import pathlib
import sys

# Percent of lines. Tests/Coverage.md says what is not covered, and why.
BOUNDS = {"CQLPaging": 95, "CQLNativeProtocol": 95, "CQLSession": 90}


def uncovered(segments):
    """Lines that begin in, or lie wholly in, code that never ran."""
    lines, count, counted, last = set(), 0, False, 0
    for line, _, next_count, has_count, *_ in segments:
        if counted and count == 0:
            lines.update(range(last, line + 1))
        last, count, counted = line, next_count, has_count
    return lines


def ranges(lines):
    lines, parts = sorted(lines), []
    for line in lines:
        if parts and parts[-1][1] == line - 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def main():
    sources = pathlib.Path(__file__).resolve().parent.parent / "Sources"
    covered, counted, missing = collections.Counter(), collections.Counter(), []
    for file in json.loads(pathlib.Path(sys.argv[1]).read_text())["data"][0]["files"]:
        path = pathlib.Path(file["filename"]).resolve()
        if not path.is_relative_to(sources):
            continue
        place = path.relative_to(sources)
        lines = file["summary"]["lines"]
        covered[place.parts[0]] += lines["covered"]
        counted[place.parts[0]] += lines["count"]
        if lines["covered"] < lines["count"] and place.parts[0] in BOUNDS:
            missing.append((lines["count"] - lines["covered"], place, ranges(uncovered(file["segments"]))))
    if "--missing" in sys.argv:
        for count, place, where in sorted(missing, key=lambda entry: (-entry[0], entry[1])):
            print(f"{place}: {count} lines of {where}")
    failed = False
    for target in sorted(counted):
        percent = 100 * covered[target] / counted[target]
        bound = BOUNDS.get(target)
        failed |= bound is not None and percent < bound
        what = "" if bound is None else f", at least {bound}.00 wanted"
        word = "covered" if bound is None or percent >= bound else "TOO LITTLE"
        print(f"{word} {target}: {percent:.2f} % of {counted[target]} lines{what}")
    if failed or not set(BOUNDS) <= set(counted):
        sys.exit("the tests run too few lines")


main()
