/// The cells of a row by name, for keyed containers.
///
/// Properties are read in the same order from every row. So the position found for the n-th one asked for is tried first
/// in the next row.
final class RowCells: NamedCells {
  let naming: ColumnNaming
  // Reads and writes of these never overlap, and checking that for each would cost more than some of the reads.
  @exclusivity(unchecked) private var storage: CQLRows.Storage
  /// Where each cell's length is.
  @exclusivity(unchecked) private var starts: [UnsafeRawPointer] = []
  /// The properties in the order in which they were asked for, with their positions.
  @exclusivity(unchecked) private var order: [(property: String, position: Int)] = []
  @exclusivity(unchecked) private var asked = 0
  /// The columns that `order` is of.
  @exclusivity(unchecked) private var columns: Columns
  /// Of tuples in this row.
  @exclusivity(unchecked) private var absentParts = 0

  /// The cells of the row that starts at `position` in a page.
  init(_ storage: CQLRows.Storage, _ position: UnsafeRawPointer, naming: ColumnNaming) {
    self.naming = naming
    self.storage = storage
    columns = storage.columns
    starts.reserveCapacity(storage.columnCount)
    locate(position)
  }

  /// Goes to another row. Nobody else may have these cells.
  func move(to position: UnsafeRawPointer, in storage: CQLRows.Storage) {
    if self.storage !== storage {
      if columns != storage.columns { (order, columns) = ([], storage.columns) }
      self.storage = storage
    }
    locate(position)
  }

  /// Lets go of the page, and remembers where the properties were. Nobody else may have these cells.
  func leavePage() {
    storage = .none
    starts.removeAll(keepingCapacity: true)
  }

  private func locate(_ start: UnsafeRawPointer) {
    asked = 0
    absentParts = 0
    starts.removeAll(keepingCapacity: true)
    var position = start
    for _ in 0..<storage.columnCount {
      starts.append(position)
      position += 4 + max(Int(Int32(bigEndian: position.loadUnaligned(as: Int32.self))), 0)
    }
  }

  /// - Throws: `.malformedValue` where there are more of them in a row than anybody would want.
  func countAbsentParts(_ count: Int) throws(CQLError) {
    absentParts += count
    if absentParts > CQLValue.maximumAbsentParts { throw .tooManyAbsentParts }
  }

  /// Reads the row.
  func decode<Value: Decodable>(_: Value.Type) throws(CQLError) -> Value {
    do {
      return try Value(from: RowContentDecoder(cells: self))
    } catch {
      throw CQLError(decoding: Value.self, error)
    }
  }

  var codingPath: [any CodingKey] { [] }

  var count: Int { starts.count }

  /// What the cells' bytes are in.
  var page: Unmanaged<PageBuffer> { Unmanaged.passUnretained(storage.buffer) }

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
    let start = starts[position]
    return HeldCell(
      row: self, start: start + 4, length: Int(Int32(bigEndian: start.loadUnaligned(as: Int32.self))),
      type: storage.columnStorage.columns[position].type)
  }

  func cursor(at position: Int) -> CellCursor? {
    var cursor = storage.cursor(at: starts[position])
    cursor.column = position
    return cursor
  }

  func place(at position: Int) -> String { "column \"\(storage.columns[position].name)\"" }

  func missing(_ property: String) -> CQLError {
    CQLError(
      .unknownColumn,
      "there is no column \"\(naming.columnName(of: property))\"; the row has \(names.joined(separator: ", "))")
  }
}
