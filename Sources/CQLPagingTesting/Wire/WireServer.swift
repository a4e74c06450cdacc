package import CQLNativeProtocol
public import CQLPaging
import CQLSession

/// A ``FakeCoordinator`` behind a real socket: protocol v4 on the loopback network, for sessions under test, for other
/// languages' drivers, and for trying things out without a server.
///
/// ```swift
/// try await WireServer.withServer(FakeCoordinator(tables: SampleKeyspace().tables)) { server in
///   // connect to 127.0.0.1:\(server.port)
/// }
/// ```
///
/// It knows OPTIONS, STARTUP, passwords, REGISTER, QUERY, PREPARE, EXECUTE, `USE`, and answers BATCH with Void. Other
/// protocol versions are refused so that drivers come down to v4. Delays are of real time here; an answer that is delayed
/// lets others pass.
public final class WireServer: Sendable {
  /// Where and how a server listens.
  public struct Options: Sendable {
    /// 0 takes any free port. A server that is started again takes the one that it had.
    public var port: UInt16 = 0
    /// Where it listens: an address of the loopback network, `127.x.y.z`, and nothing else. Linux has all of them, macOS
    /// only 127.0.0.1 unless told otherwise.
    public var address = "127.0.0.1"
    /// The addresses of the other nodes that it tells of in `system.peers`: servers of their own, on the same port.
    public var peers: [String] = []
    /// Who may log in; nil lets everyone in without a question.
    public var credentials: Credentials?
    /// After this many pages a connection is cut, system tables not counted.
    public var pagesPerConnection: Int?
    /// Whether rows are described even where the client asked to leave that out, as the protocol allows.
    public var ignoresSkipMetadata = false
    /// Larger requests end the connection.
    public var maximumRequestBytes = 16 << 20

    public init() {}
  }

  /// A user and a password. Descriptions show neither.
  public struct Credentials: Sendable, CustomStringConvertible, CustomReflectable {
    public let username: String
    public let password: String

    public init(username: String, password: String) {
      self.username = username
      self.password = password
    }

    public var description: String { "credentials" }
    public var customMirror: Mirror { Mirror(self, children: []) }
  }

  private struct State {
    var listener: LoopbackSocket?
    var port: UInt16
    var accepted = 0
    /// Of connections that have ended, the latest last.
    var ended: [FakeCluster.ConnectionReport] = []
    var connections: [Int: ServedConnection] = [:]
  }

  private let node: ServedNode
  private let address: [UInt8]?
  private let interceptor: ServedConnection.Interceptor?
  private let state: Lock<State>
  private let threads = ThreadGroup()

  /// - Parameters:
  ///   - coordinator: whose tables are served, with its faults.
  ///   - options: where and how.
  ///   - interceptor: looks at each request and its answer, and says what to send instead; nil lets the answer be. It is
  ///     called on the connections' threads. This is how a test plays a broken server: half a frame, a foreign stream, the
  ///     same answer twice, silence (no action at all).
  public convenience init(
    _ coordinator: FakeCoordinator, options: Options = Options(),
    interceptor: (@Sendable (WireExchange) -> [WireExchange.Action]?)? = nil
  ) {
    let address = Self.loopbackAddress(options.address) ?? [127, 0, 0, 1]
    let topology = ClusterTopology(local: address, peers: options.peers.compactMap(Self.loopbackAddress))
    let number = topology.nodes.first { $0.address == address }?.number ?? 1
    let view = ClusterView(topology: topology, number: number)
    let node = ServedNode(coordinator: coordinator, options: options, view: { view }, journal: nil)
    self.init(node, interceptor: interceptor)
  }

  /// A server that is one node of several.
  init(_ node: ServedNode, interceptor: ServedConnection.Interceptor?) {
    address = Self.loopbackAddress(node.options.address)
    self.node = node
    self.interceptor = interceptor
    state = Lock(State(port: node.options.port))
  }

  static func loopbackAddress(_ text: String) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4, parts.first == 127 else { return nil }
    let bytes = parts.compactMap(\.self)
    return bytes.count == 4 ? bytes : nil
  }

  // MARK: Starting and stopping

  /// A server for the time of `body`: it is listening when `body` is called, and stopped when it returns or throws.
  ///
  /// - Throws: as ``start()``, and what `body` throws.
  public static func withServer<Result>(
    _ coordinator: FakeCoordinator, options: Options = Options(), body: (WireServer) async throws -> Result
  ) async throws -> Result {
    let server = WireServer(coordinator, options: options)
    try server.start()
    defer { server.stop() }
    return try await body(server)
  }

  /// Listens, and serves whoever connects, until ``stop()`` is called. Does nothing where it does so already.
  ///
  /// - Throws: `.invalidConfiguration` for an address outside the loopback network, and where the port is taken.
  public func start() throws(CQLError) {
    guard let address else {
      throw CQLError(
        .invalidConfiguration, "\(node.options.address) is not an address of the loopback network, 127.x.y.z")
    }
    let started: LoopbackSocket? = try state.withLock { state throws(CQLError) in
      guard state.listener == nil else { return nil }
      let (listener, port) = try LoopbackSocket.listening(at: address, port: state.port)
      state.listener = listener
      state.port = port
      return listener
    }
    guard let started else { return }
    threads.run("cql-fake-listener") { [self] in accept(from: started) }
    node.coordinator.observeSchema(ObjectIdentifier(self)) { [weak self] change in
      self?.push(.schemaChange(change), kind: "SCHEMA_CHANGE")
    }
  }

  /// The port it listens on; 0 before the first start where any port was asked for.
  public var port: Int { Int(state.withLock { $0.port }) }

  /// Ends all connections and stops listening. When it returns, every thread has ended and every descriptor is closed.
  public func stop() {
    node.coordinator.observeSchema(ObjectIdentifier(self), nil)
    let (listener, port, connections) = state.withLock { state in
      defer { state.listener = nil }
      return (state.listener, state.port, Array(state.connections.values))
    }
    for connection in connections { connection.end() }
    if listener != nil, let address {
      // Nothing else wakes a thread that waits for connections on every system.
      LoopbackSocket.connected(to: address, port: port)?.close()
    }
    threads.wait()
  }

  private func accept(from listener: LoopbackSocket) {
    while let socket = listener.accept() {
      let connection: ServedConnection? = state.withLock { state in
        guard state.listener != nil else { return nil }
        state.accepted += 1
        let connection = ServedConnection(
          socket: socket, number: state.accepted, node: node, interceptor: interceptor)
        state.connections[state.accepted] = connection
        return connection
      }
      guard let connection else {
        socket.close()
        break
      }
      threads.run("cql-fake-reader") { [self] in
        connection.serve()
        state.withLock { state in
          state.connections = state.connections.filter { $0.value !== connection }
          if state.ended.count >= Self.keptReports { state.ended.removeFirst() }
          state.ended.append(connection.report)
        }
      }
    }
    listener.close()
  }

  // MARK: What tests look at and change

  /// How many connections are open.
  public var openConnections: Int { state.withLock { $0.connections.count } }

  /// How many connections were accepted since the server was made.
  public var acceptedConnections: Int { state.withLock { $0.accepted } }

  /// Cuts all connections, and goes on listening.
  public func cutConnections() {
    for connection in state.withLock({ Array($0.connections.values) }) { connection.end() }
  }

  /// Forgets what was prepared: the next EXECUTE of each statement is answered with UNPREPARED (0x2500).
  public func forgetPreparedStatements() { node.forgetAll() }

  /// Tells clients that registered for it that a node went up or down.
  ///
  /// - Parameters:
  ///   - address: the node's address, `127.x.y.z`; its port is taken to be this server's.
  ///   - isUp: whether it can be reached now.
  public func announce(address: String, isUp: Bool) {
    guard let bytes = Self.loopbackAddress(address) else { return }
    let inet = Inet(address: bytes, port: Int32(port))
    push(.statusChange(change: isUp ? "UP" : "DOWN", address: inet), kind: "STATUS_CHANGE")
  }

  package func push(_ event: ServerEvent, kind: String, after delay: Duration = .zero) {
    for connection in state.withLock({ Array($0.connections.values) }) {
      connection.send(event, kind: kind, after: delay)
    }
  }

  /// Of how many ended connections there are reports.
  private static let keptReports = 10_000

  /// The connections that ended, then those that are open.
  var reports: [FakeCluster.ConnectionReport] {
    let (ended, open) = state.withLock { ($0.ended, $0.connections.sorted { $0.key < $1.key }.map(\.value)) }
    return ended + open.map(\.report)
  }

  /// Holds back all answers as long as it is true; connections stay open, and new ones are taken.
  var isFrozen: Bool {
    get { node.gate.isClosed }
    set { node.gate.isClosed = newValue }
  }
}
