import CQLNativeProtocol
import CQLPaging

/// A cell in the notation of the recorded frames: see `Frames/README.md`. It reads bytes and nothing else, so that it
/// says the same whatever the library's own value types do.
func text(of cell: borrowing CQLCell) throws(CQLError) -> JSON {
  if cell.isNull { return .null }
  let bytes = cell.bytes.map { $0 }
  switch cell.type {
  case .ascii, .text: return .string(String(decoding: bytes, as: UTF8.self))
  case .blob, .custom: return .string("0x" + (JSON.hex(bytes).string ?? ""))
  default: break
  }
  if bytes.isEmpty { return "" }
  switch cell.type {
  case .bigint, .counter, .int, .smallint, .tinyint, .varint, .time, .timestamp:
    return .string(decimal(bytes[...]))
  case .boolean: return bytes == [0] ? "false" : "true"
  case .date: return .string(String(Int(UInt32(integer(bytes))) - 1 << 31))
  case .decimal:
    let scale = Int32(truncatingIfNeeded: integer(Array(bytes.prefix(4))))
    return .string("\(decimal(bytes.dropFirst(4)))e\(-Int(scale))")
  case .double: return .string(text(of: Double(bitPattern: integer(bytes))))
  case .float: return .string(text(of: Double(Float(bitPattern: UInt32(integer(bytes))))))
  case .duration: return .string(duration(bytes))
  case .inet: return .string(Inet(address: bytes, port: 0).host)
  case .uuid, .timeuuid: return .string(uuidText(bytes))
  default: return try textOfParts(cell)
  }
}

private func textOfParts(_ cell: borrowing CQLCell) throws(CQLError) -> JSON {
  var parts: [JSON] = []
  try cell.forEachPart { part throws(CQLError) in parts.append(try text(of: part)) }
  switch cell.type {
  case .map:
    return .array(stride(from: 0, to: parts.count, by: 2).map { .array([parts[$0], parts[$0 + 1]]) })
  case .tuple(let types):
    return .array(types.indices.map { $0 < parts.count ? parts[$0] : .null })
  case .udt(let type):
    return .array(
      type.fields.enumerated().map { .array([.string($1.name), $0 < parts.count ? parts[$0] : .null]) })
  default:
    return .array(parts)
  }
}

/// Up to eight bytes, big-endian, without a sign.
private func integer(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

/// Two's complement of any length in decimal digits, by long division.
func decimal(_ bytes: ArraySlice<UInt8>) -> String {
  var magnitude = Array(bytes)
  let isNegative = (magnitude.first ?? 0) >= 0x80
  if isNegative {
    var carry = true
    for index in magnitude.indices.reversed() {
      magnitude[index] = ~magnitude[index]
      if carry { (magnitude[index], carry) = magnitude[index].addingReportingOverflow(1) }
    }
  }
  var digits: [Character] = []
  repeat {
    var remainder = 0
    for index in magnitude.indices {
      let value = remainder << 8 | Int(magnitude[index])
      magnitude[index] = UInt8(value / 10)
      remainder = value % 10
    }
    digits.append(Character(String(remainder)))
  } while magnitude.contains { $0 != 0 }
  return (isNegative ? "-" : "") + String(digits.reversed())
}

private func text(of value: Double) -> String {
  if value.isNaN { return "NaN" }
  return value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
}

/// Three zigzag vints: months, days, nanoseconds.
private func duration(_ bytes: [UInt8]) -> String {
  var rest = bytes[...]
  func number() -> Int64 {
    guard let first = rest.popFirst() else { return .min }
    let extra = (~first).leadingZeroBitCount
    var value = extra >= 7 ? 0 : UInt64(first & (0xFF >> (extra + 1)))
    for _ in 0..<extra { value = value << 8 | UInt64(rest.popFirst() ?? 0) }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
  return "\(number())mo\(number())d\(number())ns"
}

func uuidText(_ bytes: [UInt8]) -> String {
  let digits = JSON.hex(bytes).string ?? ""
  let lengths = [8, 4, 4, 4, 12]
  var rest = digits[...]
  return lengths.map { length in
    defer { rest = rest.dropFirst(length) }
    return String(rest.prefix(length))
  }.joined(separator: "-")
}

/// A type in the notation of the recorded frames: custom types as they came, user-defined ones with their fields.
func text(of type: CQLType) -> String {
  switch type {
  case .text: "varchar"
  case .list(let element): "list<\(text(of: element))>"
  case .set(let element): "set<\(text(of: element))>"
  case .map(let key, let value): "map<\(text(of: key)), \(text(of: value))>"
  case .tuple(let elements): "tuple<\(elements.map { text(of: $0) }.joined(separator: ", "))>"
  case .udt(let type):
    "udt<\(type.keyspace).\(type.name): "
      + type.fields.map { "\($0.name) \(text(of: $0.type))" }.joined(separator: ", ") + ">"
  case .duration, .vector, .custom: "'\(type.className)'"
  default: "\(type)"
  }
}
