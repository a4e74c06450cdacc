import CQLPaging
import Synchronization

/// A source of the numbers 0 ..< count, whose positions are decimal text; it can be told what to do with a request.
final class NumberSource: PageSource {
  enum Answer: Sendable {
    case page
    /// No rows; the next position is this one.
    case empty(next: Int)
    /// No rows; the position is the same in other bytes.
    case emptyHere
    case shorter(Int)
    case failure(any Error)
    /// The position that was asked for again, and no rows.
    case stuck
    case noStateThoughRowsRemain
  }

  struct Broken: Error, Equatable {}

  let count: Int
  let bytesPerRow: Int
  private let answer: @Sendable (_ request: Int, _ position: Int) -> Answer
  private let state = Mutex<[(position: Int, size: Int)]>([])

  init(
    count: Int, bytesPerRow: Int = 8,
    _ answer: @escaping @Sendable (_ request: Int, _ position: Int) -> Answer = { _, _ in .page }
  ) {
    self.count = count
    self.bytesPerRow = bytesPerRow
    self.answer = answer
  }

  var requests: [(position: Int, size: Int)] { state.withLock { $0 } }

  func fetchPage(_ request: PageRequest) async throws -> Page<Range<Int>> {
    try Task.checkCancellation()
    return try page(request)
  }

  func page(_ request: PageRequest) throws -> Page<Range<Int>> {
    let position = Self.position(of: request)
    let size = Int(try request.checkedPageSize(default: 10) ?? .max)
    let number = state.withLock { requests in
      requests.append((position, size))
      return requests.count - 1
    }
    switch answer(number, position) {
    case .page: return page(position, position + min(size, count - position))
    case .shorter(let rows): return page(position, position + rows)
    case .empty(let next): return Page(rows: position..<position, nextState: Self.state(next))
    case .emptyHere: return Page(rows: position..<position, nextState: PagingState(bytes: "\(position)/\(number)".utf8))
    case .stuck: return Page(rows: position..<position, nextState: request.state)
    case .noStateThoughRowsRemain: return Page(rows: position..<min(position + size, count), nextState: nil)
    case .failure(let error): throw error
    }
  }

  private func page(_ start: Int, _ end: Int) -> Page<Range<Int>> {
    Page(
      rows: start..<end, nextState: end < count ? Self.state(end) : nil,
      info: PageInfo(byteCount: (end - start) * bytesPerRow))
  }

  static func position(of request: PageRequest) -> Int {
    request.state.flatMap { Int(String(decoding: $0.bytes.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self)) } ?? 0
  }

  static func state(_ position: Int) -> PagingState { PagingState(bytes: String(position).utf8) }
}
