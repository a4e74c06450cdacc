public import CQLPaging

/// A page that was asked of the fake coordinator, in memory or over a socket.
public struct RecordedRequest: Hashable, Sendable {
  /// The statement's text.
  public let text: String
  /// The values as they were encoded, in the order of the markers for positional ones; nil for null and "not set".
  public let values: [[UInt8]?]
  /// The page size; nil where the whole result was asked for.
  public let pageSize: Int?
  /// Where the page was to begin; nil is the beginning of the result.
  public let state: PagingState?
  /// How many replicas should answer; nil where the statement left that open.
  public let consistency: Consistency?
  /// Whether the statement had been prepared.
  public let isPrepared: Bool
  /// The address of the ``WireServer`` that was asked; nil in memory.
  public let node: String?
}

extension RecordedRequest: CustomStringConvertible, CustomReflectable {
  public var description: String {
    "\(text), \(values.count) values, page size \(pageSize.map(String.init) ?? "none"), "
      + (state == nil ? "from the beginning" : "from a position")
  }

  public var customMirror: Mirror { Mirror(self, children: ["text": text], displayStyle: .struct) }
}
