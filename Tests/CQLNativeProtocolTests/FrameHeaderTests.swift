import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Headers that are wrong")
struct FrameHeaderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let direction: FrameAssembler.Direction
    let bytes: String
    let says: String
    var code = CQLError.Code.malformedFrame

    init(
      _ description: String, _ direction: FrameAssembler.Direction, _ bytes: String, says: String,
      code: CQLError.Code = .malformedFrame
    ) {
      testDescription = description
      self.direction = direction
      self.bytes = bytes
      self.says = says
      self.code = code
    }
  }

  static let rows: [Row] = [
    Row("a request where a response was due, at its first byte", .responses, "04", says: "byte 4,"),
    Row("a TLS alert", .responses, "15030100020228", says: "may speak TLS"),
    Row("a response where a request was due, at its first byte", .requests, "84", says: "byte 132,"),
    Row("a response of version 2, at its first byte", .responses, "82", says: "version 2"),
    Row("a response of version 6, at its first byte", .responses, "86", says: "version 6"),
    Row("a response of version 5 that is no ERROR", .responses, "850000010800000000", says: "version 5"),
    Row("a response of version 3 that is no ERROR", .responses, "830000010200000000", says: "version 3"),
    Row("opcode 4, which v4 does not have", .responses, "840000010400000000", says: "opcode 4 on stream 1"),
    Row("opcode 0x11", .requests, "040000011100000000", says: "opcode 17 on stream 1"),
    Row("a QUERY from a server", .responses, "840000010700000000", says: "wrong side"),
    Row("a RESULT from a client", .requests, "040000010800000000", says: "wrong side"),
    Row("a negative length", .responses, "8400000508ffffffff", says: "RESULT on stream 5 announces a body of -1 bytes"),
    Row("the most negative length", .requests, "040000050780000000", says: "-2147483648"),
    Row(
      "a byte above the limit", .responses, "840000050810000001", says: "RESULT on stream 5 has 268435457 bytes",
      code: .frameTooLarge),
    Row("the longest length", .requests, "04000005077fffffff", says: "2147483647", code: .frameTooLarge),
  ]

  @Test("each is a typed error that says what came", arguments: rows)
  func wrongHeader(row: Row) throws {
    var assembler = FrameAssembler(expecting: row.direction)
    assembler.append(try Hexadecimal.decode(row.bytes))
    do {
      _ = try assembler.nextFrame()
      Issue.record("no error")
    } catch {
      #expect(error.code == row.code)
      #expect(error.message.contains(row.says), "\(error.message)")
    }
    // Whatever comes then, the place of the next frame is unknown.
    assembler.append(try Hexadecimal.decode("840000010200000000"))
    do {
      _ = try assembler.nextFrame()
      Issue.record("no second error")
    } catch {
      #expect(error.code == row.code)
    }
  }

  @Test("a frame describes itself by its header and length, and shows nothing of its body")
  func description() {
    #expect("\(frame(.result, stream: 3, body: Array("secret".utf8)))" == "RESULT on stream 3, 6 bytes")
  }

  @Test("a small limit refuses a longer body before it comes, and says whose it was")
  func smallLimit() throws {
    var assembler = FrameAssembler(expecting: .responses, bodyLimit: 100)
    assembler.append(frame(.result, stream: 3, body: [UInt8](repeating: 0, count: 100)).bytes)
    #expect(try assembler.nextFrame()?.body.count == 100)
    assembler.append(frame(.result, stream: 9, body: [UInt8](repeating: 0, count: 101)).bytes.prefix(9))
    do {
      _ = try assembler.nextFrame()
      Issue.record("no error")
    } catch {
      #expect(error.code == .frameTooLarge)
      #expect(error.message.contains("above the limit of 100: ask for smaller pages"))
    }
    let refused = assembler.refusedHeader
    #expect(refused?.stream == 9 && refused?.bodyLength == 101)
  }

  @Test("a body of 256 MiB is read, and no limit allows more")
  func largestBody() throws {
    var assembler = FrameAssembler(expecting: .responses, bodyLimit: .max)
    assembler.append(try Hexadecimal.decode("840000010810000000"))
    #expect(try assembler.nextFrame() == nil)
    let room = assembler.destination().count
    #expect(room == 256 << 20)
    var other = FrameAssembler(expecting: .responses, bodyLimit: .max)
    other.append(try Hexadecimal.decode("840000010810000001"))
    do {
      _ = try other.nextFrame()
      Issue.record("no error")
    } catch {
      #expect(error.code == .frameTooLarge)
    }
  }

  @Test(
    "an ERROR in the header of another version shows the server's words",
    arguments: [
      // As 3.11 refuses version 66: version 5, beta flag, stream 0.
      ("851000000000000000", UInt8(5)), ("830000010000000000", 3),
    ])
  func foreignError(header: String, version: UInt8) throws {
    let message = ResponseMessage(.error(ServerError(code: .protocolError, message: "Invalid or unsupported version")))
    let body = try message.encoded().dropFirst(FrameHeader.length)
    var bytes = try Hexadecimal.decode(header)
    bytes[8] = UInt8(body.count)
    let sent = try frame(bytes + body, .responses)
    #expect(sent.header.version == version)
    #expect(try ResponseMessage(decoding: sent).response == message.response)
  }

  @Test("the details of another version's ERROR are laid out otherwise, and are left alone")
  func foreignDetails() throws {
    // Version 5's read failure has a map of reasons where version 4 has a number.
    let body = try Hexadecimal.decode("00001300000166" + "0001000000000000000100000001" + "047f0000010000" + "00")
    let message = try ResponseMessage(decoding: frame(.error, version: 5, body: body))
    #expect(message.response == .error(ServerError(code: .readFailure, message: "f")))
    #expect(message.trailingBytes == 22)
  }

  @Test("a refusal of another version can be made in that version's header")
  func foreignErrorEncoded() throws {
    let message = ResponseMessage(.error(ServerError(code: .protocolError, message: "no")))
    let bytes = try message.encoded(stream: 0, version: 5)
    #expect(bytes[0] == 0x85)
    #expect(try ResponseMessage(decoding: try frame(bytes, .responses)) == message)
  }
}

@Suite("Requests of other versions")
struct UnsupportedVersionTests {
  @Test(
    "each is reported with its stream, and the connection goes on behind it",
    arguments: [
      ("version 3, an OPTIONS", "030000010500000000", UInt8(3), Int16(1)),
      ("version 5, a STARTUP with a body", "050001ff0100000003aabbcc", 5, 511),
      ("version 66, which drivers begin with", "420000000500000000", 66, 0),
      ("version 2, whose header has 8 bytes", "02007f050000000101", 2, 127),
      ("version 1, with a negative stream", "0100ff0500000000", 1, -1),
    ])
  func reported(name: String, hex: String, version: UInt8, stream: Int16) throws {
    let bytes = try Hexadecimal.decode(hex)
    for cut in bytes.indices {
      var assembler = FrameAssembler(expecting: .requests)
      var found: [(UInt8, Int16)] = []
      for piece in [bytes[..<cut], bytes[cut...], try RequestMessage(.options).encoded()[...]] {
        assembler.append(piece)
        while let next = try assembler.next() {
          switch next {
          case .unsupportedVersion(let version, let stream): found.append((version, stream))
          case .frame(let frame): #expect(frame.header.opcode == .options && found.count == 1)
          }
        }
      }
      let isMidFrame = assembler.isMidFrame
      #expect(found.count == 1 && found.first.map { $0 == (version, stream) } == true && !isMidFrame, "cut at \(cut)")
    }
  }

  @Test(
    "a length that cannot be passed over ends the connection after the report", arguments: ["ffffffff", "7fffffff"])
  func impossibleLength(length: String) throws {
    var assembler = FrameAssembler(expecting: .requests)
    assembler.append(try Hexadecimal.decode("0500000a05\(length)"))
    guard case .unsupportedVersion(5, stream: 10) = try assembler.next() else {
      Issue.record("not reported")
      return
    }
    do {
      _ = try assembler.next()
      Issue.record("no error")
    } catch {
      #expect(error.code == .malformedFrame)
    }
  }

  @Test("whoever does not ask for the version gets an error")
  func plainReader() throws {
    var assembler = FrameAssembler(expecting: .requests)
    assembler.append(try Hexadecimal.decode("050000010500000000"))
    do {
      _ = try assembler.nextFrame()
      Issue.record("no error")
    } catch {
      #expect(error.message.contains("version 5 on stream 1"))
    }
  }
}
