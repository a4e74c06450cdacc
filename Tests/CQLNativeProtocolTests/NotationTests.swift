import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Notations: protocol v4, section 3")
struct NotationTests {
  private func written(_ write: (inout FrameWriter) throws(CQLError) -> Void) throws(CQLError) -> String {
    var writer = FrameWriter()
    try write(&writer)
    return Hexadecimal.encode(writer.bytes)
  }

  private func reader(_ hex: String) throws -> FrameReader { FrameReader(PageBuffer(try Hexadecimal.decode(hex))) }

  @Test("each is written as the specification says")
  func writer() throws {
    #expect(try written { w throws(CQLError) in w.writeByte(0xAB) } == "ab")
    #expect(try written { w throws(CQLError) in w.writeShort(0x0102) } == "0102")
    #expect(try written { w throws(CQLError) in w.writeInt(-2) } == "fffffffe")
    #expect(try written { w throws(CQLError) in w.writeLong(0x0102_0304_0506_0708) } == "0102030405060708")
    #expect(try written { w throws(CQLError) in try w.writeString("é") } == "0002c3a9")
    #expect(try written { w throws(CQLError) in try w.writeLongString("é") } == "00000002c3a9")
    #expect(try written { w throws(CQLError) in try w.writeStringList(["a", ""]) } == "00020001610000")
    #expect(try written { w throws(CQLError) in try w.writeBytes(nil) } == "ffffffff")
    #expect(try written { w throws(CQLError) in try w.writeBytes([]) } == "00000000")
    #expect(try written { w throws(CQLError) in try w.writeValue(.unset) } == "fffffffe")
    #expect(try written { w throws(CQLError) in try w.writeShortBytes([1]) } == "000101")
    #expect(try written { w throws(CQLError) in w.writeConsistency(.localOne) } == "000a")
    #expect(
      try written { w throws(CQLError) in try w.writeInet(Inet(address: [1, 2, 3, 4], port: 5)) }
        == "040102030400000005")
    #expect(
      try written { w throws(CQLError) in try w.writeStringMap(["b": "2", "a": "1"]) } == "00020001610001310001620001"
        + "32")
    #expect(try written { w throws(CQLError) in try w.writeStringMultimap(["a": ["1"]]) } == "00010001610001000131")
    #expect(try written { w throws(CQLError) in try w.writeBytesMap(["a": nil]) } == "0001000161ffffffff")
  }

  @Test("each is read as the specification says")
  func read() throws {
    var all = try reader("ab 0102 fffffffe 0102030405060708 0002c3a9 00000002c3a9".filter { $0 != " " })
    #expect(try all.readByte("") == 0xAB)
    #expect(try all.readShort("") == 0x0102)
    #expect(try all.readInt("") == -2)
    #expect(try all.readLong("") == 0x0102_0304_0506_0708)
    #expect(try all.readString("") == "é")
    #expect(try all.readLongString("") == "é")
    #expect(all.remaining == 0)
    var lists = try reader("00020001610000 ffffffff 80000000 00000000 000101 fffffffe ffffffff".filter { $0 != " " })
    #expect(try lists.readStringList("") == ["a", ""])
    #expect(try lists.readBytes("") == nil)
    #expect(try lists.readBytes("") == nil)
    #expect(try lists.readBytes("") == [])
    #expect(try lists.readShortBytes("") == [1])
    #expect(try lists.readValue("") == .unset)
    #expect(try lists.readValue("") == .null)
    #expect(lists.remaining == 0)
    var maps = try reader(
      "0001 0001 61 0001 31 0001 0001 61 0001 0001 31 0001 0001 61 ffffffff 04 01020304 00000005".filter { $0 != " " })
    #expect(try maps.readStringMap("") == ["a": "1"])
    #expect(try maps.readStringMultimap("") == ["a": ["1"]])
    #expect(try maps.readBytesMap("") == ["a": nil])
    #expect(try maps.readInet("") == Inet(address: [1, 2, 3, 4], port: 5))
    #expect(maps.remaining == 0)
  }

  @Test("bytes that are no UTF-8 are replaced, in words and in names")
  func repairedText() throws {
    var reader = try reader("000361ff62")
    #expect(try reader.readString("a name") == "a\u{FFFD}b")
    let error = try ResponseMessage(decoding: frame(.error, body: [0, 0, 0, 0, 0, 2, 0xC3, 0x28]))
    #expect(error.response == .error(ServerError(code: .serverError, message: "\u{FFFD}(")))
  }

  @Test("what is too long for its length is refused and leaves no trace")
  func tooLong() throws {
    let text = String(repeating: "a", count: 65_536)
    var writer = FrameWriter(bytes: [1, 2, 3])
    let messages: [RequestMessage] = [
      RequestMessage(.register(Register(events: [text]))),
      RequestMessage(.register(Register(events: [String](repeating: "", count: 65_536)))),
      RequestMessage(.execute(Execute(id: Array(text.utf8), parameters: QueryParameters(consistency: .one)))),
      RequestMessage(
        .query(
          Query(
            "",
            parameters: QueryParameters(
              consistency: .one, values: .positional([EncodedValue](repeating: .null, count: 65_536)))))),
    ]
    for message in messages {
      let error = #expect(throws: CQLError.self) { try message.encode(stream: 1, into: &writer) }
      #expect(error?.code == .valueDoesNotFit)
      #expect(writer.bytes == [1, 2, 3])
    }
    #expect(throws: CQLError.self) { try ResponseMessage(.ready, tracingID: [1, 2]).encode(stream: 1, into: &writer) }
    #expect(throws: CQLError.self) {
      let address = Inet(address: [1], port: 1)
      try ResponseMessage(.event(.statusChange(change: "UP", address: address))).encode(stream: -1, into: &writer)
    }
    #expect(writer.bytes == [1, 2, 3])
    try RequestMessage(.prepare(Prepare(text))).encode(stream: 1, into: &writer)
    #expect(writer.bytes.count == 3 + 9 + 4 + 65_536)
  }

  @Test("a frame above 256 MiB is refused and leaves no trace")
  func frameTooLong() throws {
    var writer = FrameWriter(bytes: [1])
    let error = #expect(throws: CQLError.self) {
      try writer.frame(.query, stream: 1) { writer throws(CQLError) in
        let mebibyte = [UInt8](repeating: 0, count: 1 << 20)
        writer.bytes.reserveCapacity(257 << 20)
        for _ in 0..<256 { writer.bytes += mebibyte }
        writer.writeByte(0)
      }
    }
    #expect(error?.code == .frameTooLarge)
    #expect(writer.bytes == [1])
  }

  @Test(
    "an error's details must be its code's",
    arguments: [
      ServerError(code: .unavailable, message: ""),
      ServerError(code: .invalid, message: "", details: .unprepared(id: [])),
      ServerError(code: .readTimeout, message: "", details: .unprepared(id: [])),
    ])
  func mismatchedDetails(error: ServerError) {
    #expect(throws: CQLError.self) { try ResponseMessage(.error(error)).encoded() }
  }

  @Test(
    "addresses as RFC 5952 writes them",
    arguments: [
      ("7f000001", "127.0.0.1:9042"), ("00000000000000000000000000000001", "[::1]:9042"),
      ("00000000000000000000000000000000", "[::]:9042"),
      ("20010db8000000000001000000000001", "[2001:db8::1:0:0:1]:9042"),
      ("20010db8000100000001000100010001", "[2001:db8:1:0:1:1:1:1]:9042"),
      ("20010000000000010000000000000001", "[2001:0:0:1::1]:9042"), ("00010000000000000000000000000000", "[1::]:9042"),
      ("00000000000000000000ffff01020304", "[::ffff:1.2.3.4]:9042"),
    ])
  func addresses(hex: String, text: String) throws {
    #expect("\(Inet(address: try Hexadecimal.decode(hex), port: 9042))" == text)
  }
}
