import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Frames made to do harm")
struct HostileFrameTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let opcode: Opcode
    let body: String

    init(_ description: String, _ opcode: Opcode, _ body: String) {
      testDescription = description
      self.opcode = opcode
      self.body = body
    }
  }

  private static let metadata = "00000001 00000001 0001 6b 0001 74 0001 61 0009"

  static let rows: [Row] = [
    Row("2^31-1 rows and no bytes", .result, "00000002 \(metadata) 7fffffff"),
    Row("2^31-1 rows without columns, which would take no bytes", .result, "00000002 00000004 00000000 7fffffff"),
    Row("one row without columns", .result, "00000002 00000004 00000000 00000001"),
    Row("2^31-1 rows of 2^31-1 columns", .result, "00000002 00000004 7fffffff 7fffffff"),
    Row("-1 rows", .result, "00000002 \(metadata) ffffffff"),
    Row("65,535 columns and no bytes", .result, "00000002 00000001 0000ffff 0001 6b 0001 74"),
    Row("2^31-1 columns and no bytes", .result, "00000002 00000000 7fffffff"),
    Row("-1 columns", .result, "00000002 00000004 ffffffff 00000000"),
    Row("-2^31 columns in a prepared result", .result, "00000004 0000 00000000 80000000 00000000"),
    Row("2^31-1 partition key indexes", .result, "00000004 0000 00000000 00000001 7fffffff"),
    Row("-1 partition key indexes", .result, "00000004 0000 00000000 00000001 ffffffff"),
    Row(
      "a partition key index behind the last bind marker", .result,
      "00000004 0000 00000001 00000001 00000001 0001 0001 6b 0001 74 0001 61 0009 00000004 00000000"),
    Row("more pages, but a null paging state", .result, "00000002 00000006 00000001 ffffffff 00000000"),
    Row("a paging state of 2^31-1 bytes", .result, "00000002 00000006 00000001 7fffffff 00000000"),
    Row("a result of kind 6", .result, "00000006"),
    Row("a result of kind 0", .result, "00000000"),
    Row("a type that v4 does not have", .result, "00000002 00000001 00000001 0001 6b 0001 74 0001 61 0099 00000000"),
    Row("a tuple of 65,535 types", .result, "00000002 00000001 00000001 0001 6b 0001 74 0001 61 0031 ffff 00000000"),
    Row(
      "a user-defined type of 65,535 fields", .result,
      "00000002 00000001 00000001 0001 6b 0001 74 0001 61 0030 0001 6b 0001 75 ffff 00000000"),
    Row("65,535 options", .supported, "ffff"),
    Row("an option with 65,535 values", .supported, "0001 0001 61 ffff"),
    Row("an address of 5 bytes", .event, "000d 5354415455535f4348414e4745 0002 5550 05 0102030405 00002352"),
    Row("an address of 255 bytes", .event, "000d 5354415455535f4348414e4745 0002 5550 ff 01"),
    Row("a token of 2^31-1 bytes", .authChallenge, "7fffffff"),
    Row("a function of 65,535 arguments", .result, "00000005 0000 0008 46554e4354494f4e 0000 0000 ffff"),
    Row("65,535 values", .query, "00000000 0001 01 ffff"),
    Row("65,535 values with names", .query, "00000000 0001 41 ffff"),
    Row("a value of length -3", .query, "00000000 0001 01 0001 fffffffd"),
    Row("a query of length -1", .query, "ffffffff"),
    Row("a query of length 2^31-1", .prepare, "7fffffff"),
    Row("a batch of type 3", .batch, "03 0000 0001 00"),
    Row("a batch of 65,535 queries", .batch, "00 ffff"),
    Row("a batch with a query of kind 2", .batch, "00 0001 02 0000 0000 0001 00"),
    Row("a batch with names, which cannot be read", .batch, "00 0000 0001 40"),
    Row("a map of 65,535 options", .startup, "ffff"),
  ]

  @Test("each is a typed error, before room is made for what it announces", arguments: rows)
  func hostile(row: Row) throws {
    let sent = frame(row.opcode, body: try Hexadecimal.decode(row.body.filter { $0 != " " }))
    let error = #expect(throws: CQLError.self) {
      if row.opcode.isRequest {
        _ = try RequestMessage(decoding: sent)
      } else {
        _ = try ResponseMessage(decoding: sent)
      }
    }
    #expect(error?.code == .malformedFrame)
    #expect(error?.message.hasPrefix("\(row.opcode) on stream 1: reading ") == true, "\(error?.message ?? "")")
  }

  @Test(
    "flags that promise what the body does not have",
    arguments: [
      (FrameFlags.tracing, "the tracing id"), (.warning, "the warnings"), (.customPayload, "the custom payload"),
    ])
  func emptyBodies(flags: FrameFlags, what: String) {
    let error = #expect(throws: CQLError.self) { try ResponseMessage(decoding: frame(.ready, flags: flags, body: [])) }
    #expect(error?.message.contains("reading \(what) at byte 0 of 0") == true)
  }

  @Test("65,535 warnings and 65,535 payload entries without bytes")
  func hugeCounts() {
    for flags in [FrameFlags.warning, .customPayload] {
      let error = #expect(throws: CQLError.self) {
        try ResponseMessage(decoding: frame(.ready, flags: flags, body: [0xFF, 0xFF]))
      }
      #expect(error?.message.contains("65535 announced, 0 bytes are left") == true)
    }
  }

  @Test(
    "types nest 32 deep and no deeper, whatever they are made of",
    arguments: [
      ("lists", "0020", ""), ("sets", "0022", ""), ("map values", "0021 0009", ""), ("map keys", "0021", "0009"),
      ("tuples", "0031 0001", ""), ("user-defined types", "0030 0000 0000 0001 0000", ""),
    ])
  func depth(name: String, before: String, after: String) throws {
    func bytes(_ levels: Int) throws -> [UInt8] {
      let hex = String(repeating: before, count: levels) + "0009" + String(repeating: after, count: levels)
      return try Hexadecimal.decode(hex.filter { $0 != " " })
    }
    func read(_ levels: Int) throws -> CQLType {
      var reader = FrameReader(PageBuffer(try bytes(levels)))
      return try reader.readOption("a type")
    }
    var writer = FrameWriter()
    try writer.writeOption(try read(CQLType.maximumDepth - 1))
    #expect(try writer.bytes == bytes(CQLType.maximumDepth - 1))
    for levels in [CQLType.maximumDepth, 200, 20_000] {
      let error = #expect(throws: CQLError.self) { try read(levels) }
      #expect(error?.message.contains("nests deeper than 32 types") == true)
    }
  }

  @Test(
    "recorded answers with altered bytes are read or refused, down to the last part of a cell",
    arguments: Recorded.releases)
  func alteredAnswers(release: String) throws {
    var altering = try Altering(release)
    for recorded in try Recorded.cases(of: release) {
      altering.check(try frame(try recorded.responseBytes, .responses), "\(recorded)", read: walk)
    }
    #expect(altering.refused > 1_000)
  }

  @Test("recorded requests with altered bytes are read or refused", arguments: Recorded.releases)
  func alteredRequests(release: String) throws {
    var altering = try Altering(release)
    for recorded in try Recorded.cases(of: release) where recorded.request != nil {
      guard let bytes = try recorded.requestBytes else { continue }
      altering.check(try frame(bytes, .requests), "\(recorded)") { sent throws(CQLError) in
        _ = try RequestMessage(decoding: sent)
      }
    }
    #expect(altering.refused > 1_000)
  }

  /// Reads frames with other bytes in places: forty copies of each, the same on every run, and others for each release.
  private struct Altering {
    private var generator: SeededGenerator
    private(set) var refused = 0

    init(_ release: String) throws {
      generator = SeededGenerator(seed: UInt64(try #require(Recorded.releases.firstIndex(of: release))))
    }

    mutating func check(_ sent: Frame, _ name: String, read: (Frame) throws(CQLError) -> Void) {
      guard sent.body.count > 0 else { return }
      for _ in 0..<40 {
        var body = sent.bodyBytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          body[Int.random(in: body.indices, using: &generator)] =
            [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        }
        do throws(CQLError) {
          try read(sent.with(body: body))
        } catch {
          refused += 1
          let expected: [CQLError.Code] = [.malformedFrame, .malformedValue]
          if !expected.contains(error.code) { Issue.record("\(name): \(error)") }
        }
      }
    }
  }

  private func walk(_ frame: Frame) throws(CQLError) {
    let message = try ResponseMessage(decoding: frame)
    guard case .result(.rows(let result)) = message.response else { return }
    // 2^31-1 columns of no rows are fine; only a test would make names for them.
    guard result.columnCount < 10_000 else { return }
    let unknown = Columns((0..<result.columnCount).map { Column(name: "\($0)", type: .blob) })
    for row in try result.rows(columns: unknown) {
      try row.decode { cursor throws(CQLError) in
        for _ in row.columns { _ = try partCount(try cursor.nextCell()) }
      }
    }
  }

  private func partCount(_ cell: borrowing CQLCell) throws(CQLError) -> Int {
    switch cell.type {
    case .list, .set, .map, .vector, .tuple, .udt:
      var count = 0
      try cell.forEachPart { part throws(CQLError) in count += try partCount(part) }
      return count
    default: return 1
    }
  }
}
