import CQLPaging

/// A source whose rows count how many of them are alive.
final class CountedRows: PageSource {
  final class Row: Sendable {
    private let source: CountedRows

    fileprivate init(_ source: CountedRows) {
      self.source = source
      source.live.withLock { live in
        live.now += 1
        live.most = max(live.most, live.now)
      }
    }

    deinit { source.live.withLock { $0.now -= 1 } }
  }

  let count: Int
  private let live = Lock((now: 0, most: 0))

  init(count: Int) { self.count = count }

  /// The most rows that were alive at once.
  var most: Int { live.withLock { $0.most } }

  func fetchPage(_ request: PageRequest) async throws -> Page<[Row]> {
    let start = request.state.flatMap { Int(String(decoding: $0.bytes, as: UTF8.self)) } ?? 0
    let end = min(start + Int(try request.checkedPageSize(default: 10) ?? .max), count)
    return Page(
      rows: (start..<end).map { _ in Row(self) }, nextState: end < count ? PagingState(bytes: String(end).utf8) : nil)
  }
}
