import CQLPaging
import Synchronization

/// A source of pages that were written down, whatever size is asked for; positions are the pages' numbers.
final class ScriptedPages<Row: Sendable>: PageSource {
  let pages: [[Row]]
  private let count = Atomic(0)

  init(_ pages: [[Row]]) { self.pages = pages }

  var requestCount: Int { count.load(ordering: .relaxed) }

  func fetchPage(_ request: PageRequest) async throws -> Page<[Row]> {
    try Task.checkCancellation()
    count.add(1, ordering: .relaxed)
    let index = request.state.flatMap { Int(String(decoding: $0.bytes, as: UTF8.self)) } ?? 0
    let isLast = index + 1 >= pages.count
    return Page(
      rows: index < pages.count ? pages[index] : [],
      nextState: isLast ? nil : PagingState(bytes: String(index + 1).utf8))
  }
}
