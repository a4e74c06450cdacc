/// A request that came over a socket, and the answer that a ``WireServer`` would give: for tests that want another one.
public struct WireExchange: Sendable {
  /// The number of the connection since the server was started, from 1.
  public let connection: Int
  /// The number of the request on its connection, from 1.
  public let number: Int
  /// The opcode of protocol v4, section 2.4: 0x07 is QUERY, 0x0A EXECUTE. 0 for a request of another version.
  public let opcode: UInt8
  /// The request's stream.
  public let stream: Int16
  /// The text of a QUERY or PREPARE, or the one that an EXECUTE is about.
  public let statement: String?
  /// The frame that the server would send.
  public let answer: [UInt8]

  /// What the server is to do instead.
  public enum Action: Hashable, Sendable {
    /// Send these bytes, whether they are a frame or not.
    case send([UInt8])
    /// Do nothing for a while, with this request's answer alone: others may be sent meanwhile.
    case pause(Duration)
    /// Send nothing at all for a while: between parts of a frame, into which no other answer may come.
    case stall(Duration)
    /// End the connection.
    case close
  }
}

extension WireExchange: CustomStringConvertible, CustomReflectable {
  /// What was asked, without the answer, which has rows and positions in it.
  public var description: String {
    "opcode \(opcode) on connection \(connection), stream \(stream): \(statement ?? "no statement"), "
      + "\(answer.count) bytes to answer"
  }

  public var customMirror: Mirror { Mirror(self, children: ["description": description], displayStyle: .struct) }
}
