import CQLNativeProtocol
import CQLPaging

/// Which rows of a table a SELECT with its values asks for.
struct RowSelection: Sendable {
  /// The places on the ring among which they lie.
  private(set) var places: Range<Int>
  /// The tokens that the statement names; all where it names none.
  private(set) var tokens = TokenSpan()
  /// What their cells must be equal to.
  private(set) var conditions: [Condition] = []
  /// How many at most.
  private(set) var limit: Int?

  struct Condition: Sendable {
    let column: Int
    let values: Set<[UInt8]>
  }

  private let plan: SelectPlan
  private let ring: TokenRing
  private let values: [EncodedValue]

  /// - Throws: `ServerError` (0x2200) for values that the statement cannot have; `CQLError` from the table's rows.
  init(_ plan: SelectPlan, values: EncodedValues) throws {
    self.plan = plan
    ring = try plan.table.inTokenOrder()
    self.values = try Self.arranged(values, for: plan)
    places = 0..<ring.count
    for relation in plan.statement.relations { try add(relation) }
    narrowToPartition()
    if let limit = plan.statement.limit { self.limit = try rows(limit) }
  }

  /// The values in the order of the markers.
  private static func arranged(_ values: EncodedValues, for plan: SelectPlan) throws(ServerError) -> [EncodedValue] {
    guard case .named(let named) = values else {
      guard values.count == plan.statement.markers.count else { throw .invalid("Invalid amount of bind variables") }
      return values.all
    }
    var arranged: [EncodedValue] = []
    for marker in plan.shape.markers {
      guard let value = named.first(where: { $0.name == marker.name })?.value else {
        throw .invalid("Invalid amount of bind variables: \(marker.name) is missing")
      }
      arranged.append(value)
    }
    return arranged
  }

  private mutating func add(_ relation: SelectStatement.Relation) throws(ServerError) {
    let table = plan.table
    func place(_ name: String) -> Int { table.columns.firstIndex { $0.name == name } ?? 0 }
    switch relation {
    case .equal(let name, let term):
      let bytes = try value(term, table.columns[place(name)].type, name)
      conditions.append(Condition(column: place(name), values: [bytes]))
    case .anyOf(let name, let terms):
      var all: Set<[UInt8]> = []
      for term in terms { all.insert(try value(term, table.columns[place(name)].type, name)) }
      conditions.append(Condition(column: place(name), values: all))
    case .inMarker(let name, let marker):
      let list = try value(.marker(marker), .list(table.columns[place(name)].type), name)
      conditions.append(Condition(column: place(name), values: Set(try Self.elements(of: list, name))))
    case .token(_, let comparison, let term):
      let bytes = try value(term, .bigint, "partition key token")
      narrow(comparison, bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
  }

  /// Where the whole partition key is given, only that partition is looked at.
  private mutating func narrowToPartition() {
    var key: [[UInt8]] = []
    for column in plan.table.partitionKey {
      guard let condition = conditions.first(where: { $0.column == column }), condition.values.count == 1 else {
        return
      }
      key += condition.values
    }
    narrow(.equal, Murmur3.token(ofKey: key))
  }

  /// `Int64.min` as an upper bound is none at all, as on Cassandra.
  private mutating func narrow(_ comparison: SelectStatement.Comparison, _ token: Int64) {
    let isBelowAll = token == .min
    tokens.narrow(comparison, token)
    switch comparison {
    case .greater: clamp(from: ring.firstPlace(above: token))
    case .greaterOrEqual: clamp(from: ring.firstPlace(from: token))
    case .less: if !isBelowAll { clamp(to: ring.firstPlace(from: token)) }
    case .lessOrEqual: if !isBelowAll { clamp(to: ring.firstPlace(above: token)) }
    case .equal where isBelowAll: break
    case .equal:
      clamp(from: ring.firstPlace(from: token))
      clamp(to: ring.firstPlace(above: token))
    }
  }

  private mutating func clamp(from start: Int) {
    places = min(max(places.lowerBound, start), places.upperBound)..<places.upperBound
  }

  private mutating func clamp(to end: Int) {
    places = places.lowerBound..<max(min(places.upperBound, end), places.lowerBound)
  }

  private func rows(_ limit: SelectStatement.Term) throws(ServerError) -> Int {
    let bytes = try value(limit, .int, "[limit]")
    let rows = Int32(truncatingIfNeeded: bytes.reduce(0) { $0 << 8 | Int64($1) })
    guard rows > 0 else { throw .invalid("LIMIT must be strictly positive") }
    return Int(rows)
  }

  private func value(
    _ term: SelectStatement.Term, _ type: CQLType, _ name: String
  ) throws(ServerError) -> [UInt8] {
    let bytes: [UInt8]?
    switch term {
    case .literal(let literal): bytes = try literal.encoded(as: type, for: name)
    case .marker(let index):
      guard values[index] != .unset else { throw .invalid("Invalid unset value for column \(name)") }
      bytes = values[index].content
    }
    guard let bytes else { throw .invalid("Invalid null value in condition for column \(name)") }
    if let length = type.fixedLength, bytes.count != length {
      throw .invalid("Expected \(length) or 0 byte \(type) (\(bytes.count))")
    }
    return bytes
  }

  /// The elements of a list's bytes: protocol v4, section 6.12.
  private static func elements(of list: [UInt8], _ name: String) throws(ServerError) -> [[UInt8]] {
    var rest = list[...]
    func int() -> Int? {
      guard rest.count >= 4 else { return nil }
      defer { rest = rest.dropFirst(4) }
      return Int(Int32(truncatingIfNeeded: rest.prefix(4).reduce(0) { $0 << 8 | Int64($1) }))
    }
    var elements: [[UInt8]] = []
    let count = int() ?? -1
    guard count >= 0 else { throw .invalid("Invalid list for column \(name)") }
    while elements.count < count {
      guard let length = int(), length >= 0, length <= rest.count else {
        throw .invalid("Invalid list for column \(name)")
      }
      elements.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return elements
  }
}

// Walking.
extension RowSelection {
  /// The tokens that a page reads which begins at `start`, and ends behind the row at the place in front of `end`; nil
  /// where it went on to the last of ``tokens``.
  func tokens(from start: Int, to end: Int?) -> TokenSpan {
    var span = tokens
    // The partition of the row before may go on.
    if start > places.lowerBound, start <= ring.count { span.lower = max(span.lower, ring.token(at: start - 1)) }
    if let end, end > 0, end <= ring.count { span.upper = min(span.upper, ring.token(at: end - 1)) }
    return span
  }

  /// The number of the first matching row at or behind `place`, and its place; nil where none is left.
  func nextRow(from place: Int) throws(CQLError) -> (row: Int, place: Int)? {
    var place = max(place, places.lowerBound)
    while place < places.upperBound {
      let row = ring.row(at: place)
      if try matches(row) { return (row, place) }
      place += 1
    }
    return nil
  }

  private func matches(_ row: Int) throws(CQLError) -> Bool {
    for condition in conditions {
      guard let bytes = try plan.table.cell(row, condition.column), condition.values.contains(bytes) else {
        return false
      }
    }
    return true
  }
}
