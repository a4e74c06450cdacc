import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Readers at the edges of their bytes")
struct FrameReaderTests {
  @Test("a reader stays within its buffer, wherever it is told to begin and to end")
  func bounds() throws {
    let buffer = PageBuffer([1, 2, 3] as [UInt8])
    for (offset, end, left) in [
      (0, nil, 3), (1, nil, 2), (3, nil, 0), (4, nil, 0), (.max, nil, 0), (-1, nil, 3), (.min, nil, 3),
      (0, 2, 2), (0, 3, 3), (0, 4, 3), (0, Int.max, 3), (0, -1, 0), (0, Int.min, 0), (2, 1, 0), (1, 2, 1),
    ] as [(Int, Int?, Int)] {
      var reader = FrameReader(buffer, offset: offset, end: end)
      #expect(reader.remaining == left, "from \(offset) to \(end ?? 3)")
      for _ in 0..<left { _ = try reader.readByte("a byte") }
      #expect(throws: CQLError.self, "from \(offset) to \(end ?? 3)") { try reader.readByte("a byte") }
    }
  }

  @Test("nothing is read behind the end that a reader was given")
  func end() throws {
    var reader = FrameReader(PageBuffer([0, 2, 0x61, 0x62] as [UInt8]), end: 3)
    let error = #expect(throws: CQLError.self) { try reader.readString("a text") }
    #expect(error?.message == "reading a text at byte 2 of 4: needs 2 bytes, 1 are left")
  }

  @Test("one element more than the bytes can hold is refused by its count")
  func counts() throws {
    // Two texts take four bytes at least.
    var enough = FrameReader(PageBuffer([0, 2, 0, 0, 0, 0] as [UInt8]))
    #expect(try enough.readStringList("the texts") == ["", ""])
    var tooFew = FrameReader(PageBuffer([0, 2, 0, 0, 0] as [UInt8]))
    let error = #expect(throws: CQLError.self) { try tooFew.readStringList("the texts") }
    #expect(error?.message == "reading the texts at byte 2 of 5: 2 announced, 3 bytes are left")
  }

  @Test("a message has 1,048,576 texts and types at most")
  func parts() throws {
    let limit = FrameReader.maximumPartCount
    var reader = FrameReader(PageBuffer([UInt8](repeating: 0, count: 2 * limit + 2)))
    for part in 0..<limit {
      let text = try reader.readString("a text")
      if !text.isEmpty { Issue.record("text \(part): \(text)") }
    }
    let error = #expect(throws: CQLError.self) { try reader.readString("one more") }
    #expect(error?.code == .malformedFrame)
    #expect(error?.message.contains("reading one more at byte \(2 * limit + 2)") == true)
    #expect(error?.message.contains("more than 1048576 texts and types") == true)
  }

  @Test("a header of fewer bytes than it has is refused")
  func header() throws {
    let bytes = frame(.result, stream: 5, body: []).bytes
    #expect(try bytes.withUnsafeBytes { try FrameHeader(decoding: $0) }.stream == 5)
    for count in bytes.indices {
      let error = #expect(throws: CQLError.self) {
        try bytes.withUnsafeBytes { try FrameHeader(decoding: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
      #expect(error?.message == "a frame header of \(count) bytes: it has 9")
    }
  }

  @Test("a result has 65,535 columns and no more")
  func columnCount() throws {
    func result(columns count: Int) -> Frame {
      let numbers: [Int32] = [2, 0, Int32(count)]
      let metadata = numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
      // Keyspace, table and name are empty, and the type is int.
      let column: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 9]
      return frame(.result, body: metadata + (0..<count).flatMap { _ in column } + [0, 0, 0, 0])
    }
    guard case .result(.rows(let rows)) = try ResponseMessage(decoding: result(columns: 65_535)).response else {
      Issue.record("no rows")
      return
    }
    #expect(rows.columns?.count == 65_535)
    let error = #expect(throws: CQLError.self) { try ResponseMessage(decoding: result(columns: 65_536)) }
    #expect(error?.code == .malformedFrame)
    #expect(error?.message.contains("65536 announced, and a result has 65535 at most") == true)
  }
}
