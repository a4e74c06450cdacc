/// A named set of settings for statements of one kind, such as reads for a page or an export.
///
/// ```swift
/// extension ExecutionProfile {
///   static let export = ExecutionProfile("export", pageSize: .bulk, consistency: .localOne, timeout: .seconds(60))
/// }
///
/// statement.profile = .export
/// ```
///
/// Of all who can say how a statement is run, the nearest to the call goes first: the call, the bound statement, the
/// prepared statement, the profile, the session. What is nil here is left to the session.
public struct ExecutionProfile: Hashable, Sendable {
  /// What it is called in descriptions.
  public var name: String
  /// About how many rows a page, on every page of a scan.
  public var pageSize: PageSize?
  /// How many replicas must answer.
  public var consistency: Consistency?
  /// ``Consistency/serial`` or ``Consistency/localSerial`` for conditional writes.
  public var serialConsistency: Consistency?
  /// How long to wait for each page.
  public var timeout: Duration?
  /// How often a ``RetryingSource`` may ask again for the same page; 0 for never.
  public var retries: Int?

  /// A profile; what is left out is left to the session.
  public init(
    _ name: String, pageSize: PageSize? = nil, consistency: Consistency? = nil, serialConsistency: Consistency? = nil,
    timeout: Duration? = nil, retries: Int? = nil
  ) {
    self.name = name
    self.pageSize = pageSize
    self.consistency = consistency
    self.serialConsistency = serialConsistency
    self.timeout = timeout
    self.retries = retries
  }
}

extension ExecutionProfile: CustomStringConvertible {
  public var description: String { "profile \"\(name)\"" }
}

/// What a source runs a statement with: its own word, or its profile's. Nil leaves the choice to the source.
extension Statement {
  /// How many replicas must answer.
  public var effectiveConsistency: Consistency? { consistency ?? profile?.consistency }
  /// The consistency of conditional writes.
  public var effectiveSerialConsistency: Consistency? { serialConsistency ?? profile?.serialConsistency }
  /// How long to wait for each page.
  public var effectiveTimeout: Duration? { timeout ?? profile?.timeout }

  /// Whether the statement may be run again when it is not known whether it has been run.
  public var mayRunTwice: Bool { isIdempotent ?? looksLikeSelect }

  /// Whether the text is a query that changes nothing, as far as its first word tells.
  package var looksLikeSelect: Bool {
    // Comments often stand in front, to tell who asks.
    var tokens = CQLTokens(text)
    guard case .word(let first) = tokens.next() else { return false }
    return Substring(first).uppercased() == "SELECT"
  }
}
