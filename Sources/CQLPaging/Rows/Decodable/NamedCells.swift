/// What a keyed container reads from: a row's cells, a user-defined type's fields, a map's entries.
protocol NamedCells {
  /// The names as the server gives them.
  var names: [String] { get }
  /// The position of the cell for a property; nil where there is none.
  func position(of property: String) -> Int?
  func cell(at position: Int) -> HeldCell
  func read<Value: CQLDecodable>(_: Value.Type, at position: Int) throws(CQLError) -> Value
  /// Where the cell is, for errors.
  func place(at position: Int) -> String
  func missing(_ property: String) -> CQLError
}

extension NamedCells {
  func read<Value: CQLDecodable>(_: Value.Type, at position: Int) throws(CQLError) -> Value {
    try Value(decoding: cell(at: position).cell)
  }
}

/// The fields of a user-defined type. Those that were not written are null.
struct FieldCells: NamedCells {
  let type: UserDefinedType
  let cells: [HeldCell]
  let naming: ColumnNaming

  var names: [String] { type.fields.map(\.name) }

  func position(of property: String) -> Int? {
    let name = naming.columnName(of: property)
    return type.fields.firstIndex { $0.name == name }
  }

  func cell(at position: Int) -> HeldCell { cells[position] }

  func place(at position: Int) -> String { "field \"\(type.fields[position].name)\"" }

  func missing(_ property: String) -> CQLError {
    CQLError(
      .unknownColumn,
      "there is no field \"\(naming.columnName(of: property))\"; the type \(type.keyspace).\(type.name) has "
        + names.joined(separator: ", "))
  }
}

/// The entries of a map. Its keys are values: no error shows them.
struct EntryCells: NamedCells {
  let names: [String]
  let values: [HeldCell]

  func position(of property: String) -> Int? { names.firstIndex(of: property) }

  func cell(at position: Int) -> HeldCell { values[position] }

  func place(at position: Int) -> String { "entry \(position)" }

  func missing(_ property: String) -> CQLError {
    CQLError(.unknownColumn, "the map has no entry for a key that was asked for")
  }
}
