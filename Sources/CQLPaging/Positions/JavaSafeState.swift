/// The "safe" paging state of the DataStax and Apache Java drivers: a position with a hash of its statement and values.
///
/// For services that move from Java, or share positions with one. Of Java driver 4 it is `PagingState.toString` and
/// `fromString`, of driver 3 the same.
///
/// It protects from mistakes only. The hash is an MD5 without a key, so anybody can make one; it leaves out the keyspace;
/// and it separates nothing, so the values ("ab", "c") and ("a", "bc") have the same. ``BoundCursor`` finds what it
/// misses, ``CursorSeal`` keeps forgers out.
public struct JavaSafeState: Hashable, Sendable {
  /// The longest position that the format has room for, in bytes.
  public static let maximumStateLength = Int(Int16.max)
  /// The longest text that can be one, in characters: two parts as long as their lengths can say, and three numbers.
  package static let maximumTextLength = (3 + maximumStateLength) * 4

  /// The protocol's version that the position was made with. Texts without one, as old drivers made them, have 2.
  public let protocolVersion: Int16
  private let state: PagingState
  private let hash: [UInt8]

  /// - Parameters:
  ///   - state: the position.
  ///   - statement: where it belongs, with its values.
  ///   - prepared: the same statement as the server prepared it. Java drivers hash values as the types of the bind
  ///     markers; without it they are hashed as the types that they have in Swift, and those must be the same then: an
  ///     `Int32` for an `int`.
  ///   - protocolVersion: of the connection that it came from.
  /// - Throws: `.cursorTooLong` above ``maximumStateLength``; `.wrongValues` for a null, which the Java drivers cannot
  ///   hash either, and for values that do not fit the bind markers; `.valueDoesNotFit`, `.typeMismatch`.
  public init(
    _ state: PagingState, for statement: Statement, prepared: PreparedStatement? = nil, protocolVersion: Int16 = 4
  ) throws(CQLError) {
    guard state.bytes.count <= Self.maximumStateLength else {
      throw CQLError(
        .cursorTooLong,
        "a position of \(state.bytes.count) bytes: the Java drivers' form has room for \(Self.maximumStateLength)")
    }
    self.state = state
    self.protocolVersion = protocolVersion
    hash = try Self.hash(of: state, for: statement, prepared: prepared)
  }

  /// The position, if its hash is that of this statement and these values.
  ///
  /// - Throws: `.cursorForeign`; what ``init(_:for:prepared:protocolVersion:)`` throws for values.
  public func state(for statement: Statement, prepared: PreparedStatement? = nil) throws(CQLError) -> PagingState {
    guard equalInConstantTime(try Self.hash(of: state, for: statement, prepared: prepared), hash) else {
      throw CQLError(.cursorForeign, "the paging state belongs to another statement or other values, or was altered")
    }
    return state
  }

  private static func hash(
    of state: PagingState, for statement: Statement, prepared: PreparedStatement?
  ) throws(CQLError) -> [UInt8] {
    MD5.hash(Array(statement.text.utf8) + (try encodedValues(of: statement, prepared: prepared)) + state.bytes)
  }

  /// The values behind one another, without lengths: named ones in the order in which the text names them first.
  private static func encodedValues(of statement: Statement, prepared: PreparedStatement?) throws(CQLError) -> [UInt8] {
    var encoded: [UInt8] = []
    func append(_ value: any CQLEncodable, as type: CQLType) throws(CQLError) {
      var writer = CellWriter()
      try writer.writeCell(value, as: type)
      guard !writer.bytes.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) else {
        throw CQLError(.wrongValues, "the Java drivers' form of a paging state has no room for a null among the values")
      }
      encoded += writer.bytes.dropFirst(4)
    }
    if let prepared {
      for (value, marker) in zip(try statement.values.inOrder(of: prepared.bindMarkers), prepared.bindMarkers) {
        try append(value, as: marker.type)
      }
      return encoded
    }
    switch statement.values {
    case .none: break
    case .positional(let values): for value in values { try append(value, as: value.naturalType) }
    case .named(var values):
      for case let name? in StatementOutline(statement.text).markers {
        // A name that comes twice is one value.
        if let value = values.removeValue(forKey: name) { try append(value, as: value.naturalType) }
      }
      guard values.isEmpty else { throw CQLError(.wrongValues, "\(values.count) named values have no bind marker") }
    }
    return encoded
  }
}

// The form: two lengths of 2 bytes, big-endian and signed; the position; the hash; the protocol's version, 2 bytes.
extension JavaSafeState {
  /// As lowercase hexadecimal digits.
  public var text: String {
    var bytes: [UInt8] = []
    // Neither is longer than 32,767: the position was looked at, the hash has 16 bytes or came with a length of 2.
    bytes.append(bigEndian: Int16(state.bytes.count))
    bytes.append(bigEndian: Int16(hash.count))
    bytes += state.bytes + hash
    bytes.append(bigEndian: protocolVersion)
    return Hexadecimal.encode(bytes)
  }

  /// Reads ``text``, and what Java drivers make.
  ///
  /// - Throws: `.cursorTooLong` for text that no position can have; `.invalidCursor` for anything else that is not of the
  ///   form.
  public init(text: some StringProtocol) throws(CQLError) {
    guard text.utf8.count <= Self.maximumTextLength else {
      throw CQLError(
        .cursorTooLong,
        "a text of \(text.utf8.count) characters: the Java drivers' form has \(Self.maximumTextLength) at most")
    }
    var reader = PositionReader(try Hexadecimal.decode(text)[...])
    let stateLength = try reader.integer(Int16.self)
    let hashLength = try reader.integer(Int16.self)
    guard stateLength >= 0, hashLength >= 0 else {
      throw CQLError(.invalidCursor, "a length in the Java drivers' form of a paging state is below 0")
    }
    state = PagingState(bytes: try reader.bytes(Int(stateLength)))
    hash = Array(try reader.bytes(Int(hashLength)))
    protocolVersion = reader.rest.isEmpty ? 2 : try reader.integer(Int16.self)
    try reader.checkEnd()
  }
}

extension JavaSafeState: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What it is, not where it stands.
  public var description: String { "Java driver's paging state" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
