import CQLPaging
import CQLSession

/// A table's rows in the order of their tokens.
struct TokenRing: Sendable {
  struct Entry: Sendable {
    let token: Int64
    let row: Int
  }

  let count: Int
  /// Empty where all rows lie in one partition: their places are their numbers then.
  private let entries: [Entry]
  private let onlyToken: Int64

  /// - Parameter isOnePartition: whether the first row's token is that of every row.
  init(rowCount: Int, isOnePartition: Bool, token: (Int) throws(CQLError) -> Int64) throws(CQLError) {
    count = rowCount
    guard !isOnePartition || rowCount == 0 else {
      entries = []
      onlyToken = try token(0)
      return
    }
    onlyToken = 0
    var entries: [Entry] = []
    entries.reserveCapacity(rowCount)
    for row in 0..<rowCount { entries.append(Entry(token: try token(row), row: row)) }
    // Rows of one partition keep the order in which they were given.
    entries.sort { ($0.token, $0.row) < ($1.token, $1.row) }
    self.entries = entries
  }

  /// The number of the row at a place, counted along the ring.
  func row(at place: Int) -> Int { entries.isEmpty ? place : entries[place].row }

  /// The token of the row at a place.
  func token(at place: Int) -> Int64 { entries.isEmpty ? onlyToken : entries[place].token }

  /// The first place whose token is at least `token`.
  func firstPlace(from token: Int64) -> Int { partitionPoint { $0 < token } }

  /// The first place whose token is above `token`.
  func firstPlace(above token: Int64) -> Int { partitionPoint { $0 <= token } }

  private func partitionPoint(_ isBefore: (Int64) -> Bool) -> Int {
    guard !entries.isEmpty else { return isBefore(onlyToken) ? count : 0 }
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(entries[middle].token) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A ring that is put in order when it is first asked for.
final class LazyRing: Sendable {
  private let rowCount: Int
  private let isOnePartition: Bool
  private let token: @Sendable (Int) throws(CQLError) -> Int64
  private let ready = Lock<TokenRing?>(nil)

  init(rowCount: Int, isOnePartition: Bool, token: @escaping @Sendable (Int) throws(CQLError) -> Int64) {
    self.rowCount = rowCount
    self.isOnePartition = isOnePartition
    self.token = token
  }

  func ring() throws(CQLError) -> TokenRing {
    try ready.withLock { ready throws(CQLError) in
      if let ready { return ready }
      let ring = try TokenRing(rowCount: rowCount, isOnePartition: isOnePartition, token: token)
      ready = ring
      return ring
    }
  }
}
