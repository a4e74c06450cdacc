import Testing

@testable import CQLPaging

@Suite("F12: what is said of bytes that are no value")
struct ValuesMalformedWordsTests {
  static let cells: [(CQLType, String, String)] = [
    (.list(.int), "00", "of 1 bytes: the number of elements at byte 0 needs 4 bytes"),
    (.list(.int), "000000", "of 3 bytes: the number of elements at byte 0 needs 4 bytes"),
    (.list(.int), "FFFFFFFF", "-1 elements announced, room for at most 0"),
    (.list(.int), "00000001", "1 elements announced, room for at most 0"),
    (.list(.int), "00000002 00000000", "2 elements announced, room for at most 1"),
    (.map(key: .int, value: .int), "00000002 00000000 00000000", "2 elements announced, room for at most 1"),
    (.list(.int), "00000001 00000004 000000", "part 0 at byte 8 needs 4 bytes"),
    (.list(.int), "00000001 7FFFFFFF 000000", "part 0 at byte 8 needs 2147483647 bytes"),
    (.map(key: .tinyint, value: .tinyint), "00000001 00000001 01 000000", "length of part 1 at byte 9 needs 4 bytes"),
    (.set(.int), "00000001 00000004 00000001 00", "1 bytes left over at byte 12"),
    (.tuple([.int, .int]), "FFFFFFFF 000000", "the length of part 1 at byte 4 needs 4 bytes"),
    (.tuple([.int]), "00000001 FFFFFFFF", "part 0: a int of 1 bytes"),
    (.tuple([.int]), "FFFFFFFF 00", "1 bytes left over at byte 4"),
    (.vector(.text, dimensions: 2), "00", "a length at byte 1 is missing"),
    (.vector(.text, dimensions: 1), "80", "a length at byte 0 needs 2 bytes"),
    (.vector(.text, dimensions: 1), "C000", "a length at byte 0 needs 3 bytes"),
    (.vector(.text, dimensions: 1), "0261", "part 0 at byte 1 needs 2 bytes"),
    (.vector(.float, dimensions: 2), "00000000 000000", "part 1 at byte 4 needs 4 bytes"),
    (.vector(.float, dimensions: 1), "00000000 00", "1 bytes left over at byte 4"),
    (.vector(.float, dimensions: 0), "00000000", "vectors have at least 1 dimension"),
  ]

  @Test("the place and the number of bytes", arguments: cells.indices)
  func words(index: Int) throws {
    let (type, bytes, words) = Self.cells[index]
    let row = try makeRow([(type, hex(bytes))])
    let error = #expect(throws: CQLError.self) { _ = try row.decode(CQLValue.self, at: 0) }
    #expect(error?.code == .malformedValue)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.message.hasPrefix("column \"c0\": a \(type) of") == true || words.hasPrefix("part 0: a int"))
  }

  @Test("a page that ends within a cell is refused, whatever stands behind it")
  func cutPage() throws {
    let columns = Columns([Column(name: "a", type: .int), Column(name: "b", type: .text)])
    func rows(_ bytes: String, from start: Int = 0, count: Int) throws(CQLError) -> CQLRows {
      CQLRows(
        storage: try CQLRows.Storage(
          buffer: PageBuffer(hex(bytes)), start: start, rowCount: count, columns: columns))
    }
    let whole = "00000004 00000001 00000001 61"
    #expect(try rows(whole, count: 1).count == 1)
    #expect(try rows("FF" + whole, from: 1, count: 1).count == 1)
    for (bytes, count, words) in [
      (whole, -1, "-1 rows of 2 columns announced at byte 0, 13 bytes left"),
      (whole, 2, "2 rows of 2 columns announced at byte 0, 13 bytes left"),
      (whole, .max, "rows of 2 columns announced at byte 0, 13 bytes left"),
      ("00000004 00000001 00000002 61", 1, "column \"b\", at byte 12 of 13: needs 2 bytes, 1 are left"),
      ("00000004 00000001 000000", 1, "column \"b\", at byte 8 of 11: needs 4 bytes, 3 are left"),
      ("00000004 00000001", 1, "column \"b\", at byte 8 of 8: needs 4 bytes, 0 are left"),
      ("00000008 00000001", 1, "column \"a\", at byte 4 of 8: needs 8 bytes, 4 are left"),
      ("7FFFFFF0 00000001", 1, "column \"a\", at byte 4 of 8: needs 2147483632 bytes, 4 are left"),
    ] {
      let error = #expect(throws: CQLError.self) { try rows(bytes, count: count) }
      #expect(error?.code == .malformedFrame)
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }

  @Test("nothing is read behind the last column, by any way to read a cell")
  func pastTheEnd() throws {
    let cells: [(CQLType, [UInt8]?)] = (0..<8).map { _ in (.tinyint, [1]) }
    func past<Value: CQLDecodable>(_: Value.Type) throws {
      let row = try makeRow(cells)
      let error = #expect(throws: CQLError.self) {
        _ = try row.decode { cursor throws(CQLError) in
          try cursor.skip(8)
          return try cursor.decode(Value.self)
        }
      }
      #expect(error?.message == "value 9 was asked of a row that has 8", "\(Value.self)")
    }
    try past(Int8.self)
    try past(Int.self)
    try past(String.self)
    try past([UInt8].self)
    try past(Int8?.self)
    try past(String?.self)
    try past(CQLValue.self)
  }

  @Test("the null with which the next row begins is not this row's")
  func nullOfTheNextRow() throws {
    let rows = try makeRows([Column(name: "n", type: .tinyint)], [[[7]], [nil]])
    let row = try #require(rows.first)
    let error = #expect(throws: CQLError.self) {
      _ = try row.decode { cursor throws(CQLError) in
        try cursor.skip()
        return try cursor.decode(Int8?.self)
      }
    }
    #expect(error?.message == "value 2 was asked of a row that has 1")
  }

  @Test("nothing is read behind the last row, by either way to walk over a page")
  func pastTheLastRow() throws {
    let rows = try makeRows([Column(name: "n", type: .tinyint)], [[[7]], [[8]]])
    var iterator = rows.makeIterator()
    var decoder = TupleDecoders.Of1<Int>()
    for expected in [7, 8, nil, nil] as [Int?] {
      let value = try iterator.decodeNext(&decoder)
      #expect(value == expected)
    }
    #expect(try rows.map { try $0.decode(Int.self, at: 0) } == [7, 8])
  }

  @Test("room is reserved for no more elements than the bytes can hold")
  func announcedParts() throws {
    for (type, bytes, count) in [
      (.list(.int), "", 0), (.list(.int), "000000", 0), (.set(.int), "7FFFFFFF", 0),
      (.list(.int), "FFFFFFFF 00000000", 0), (.list(.int), "7FFFFFFF 00000000 00000000", 2),
      (.list(.int), "00000001 00000000 00000000", 1), (.vector(.text, dimensions: .max), "0000", 2),
      (.vector(.text, dimensions: 1), "0000", 1), (.vector(.text, dimensions: -1), "0000", 0),
      (.map(key: .int, value: .int), "00000001", 0), (.text, "00000001 00000000", 0),
    ] as [(CQLType, String, Int)] {
      // Another cell behind it, whose bytes are none of this one's.
      let row = try makeRow([(type, hex(bytes)), (.bigint, [UInt8](repeating: 1, count: 8))])
      let announced = try row.decode { cursor throws(CQLError) in try cursor.nextCell().announcedParts }
      #expect(announced == count, "\(type) \(bytes)")
    }
  }

  @Test("null has no parts, of whatever type it is")
  func partsOfNull() throws {
    for type in [CQLType.list(.int), .tuple([.int]), .vector(.float, dimensions: 2), .int, .text] {
      let row = try makeRow([(type, nil)])
      var count = 0
      try row.decode { cursor throws(CQLError) in try cursor.nextCell().forEachPart { _ in count += 1 } }
      #expect(count == 0)
    }
    let row = try makeRow([(.int, [0, 0, 0, 1])])
    let error = #expect(throws: CQLError.self) {
      try row.decode { cursor throws(CQLError) in try cursor.nextCell().forEachPart { _ in } }
    }
    #expect(error?.code == .typeMismatch && error?.message == "a int has no parts")
  }
}
