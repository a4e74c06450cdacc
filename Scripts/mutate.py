#!/usr/bin/env python3
"""Takes the decoder's checks away, one at a time, and looks whether a test notices.

    Scripts/mutate.py [--list] [--only TEXT] [--seconds N] [--folder FOLDER]

The checks are the conditions of `guard` and `if … throw`, the calls of checking functions, and the comparisons in them
off by one. All of them are compiled at once: each is there twice, whole and broken, and a variable of the environment
says which one is broken in a run. So each mutant costs a run of the tests and no build.

Survivors are printed with their place. A mutant that crashes, runs for too long or takes too much memory is killed as
well as one that a test fails on. The copy of the sources is made in FOLDER, which stays for the next run.
"""

import argparse
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROTOCOL = "Sources/CQLNativeProtocol/"
MODEL = "Sources/CQLPaging/"

# In the order of their importance. Each group with the tests that are quick to notice, and all that can.
GROUPS = [
    (
        "CQLNativeProtocolTests", r"TruncationTests|RecordedFrameTests|alteredBytes", "CQLNativeProtocolTests",
        [
            PROTOCOL + name
            for name in (
                "Frames/FrameReader.swift", "Frames/FrameReader+Collections.swift", "Frames/FrameAssembler.swift",
                "Frames/FrameHeader.swift", "Messages/RowsResult.swift", "Messages/ColumnMetadata.swift",
                "Messages/ColumnMemory.swift", "Messages/PreparedResult.swift", "Messages/Response.swift",
                "Messages/Batch.swift", "Messages/QueryParameters.swift", "Notations/TypeOption.swift",
                "Frames/FrameWriter.swift",
            )
        ] + [MODEL + "Rows/CQLType+ClassName.swift"],
    ),
    (
        r"CQLPagingTests\.(Values|RowDecoding|CQLText|CQLBytes)|RowsResultTests", "NOTHING",
        "CQLPagingTests|CQLNativeProtocolTests",
        [
            MODEL + "Rows/" + name
            for name in (
                "CQLRows.swift", "CQLRows+Locating.swift", "CellCursor.swift", "CQLCell.swift", "CQLRow.swift",
                "CQLValue+Decoding.swift", "Values/Integers.swift", "Values/Collections.swift", "Values/VInt.swift",
                "Values/CQLDuration.swift", "Values/CQLDecimal.swift", "Values/CQLVarint.swift", "Values/CQLInet.swift",
                "Values/CQLTime.swift", "Values/Booleans.swift", "Values/UUIDs.swift", "Values/UTF8Checking.swift",
                "Values/Text.swift", "Values/CQLBytes.swift",
            )
        ],
    ),
    (
        r"CQLPagingTests\.(Positions|ScanCheckpoint)", "NOTHING", "CQLPagingTests",
        [
            MODEL + name
            for name in (
                "Positions/PositionCoding.swift", "Positions/TextCodings.swift", "Positions/Cursor.swift",
                "Positions/BoundCursor.swift", "Positions/JavaSafeState.swift", "Positions/Sealing/SealingKey.swift",
                "Positions/Sealing/CursorSeal+Envelope.swift", "Positions/Sealing/CursorSeal+BackChain.swift",
                "Positions/Sealing/BackChain.swift", "Positions/Sealing/CursorKeys.swift",
                "Positions/Sealing/CursorKeys+Text.swift", "Scans/ScanCheckpoint.swift",
                "Scans/ScanCheckpoint+Codable.swift",
            )
        ],
    ),
]

# Statements that do nothing but check.
CHECKS = re.compile(
    r"^(\s*)((?:_ = )?try (?:(?:reader\.|self\.)?(?:checkedCount|checkRoom|require|end|checkEnd|checkDirection|check)"
    r"\(.*\)))$")

# Checks that are neither: what they are, and what they become when they are broken.
OTHERS = {
    PROTOCOL + "Frames/FrameReader+Collections.swift": [
        ("return try checkedCount(count, width: width, what())", "count"),
    ],
    PROTOCOL + "Frames/FrameReader.swift": [("min(max(offset, 0), buffer.count)", "offset")],
    PROTOCOL + "Frames/FrameAssembler.swift": [
        ("min(max(bodyLimit, 0), FrameHeader.maximumBodyLength)", "bodyLimit"),
    ],
    MODEL + "Rows/CQLRows+Locating.swift": [
        ("max(Int(Int32(bitPattern: UInt32(bigEndian: length))), 0)", "Int(Int32(bitPattern: UInt32(bigEndian: length)))"),
    ],
    MODEL + "Rows/CellCursor.swift": [("max(length, 0)", "length")],
    MODEL + "Rows/CQLCell.swift": [
        ("min(max(Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self))), 0), (count - 4) / 4)",
         "Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self)))"),
        ("min(max(dimensions, 0), count)", "dimensions"),
        ("Int(clamping: value)", "Int(value)"),
    ],
}

SWITCH = """
import Foundation

/// The check that is broken in this run; 0 for none.
public let brokenCheck = ProcessInfo.processInfo.environment["BROKEN_CHECK"].flatMap { Int($0) } ?? 0

public func isBroken(_ check: Int) -> Bool { brokenCheck == check }
"""

MANIFEST_DROPS = ("cqlpageTests", "CQLSessionTests", "CQLPagingTestingTests", "LiveTests", "cqlpage")


class Mutant:
    def __init__(self, number, file, line, what, tests):
        self.number, self.file, self.line, self.what, self.tests = number, file, line, what, tests

    def __str__(self):
        return f"{self.number:4} {self.file}:{self.line}: {self.what}"


def split(text):
    """The conditions of a guard: split at commas outside of brackets and strings."""
    parts, depth, start, quoted = [], 0, 0, False
    for index, letter in enumerate(text):
        if letter == '"' and text[index - 1] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append((start, index))
            start = index + 1
    return parts + [(start, len(text))]


def weaker(condition):
    """The condition with its first comparison one off, so that it holds more often; None where there is none."""
    if "&&" in condition or "||" in condition:
        return None
    found = re.search(r" (<=|>=|<|>) ", condition)
    if not found or (found.group(1) == ">=" and " 0x" in condition[found.start():]):
        return None
    return condition[: found.start()] + {
        "<=": " <= 1 + ", "<": " <= ", ">=": " >= -1 + ", ">": " >= "
    }[found.group(1)] + condition[found.end():]


class Mutator:
    def __init__(self):
        self.mutants = []

    def add(self, file, line, what, tests):
        self.mutants.append(Mutant(len(self.mutants) + 1, file, line, what, tests))
        return len(self.mutants)

    def condition(self, text, file, line, tests, holds):
        """A condition that can be broken: it always (or never) holds, or holds once too often."""
        body = text.strip()
        tries = "try " if body.startswith("try ") else ""
        body = body.removeprefix("try ")
        if not body or re.match(r"(let|var|case|#)\b", body) or "try " in body:
            return text
        number = self.add(file, line, f"{'without' if holds else 'never'} {body}", tests)
        broken = f"isBroken({number}) ? {'true' if holds else 'false'} : "
        off = weaker(body) if holds else None
        if off:
            number = self.add(file, line, f"{body} as {off}", tests)
            broken += f"isBroken({number}) ? ({off}) : "
        lead = text[: len(text) - len(text.lstrip())]
        return f"{lead}{tries}({broken}({body}))" + text[len(text.rstrip()):]

    def file(self, path, text, tests):
        out, position = [], 0
        pattern = re.compile(r"(?m)^(?P<indent>\s*)(?P<guard>guard\s)|^(?P<before>.*\b)if (?P<condition>[^{}\n]+) \{ throw")
        for found in pattern.finditer(text):
            if found.start() < position:
                continue
            line = text.count("\n", 0, found.start()) + 1 + found.group(0).count("\n")
            if found.group("guard"):
                end = text.index(" else {", found.end()) if " else {" in text[found.end():] else None
                newline = text.find("\n", found.end())
                multi = re.compile(r"\s+else\s*\{").search(text, found.end())
                end = multi.start()
                body = text[found.end():end]
                parts = [self.condition(body[a:b], path, line, tests, True) for a, b in split(body)]
                out += [text[position:found.end()], ",".join(parts)]
                position = end
            else:
                start, end = found.start("condition"), found.end("condition")
                out += [text[position:start]]
                out += [",".join(
                    self.condition(text[start:end][a:b], path, line, tests, False)
                    for a, b in split(text[start:end]))]
                position = end
        text = "".join(out) + text[position:]
        lines = text.split("\n")
        for index, content in enumerate(lines):
            found = CHECKS.match(content)
            if found:
                number = self.add(path, index + 1, f"without {found.group(2)}", tests)
                lines[index] = f"{found.group(1)}if !isBroken({number}) {{ {found.group(2)} }}"
        text = "\n".join(lines)
        for whole, broken in OTHERS.get(path, []):
            place = text.index(whole)
            number = self.add(path, text.count("\n", 0, place) + 1, f"{broken} in place of {whole}", tests)
            returns = "return try " if whole.startswith("return try ") else ""
            text = text.replace(whole, f"{returns}(isBroken({number}) ? {broken} : {whole.removeprefix(returns)})", 1)
        return text


def prepare(folder):
    mutator = Mutator()
    for name in ("Sources", "Tests"):
        for source in (ROOT / name).rglob("*"):
            target = folder / source.relative_to(ROOT)
            if source.is_dir() or "LiveTests" in source.parts:
                continue
            write(target, source.read_bytes())
    for quick, skipped, thorough, files in GROUPS:
        tests = (["--filter", quick, "--skip", skipped], ["--filter", thorough])
        for file in files:
            text = (ROOT / file).read_text()
            mutated = mutator.file(file, text, tests)
            if mutated != text and "import CQLPaging" not in mutated and PROTOCOL in file:
                mutated = "import CQLPaging\n" + mutated
            write(folder / file, mutated.encode())
    write(folder / MODEL / "BrokenCheck.swift", SWITCH.encode())
    write(folder / "Package.swift", manifest().encode())
    return mutator.mutants


def write(path, content):
    """Only what is new, so that a second build is short."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def manifest():
    """The package with the targets alone whose tests are run."""
    text = (ROOT / "Package.swift").read_text()
    for name in MANIFEST_DROPS:
        text = re.sub(r"\n    \.(?:testTarget|executableTarget)\(\s*name: \"" + name + r"\".*?\n?\s*swiftSettings: [^)]*\),",
                      "", text, flags=re.S)
    return re.sub(r"\n    \.executable\(name: \"cqlpage\".*?\),", "", text)


def all_tests(mutants):
    return [list(tests) for tests in {tuple(mutant.tests[1]) for mutant in mutants}]


def notice(binary, number, tests, seconds):
    """How the tests end that notice; nothing where they pass."""
    environment = dict(os.environ, BROKEN_CHECK=str(number), SWIFT_BACKTRACE="enable=no")
    limit = 16 << 30
    process = subprocess.Popen(
        [str(binary), "--testing-library", "swift-testing", *tests], env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, cwd=binary.parents[2], start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
    try:
        return "" if process.wait(seconds) == 0 else f"exit {process.returncode}"
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "time"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true", help="print the mutants and run none")
    parser.add_argument("--only", default="", help="those whose place or text has this in it")
    parser.add_argument("--seconds", type=int, default=120, help="how long the tests may run for each")
    parser.add_argument("--quick", action="store_true", help="run the quick tests alone: survivors are suspects then")
    parser.add_argument("--skip-build", action="store_true", help="run what was built before from the same sources")
    parser.add_argument("--folder", default=str(ROOT / ".build" / "mutants"))
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    mutants = [mutant for mutant in prepare(folder) if options.only in str(mutant)]
    if options.list:
        print("\n".join(map(str, mutants)))
        return 0
    if not options.skip_build:
        subprocess.run(["swift", "build", "--build-tests"], cwd=folder, check=True)
    binary = folder / ".build" / "debug" / "cql-pagingPackageTests.xctest"
    if options.quick:
        for mutant in mutants:
            mutant.tests = mutant.tests[:1]
    elif any(notice(binary, 0, tests, 10 * options.seconds) for tests in all_tests(mutants)):
        sys.exit("the tests fail where nothing is broken")
    began, survivors = time.monotonic(), []
    for count, mutant in enumerate(mutants, 1):
        outcome = next(filter(None, (notice(binary, mutant.number, tests, options.seconds) for tests in mutant.tests)), "")
        print(f"{outcome or 'SURVIVED':9} {mutant}", flush=True)
        if not outcome:
            survivors.append(mutant)
        if count % 20 == 0:
            print(f"-- {count} of {len(mutants)}, {len(survivors)} survived", flush=True)
    print(f"{len(mutants)} checks broken in {time.monotonic() - began:.0f} s, {len(survivors)} survived")
    for mutant in survivors:
        print(mutant)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
