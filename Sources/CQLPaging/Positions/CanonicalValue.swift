/// Encoded values in one order. Swift's sets and dictionaries come in another order in every process, and servers sort
/// them: the same value must look the same.
enum CanonicalValue {
  /// The value with the elements of every set and the entries of every map within sorted by their bytes. What is no value
  /// of the type, which an encoder from elsewhere may write, stays as it is.
  static func bytes(_ content: ArraySlice<UInt8>, of type: CQLType) -> ArraySlice<UInt8> {
    guard type.hasUnorderedParts else { return content }
    return (try? sorted(content, of: type))?[...] ?? content
  }

  private static func sorted(_ content: ArraySlice<UInt8>, of type: CQLType) throws(CQLError) -> [UInt8] {
    var reader = PositionReader(content)
    switch type {
    case .list(let element), .set(let element):
      var parts: [[UInt8]] = []
      let count = Array(try reader.bytes(4))
      while !reader.rest.isEmpty { parts.append(try cell(of: element, from: &reader)) }
      if case .set = type { parts.sort { $0.lexicographicallyPrecedes($1) } }
      return count + parts.joined()
    case .map(let key, let value):
      var parts: [[UInt8]] = []
      let count = Array(try reader.bytes(4))
      while !reader.rest.isEmpty {
        parts.append(try cell(of: key, from: &reader) + cell(of: value, from: &reader))
      }
      return count + parts.sorted { $0.lexicographicallyPrecedes($1) }.joined()
    case .tuple(let elements): return try cells(of: elements, from: &reader)
    case .udt(let type): return try cells(of: type.fields.map(\.type), from: &reader)
    default: return Array(content)
    }
  }

  private static func cells(
    of types: [CQLType], from reader: inout PositionReader
  ) throws(CQLError) -> [UInt8] {
    var parts: [UInt8] = []
    for type in types where !reader.rest.isEmpty { parts += try cell(of: type, from: &reader) }
    try reader.checkEnd()
    return parts
  }

  private static func cell(
    of type: CQLType, from reader: inout PositionReader
  ) throws(CQLError) -> [UInt8] {
    let length = try reader.integer(Int32.self)
    var cell: [UInt8] = []
    cell.append(bigEndian: length)
    return cell + bytes(try reader.bytes(max(Int(length), 0)), of: type)
  }
}

extension CQLType {
  /// Whether a set or a map is anywhere in it. Vectors of those are left alone.
  fileprivate var hasUnorderedParts: Bool {
    switch self {
    case .set, .map: true
    case .list(let element): element.hasUnorderedParts
    case .tuple(let elements): elements.contains(where: \.hasUnorderedParts)
    case .udt(let type): type.fields.contains { $0.type.hasUnorderedParts }
    default: false
    }
  }
}
