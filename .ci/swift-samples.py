#!/usr/bin/env python3
"""Makes a package of the ```swift blocks of README.md and the guides, to see that they compile.

    swift-samples.py FOLDER FILE…

A block becomes the body of an async throwing function. One with an import, @main, an extension or a protocol at its
beginning of a line becomes a file and a module of its own. HTML comments before a block say what is special about it:

    <!-- given: session: CassandraSession, org: UUID -->     parameters of the function around it
    <!-- not compiled: the dependency of a package manifest -->
"""
import pathlib
import re
import sys

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription

let paging: [Target.Dependency] = [
  .product(name: "CQLPaging", package: "cql-paging"), .product(name: "CQLPagingTesting", package: "cql-paging"),
]

let package = Package(
  name: "samples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "cql-paging", path: "{repository}")],
  targets: [
{targets}
  ]
)
"""
IMPORTS = "import CQLPaging\nimport CQLPagingTesting\nimport CQLSession\nimport Foundation\n\n"
FENCE = re.compile(r"^( *)```swift *$")
COMMENT = re.compile(r"^ *<!-- *(given|not compiled): *(.*?) *-->$")
STANDS_ALONE = re.compile(r"^(@main\b|(public |internal |@preconcurrency )*(import|extension|protocol) )", re.MULTILINE)


def blocks(path):
    """Each block: its first line's number, its code, and the comments before it."""
    comments, code, indentation, first = {}, None, "", 0
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if code is not None:
            if line.strip() == "```":
                yield first, "\n".join(code), comments
                comments, code = {}, None
            else:
                code.append(line.removeprefix(indentation))
        elif fence := FENCE.match(line):
            code, indentation, first = [], fence[1], number + 1
        elif comment := COMMENT.match(line):
            comments[comment[1]] = comment[2]
        elif line.strip():
            comments = {}
    if code is not None:
        sys.exit(f"{path}:{first}: the block does not end")


def main():
    folder, files = pathlib.Path(sys.argv[1]), [pathlib.Path(name) for name in sys.argv[2:]]
    sources = folder / "Sources"
    targets, compiled = [], 0

    def add(target, kind, name, code):
        if target not in (known for known, _ in targets):
            targets.append((target, kind))
        (sources / target).mkdir(parents=True, exist_ok=True)
        (sources / target / f"{name}.swift").write_text(code)

    for path in files:
        for line, code, comments in blocks(path):
            place = f"{path}:{line}"
            if "not compiled" in comments:
                print(f"{place}: not compiled: {comments['not compiled']}")
                continue
            compiled += 1
            name = f"sample{compiled}"
            located = f'#sourceLocation(file: "{path}", line: {line})\n{code}\n#sourceLocation()\n'
            if STANDS_ALONE.search(code):
                kind = "executableTarget" if re.search(r"^@main\b", code, re.MULTILINE) else "target"
                add(f"Sample{compiled}", kind, name, located)
            else:
                given = comments.get("given", "")
                add("Samples", "target", name, f"{IMPORTS}func {name}({given}) async throws {{\n{located}}}\n")
            print(f"{place}: {name}")
    if not targets:
        add("Samples", "target", "none", IMPORTS)
    lines = (f'    .{kind}(name: "{target}", dependencies: paging),' for target, kind in targets)
    repository = pathlib.Path(__file__).resolve().parent.parent
    (folder / "Package.swift").write_text(
        MANIFEST.replace("{repository}", str(repository)).replace("{targets}", "\n".join(lines)))
    print(f"{compiled} samples")


main()
