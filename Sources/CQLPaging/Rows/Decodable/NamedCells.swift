/// What a keyed container reads from: a row's cells, a user-defined type's fields, a map's entries.
///
/// Containers hold one of these as an existential: were they generic over it as they are over their keys, no call in them
/// would be a direct one.
protocol NamedCells: AnyObject {
  /// Where in the row the cells are; empty for the row itself.
  var codingPath: [any CodingKey] { get }
  /// The names as the server gives them.
  var names: [String] { get }
  /// The position of the cell for a property; nil where there is none.
  func position(of property: String) -> Int?
  func cell(at position: Int) -> HeldCell
  /// A cursor at the cell, where the cells are those of a row: the fastest way to read it. To be used while they live.
  func cursor(at position: Int) -> CellCursor?
  /// Where the cell is, for errors.
  func place(at position: Int) -> String
  func missing(_ property: String) -> CQLError
}

extension NamedCells {
  func cursor(at position: Int) -> CellCursor? { nil }
}

/// Reads the cell at a position. A function, not a method, so that it is specialised for `Value`.
func read<Value: CQLDecodable>(
  _: Value.Type, at position: Int, of cells: any NamedCells
) throws(CQLError) -> Value {
  if var cursor = cells.cursor(at: position) { return try Value.decode(from: &cursor) }
  do throws(CQLError) {
    return try Value(decoding: cells.cell(at: position).cell)
  } catch {
    throw error.at(cells.place(at: position))
  }
}

/// Reads the cell of a property.
func read<Value: CQLDecodable>(
  _: Value.Type, named property: String, of cells: any NamedCells
) throws(CQLError) -> Value {
  guard let position = cells.position(of: property) else { throw cells.missing(property) }
  return try read(Value.self, at: position, of: cells)
}

/// Reads the cell of a property; nil where there is none, and for null.
func readIfPresent<Value: CQLDecodable>(
  _: Value.Type, named property: String, of cells: any NamedCells
) throws(CQLError) -> Value? {
  guard let position = cells.position(of: property) else { return nil }
  return try read(Value?.self, at: position, of: cells)
}

/// The fields of a user-defined type. Those that were not written are null.
final class FieldCells: NamedCells {
  let type: UserDefinedType
  let codingPath: [any CodingKey]
  /// The value itself.
  private let held: HeldCell
  private let cells: [HeldCell]

  init(type: UserDefinedType, held: HeldCell, cells: [HeldCell], codingPath: [any CodingKey]) {
    self.type = type
    self.held = held
    self.cells = cells
    self.codingPath = codingPath
  }

  private var naming: ColumnNaming { held.row.naming }

  var names: [String] { type.fields.map(\.name) }

  func position(of property: String) -> Int? {
    let name = naming.columnName(of: property)
    return type.fields.firstIndex { $0.name == name }
  }

  func cell(at position: Int) -> HeldCell {
    position < cells.count ? cells[position] : held.absent(type.fields[position].type)
  }

  func place(at position: Int) -> String { "field \"\(type.fields[position].name)\"" }

  func missing(_ property: String) -> CQLError {
    CQLError(
      .unknownColumn,
      "there is no field \"\(naming.columnName(of: property))\"; the type \(type.keyspace).\(type.name) has "
        + names.joined(separator: ", "))
  }
}

/// The entries of a map. Its keys are values: no error shows them.
final class EntryCells: NamedCells {
  let names: [String]
  let values: [HeldCell]
  let codingPath: [any CodingKey]
  /// Made when it is first wanted: dictionaries ask for each of their entries by name.
  private lazy var positions = Dictionary(zip(names, names.indices)) { first, _ in first }

  init(names: [String], values: [HeldCell], codingPath: [any CodingKey]) {
    self.names = names
    self.values = values
    self.codingPath = codingPath
  }

  func position(of property: String) -> Int? { positions[property] }

  func cell(at position: Int) -> HeldCell { values[position] }

  func place(at position: Int) -> String { "entry \(position)" }

  func missing(_ property: String) -> CQLError {
    CQLError(.unknownColumn, "the map has no entry for a key that was asked for")
  }
}
