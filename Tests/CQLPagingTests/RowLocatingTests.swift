import CQLPaging
import Testing

/// Where rows begin is found faster where cells have the lengths of the first rows' cells: pages of which that is true, or
/// true for a while.
@Suite("Rows are found by the lengths of their cells") struct RowLocatingTests {
  private let columns = [Column(name: "a", type: .text), Column(name: "b", type: .int), Column(name: "c", type: .blob)]

  private func check(_ lengths: [Int?], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let cells = lengths.enumerated().map { row, length in
      length.map { [UInt8](repeating: UInt8(0x61 + row % 26), count: $0) }
    }
    let rows = try makeRows(columns, cells.enumerated().map { row, cell in [cell, [0, 0, 0, UInt8(row)], cell] })
    for (row, cell) in zip(rows, cells) {
      let (text, _, blob) = try row.decode(as: (String?, Int, [UInt8]?).self)
      #expect(text.map { Array($0.utf8) } == cell, sourceLocation: sourceLocation)
      #expect(blob == cell, sourceLocation: sourceLocation)
    }
    #expect(try rows.map { try $0.decode(Int.self, at: 1) } == Array(lengths.indices), sourceLocation: sourceLocation)
  }

  @Test("all cells alike, none alike, and every way in which the first rows can be unlike the others")
  func lengths() throws {
    for usual: Int? in [nil, 0, 1, 50] {
      for other: Int? in [nil, 0, 2, 300] {
        for count in 1...9 {
          try check(Array(repeating: usual, count: count))
          for position in 0..<count {
            var lengths = Array(repeating: usual, count: count)
            lengths[position] = other
            try check(lengths)
            try check(lengths.map { $0 == usual ? other : usual })
          }
        }
      }
    }
    try check((0..<100).map { $0 })
  }

  @Test("a page that is cut anywhere is refused, with the place, whatever lengths were before")
  func cuts() throws {
    var bytes: [UInt8] = []
    for _ in 0..<7 { bytes += hex("00000003 616263 00000004 00000001 00000002 0102") }
    for length in 0..<bytes.count {
      let error = #expect(throws: CQLError.self) {
        try CQLRows.Storage(buffer: PageBuffer(bytes[..<length]), start: 0, rowCount: 7, columns: Columns(columns))
      }
      #expect(error?.code == .malformedFrame)
    }
    let whole = try CQLRows.Storage(buffer: PageBuffer(bytes), start: 0, rowCount: 7, columns: Columns(columns))
    #expect(try CQLRows(storage: whole).map { try $0.decode(String.self, at: 0) } == Array(repeating: "abc", count: 7))
  }

  @Test("a length that runs behind the page is refused in the rows whose lengths are guessed, too")
  func longCells() throws {
    for row in 0..<7 {
      for column in 0..<3 {
        var bytes: [UInt8] = []
        for _ in 0..<7 { bytes += hex("00000003 616263 00000004 00000001 00000002 0102") }
        let place = row * 21 + [0, 7, 15][column]
        bytes.replaceSubrange(place..<place + 4, with: hex("7FFFFFFF"))
        let error = #expect(throws: CQLError.self) {
          try CQLRows.Storage(buffer: PageBuffer(bytes), start: 0, rowCount: 7, columns: Columns(columns))
        }
        #expect(error?.message.hasPrefix("row \(row) of 7, column \"\(["a", "b", "c"][column])\"") == true)
      }
    }
  }
}
