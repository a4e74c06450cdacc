import CQLNativeProtocol
import CQLPaging

@testable import CQLPagingTesting

/// A client of a few lines, which sees every byte: what a ``WireServer`` does is judged by it.
///
/// It blocks. What it waits for comes from the server's own threads, so nothing else is held up.
final class TestClient {
  private let socket: LoopbackSocket
  private var assembler = FrameAssembler(expecting: .responses)

  init(address: [UInt8] = [127, 0, 0, 1], port: Int) throws {
    guard let socket = LoopbackSocket.connected(to: address, port: UInt16(port)) else {
      throw CQLError(.noHostAvailable, "nothing listens on port \(port)")
    }
    self.socket = socket
  }

  convenience init(_ server: WireServer, address: [UInt8] = [127, 0, 0, 1]) throws {
    try self.init(address: address, port: server.port)
  }

  /// A client of one node of a cluster.
  convenience init(_ cluster: FakeCluster, node: Int) throws {
    let address = cluster.address(of: node).split(separator: ".").compactMap { UInt8($0) }
    try self.init(address: address, port: cluster.port)
  }

  /// A client that has said STARTUP.
  static func ready(_ server: WireServer) throws -> TestClient { try TestClient(server).started() }

  /// The same, of one node of a cluster.
  static func ready(_ cluster: FakeCluster, node: Int, events: [String] = []) throws -> TestClient {
    let client = try TestClient(cluster, node: node).started()
    if !events.isEmpty {
      guard try client.ask(.register(Register(events: events))).isReady else {
        throw CQLError(.unexpectedResponse, "REGISTER was not answered with READY")
      }
    }
    return client
  }

  private func started() throws -> TestClient {
    let client = self
    guard case .ready = try client.ask(.startup(Startup())) else {
      throw CQLError(.unexpectedResponse, "STARTUP was not answered with READY")
    }
    return client
  }

  deinit { socket.close() }

  func send(_ request: Request, stream: Int16 = 1) throws {
    var writer = FrameWriter()
    try RequestMessage(request).encode(stream: stream, into: &writer)
    send(writer.bytes)
  }

  func send(_ bytes: [UInt8]) { _ = socket.write(bytes) }

  /// The next frame; nil at the end of the connection.
  func frame() throws -> Frame? {
    while true {
      if let frame = try assembler.nextFrame() { return frame }
      let count = socket.read(into: assembler.destination())
      guard count > 0 else { return nil }
      assembler.received(count)
    }
  }

  /// The next `count` bytes, or as many as came before the end of the connection.
  func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var buffer = [UInt8](repeating: 0, count: count - bytes.count)
      let received = buffer.withUnsafeMutableBytes { socket.read(into: $0) }
      guard received > 0 else { break }
      bytes += buffer.prefix(received)
    }
    return bytes
  }

  /// The next answer.
  func answer() throws -> (response: Response, stream: Int16) {
    guard let frame = try frame() else { throw CQLError(.connectionClosed, "the server closed the connection") }
    return (try ResponseMessage(decoding: frame).response, frame.header.stream)
  }

  func ask(_ request: Request, stream: Int16 = 1) throws -> Response {
    try send(request, stream: stream)
    return try answer().response
  }

  func query(
    _ text: String, consistency: Consistency = .one, pageSize: Int32? = nil, state: [UInt8]? = nil
  ) throws -> Response {
    let parameters = QueryParameters(consistency: consistency, pageSize: pageSize, pagingState: state)
    return try ask(.query(Query(text, parameters: parameters)))
  }

  func execute(
    _ id: [UInt8], values: [EncodedValue] = [], skipMetadata: Bool = false, pageSize: Int32? = nil,
    state: [UInt8]? = nil
  ) throws -> Response {
    try ask(
      .execute(
        Execute(
          id: id,
          parameters: QueryParameters(
            consistency: .one, values: values.isEmpty ? .none : .positional(values), skipMetadata: skipMetadata,
            pageSize: pageSize, pagingState: state))))
  }
}

extension Response {
  var error: ServerError? { if case .error(let error) = self { error } else { nil } }
  var rows: RowsResult? { if case .result(.rows(let rows)) = self { rows } else { nil } }
  var prepared: PreparedResult? { if case .result(.prepared(let prepared)) = self { prepared } else { nil } }
  var isReady: Bool { if case .ready = self { true } else { false } }
  var isVoid: Bool { if case .result(.void) = self { true } else { false } }
}
