@testable import CQLPaging
import Testing

@Suite struct PositionsBackChainTests {
  let statement: Statement = "SELECT n FROM numbers"
  let seal = CursorSeal(keys: .temporary())

  /// What a web service does with an address: the rows of its page, and the addresses of the next and the previous one.
  private func show(
    _ address: String?, of source: NumberSource, rowsPerPage: Int = 7
  ) async throws -> (rows: [Int], next: String?, previous: String?, number: Int) {
    let here = try address.map { try seal.openChain($0, for: statement) } ?? BackChain()
    var iterator = source.rows(of: statement, pageSize: 10, from: here.current).makeAsyncIterator()
    var rows: [Int] = []
    while rows.count < rowsPerPage, let row = try await iterator.next() { rows.append(row) }
    let next = try iterator.cursor.map { try seal.seal(here.next($0), for: statement) }
    let previous: String? =
      switch here.previous {
      case .page(let chain): try seal.seal(chain, for: statement)
      case .none, .forgotten: nil
      }
    return (rows, next, previous, here.pageNumber)
  }

  @Test("C10: pages forth and back again show the same rows, whatever the server's page size")
  func forthAndBack() async throws {
    let source = NumberSource(count: 40)
    var addresses: [String?] = [nil]
    var shown: [[Int]] = []
    while let address = addresses.last {
      let page = try await show(address, of: source)
      #expect(page.number == addresses.count)
      shown.append(page.rows)
      guard let next = page.next else { break }
      addresses.append(next)
    }
    #expect(shown == stride(from: 0, to: 40, by: 7).map { Array($0..<min($0 + 7, 40)) })
    var address = addresses.last ?? nil
    for number in (1...6).reversed() {
      let page = try await show(address, of: source)
      #expect(page.number == number)
      #expect(page.rows == shown[number - 1])
      #expect((page.previous == nil) == (number == 1))
      address = page.previous
    }
  }

  @Test("C10: the first page has none before it")
  func first() throws {
    let first = BackChain()
    #expect(first.pageNumber == 1)
    #expect(first.current == Cursor(state: nil))
    #expect(first.previous == .none)
    #expect(try seal.openChain(try seal.seal(first, for: statement), for: statement) == first)
  }

  @Test("C10: a way that is too long loses its beginning, and says so; going forth has no end")
  func depth() throws {
    var chain = BackChain()
    for page in 0..<1000 { chain = chain.next(Cursor(state: NumberSource.state(page))) }
    #expect(chain.pageNumber == 1001)
    chain = try {
      var seal = seal
      seal.maximumLength = 10_000
      return try seal.openChain(try seal.seal(chain, for: statement), for: statement)
    }()
    var known = 1
    while case .page(let previous) = chain.previous {
      #expect(previous.pageNumber == chain.pageNumber - 1)
      #expect(previous.current == Cursor(state: NumberSource.state(999 - known)))
      chain = previous
      known += 1
    }
    #expect(known == BackChain.maximumDepth)
    #expect(chain.previous == .forgotten)
  }

  @Test(
    "C10: sealing keeps as much of the way as the length allows, and the current page always",
    arguments: [200, 300, 1000, 2048])
  func length(limit: Int) throws {
    var seal = seal
    seal.maximumLength = limit
    var chain = BackChain()
    for page in 0..<100 {
      chain = chain.next(Cursor(state: PagingState(bytes: [UInt8](repeating: UInt8(page), count: 50))))
    }
    let text = try seal.seal(chain, for: statement, audience: "user 42")
    #expect(text.utf8.count <= limit && text.utf8.count > limit - 80, "nothing is given away")
    var opened = try seal.openChain(text, for: statement, audience: "user 42")
    #expect(opened.pageNumber == 101 && opened.current == chain.current)
    while case .page(let previous) = opened.previous { opened = previous }
    #expect(opened.previous == .forgotten)
    let long = chain.next(Cursor(state: PagingState(bytes: [UInt8](repeating: 1, count: limit))))
    let error = #expect(throws: CQLError.self) { try seal.seal(long, for: statement) }
    #expect(error?.code == .cursorTooLong)
  }

  @Test("C10: every truncation of a chain within its seal, and other nonsense, is an error")
  func malformed() throws {
    let chain = BackChain().next(Cursor(state: PagingState(bytes: [1, 2]))).next(
      Cursor(state: PagingState(bytes: [3, 4])))
    let bytes = chain.bytes(atMost: 1000)
    #expect(try BackChain(bytes: bytes[...]) == chain)
    // Cut between two beginnings it is a chain that has forgotten one.
    let whole = Set(bytes.indices.filter { (try? BackChain(bytes: bytes[..<$0])) != nil })
    #expect(whole.count == 2)
    for length in bytes.indices where !whole.contains(length) {
      let error = #expect(throws: CQLError.self) { try BackChain(bytes: bytes[..<length]) }
      #expect(error?.code == .invalidCursor)
    }
    for wrong in [[0] + bytes.dropFirst(), [2] + bytes.dropFirst(), [3, 0], [3], [1, 0xFF, 0xFF, 0x7F]] as [[UInt8]] {
      let error = #expect(throws: CQLError.self) { try BackChain(bytes: wrong[...]) }
      #expect(error?.code == .invalidCursor)
    }
  }
}
