import CQLPaging

/// A source of numbers that can begin a page before anyone waits for it, as one with an event loop does: what was begun
/// ends when the test says so, on the test's own thread.
final class LoopSource: PageSource {
  private struct State {
    var begun: [(request: PageRequest, completion: @Sendable (Result<Page<Range<Int>>, any Error>) -> Void)] = []
    var beginCount = 0
    var cancelled = 0
    var isManual = true
  }

  let base: NumberSource
  private let state = Lock(State())

  init(_ base: NumberSource, isManual: Bool = true) {
    self.base = base
    state.withLock { $0.isManual = isManual }
  }

  /// Pages begun so far.
  var beginCount: Int { state.withLock { $0.beginCount } }
  var underWay: Int { state.withLock { $0.begun.count } }
  var cancelCount: Int { state.withLock { $0.cancelled } }

  func fetchPage(_ request: PageRequest) async throws -> Page<Range<Int>> { try await base.fetchPage(request) }

  func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<Range<Int>>, any Error>) -> Void
  ) -> FetchHandle? {
    let isManual = state.withLock { state in
      state.beginCount += 1
      if state.isManual { state.begun.append((request, completion)) }
      return state.isManual
    }
    if !isManual { completion(Result { try base.page(request) }) }
    return FetchHandle { [state] in state.withLock { $0.cancelled += 1 } }
  }

  /// Ends the page that was begun first.
  func arrive() {
    let (request, completion) = state.withLock { $0.begun.removeFirst() }
    completion(Result { try base.page(request) })
  }

  func fail(_ error: any Error) {
    let (_, completion) = state.withLock { $0.begun.removeFirst() }
    completion(.failure(error))
  }
}
