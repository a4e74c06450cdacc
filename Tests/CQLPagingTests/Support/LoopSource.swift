import CQLPaging

/// A source of numbers that can begin a page before anyone waits for it, as one with an event loop does: what was begun
/// ends when the test says so, on the test's own thread.
final class LoopSource: PageSource {
  private struct State {
    var begun: [Begun] = []
    var beginCount = 0
    var cancelled = 0
    var isManual = true
  }

  private struct Begun {
    let request: PageRequest
    let announce: @Sendable (PagingState, String?) -> Void
    let completion: @Sendable (Result<Page<Range<Int>>, any Error>) -> Void
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
      if state.isManual { state.begun.append(Begun(request: request, announce: announce, completion: completion)) }
      return state.isManual
    }
    if !isManual { completion(Result { try base.page(request) }) }
    return FetchHandle { [state] in state.withLock { $0.cancelled += 1 } }
  }

  /// The positions of the pages that are under way.
  var positions: [Int] { state.withLock { $0.begun.map { NumberSource.position(of: $0.request) } } }

  /// Says of a page that is under way where the next one begins.
  func announce(_ index: Int = 0, next position: Int) {
    let begun = state.withLock { $0.begun[index] }
    begun.announce(NumberSource.state(position), "node")
  }

  /// Ends a page that is under way, the one that was begun first if nothing else is said.
  func arrive(_ index: Int = 0) {
    let begun = state.withLock { $0.begun.remove(at: index) }
    begun.completion(Result { try base.page(begun.request) })
  }

  func fail(_ error: any Error, _ index: Int = 0) {
    let begun = state.withLock { $0.begun.remove(at: index) }
    begun.completion(.failure(error))
  }
}
