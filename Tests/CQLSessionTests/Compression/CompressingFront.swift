#if LZ4
  import CQLNativeProtocol
  import CQLPaging
  import Foundation

  @testable import CQLPagingTesting
  @testable import CQLSession

  /// Stands before a server that knows nothing of LZ4, and speaks it in its place: with every answer, also the shortest.
  final class CompressingFront: Sendable {
    /// Damages a compressed body of an answer to a request for rows.
    typealias Damage = @Sendable ([UInt8]) -> [UInt8]

    private struct State {
      var compressedRequests = 0
      var sockets: [LoopbackSocket] = []
    }

    let port: Int
    private let listener: LoopbackSocket
    private let upstreamPort: UInt16
    private let damage: Damage?
    private let threads = ThreadGroup()
    private let state = Lock(State())

    static func withFront<Result>(
      to upstreamPort: Int, damage: Damage? = nil, _ body: (CompressingFront) async throws -> Result
    ) async throws -> Result {
      let front = try CompressingFront(upstreamPort: UInt16(clamping: upstreamPort), damage: damage)
      defer { front.stop() }
      return try await body(front)
    }

    private init(upstreamPort: UInt16, damage: Damage?) throws {
      let (listener, port) = try LoopbackSocket.listening(at: [127, 0, 0, 1], port: 0)
      self.listener = listener
      self.port = Int(port)
      self.upstreamPort = upstreamPort
      self.damage = damage
      threads.run("lz4-front") { [self] in
        while let client = listener.accept() {
          guard let upstream = LoopbackSocket.connected(to: [127, 0, 0, 1], port: upstreamPort) else { continue }
          state.withLock { $0.sockets += [client, upstream] }
          threads.run("lz4-front-in") { self.pass(.requests, from: client, to: upstream) { try self.request($0) } }
          threads.run("lz4-front-out") { self.pass(.responses, from: upstream, to: client) { try self.answer($0) } }
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

    var compressedRequests: Int { state.withLock { $0.compressedRequests } }

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

    private func request(_ frame: Frame) throws -> [UInt8] {
      if frame.header.flags.contains(.compression) { state.withLock { $0.compressedRequests += 1 } }
      var message = try RequestMessage(decoding: BodyCompression(codec: LZ4Codec()).decompressed(frame))
      if case .startup(var startup) = message.request {
        startup.options["COMPRESSION"] = nil
        message.request = .startup(startup)
      }
      var writer = FrameWriter()
      try message.encode(stream: frame.header.stream, into: &writer)
      return writer.bytes
    }

    private func answer(_ frame: Frame) throws -> [UInt8] {
      var message = try ResponseMessage(decoding: frame)
      var writer = FrameWriter()
      if case .supported(var options) = message.response {
        options["COMPRESSION"] = ["snappy", "lz4"]
        message.response = .supported(options)
        try message.encode(stream: frame.header.stream, into: &writer)
        return writer.bytes
      }
      var body = Self.compressed(Array(frame.body.bytes))
      if let damage, case .result(.rows(let rows)) = message.response, rows.columns?.first?.keyspace == "test" {
        body = damage(body)
      }
      var header = frame.header
      header.flags.insert(.compression)
      header.bodyLength = body.count
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
