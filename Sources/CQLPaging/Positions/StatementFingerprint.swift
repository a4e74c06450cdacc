/// A mark of a statement, its values, its keyspace and the protocol's version: equal for equal ones, and for no others.
///
/// Servers take a position with another statement, or other values, and read from some other place, mostly without an
/// error. A position that is kept with this mark is found out before anything is sent.
///
/// Each part is hashed with its length in front, so `("ab", "c")` and `("a", "bc")` differ, as do null, "not set" and
/// empty. Values are taken as the types that they have in Swift, since nothing has been prepared yet: 5 as an `Int` and 5
/// as an `Int32` differ, though a server may see the same. Sets and dictionaries are sorted first. Page size,
/// consistency, timeouts and the like are left out: a position does not depend on them.
public struct StatementFingerprint: Hashable, Sendable {
  /// SHA-256, cut after so many bytes: more than enough against mistakes, and against forgery it is never alone.
  package static let byteCount = 16
  private static let domain = "cql-paging statement 1"

  package let bytes: [UInt8]

  /// - Parameters:
  ///   - statement: its text and its values.
  ///   - keyspace: the one in use, where the text does not name it.
  ///   - protocolVersion: of the connections that it is for.
  /// - Throws: `.valueDoesNotFit`, `.typeMismatch` for values that cannot be bound as they are.
  public init(of statement: Statement, keyspace: String? = nil, protocolVersion: UInt8 = 4) throws(CQLError) {
    var content: [UInt8] = []
    content.append(field: Self.domain.utf8)
    content.append(field: statement.text.utf8)
    content.append(field: keyspace.map { [1] + Array($0.utf8) } ?? [0])
    content.append(protocolVersion)
    switch statement.values {
    case _ where statement.values.isEmpty, .none: content.append(0)
    case .positional(let values):
      content.append(1)
      content.append(variable: values.count)
      for (index, value) in values.enumerated() {
        do throws(CQLError) { try content.append(bound: value) } catch { throw error.at("value \(index + 1)") }
      }
    case .named(let values):
      content.append(2)
      content.append(variable: values.count)
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        content.append(field: name.utf8)
        do throws(CQLError) { try content.append(bound: value) } catch { throw error.at("value for \"\(name)\"") }
      }
    }
    bytes = Array(SHA256.hash(content).prefix(Self.byteCount))
  }

  package init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  public static func == (left: StatementFingerprint, right: StatementFingerprint) -> Bool {
    equalInConstantTime(left.bytes, right.bytes)
  }
}

extension [UInt8] {
  /// Appends a value's type and what it is encoded as, in the one order that a set or map has.
  fileprivate mutating func append(bound value: any CQLEncodable) throws(CQLError) {
    let type = value.naturalType
    append(field: type.className.utf8)
    var writer = CellWriter()
    try writer.writeCell(value, as: type)
    // The length in front is where null (-1), "not set" (-2) and empty (0) differ.
    append(contentsOf: writer.bytes.prefix(4))
    append(contentsOf: CanonicalValue.bytes(writer.bytes.dropFirst(4), of: type))
  }
}

extension StatementFingerprint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Nothing of it: values with few possibilities could be found out by trying.
  public var description: String { "statement fingerprint" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
