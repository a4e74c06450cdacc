#if LZ4
  import CQLNativeProtocol
  import CQLPaging
  import Foundation

  @testable import CQLPagingTesting
  @testable import CQLSession

  /// Stands before a server that knows nothing of LZ4, and speaks it in its place, to whoever asks for it: with every
  /// answer, also the shortest.
  final class CompressingFront: Sendable {
    /// Damages a compressed body of an answer to a request for rows.
    typealias Damage = @Sendable ([UInt8]) -> [UInt8]

    /// What the front has seen.
    struct Report: Sendable {
      /// What each STARTUP asks for; nil where it asks for nothing.
      var asked: [String?] = []
      var compressedRequests = 0
      var compressedAnswers = 0
    }

    private struct State {
      var report = Report()
      var sockets: [LoopbackSocket] = []
    }

    /// Whether the client of one connection has asked for LZ4: nothing is compressed before, or without that.
    private typealias Agreement = Lock<Bool>

    let port: Int
    private let listener: LoopbackSocket
    private let upstreamPort: UInt16
    private let offers: [String]
    private let damage: Damage?
    private let threads = ThreadGroup()
    private let state = Lock(State())

    /// - Parameter offers: what the server says it can compress with.
    static func withFront<Result>(
      to upstreamPort: Int, offers: [String] = ["snappy", "lz4"], damage: Damage? = nil,
      _ body: (CompressingFront) async throws -> Result
    ) async throws -> Result {
      let front = try CompressingFront(upstreamPort: UInt16(clamping: upstreamPort), offers: offers, damage: damage)
      defer { front.stop() }
      return try await body(front)
    }

    private init(upstreamPort: UInt16, offers: [String], damage: Damage?) throws {
      let (listener, port) = try LoopbackSocket.listening(at: [127, 0, 0, 1], port: 0)
      self.listener = listener
      self.port = Int(port)
      self.upstreamPort = upstreamPort
      self.offers = offers
      self.damage = damage
      threads.run("lz4-front") { [self] in
        while let client = listener.accept() {
          guard let upstream = LoopbackSocket.connected(to: [127, 0, 0, 1], port: upstreamPort) else { continue }
          state.withLock { $0.sockets += [client, upstream] }
          let agreement = Agreement(false)
          threads.run("lz4-front-in") {
            self.pass(.requests, from: client, to: upstream) { try self.request($0, agreement) }
          }
          threads.run("lz4-front-out") {
            self.pass(.responses, from: upstream, to: client) { try self.answer($0, agreement) }
          }
        }
      }
    }

    private func stop() {
      listener.shutDown()
      for socket in state.withLock({ $0.sockets }) { socket.shutDown() }
      threads.wait()
      listener.close()
      for socket in state.withLock({ $0.sockets }) { socket.close() }
    }

    var report: Report { state.withLock { $0.report } }

    private func pass(
      _ direction: FrameAssembler.Direction, from source: LoopbackSocket, to sink: LoopbackSocket,
      _ change: (Frame) throws -> [UInt8]
    ) {
      var assembler = FrameAssembler(expecting: direction)
      reading: while true {
        let count = source.read(into: assembler.destination())
        guard count > 0 else { break }
        assembler.received(count)
        do {
          while let frame = try assembler.nextFrame() {
            guard sink.write(try change(frame)) else { break reading }
          }
        } catch {
          break
        }
      }
      source.shutDown()
      sink.shutDown()
    }

    private func request(_ frame: Frame, _ agreement: Agreement) throws -> [UInt8] {
      var plain = frame
      if frame.header.flags.contains(.compression) {
        guard agreement.withLock({ $0 }) else {
          throw CQLError(.unexpectedResponse, "a compressed request of a client that has not asked for that")
        }
        state.withLock { $0.report.compressedRequests += 1 }
        plain = try BodyCompression(codec: LZ4Codec()).decompressed(frame)
      }
      var message = try RequestMessage(decoding: plain)
      if case .startup(var startup) = message.request {
        let asked = startup.options["COMPRESSION"]
        state.withLock { $0.report.asked.append(asked) }
        agreement.withLock { $0 = asked == "lz4" }
        startup.options["COMPRESSION"] = nil
        message.request = .startup(startup)
      }
      var writer = FrameWriter()
      try message.encode(stream: frame.header.stream, into: &writer)
      return writer.bytes
    }

    private func answer(_ frame: Frame, _ agreement: Agreement) throws -> [UInt8] {
      let message = try ResponseMessage(decoding: frame)
      guard agreement.withLock({ $0 }) else { return try plain(frame, message) }
      state.withLock { $0.report.compressedAnswers += 1 }
      var body = Self.compressed(Array(frame.body.bytes))
      if let damage, case .result(.rows(let rows)) = message.response, rows.columns?.first?.keyspace == "test" {
        body = damage(body)
      }
      var header = frame.header
      header.flags.insert(.compression)
      header.bodyLength = body.count
      return Self.bytes(header, body)
    }

    /// The answer as it is, but for what is offered.
    private func plain(_ frame: Frame, _ message: ResponseMessage) throws -> [UInt8] {
      guard case .supported(var options) = message.response else {
        return Self.bytes(frame.header, Array(frame.body.bytes))
      }
      options["COMPRESSION"] = offers
      var message = message
      message.response = .supported(options)
      var writer = FrameWriter()
      try message.encode(stream: frame.header.stream, into: &writer)
      return writer.bytes
    }

    private static func bytes(_ header: FrameHeader, _ body: [UInt8]) -> [UInt8] {
      var writer = FrameWriter()
      header.encode(into: &writer)
      return writer.bytes + body
    }

    /// The length, and one block.
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
      let codec = LZ4Codec()
      var block = [UInt8](repeating: 0, count: codec.bound(of: bytes.count) ?? 0)
      let count = block.withUnsafeMutableBytes { room in bytes.withUnsafeBytes { codec.compress($0, into: room) } }
      return withUnsafeBytes(of: Int32(bytes.count).bigEndian) { Array($0) } + block.prefix(count ?? 0)
    }
  }
#endif
