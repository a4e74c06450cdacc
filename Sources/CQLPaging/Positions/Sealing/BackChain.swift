/// The way back: where the pages began that were shown on the way to this one.
///
/// Servers page forwards only. A web page that has a link to the page before it can carry that way in its own address:
///
/// ```swift
/// let here = try parameters["page"].map { try seal.openChain($0, for: query, audience: user) } ?? BackChain()
/// var rows = session.rows(of: query, pageSize: 50, from: here.current).makeAsyncIterator()
/// … // 50 rows
/// let next = try rows.cursor.map { try seal.seal(here.next($0), for: query, audience: user) }
/// switch here.previous {
/// case .page(let chain): link(try seal.seal(chain, for: query, audience: user))
/// case .forgotten: linkToFirstPage()
/// case .none: break  // this is the first page
/// }
/// ```
///
/// A chain remembers so many pages; of a longer way the oldest are forgotten, and ``previous`` says so. Nothing is read
/// backwards: a page that is gone back to begins at the same place, and shows what is there now.
public struct BackChain: Hashable, Sendable {
  /// How many pages a chain remembers at most, the current one included.
  public static let maximumDepth = 100

  /// Where the page before this one begins, as far as it is known.
  public enum Previous: Hashable, Sendable {
    /// This is the first page.
    case none
    /// The chain of the page before.
    case page(BackChain)
    /// There are pages before, but the way to them was too long to be kept: go to the first one.
    case forgotten
  }

  /// The number of the current page, from 1.
  public let pageNumber: Int
  /// Where the last pages begin, the current one last; never empty, and never more than there are pages.
  private let beginnings: [Cursor]

  /// The first page.
  public init() { self.init(pageNumber: 1, beginnings: [Cursor(state: nil)]) }

  private init(pageNumber: Int, beginnings: [Cursor]) {
    self.pageNumber = pageNumber
    self.beginnings = beginnings
  }

  /// Where the current page begins: what ``PageSource/rows(of:pageSize:from:)`` takes.
  public var current: Cursor { beginnings[beginnings.count - 1] }

  /// The chain of the page before this one.
  public var previous: Previous {
    if pageNumber == 1 { return .none }
    if beginnings.count == 1 { return .forgotten }
    return .page(BackChain(pageNumber: pageNumber - 1, beginnings: beginnings.dropLast()))
  }

  /// The chain of the next page.
  ///
  /// - Parameter cursor: behind the last row of the current page.
  public func next(_ cursor: Cursor) -> BackChain {
    let known = Array(beginnings.suffix(Self.maximumDepth - 1)) + [cursor]
    return BackChain(pageNumber: pageNumber == .max ? .max : pageNumber + 1, beginnings: known)
  }
}

// As bytes: the page's number, then the beginnings, the current one first, each with its length in front.
extension BackChain {
  /// As many of the beginnings as fit, the current one always.
  func bytes(atMost limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(variable: pageNumber)
    for (index, beginning) in beginnings.reversed().enumerated() {
      var field: [UInt8] = []
      field.append(field: beginning.bytes)
      guard index == 0 || bytes.count + field.count <= limit else { break }
      bytes += field
    }
    return bytes
  }

  init(bytes: ArraySlice<UInt8>) throws(CQLError) {
    var reader = PositionReader(bytes)
    pageNumber = try reader.variable()
    var beginnings: [Cursor] = []
    repeat { beginnings.append(try Cursor(bytes: try reader.field())) } while !reader.rest.isEmpty
    guard pageNumber >= beginnings.count, beginnings.count <= Self.maximumDepth else {
      throw CQLError(.invalidCursor, "the chain remembers more pages than there can be")
    }
    self.beginnings = beginnings.reversed()
  }
}

extension BackChain: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The page's number, not where it begins.
  public var description: String { "page \(pageNumber)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["pageNumber": pageNumber], displayStyle: .struct) }
}
