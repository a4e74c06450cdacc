import CQLPaging
import Testing

/// Three rows of so many columns `c0 tinyint`, `c1 tinyint` …, each value another.
struct WideRows: PageSource {
  let columnCount: Int

  static func value(_ row: Int, _ column: Int) -> Int { row * 25 + column }

  func fetchPage(_: PageRequest) async throws -> Page<CQLRows> {
    Page(
      rows: try makeRows(
        (0..<columnCount).map { Column(name: "c\($0)", type: .tinyint) },
        (0..<3).map { row in (0..<columnCount).map { [UInt8(Self.value(row, $0))] } }), nextState: nil)
  }
}

@Suite("B15: tuples of every length")
struct RowTupleTests {
  @Test("each value is the one of its column, in a row and in a sequence", arguments: TupleShape.all.indices)
  func values(index: Int) async throws {
    let shape = TupleShape.all[index]
    #expect(shape.count == index + 1)
    let source = WideRows(columnCount: shape.count)
    let expected = (0..<3).map { row in (0..<shape.count).map { WideRows.value(row, $0) } }
    for (row, values) in zip(try await source.fetchPage(PageRequest("SELECT")).rows, expected) {
      #expect(try shape.row(row) == values)
    }
    #expect(try await shape.rows(source.rows(of: "SELECT")) == expected)
  }

  @Test("a row of a column more or less is refused", arguments: TupleShape.all.indices)
  func otherCounts(index: Int) async throws {
    let shape = TupleShape.all[index]
    for (columnCount, code) in [(shape.count - 1, CQLError.Code.unknownColumn), (shape.count + 1, .typeMismatch)]
    where columnCount > 0 {
      let words =
        "\(shape.count) values were asked of a row that has \(columnCount): "
        + (0..<columnCount).map { "c\($0)" }.joined(separator: ", ")
      let source = WideRows(columnCount: columnCount)
      let row = try #require(try await source.fetchPage(PageRequest("SELECT")).rows.first)
      let error = #expect(throws: CQLError.self) { try shape.row(row) }
      #expect(error?.code == code && error?.message == words)
      let ofSequence = await #expect(throws: CQLError.self) { try await shape.rows(source.rows(of: "SELECT")) }
      #expect(ofSequence?.code == code && ofSequence?.message == words)
    }
  }
}
