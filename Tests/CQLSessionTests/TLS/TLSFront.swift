#if TLS
  import CQLPaging
  import Foundation

  @testable import CQLPagingTesting

  /// A server's encrypted door: takes TLS connections, and passes what they say on to a server in plain text.
  final class TLSFront: Sendable {
    struct Options: Sendable {
      var certificate = "server.pem"
      var clientAuthority: String?
      /// The only one to speak; nil for all.
      var version: Int32?
      /// How many bytes are sent to the client at once; nil for all there are.
      var pieceLength: Int?
      /// After so many bytes to the client a connection is cut, without a farewell.
      var cutAfter: Int?
      /// This byte of those to the client is damaged.
      var damagedByte: Int?
      /// Whether it takes connections and says nothing at all.
      var isSilent = false
    }

    /// What the door has seen.
    struct Report: Sendable {
      var bytesToClients = 0
      /// Those to the client that got most.
      var bytesToOneClient = 0
      /// How many of the bytes to the first client were those of the handshake; nil before it is done.
      var handshakeLength: Int?
      /// Whether the first byte that was damaged was in a record's length: the client then waits for what never comes.
      var hasDamagedLength: Bool?
      /// Connections on which the client did not want to renegotiate.
      var refusals = 0
      /// Connections that the client ended with TLS's word for it.
      var farewells = 0
      var askedNames: [String?] = []
    }

    private struct State {
      var report = Report()
      var sockets: [LoopbackSocket] = []
      var wires: [Wire] = []
      var isStopped = false
    }

    let port: Int
    private let listener: LoopbackSocket
    private let upstreamPort: UInt16
    private let options: Options
    private let context: TLSServerContext
    private let threads = ThreadGroup()
    private let state = Lock(State())

    /// Runs a door to the server at a port for as long as `body` takes.
    static func withFront<Result>(
      to upstreamPort: Int, _ options: Options = Options(), _ body: (TLSFront) async throws -> Result
    ) async throws -> Result {
      let front = try TLSFront(upstreamPort: UInt16(clamping: upstreamPort), options: options)
      defer { front.stop() }
      return try await body(front)
    }

    private init(upstreamPort: UInt16, options: Options) throws {
      context = try TLSServerContext(
        certificate: options.certificate, clientAuthority: options.clientAuthority, version: options.version)
      let (listener, port) = try LoopbackSocket.listening(at: [127, 0, 0, 1], port: 0)
      self.listener = listener
      self.port = Int(port)
      self.upstreamPort = upstreamPort
      self.options = options
      threads.run("tls-front") { [self] in
        while let client = listener.accept() { threads.run("tls-front-in") { self.serve(client) } }
      }
    }

    /// When it returns, every thread has ended.
    private func stop() {
      let sockets = state.withLock { state in
        state.isStopped = true
        return state.sockets
      }
      for socket in sockets { socket.shutDown() }
      listener.shutDown()
      threads.wait()
      listener.close()
      for socket in sockets { socket.close() }
    }

    var report: Report { state.withLock { $0.report } }

    private func keep(_ socket: LoopbackSocket) -> Bool {
      let isKept = state.withLock { state in
        if !state.isStopped { state.sockets.append(socket) }
        return !state.isStopped
      }
      if !isKept { socket.close() }
      return isKept
    }

    private func serve(_ client: LoopbackSocket) {
      guard keep(client) else { return }
      guard !options.isSilent else {
        while !Self.read(client).isEmpty {}
        return
      }
      guard let upstream = LoopbackSocket.connected(to: [127, 0, 0, 1], port: upstreamPort), keep(upstream),
        let stream = TLSServerStream(context)
      else { return client.shutDown() }
      let wire = Wire(socket: client, stream: stream)
      state.withLock { $0.wires.append(wire) }
      threads.run("tls-front-out") { [self] in
        while true {
          let bytes = Self.read(upstream)
          if bytes.isEmpty { break }
          guard send({ stream.encrypted(bytes) }, over: wire) else { break }
        }
        _ = send({ stream.isEstablished ? stream.farewell() : [] }, over: wire)
        client.shutDownWriting()
      }
      while true {
        let bytes = Self.read(client)
        if bytes.isEmpty { break }
        var (plain, isOver): ([UInt8], Bool) = ([], false)
        let isSent = send(
          {
            let reply: [UInt8]
            (plain, reply, isOver) = stream.received(bytes)
            return reply
          }, over: wire)
        guard isSent, upstream.write(plain), !isOver else { break }
      }
      state.withLock { state in
        if stream.hasFarewell { state.report.farewells += 1 }
        if stream.hasRefusal { state.report.refusals += 1 }
        state.report.askedNames.append(stream.askedName)
      }
      upstream.shutDown()
      if !stream.isEstablished { client.shutDownWriting() }
    }

    /// Two threads make records of one connection: they leave in the order in which they were made.
    private final class Wire: Sendable {
      let sent = Lock(0)
      let socket: LoopbackSocket
      let stream: TLSServerStream

      init(socket: LoopbackSocket, stream: TLSServerStream) {
        self.socket = socket
        self.stream = stream
      }
    }

    /// Asks all clients whose handshake is done for another one.
    func renegotiate() {
      for wire in state.withLock({ $0.wires }) where wire.stream.isEstablished {
        _ = send({ wire.stream.renegotiation() }, over: wire)
      }
    }

    private func send(_ make: () -> [UInt8], over wire: Wire) -> Bool {
      wire.sent.withLock { sent in
        var bytes = make()
        let isEstablished = wire.stream.isEstablished
        let end = sent + bytes.count
        state.withLock { state in
          if isEstablished, state.report.handshakeLength == nil { state.report.handshakeLength = end }
        }
        if let damaged = options.damagedByte, (sent..<end).contains(damaged) {
          let isLength = Self.isLength(damaged - sent, in: bytes)
          state.withLock { $0.report.hasDamagedLength = $0.report.hasDamagedLength ?? isLength }
          bytes[damaged - sent] ^= 0x55
        }
        let isCut = options.cutAfter.map { end > $0 } ?? false
        if isCut, let cut = options.cutAfter { bytes = Array(bytes.prefix(max(0, cut - sent))) }
        sent += bytes.count
        state.withLock { [sent] state in
          state.report.bytesToClients += bytes.count
          state.report.bytesToOneClient = max(state.report.bytesToOneClient, sent)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
          let piece = rest.prefix(options.pieceLength ?? rest.count)
          guard wire.socket.write(piece) else { return false }
          rest = rest.dropFirst(piece.count)
        }
        if isCut { wire.socket.shutDown() }
        return !isCut
      }
    }

    /// Whether a byte of these records is in the length of one, two bytes before its content: RFC 8446, section 5.1.
    private static func isLength(_ position: Int, in records: [UInt8]) -> Bool {
      var start = 0
      while start + 5 <= records.count {
        if (start + 3..<start + 5).contains(position) { return true }
        start += 5 + (Int(records[start + 3]) << 8) + Int(records[start + 4])
      }
      return false
    }

    private static func read(_ socket: LoopbackSocket) -> [UInt8] {
      [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
        count = socket.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    }
  }
#endif
