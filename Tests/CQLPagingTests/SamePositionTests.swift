import CQLPaging
import Testing

/// A server that does not get on, but sends rows.
@Suite struct SamePositionTests {
  /// Ten numbers a page; the third page says that it is followed by itself, for some time.
  private final class Circling: PageSource {
    private let times = Lock(2)

    func fetchPage(_ request: PageRequest) async throws -> Page<[Int]> {
      let page = request.state.map { Int($0.bytes[0]) } ?? 0
      let circles =
        page == 2
        && times.withLock { times in
          times -= 1
          return times >= 0
        }
      let next: Int? = circles ? page : page == 4 ? nil : page + 1
      return Page(
        rows: Array(page * 10..<page * 10 + 10), nextState: next.map { PagingState(bytes: [UInt8($0)]) })
    }
  }

  @Test("B7: the same position again is an error also where rows came with it: they would come for ever")
  func withRows() async throws {
    var rows = Circling().rows(of: "SELECT n FROM numbers").makeAsyncIterator()
    var seen: [Int] = []
    for _ in 0..<20 { seen.append(try #require(try await rows.next())) }
    for _ in 0..<2 {
      let error = await #expect(throws: PagingError.self) { _ = try await rows.next() }
      #expect(error?.code == .stalledPaging)
      #expect(error?.rowsDelivered == 20)
    }
    while let row = try await rows.next() { seen.append(row) }
    #expect(seen == Array(0..<50))
  }
}
