import CQLPaging

/// What the engine answers, and how it is to be sent.
struct FakeAnswer: Sendable {
  enum Content: Sendable {
    case rows(FakeRows)
    case void
    case setKeyspace(String)
    case failure(any Error)
  }

  var content: Content
  var delay = Duration.zero
  var cut: Fault.Cut?
  /// Whether the answer to an EXECUTE is that its statement is unknown.
  var isUnprepared = false
  /// Whether it is a page of a table that is not the system's.
  var isUserPage = false
  /// Which part of the ring it was asked for; nil where it is no page of a user's table.
  var route: Route?

  /// What a page was asked for.
  struct Route: Sendable {
    let keyspace: String
    let tokens: TokenSpan
    /// The number of the page in its scan, from 1.
    let page: Int
  }
}

/// A page as bytes: protocol v4, section 4.2.5.2.
struct FakeRows: Sendable {
  var columns: [Column]
  var rowCount = 0
  /// The rows' cells, each with its length in front.
  var content: [UInt8] = []
  var state: [UInt8]?
  /// Behind which row it ends, counted along the ring; nil where it looked at all rows that there are.
  var end: Int?
  var warnings: [String] = []
}
