import CQLPaging
import Foundation

/// What a checkpoint file holds: where the scan stands, and how far its rows have got.
struct SavedScan: Equatable, Sendable {
  var format: RowFormat
  /// The name of the file with the rows, without its folders; nil: standard output.
  var fileName: String?
  /// The length of all rows up to here, in all runs; what a file has behind them is of rows that will come again.
  var byteCount = 0
  /// Tells the file from another one with the same name.
  var fileMark: String?
  /// What stands above the rows of a CSV.
  var header: String?
  var scan: ScanCheckpoint
}

// As text: an object of JSON with a check of its own, because a number of bytes that was altered tears a row.
extension SavedScan: Codable {
  private static let version = 1

  private enum CodingKeys: String, CodingKey {
    case version, format, fileName = "file", byteCount = "bytes", fileMark = "mark", header, scan, check
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let version = try values.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw CQLError(.invalidCheckpoint, "it has the version \(version), and this release reads \(Self.version)")
    }
    format = try values.decode(RowFormat.self, forKey: .format)
    fileName = try values.decodeIfPresent(String.self, forKey: .fileName)
    byteCount = try values.decode(Int.self, forKey: .byteCount)
    fileMark = try values.decodeIfPresent(String.self, forKey: .fileMark)
    header = try values.decodeIfPresent(String.self, forKey: .header)
    scan = try values.decode(ScanCheckpoint.self, forKey: .scan)
    guard byteCount >= 0, try values.decode(String.self, forKey: .check) == check else {
      throw CQLError(.invalidCheckpoint, "it was altered")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.version, forKey: .version)
    try values.encode(format, forKey: .format)
    try values.encodeIfPresent(fileName, forKey: .fileName)
    try values.encode(byteCount, forKey: .byteCount)
    try values.encodeIfPresent(fileMark, forKey: .fileMark)
    try values.encodeIfPresent(header, forKey: .header)
    try values.encode(scan, forKey: .scan)
    try values.encode(check, forKey: .check)
  }

  /// Over everything but the scan, which has its own.
  private var check: String {
    let parts = [format.rawValue, fileName ?? "/", String(byteCount), fileMark ?? "/", header ?? "/"]
    return SHA256.mark(of: Array(parts.joined(separator: "\n").utf8))
  }

  /// The text of a checkpoint file.
  func encoded() throws(OutputFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(self)) + "\n".utf8 } catch { throw .failed("the checkpoint: \(error)") }
  }

  /// - Throws: `.invalidCheckpoint` for what ``encoded()`` does not make.
  init(encoded bytes: [UInt8]) throws(CQLError) {
    do { self = try JSONDecoder().decode(SavedScan.self, from: Data(bytes)) } catch {
      let reason = (error as? CQLError)?.message ?? "a part of it is missing, or is not what it should be"
      throw CQLError(.invalidCheckpoint, "this is no checkpoint of cqlpage scan: \(reason)")
    }
  }
}

extension SHA256 {
  private static let markLength = 12

  /// A short text that no other bytes have.
  static func mark(of bytes: [UInt8]) -> String { Base64URL.encode(Array(hash(bytes).prefix(markLength))) }
}
