import CQLPaging
import Synchronization

@testable import cqlpage

/// A result of rows `n = 0, 1, 2 …` in one int column, cut into pages as asked, with mishaps where a test wants them.
final class NumberedSource: PageSource {
  let count: Int
  /// No page is longer.
  let pageCap: Int
  /// Pages that are empty and not the last, counted from 0.
  let emptyPages: Set<Int>
  /// Requests that fail, counted from 0, and how.
  let failures: [Int: CQLError]
  /// The request that never gets an answer, counted from 0.
  let hangingRequest: Int?
  let requests = Mutex<[PageRequest]>([])

  init(
    _ count: Int, pageCap: Int = .max, emptyPages: Set<Int> = [], failures: [Int: CQLError] = [:],
    hangingRequest: Int? = nil
  ) {
    self.count = count
    self.pageCap = pageCap
    self.emptyPages = emptyPages
    self.failures = failures
    self.hangingRequest = hangingRequest
  }

  var sizes: [Int?] {
    requests.withLock { requests in
      requests.map { if case .paged(let size) = $0.paging { size?.rows } else { nil } }
    }
  }

  /// The state is two numbers: the next row, and how many empty pages came before.
  private func state(_ row: Int, _ page: Int) -> PagingState {
    PagingState(bytes: withUnsafeBytes(of: (Int32(row), Int32(page))) { Array($0) })
  }

  func fetchPage(_ request: PageRequest) async throws(CQLError) -> Page<CQLRows> {
    let index = requests.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    if let failure = failures[index] { throw failure }
    if index == hangingRequest {
      do { try await Task.sleep(for: .seconds(3600)) } catch { throw CQLError(.connectionClosed, "cancelled") }
    }
    var (begin, page) = (0, 0)
    if let state = request.state {
      let numbers = state.bytes.withUnsafeBytes { $0.loadUnaligned(as: (Int32, Int32).self) }
      (begin, page) = (Int(numbers.0), Int(numbers.1))
    }
    if emptyPages.contains(page) {
      return Page(rows: rows(begin..<begin), nextState: state(begin, page + 1), info: PageInfo(byteCount: 10))
    }
    guard case .paged(let size) = request.paging else { throw CQLError(.invalidPageSize, "unpaged") }
    let end = min(count, begin + min(size?.rows ?? 5000, pageCap))
    // As servers do: a full page says that more follows, also where nothing does.
    let isLast = end == count && end - begin < min(size?.rows ?? 5000, pageCap)
    return Page(
      rows: rows(begin..<end), nextState: isLast ? nil : state(end, page + 1), info: PageInfo(byteCount: 10))
  }

  private func rows(_ range: Range<Int>) -> CQLRows {
    do { return try makeRows([("n", .int)], range.map { [Int32($0)] }) } catch { preconditionFailure("\(error)") }
  }
}
