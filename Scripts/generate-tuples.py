#!/usr/bin/env python3
"""Writes RowDecoding+Tuples.swift: rows as tuples of 1 to 20 values. And TupleShapes.swift, which reads each of them.

Parameter packs would say it once, but the compiler does not unroll them: a row costs ten times as much. Run from the
repository's root.
"""

import subprocess

FILE = "Sources/CQLPaging/Rows/RowDecoding+Tuples.swift"
SHAPES = "Tests/CQLPagingTests/Support/TupleShapes.swift"
LARGEST = 20
LETTERS = "ABCDEFGHIJKLMNOPQRST"


def signature(count):
    letters = LETTERS[:count]
    return {
        "generics": ", ".join(f"{letter}: CQLDecodable" for letter in letters),
        "tuple": "(" + ", ".join(letters) + ")",
        "reads": ", ".join(f"try {letter}.decode(from: &self)" for letter in letters),
        "letters": ", ".join(letters),
        "count": count,
    }


CURSOR = """
  @inlinable
  mutating func decodeRow<{generics}>(as _: {tuple}.Type) throws(CQLError) -> {tuple} {{
    try checkColumnCount({count})
    return ({reads})
  }}
"""

ROW = """
  /// The row's values as a tuple, in the order of its columns.
  ///
  /// - Throws: `.unknownColumn` for a row of fewer columns, `.typeMismatch` for one of more; `.typeMismatch`,
  ///   `.unexpectedNull` and `.malformedValue` for a value, with its column's name.
  @inlinable
  public func decode<{generics}>(as _: {tuple}.Type) throws(CQLError) -> {tuple} {{
    var cursor = storage.cursor(at: offset)
    defer {{ withExtendedLifetime(storage) {{}} }}
    return try cursor.decodeRow(as: {tuple}.self)
  }}
"""

SEQUENCE = """
  /// Each row as a tuple, in the order of its columns; a row that cannot be read so throws ``CQLError``.
  @inlinable
  public func decode<{generics}>(
    as _: {tuple}.Type
  ) -> DecodedRows<Source, TupleDecoders.Of{count}<{letters}>> {{
    DecodedRows(self, TupleDecoders.Of{count}())
  }}
"""

DECODER = """
  /// Reads rows of so many columns.
  public struct Of{count}<{generics}>: RowDecoder {{
    @inlinable
    init() {{}}

    @inlinable
    public func decode(_ cells: inout CellCursor) throws(CQLError) -> {tuple} {{
      try cells.decodeRow(as: {tuple}.self)
    }}
  }}
"""


SHAPE = """
    TupleShape(
      count: {count}, row: {{ row in list(try row.decode(as: {ints}.self)) }},
      rows: {{ rows in try await rows.decode(as: {ints}.self).reduce(into: []) {{ $0.append(list($1)) }} }}),
"""

LIST = """
private func list(_ values: {ints}) -> [Int] {{ {places} }}
"""


def shapes():
    """One more than there are: what parameter packs are for."""
    entries, lists = "", ""
    for count in range(1, LARGEST + 2):
        ints = "(" + ", ".join(["Int"] * count) + ")"
        entries += SHAPE.format(count=count, ints=ints).removeprefix("\n")
        places = [f"values.{place}" for place in range(count)] if count > 1 else ["values"]
        lists += LIST.format(ints=ints, places="[" + ", ".join(places) + "]").removeprefix("\n")
    return entries, lists


def write(path, text):
    with open(path, "w") as file:
        file.write(text.replace("{\n\n", "{\n"))
    subprocess.run(["swift", "format", "format", "--in-place", path], check=True)


def main():
    signatures = [signature(count) for count in range(1, LARGEST + 1)]
    text = "// Written by Scripts/generate-tuples.py; change that and run it again.\n\n"
    text += "extension CellCursor {" + "".join(CURSOR.format(**values) for values in signatures) + "}\n\n"
    text += "// The row's values as a tuple: see `decode(as:)` for any number of columns, which has the documentation.\n"
    text += "extension CQLRow {" + "".join(ROW.format(**values) for values in signatures) + "}\n\n"
    text += "// The rows as tuples: see `decode(as:)` for any number of columns, which has the documentation.\n"
    text += "extension PagedRows where Source.Rows == CQLRows {"
    text += "".join(SEQUENCE.format(**values) for values in signatures) + "}\n\n"
    text += "extension TupleDecoders {" + "".join(DECODER.format(**values) for values in signatures) + "}\n"
    write(FILE, text)
    entries, lists = shapes()
    write(SHAPES, "// Written by Scripts/generate-tuples.py; change that and run it again.\n\nimport CQLPaging\n\n"
          "/// A way to read rows as tuples of one length; what was read is a list here.\n"
          "struct TupleShape: Sendable {\n  let count: Int\n  let row: @Sendable (CQLRow) throws -> [Int]\n"
          "  let rows: @Sendable (PagedRows<WideRows>) async throws -> [[Int]]\n\n"
          "  static let all: [TupleShape] = [\n" + entries + "  ]\n}\n\n" + lists)


main()
