import CQLPaging
import CQLPagingTesting
import Testing

@Suite("B15: decoders of rows, and cells that are lent") struct RowDecoderTests {
  /// Counts the rows that this copy of it has read.
  private struct Counting: RowDecoder {
    var count = 0

    mutating func decode(_ cells: inout CellCursor) throws(CQLError) -> (Int, Int) {
      count += 1
      return (try cells.decode(), count)
    }
  }

  private struct OddOnly: RowDecoder {
    func decode(_ cells: inout CellCursor) throws(CQLError) -> Int {
      let number = try cells.decode(Int.self)
      guard number % 2 == 1 else { throw CQLError(.valueDoesNotFit, "\(number) is even") }
      return number
    }
  }

  private let rows = FakeCoordinator(tables: [.numbered(rows: 25)]).rows(
    of: "SELECT number FROM test.numbers", pageSize: 10)

  @Test("a decoder reads each row, over all pages, and each iteration begins with a copy of it")
  func copies() async throws {
    let decoded = rows.decode(with: Counting())
    for _ in 0..<2 {
      var read: [Int] = []
      for try await (number, count) in decoded {
        read.append(number)
        #expect(count == read.count)
      }
      #expect(read == Array(0..<25))
    }
  }

  @Test("a row that a decoder refuses counts as read, and the iteration can go on")
  func refusals() async throws {
    var iterator = rows.decode(with: OddOnly()).makeAsyncIterator()
    var (read, refused): ([Int], [String]) = ([], [])
    while true {
      do {
        guard let number = try await iterator.next() else { break }
        read.append(number)
      } catch let error as CQLError {
        refused.append(error.message)
      }
    }
    #expect(read == Array(stride(from: 1, to: 25, by: 2)))
    #expect(refused == stride(from: 0, to: 25, by: 2).map { "\($0) is even" })
  }

  /// Pages of one row each, which looks with each request whether the page before is still there.
  private final class WatchedPages: PageSource {
    private struct State {
      weak var page: PageBuffer?
      var heldPages = 0
    }

    private let state = Lock(State())

    /// How often a page was still there when the next one was asked for.
    var heldPages: Int { state.withLock { $0.heldPages } }
    /// Whether the last page is still there.
    var isHeld: Bool { state.withLock { $0.page != nil } }

    func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
      let number = request.state?.bytes.first ?? 0
      let buffer = PageBuffer(hex("00000004 000000") + [number])
      state.withLock { state in
        if state.page != nil { state.heldPages += 1 }
        state.page = buffer
      }
      let columns = Columns([Column(name: "number", type: .int)])
      let rows = CQLRows(storage: try CQLRows.Storage(buffer: buffer, start: 0, rowCount: 1, columns: columns))
      return Page(rows: rows, nextState: number < 9 ? PagingState(bytes: [number + 1]) : nil)
    }
  }

  private struct Numbered: Decodable { let number: Int }

  @Test("B2: a page that was read is not held while the next one comes, nor behind the end, however rows are read")
  func oneAtATime() async throws {
    let source = WatchedPages()
    let rows = source.rows(of: "SELECT number FROM t")
    var iterator = rows.decode(Numbered.self).makeAsyncIterator()
    var read: [Int] = []
    while let row = try await iterator.next() { read.append(row.number) }
    #expect(!source.isHeld)
    #expect(iterator.summary.rows == 10)
    for try await (number) in rows.decode(as: (Int).self) { read.append(number) }
    for try await row in rows { read.append(try row.decode(at: 0)) }
    #expect(read == Array(0..<10) + Array(0..<10) + Array(0..<10))
    #expect(source.heldPages == 0)
  }

  private func row() throws -> CQLRow {
    try makeRow([(.text, Array("é!".utf8)), (.int, hex("00000007")), (.text, nil), (.blob, []), (.ascii, [0x41])])
  }

  @Test("text is lent as its UTF-8, bytes of any type as they came, and the cells behind them are the next ones")
  func lent() throws {
    let (text, bytes, blob, ascii) = try row().decode { cells throws(CQLError) in
      let text = try cells.withText { Array(copying: $0) }
      let bytes = try cells.withBytes { Array(copying: $0) }
      try cells.skip()
      return (text, bytes, try cells.withBytes { $0.isEmpty }, try cells.withText { Array(copying: $0) })
    }
    #expect(text == Array("é!".utf8))
    #expect(bytes == [0, 0, 0, 7])
    #expect(blob)
    #expect(ascii == [0x41])
  }

  @Test("null, another type, what is no UTF-8, and what is behind the last column, is not lent")
  func notLent() throws {
    var calls = 0
    func text(_ row: CQLRow, skipping count: Int) -> CQLError? {
      #expect(throws: CQLError.self) {
        try row.decode { cells throws(CQLError) in
          try cells.skip(count)
          try cells.withText { _ in calls += 1 }
        }
      }
    }
    func bytes(_ row: CQLRow, skipping count: Int) -> CQLError? {
      #expect(throws: CQLError.self) {
        try row.decode { cells throws(CQLError) in
          try cells.skip(count)
          try cells.withBytes { _ in calls += 1 }
        }
      }
    }
    let row = try row()
    #expect(text(row, skipping: 1)?.code == .typeMismatch)
    #expect(text(row, skipping: 2)?.code == .unexpectedNull)
    #expect(bytes(row, skipping: 2)?.message.hasPrefix("column \"c2\": ") == true)
    #expect(text(row, skipping: 5)?.code == .unknownColumn)
    #expect(bytes(row, skipping: 5)?.code == .unknownColumn)
    #expect(text(try makeRow([(.text, [0xFF])]), skipping: 0)?.code == .malformedValue)
    #expect(text(try makeRow([(.ascii, [0xC3, 0xA9])]), skipping: 0)?.code == .malformedValue)
    #expect(calls == 0)
  }

  @Test("a cell that was refused is passed: the next one can be read")
  func goingOn() throws {
    let read = try row().decode { cells throws(CQLError) in
      var read: [String] = []
      while true {
        do throws(CQLError) {
          read.append(try cells.decode(String.self))
        } catch {
          if error.code == .unknownColumn { return read }
          read.append("\(error.code)")
        }
      }
    }
    #expect(read == ["é!", "typeMismatch", "unexpectedNull", "typeMismatch", "A"])
  }
}

extension [UInt8] {
  fileprivate init(copying span: Span<UInt8>) { self = span.indices.map { span[$0] } }
}
