#!/usr/bin/env python3
"""Writes RowDecoding+Tuples.swift: rows as tuples of 1 to 20 values.

Parameter packs would say it once, but the compiler does not unroll them: a row costs ten times as much. Run from the
repository's root.
"""

import subprocess

FILE = "Sources/CQLPaging/Rows/RowDecoding+Tuples.swift"
LARGEST = 20
LETTERS = "ABCDEFGHIJKLMNOPQRST"


def signature(count):
    letters = LETTERS[:count]
    return {
        "generics": ", ".join(f"{letter}: CQLDecodable" for letter in letters),
        "tuple": "(" + ", ".join(letters) + ")",
        "reads": ", ".join(f"try {letter}.decode(from: &self)" for letter in letters),
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
  public func decode<{generics}>(as _: {tuple}.Type) -> DecodedRows<Source, {tuple}> {{
    decode {{ cursor throws(CQLError) in try cursor.decodeRow(as: {tuple}.self) }}
  }}
"""


def main():
    signatures = [signature(count) for count in range(1, LARGEST + 1)]
    text = "// Written by Scripts/generate-tuples.py; change that and run it again.\n\n"
    text += "extension CellCursor {" + "".join(CURSOR.format(**values) for values in signatures) + "}\n\n"
    text += "// The row's values as a tuple: see `decode(as:)` for any number of columns, which has the documentation.\n"
    text += "extension CQLRow {" + "".join(ROW.format(**values) for values in signatures) + "}\n\n"
    text += "// The rows as tuples: see `decode(as:)` for any number of columns, which has the documentation.\n"
    text += "extension PagedRows where Source.Rows == CQLRows {"
    text += "".join(SEQUENCE.format(**values) for values in signatures) + "}\n"
    with open(FILE, "w") as file:
        file.write(text.replace("{\n\n", "{\n"))
    subprocess.run(["swift", "format", "format", "--in-place", FILE], check=True)


main()
