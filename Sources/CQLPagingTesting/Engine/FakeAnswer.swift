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
}

/// A page as bytes: protocol v4, section 4.2.5.2.
struct FakeRows: Sendable {
  var columns: [Column]
  var rowCount = 0
  /// The rows' cells, each with its length in front.
  var content: [UInt8] = []
  var state: [UInt8]?
  var warnings: [String] = []
}
