internal import CQLNativeProtocol
internal import CQLPaging

extension BoundValues {
  /// The values as the types that the server asked for.
  ///
  /// - Throws: `.wrongValues`; `.valueDoesNotFit` and `.typeMismatch` with the marker's name.
  func encoded(for markers: Columns) throws(CQLError) -> EncodedValues {
    let values = try inOrder(of: markers)
    if values.isEmpty { return .none }
    var encoded: [EncodedValue] = []
    encoded.reserveCapacity(values.count)
    for (value, marker) in zip(values, markers) {
      do throws(CQLError) {
        encoded.append(try EncodedValue(value, as: marker.type))
      } catch {
        throw error.at("value \(encoded.count + 1), for \"\(marker.name)\" \(marker.type)")
      }
    }
    return .positional(encoded)
  }

  /// The values as their natural types, for a statement that is not prepared.
  func naturallyEncoded() throws(CQLError) -> EncodedValues {
    switch self {
    case .none: return .none
    case .positional(let values):
      var encoded: [EncodedValue] = []
      for value in values { encoded.append(try EncodedValue(value, as: value.naturalType)) }
      return .positional(encoded)
    case .named(let values):
      var encoded: [(name: String, value: EncodedValue)] = []
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        encoded.append((name, try EncodedValue(value, as: value.naturalType)))
      }
      return .named(encoded)
    }
  }
}

extension EncodedValue {
  fileprivate init(_ value: any CQLEncodable, as type: CQLType) throws(CQLError) {
    var writer = CellWriter()
    try writer.writeCell(value, as: type)
    // The writer puts the length in front, which is also where null and unset are told apart.
    let length = writer.bytes.prefix(4).reduce(Int32(0)) { $0 << 8 | Int32($1) }
    switch length {
    case -1: self = .null
    case -2: self = .unset
    default: self = .bytes(Array(writer.bytes.dropFirst(4)))
    }
  }
}
