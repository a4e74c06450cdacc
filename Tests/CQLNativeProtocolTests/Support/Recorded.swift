import CQLNativeProtocol
import CQLPaging
import Foundation
import Testing

/// A request and the answer that a real server gave to it: see `Frames/README.md`.
struct RecordedCase: Decodable, Sendable, CustomStringConvertible {
  let name: String
  let request: JSON?
  let requestHex: String?
  let responseHex: String
  let columnsOf: String?
  let expected: JSON

  private enum CodingKeys: String, CodingKey {
    case name, request, expected
    case requestHex = "request_hex"
    case responseHex = "response_hex"
    case columnsOf = "columns_of"
  }

  var description: String { name }
  var responseBytes: [UInt8] { get throws { try Hexadecimal.decode(responseHex) } }
  var requestBytes: [UInt8]? { get throws { try requestHex.map { try Hexadecimal.decode($0) } } }
}

enum Recorded {
  static let releases = ["3.11", "4.0", "4.1", "5.0", "6.0"]

  private static let files = Dictionary(
    uniqueKeysWithValues: releases.map { release in (release, Result { try load(release) }) })

  static func cases(of release: String) throws -> [RecordedCase] { try #require(files[release]).get() }

  private static func load(_ release: String) throws -> [RecordedCase] {
    let url = try #require(
      Bundle.module.url(forResource: "cassandra-\(release)", withExtension: "json", subdirectory: "Frames"))
    return try JSONDecoder().decode([RecordedCase].self, from: Data(contentsOf: url))
  }
}

/// The one frame that `bytes` are, with its body decompressed.
func frame(_ bytes: [UInt8], _ direction: FrameAssembler.Direction) throws -> Frame {
  var assembler = FrameAssembler(expecting: direction)
  assembler.append(bytes)
  let frame = try assembler.nextFrame()
  let isMidFrame = assembler.isMidFrame
  try #require(!isMidFrame)
  return try #require(frame).decompressed()
}

/// A frame made of a body alone.
func frame(_ opcode: Opcode, flags: FrameFlags = [], stream: Int16 = 1, version: UInt8 = 4, body: [UInt8]) -> Frame {
  let header = FrameHeader(
    version: version, flags: flags, stream: stream, opcode: opcode, bodyLength: body.count)
  return Frame(header: header, body: PageBuffer(body))
}

extension Frame {
  var bodyBytes: [UInt8] { Array(body.bytes) }

  /// The whole frame as it is sent.
  var bytes: [UInt8] {
    var writer = FrameWriter()
    header.encode(into: &writer)
    return writer.bytes + bodyBytes
  }

  /// The frame with another body.
  func with(body: [UInt8], flags: FrameFlags? = nil) -> Frame {
    var header = header
    header.flags = flags ?? header.flags
    header.bodyLength = body.count
    return Frame(header: header, body: PageBuffer(body))
  }

  fileprivate func decompressed() throws -> Frame {
    guard header.flags.contains(.compression) else { return self }
    return with(body: try LZ4.decompressBody(bodyBytes), flags: header.flags.subtracting(.compression))
  }
}

extension RequestMessage {
  func encoded(stream: Int16 = 1) throws(CQLError) -> [UInt8] {
    var writer = FrameWriter()
    try encode(stream: stream, into: &writer)
    return writer.bytes
  }
}

extension ResponseMessage {
  func encoded(stream: Int16 = 1, version: UInt8 = 4) throws(CQLError) -> [UInt8] {
    var writer = FrameWriter()
    try encode(stream: stream, version: version, into: &writer)
    return writer.bytes
  }
}
