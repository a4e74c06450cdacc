#!/usr/bin/env python3
"""Takes the decoder's checks away, one at a time, and looks whether a test notices.

    Scripts/mutate.py [--list] [--only PATTERN] [--quick] [--jobs N] [--seconds N] [--folder FOLDER]

The checks are the conditions of `guard` and `if … throw`, the calls of checking functions, and the comparisons in them
off by one. All of them are compiled at once: each is there twice, whole and broken, and a variable of the environment
says which one is broken in a run. So each mutant costs a run of the tests and no build: of the quick ones, which end
with the first that fails, and of all where none of those does.

Survivors are printed with their place, and are a failure unless they stand in UNNOTICEABLE with a reason. A mutant that
crashes, runs for too long or takes too much memory is noticed as well as one that a test fails on. The copy of the
sources is made in FOLDER, which stays for the next run.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROTOCOL = "Sources/CQLNativeProtocol/"
MODEL = "Sources/CQLPaging/"

# In the order of their importance. Each group with the tests that are quick to notice, and all that can.
GROUPS = [
    (
        "CQLNativeProtocolTests", "TruncationTests|FrameAssemblerTests|RecordedFrameTests", "CQLNativeProtocolTests",
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
                "CQLRows.swift", "CQLRows+Locating.swift", "CellCursor.swift", "CellPlace.swift", "CQLCell.swift",
                "CQLRow.swift", "CQLValue+Decoding.swift", "Values/Integers.swift", "Values/Collections.swift",
                "Values/VInt.swift", "Values/CQLDuration.swift", "Values/CQLDecimal.swift", "Values/CQLVarint.swift",
                "Values/CQLInet.swift", "Values/CQLTime.swift", "Values/Booleans.swift", "Values/UUIDs.swift",
                "Values/UTF8Checking.swift", "Values/Text.swift", "Values/CQLBytes.swift",
            )
        ],
    ),
    (
        r"CQLPagingTests\.(Positions|ScanCheckpoint)", "randomTexts|longText|bitFlips", "CQLPagingTests",
        [
            MODEL + name
            for name in (
                "Positions/PositionCoding.swift", "Positions/TextCodings.swift", "Positions/Cursor.swift",
                "Positions/BoundCursor.swift", "Positions/JavaSafeState.swift", "Positions/Sealing/SealingKey.swift",
                "Positions/Sealing/CursorSeal+Envelope.swift", "Positions/Sealing/CursorSeal+BackChain.swift",
                "Positions/Sealing/BackChain.swift", "Positions/Sealing/CursorKeys.swift",
                "Positions/Sealing/CursorKeys+Text.swift", "Scans/ScanCheckpoint.swift",
                "Scans/ScanCheckpoint+Codable.swift", "Positions/CanonicalValue.swift", "Positions/Hashing/HMAC.swift",
            )
        ],
    ),
    (
        r"BodyCompression|EarlyState|Notation|RowsResult|CQLPagingTests\.(Values|RowDecoding)", "NOTHING",
        "CQLPagingTests|CQLNativeProtocolTests",
        [
            PROTOCOL + name
            for name in (
                "Frames/BodyCompression.swift", "Frames/FrameWriter+Collections.swift", "Messages/Request.swift",
                "Messages/RowsResult+Peeking.swift", "Messages/ServerError+Message.swift",
            )
        ] + [
            MODEL + "Rows/" + name
            for name in (
                "RowDecoding.swift", "Decodable/UnkeyedCells.swift", "Decodable/RowContentDecoder.swift",
                "Decodable/HeldCell.swift", "Decodable/RowCells.swift",
                "Decodable/NamedCells.swift", "Values/BigMagnitude.swift", "Values/CivilDate.swift",
                "Values/CQLTimestamp.swift", "Values/Decimals.swift", "Values/TextScanner.swift",
            )
        ],
    ),
]

# Statements that do nothing but check.
CHECKS = re.compile(
    r"^(\s*)((?:_ = )?try (?:(?:reader\.|self\.)?(?:checkedCount|checkRoom|require|end|checkEnd|checkDirection|check)"
    r"\(.*\)))$")

# What may stand before such a check, and is no part of it.
LEAD = re.compile(r"return try |\w+ \+= |\w+: Int \{ |")

# Checks that are neither: what they are, and what they become when they are broken.
OTHERS = {
    PROTOCOL + "Frames/FrameReader+Collections.swift": [
        ("return try checkedCount(count, width: width, what())", "count"),
    ],
    PROTOCOL + "Frames/FrameReader.swift": [
        ("min(max(end ?? buffer.count, 0), buffer.count)", "(end ?? buffer.count)"),
        ("min(max(offset, 0), self.end)", "offset"),
    ],
    PROTOCOL + "Frames/FrameAssembler.swift": [
        ("min(max(bodyLimit, 0), FrameHeader.maximumBodyLength)", "bodyLimit"),
        ("min(staged.count, length)", "staged.count"),
        ("min(bytesToSkip, stagingEnd - stagingStart)", "bytesToSkip"),
    ],
    MODEL + "Rows/CQLRows+Locating.swift": [
        ("max(Int(Int32(bitPattern: UInt32(bigEndian: bigEndian))), 0)",
         "Int(Int32(bitPattern: UInt32(bigEndian: bigEndian)))"),
    ],
    MODEL + "Rows/CellCursor.swift": [
        ("max(Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self))), 0)",
         "Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self)))"),
    ],
    MODEL + "Rows/CQLCell.swift": [
        ("min(max(Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self))), 0), (count - 4) / 4)",
         "Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self)))"),
        ("min(max(dimensions, 0), count)", "dimensions"),
        ("count: Int { max(length, 0)", "length"),
        ("offset += max(length, 0)", "length"),
        ("Int(clamping: value)", "Int(value)"),
    ],
    MODEL + "Rows/Values/Text.swift": [
        ("max(length, 0)", "length"),
        ("length >= 0 && bytes.isUTF8", "bytes.isUTF8"),
        ("length >= 0 && bytes.isUTF8", "length >= 0"),
    ],
}

# Broken checks that change nothing that could be seen, and why: by file and what is broken.
UNNOTICEABLE = {
    ("CanonicalValue.swift", "without type.hasUnorderedParts"):
        "saves work alone: a value without sets and maps is written as it was",
    ("Integers.swift", "Stored.bitWidth <= Value.bitWidth as Stored.bitWidth <= 1 + Value.bitWidth"):
        "no integer is a single bit wider than another",
    ("CQLInet.swift", "head.count + tail.count <= 14 as head.count + tail.count <= 1 + 14"):
        "both are even, because the groups of an address are pairs of bytes",
    ("Text.swift", "utf8.allSatisfy({ $0 < 0x80 }) as utf8.allSatisfy({ $0 <= 0x80 })"):
        "in UTF-8, a byte of 0x80 is never without one above it",
}

# Broken checks that let a few bytes behind a buffer be read and do nothing else: what was read is refused afterwards, or
# passed over. Tests of a build with the address sanitizer notice them.
OVERREADS = {
    ("CQLRows+Locating.swift", "without offset <= lastLength"),
    ("CQLRows+Locating.swift", "offset <= lastLength as offset <= 1 + lastLength"),
    ("CellCursor.swift", "without column < columnCount"),
    ("CellCursor.swift", "column < columnCount as column <= columnCount"),
    ("CQLCell.swift", "count >= 4 as count >= -1 + 4"),
}

# What the test library prints for a failed expectation.
ISSUE = re.compile(r'\S*✘.* Test (.*?) (?:with .* )?recorded an issue')
OVERREAD = re.compile(r"ERROR: (AddressSanitizer: [-\w]+)")

SWITCH_FILE = "BrokenCheck.swift"
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
        place = (pathlib.Path(file).name, what)
        self.reason = UNNOTICEABLE.get(place)
        self.sanitized = place in OVERREADS

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
            lead = LEAD.match(whole).group()
            text = text.replace(whole, f"{lead}(isBroken({number}) ? {broken} : {whole.removeprefix(lead)})", 1)
        return text


def prepare(folder):
    mutator = Mutator()
    changed = {ROOT / file for _, _, _, files in GROUPS for file in files}
    for name in ("Sources", "Tests"):
        present = {source for source in (ROOT / name).rglob("*") if source.is_file()}
        for source in present - changed:
            write(folder / source.relative_to(ROOT), source.read_bytes())
        for old in (folder / name).rglob("*"):
            if old.is_file() and ROOT / old.relative_to(folder) not in present and old.name != SWITCH_FILE:
                old.unlink()
    for quick, skipped, thorough, files in GROUPS:
        tests = (["--filter", quick, "--skip", skipped], ["--filter", thorough])
        for file in files:
            text = (ROOT / file).read_text()
            mutated = mutator.file(file, text, tests)
            if mutated != text and "import CQLPaging" not in mutated and PROTOCOL in file:
                mutated = "import CQLPaging\n" + mutated
            write(folder / file, mutated.encode())
    write(folder / MODEL / SWITCH_FILE, SWITCH.encode())
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


def build(folder, sanitized):
    """The test program."""
    scratch = folder / (".build-address" if sanitized else ".build")
    options = ["--sanitize", "address"] if sanitized else []
    return scratch / "debug" / "cql-pagingPackageTests.xctest", [
        "swift", "build", "--build-tests", "--scratch-path", str(scratch), *options]


def notice(binary, sanitized, number, tests, seconds):
    """How the tests end that notice; nothing where they pass. The first test that fails is enough."""
    environment = dict(
        os.environ, BROKEN_CHECK=str(number), SWIFT_BACKTRACE="enable=no", ASAN_OPTIONS="detect_leaks=0")
    memory = 16 << 30

    def limit():
        # Time of the processor: what else the machine does must not decide. A thread that waits for ever uses none.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        # The sanitizer reserves more than any machine has.
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    process = subprocess.Popen(
        [str(binary), "--testing-library", "swift-testing", *tests], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, cwd=binary.parents[2], start_new_session=True, preexec_fn=limit)
    late = threading.Event()
    timer = threading.Timer(20 * seconds, lambda: (late.set(), process.kill()))
    timer.start()
    try:
        # A line for each issue, which a test records at once. What tests print themselves may be anything.
        for line in process.stdout:
            failed = ISSUE.match(line.decode(errors="replace")) or OVERREAD.search(line.decode(errors="replace"))
            if failed:
                process.kill()
                process.wait()
                return failed.group(1)
        code = process.wait()
    finally:
        timer.cancel()
        process.stdout.close()
    if late.is_set() or -code == signal.SIGXCPU:
        return "time"
    return f"exit {code}" if code else ""


def processor_seconds():
    """What all the test runs have taken until now."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true", help="print the mutants and run none")
    parser.add_argument("--only", default="", help="those whose place or text matches this pattern")
    parser.add_argument(
        "--seconds", type=int, default=60,
        help="of the processor, that each may take at least: three times what the whole tests take is allowed")
    parser.add_argument("--jobs", type=int, default=2, help="how many test runs there are at a time")
    parser.add_argument("--quick", action="store_true", help="run the quick tests alone: survivors are suspects then")
    parser.add_argument("--skip-build", action="store_true", help="run what was built before from the same sources")
    parser.add_argument("--folder", default=str(ROOT / ".build" / "mutants"))
    options = parser.parse_args()
    folder = pathlib.Path(options.folder)
    mutants = [mutant for mutant in prepare(folder) if re.search(options.only, str(mutant))]
    if options.list:
        print("\n".join(map(str, mutants)))
        return 0
    binaries = {}
    for sanitized in sorted({mutant.sanitized for mutant in mutants}):
        binaries[sanitized], command = build(folder, sanitized)
        if not options.skip_build:
            subprocess.run(command, cwd=folder, check=True)
    if options.quick:
        for mutant in mutants:
            mutant.tests = mutant.tests[:1]
    limits = {}
    for sanitized, *tests in sorted({(mutant.sanitized, *mutant.tests[-1]) for mutant in mutants}):
        before = processor_seconds()
        outcome = notice(binaries[sanitized], sanitized, 0, tests, 20 * options.seconds)
        if outcome:
            sys.exit(f"the tests fail where nothing is broken: {' '.join(tests)}: {outcome}")
        limits[sanitized, *tests] = max(options.seconds, 3 * round(processor_seconds() - before))

    def tried(mutant):
        binary, limit = binaries[mutant.sanitized], limits[mutant.sanitized, *mutant.tests[-1]]
        outcomes = (notice(binary, mutant.sanitized, mutant.number, tests, limit) for tests in mutant.tests)
        return next(filter(None, outcomes), "")

    began, survivors = time.monotonic(), []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for mutant, outcome in zip(mutants, pool.map(tried, mutants)):
            print(f"{'noticed' if outcome else 'SURVIVED'} {mutant}{f'  [{outcome}]' if outcome else ''}", flush=True)
            if not outcome:
                survivors.append(mutant)
    known = [mutant for mutant in mutants if mutant.reason]
    print(f"{len(mutants)} checks broken in {time.monotonic() - began:.0f} s: "
          f"{len(mutants) - len(survivors)} noticed, {len(set(survivors) & set(known))} known not to be, "
          f"{len(set(survivors) - set(known))} survived")
    for mutant in survivors:
        print(f"{mutant}\n     {mutant.reason or 'SURVIVED'}")
    unexpected = [] if options.quick else [mutant for mutant in known if mutant not in survivors]
    for mutant in unexpected:
        print(f"{mutant}\n     noticed, though it is listed as one that cannot be")
    return 1 if unexpected or set(survivors) - set(known) else 0


if __name__ == "__main__":
    sys.exit(main())
