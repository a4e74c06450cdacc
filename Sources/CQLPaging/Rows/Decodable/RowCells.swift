/// The cells of a row by name, for keyed containers.
///
/// Properties are read in the same order from every row. So the position found for the n-th one asked for is tried first
/// in the next row.
final class RowCells: NamedCells {
  private let naming: ColumnNaming
  private var storage: CQLRows.Storage
  /// Where each cell's length is, from the page's beginning.
  private var starts: [UInt32] = []
  /// The properties in the order in which they were asked for, with their positions.
  private var order: [(property: String, position: Int)] = []
  private var asked = 0

  init(_ row: CQLRow, naming: ColumnNaming) {
    self.naming = naming
    storage = row.storage
    starts.reserveCapacity(storage.columnCount)
    locate(row)
  }

  /// Goes to another row. Nobody else may have these cells.
  func move(to row: CQLRow) {
    if storage !== row.storage {
      if storage.columns != row.storage.columns { order = [] }
      storage = row.storage
    }
    locate(row)
  }

  private func locate(_ row: CQLRow) {
    asked = 0
    starts.removeAll(keepingCapacity: true)
    var offset = Int(row.offset)
    for _ in 0..<storage.columnCount {
      starts.append(UInt32(truncatingIfNeeded: offset))
      offset += 4 + max(Int(Int32(bigEndian: (storage.base + offset).loadUnaligned(as: Int32.self))), 0)
    }
  }

  /// Reads the row.
  func decode<Value: Decodable>(_: Value.Type) throws(CQLError) -> Value {
    do {
      return try Value(from: RowDecoder(cells: self))
    } catch {
      throw CQLError(decoding: Value.self, error)
    }
  }

  var count: Int { starts.count }

  var fieldNaming: ColumnNaming { naming }

  var names: [String] { storage.columns.map(\.name) }

  func position(of property: String) -> Int? {
    defer { asked += 1 }
    if asked < order.count, order[asked].property == property { return order[asked].position }
    guard let position = storage.columns.position(of: naming.columnName(of: property)) else { return nil }
    order.removeSubrange(min(asked, order.count)...)
    order.append((property, position))
    return position
  }

  func cell(at position: Int) -> HeldCell {
    let start = storage.base + Int(starts[position])
    return HeldCell(
      row: self, start: start + 4, length: Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self))),
      type: storage.columnStorage.columns[position].type)
  }

  func place(at position: Int) -> String { "column \"\(storage.columns[position].name)\"" }

  func missing(_ property: String) -> CQLError {
    CQLError(
      .unknownColumn,
      "there is no column \"\(naming.columnName(of: property))\"; the row has \(names.joined(separator: ", "))")
  }
}
