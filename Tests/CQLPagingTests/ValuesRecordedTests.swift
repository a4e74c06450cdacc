import CQLNativeProtocol
import CQLPaging
import Foundation
import Testing

/// What real servers sent, and what the recording says it means: see the README beside the recordings.
@Suite("F12: recorded values")
struct ValuesRecordedTests {
  struct Recorded: Decodable {
    struct Answer: Decodable {
      let kind: String?
      let columns: [Column]?
      let rows: [[Words]]?
    }

    struct Column: Decodable { let name: String }

    let name: String
    let expected: Answer
    let response: String

    enum CodingKeys: String, CodingKey {
      case name, expected
      case response = "response_hex"
    }
  }

  /// A cell in the recording's words.
  indirect enum Words: Decodable, Equatable, ExpressibleByStringLiteral {
    case null
    case text(String)
    case parts([Words])

    init(stringLiteral text: String) { self = .text(text) }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .parts(try container.decode([Words].self))
      }
    }
  }

  @Test("are read as what they are, and written as they came", arguments: ["3.11", "4.0", "4.1", "5.0", "6.0"])
  func recorded(release: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("CQLNativeProtocolTests/Frames/cassandra-\(release).json")
    var cells = 0
    for recorded in try JSONDecoder().decode([Recorded].self, from: Data(contentsOf: file)) {
      guard let expected = recorded.expected.rows, recorded.expected.columns != nil, !recorded.name.hasPrefix("lz4")
      else { continue }
      let bytes = hex(recorded.response)
      let header = try bytes.withUnsafeBytes { bytes throws in try FrameHeader(decoding: bytes) }
      let frame = Frame(header: header, body: PageBuffer(bytes.dropFirst(9)))
      guard case .result(.rows(let result)) = try ResponseMessage(decoding: frame).response else { continue }
      for (row, words) in zip(try result.rows(), expected) {
        for (position, column) in row.columns.enumerated() {
          let value = try row.decode(CQLValue.self, at: position)
          let meant = words[position] == "::ffff:1.2.3.4" ? "1.2.3.4" : words[position]
          #expect(value.words == meant, "\(recorded.name), \(column)")
          let sent = try row.decode(Data?.self, at: position)
          try checkWriting(value, column.type, sent, recorded.name)
          cells += 1
        }
      }
    }
    #expect(cells > 500)
  }

  private func checkWriting(_ value: CQLValue, _ type: CQLType, _ sent: Data?, _ name: String) throws {
    let written = try encode(value, as: type)
    #expect(try decode(CQLValue.self, written, as: type) == value || value != value, "\(name)")
    // Short tuples and user-defined types are written whole.
    guard !name.hasSuffix("tuple"), !name.contains("udt") else { return }
    // IPv4 addresses in IPv6's form are written as what they are, and numbers without bytes that only repeat the sign.
    if [.inet, .varint, .decimal].contains(type), let sent, let written, sent.count > written.count { return }
    #expect(written == sent.map { Array($0) }, "\(name), \(type)")
  }
}

extension CQLValue {
  fileprivate var words: ValuesRecordedTests.Words {
    switch self {
    case .null: .null
    case .double(let value): .text(Self.words(value))
    case .float(let value): .text(Self.words(Double(value)))
    case .decimal(let value): .text("\(value.unscaled)e\(-Int(value.scale))")
    case .date(let value): .text("\(value.daysSince1970)")
    case .time(let value): .text("\(value.nanosecondsSinceMidnight)")
    case .timestamp(let value): .text("\(value.millisecondsSince1970)")
    case .duration(let value): .text("\(value.months)mo\(value.days)d\(value.nanoseconds)ns")
    case .inet(let value): .text(Self.words(value))
    case .list(let values), .set(let values), .vector(let values), .tuple(let values): .parts(values.map(\.words))
    case .map(let entries): .parts(entries.map { .parts([$0.key.words, $0.value.words]) })
    case .udt(_, let fields): .parts(fields.map { .parts([.text($0.name), $0.value.words]) })
    default: .text(description)
    }
  }

  private static func words(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return "\(value)"
  }

  /// RFC 5952: the longest run of zeros is left out.
  private static func words(_ address: CQLInet) -> String {
    let groups = address.description.split(separator: ":", omittingEmptySubsequences: false)
    var longest = 0..<0
    for start in groups.indices {
      let end = groups[start...].firstIndex { $0 != "0" } ?? groups.count
      if end - start > longest.count { longest = start..<end }
    }
    guard longest.count > 1 else { return address.description }
    return groups[..<longest.lowerBound].joined(separator: ":") + "::"
      + groups[longest.upperBound...].joined(separator: ":")
  }
}
