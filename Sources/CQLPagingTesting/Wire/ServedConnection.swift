import CQLNativeProtocol
import CQLPaging
import CQLSession

/// A connection with its two threads: one reads requests and makes answers, the other sends them when they are due.
final class ServedConnection: Sendable {
  typealias Interceptor = @Sendable (WireExchange) -> [WireExchange.Action]?

  private let socket: LoopbackSocket
  private let number: Int
  private let node: ServedNode
  private let interceptor: Interceptor?
  private let outbox = Outbox()
  private let ledger = Lock(StreamLedger())
  private let events = Lock<Set<String>>([])
  /// nil when it has been closed: its number can belong to another connection then.
  private let open: Lock<LoopbackSocket?>

  init(socket: LoopbackSocket, number: Int, node: ServedNode, interceptor: Interceptor?) {
    self.socket = socket
    self.number = number
    self.node = node
    self.interceptor = interceptor
    open = Lock(socket)
  }

  /// Serves the connection, on this thread and another one, until either side ends it. The socket is closed then.
  func serve() {
    let writer = ThreadGroup()
    writer.run("cql-fake-writer") { [self] in write() }
    read()
    end()
    writer.wait()
    open.withLock { open in
      open?.close()
      open = nil
    }
  }

  /// Ends the connection at once; its threads end soon.
  func end() {
    outbox.close()
    node.gate.wake()
    open.withLock { $0?.shutDown() }
  }

  /// The connection as tests see it.
  var report: FakeCluster.ConnectionReport {
    ledger.withLock { ledger in
      FakeCluster.ConnectionReport(
        number: number, isOpen: !outbox.isClosed, isRegistered: events.withLock { !$0.isEmpty },
        highestInFlight: ledger.highest, reusedStreams: ledger.reused)
    }
  }

  private func write() {
    while let item = outbox.next() {
      node.gate.pass { outbox.isClosed }
      // A frozen node that ends takes its answers with it.
      guard !outbox.isClosed else { return end() }
      // Before the answer is sent: from then on the client may use the stream again.
      if let stream = item.stream { ledger.withLock { $0.ended(stream) } }
      guard socket.write(item.bytes) else { return end() }
      if item.stall > .zero { outbox.wait(item.stall) }
      if item.closes {
        // Not both ways at once: with requests still coming in, the other side would lose what was sent to it.
        outbox.close()
        return socket.shutDownWriting()
      }
    }
  }

  /// Sends an event, if the client wants to hear of its kind.
  func send(_ event: ServerEvent, kind: String, after delay: Duration) {
    guard events.withLock({ $0.contains(kind) }) else { return }
    var writer = FrameWriter()
    guard (try? ResponseMessage(.event(event)).encode(stream: -1, into: &writer)) != nil else { return }
    outbox.add(Outbox.Item(bytes: writer.bytes, due: .now + delay))
  }

  /// Reads until the other side ends the connection.
  private func read() {
    var session = WireSession(node: node)
    var assembler = FrameAssembler(expecting: .requests, bodyLimit: node.options.maximumRequestBytes)
    var requests = 0
    while true {
      let count = socket.read(into: assembler.destination())
      guard count > 0 else { return }
      assembler.received(count)
      do throws(CQLError) {
        while let assembled = try assembler.next() {
          requests += 1
          answer(assembled, number: requests, session: &session)
        }
      } catch {
        // What follows cannot be told from noise, so the connection ends with this answer.
        let reply = WireReply.error(.protocolError, error.message)
        outbox.add(Outbox.Item(bytes: reply.frame(stream: 0), closes: true, due: .now))
        return drain()
      }
      if outbox.isClosed { return drain() }
    }
  }

  /// Reads what nobody wants, so that the other side gets all that was sent to it.
  private func drain() {
    let scratch = PageBuffer(uninitializedCount: 16 << 10)
    while socket.read(into: scratch.uninitializedBytes) > 0 {}
  }

  private func answer(_ assembled: AssembledFrame, number request: Int, session: inout WireSession) {
    let reply: WireReply
    let stream: Int16
    var opcode: UInt8 = 0
    var statement: String?
    switch assembled {
    case .unsupportedVersion(let version, let requestStream):
      stream = requestStream
      reply = WireSession.refusal(ofVersion: version, stream: stream)
    case .frame(let frame):
      stream = frame.header.stream
      ledger.withLock { $0.began(stream) }
      opcode = frame.header.opcode.rawValue
      do throws(CQLError) {
        let message = try RequestMessage(decoding: frame)
        statement = session.statement(of: message.request)
        reply = session.reply(to: message)
        events.withLock { $0 = session.events }
        note(message, statement, reply, stream: stream)
      } catch {
        reply = .error(.protocolError, error.message)
      }
    }
    let bytes = reply.frame(stream: stream)
    let exchange = WireExchange(
      connection: number, number: request, opcode: opcode, stream: stream, statement: statement, answer: bytes)
    if let actions = interceptor?(exchange) {
      perform(actions, stream: stream)
    } else {
      send(bytes, as: reply, stream: stream)
    }
  }

  private func note(_ message: RequestMessage, _ statement: String?, _ reply: WireReply, stream: Int16) {
    guard let journal = node.journal else { return }
    let view = node.view()
    journal.add(
      FakeCluster.Request(
        message, node: view.number, connection: number, stream: stream, text: statement,
        read: reply.route.map { FakeCluster.Read($0, view: view) }))
  }

  private func send(_ bytes: [UInt8], as reply: WireReply, stream: Int16) {
    let sent: [UInt8] =
      switch reply.cut {
      case .before: []
      case .inTheMiddle: Array(bytes.prefix(bytes.count / 2))
      case .afterwards, nil: bytes
      }
    outbox.add(Outbox.Item(bytes: sent, closes: reply.cut != nil, stream: stream, due: .now + reply.delay))
  }

  /// A request that is answered several times is so with the first; one without an answer stays in flight.
  private func perform(_ actions: [WireExchange.Action], stream: Int16) {
    var due = ContinuousClock.now
    var unanswered: Int16? = stream
    for action in actions {
      switch action {
      case .send(let bytes):
        outbox.add(Outbox.Item(bytes: bytes, stream: unanswered, due: due))
        unanswered = nil
      case .pause(let duration): due += duration
      case .stall(let duration): outbox.add(Outbox.Item(bytes: [], stall: duration, due: due))
      case .close: outbox.add(Outbox.Item(bytes: [], closes: true, due: due))
      }
    }
  }
}
