import CQLPaging
import CQLPagingTesting

/// The fake coordinator, as a source that can begin a page, and that counts what is asked of it at once.
final class TableSource: PageSource {
  private struct State {
    var underWay = 0
    var most = 0
    var cancelled = 0
    var requests: [PageRequest] = []
    var underWayIn: [Token: Int] = [:]
    var mostOfOwner = 0
  }

  let base: FakeCoordinator
  private let begins: Bool
  private let owners: [Token: String]
  private let hook: @Sendable (_ request: Int, PageRequest) async throws -> Void
  private let state = Lock(State())

  /// - Parameters:
  ///   - begins: whether pages can be begun before anyone waits for them.
  ///   - owners: of ranges, by their last tokens.
  ///   - hook: runs before a page is made, with the number of the request, counted from 0.
  init(
    _ base: FakeCoordinator, begins: Bool = true, owners: [Token: String] = [:],
    hook: @escaping @Sendable (_ request: Int, PageRequest) async throws -> Void = { _, _ in }
  ) {
    self.base = base
    self.begins = begins
    self.owners = owners
    self.hook = hook
  }

  /// How many pages of the table were under way at once, at most.
  var most: Int { state.withLock { $0.most } }
  /// How many of them were for ranges of the same owner, at most.
  var mostOfOwner: Int { state.withLock { $0.mostOfOwner } }
  var requests: [PageRequest] { state.withLock { $0.requests } }
  var cancelled: Int { state.withLock { $0.cancelled } }

  func fetchPage(_ request: PageRequest) async throws -> Page<CQLRows> {
    let end = request.statement.routingToken ?? .minimum
    let number = state.withLock { state in
      state.requests.append(request)
      state.underWay += 1
      state.underWayIn[end, default: 0] += 1
      state.most = max(state.most, state.underWay)
      var load: [String: Int] = [:]
      for (end, count) in state.underWayIn { if let owner = owners[end] { load[owner, default: 0] += count } }
      state.mostOfOwner = max(state.mostOfOwner, load.values.max() ?? 0)
      return state.requests.count - 1
    }
    defer {
      state.withLock { state in
        state.underWay -= 1
        state.underWayIn[end, default: 0] -= 1
      }
    }
    try await hook(number, request)
    return try await base.fetchPage(request)
  }

  func startFetching(
    _ request: PageRequest, announce: @escaping @Sendable (PagingState, _ coordinator: String?) -> Void,
    completion: @escaping @Sendable (Result<Page<CQLRows>, any Error>) -> Void
  ) -> FetchHandle? {
    guard begins else { return nil }
    let handle = fetchPage(request, completion: completion)
    return FetchHandle { [weak self] in
      self?.state.withLock { $0.cancelled += 1 }
      handle.cancel()
    }
  }
}

/// A row of the fake's numbered tables.
struct NumberedRow: Hashable {
  let part: Int
  let number: Int

  init(_ row: CQLRow) throws {
    part = try row.decode(named: "part")
    number = try row.decode(named: "number")
  }

  init(_ part: Int, _ number: Int) { (self.part, self.number) = (part, number) }

  static func all(partitions: Int, rowsInEach: Int) -> [NumberedRow] {
    (0..<partitions).flatMap { part in (0..<rowsInEach).map { NumberedRow(part, $0) } }
  }
}

/// What was read, each row counted.
func counts(_ rows: some Sequence<NumberedRow>) -> [NumberedRow: Int] {
  Dictionary(rows.map { ($0, 1) }, uniquingKeysWith: +)
}
