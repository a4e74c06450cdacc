package import CQLPaging

/// What a client sends: protocol v4, section 4.1.
package enum Request: Equatable, Sendable {
  case startup(Startup)
  case authResponse(AuthResponse)
  case options
  case query(Query)
  case prepare(Prepare)
  case execute(Execute)
  case batch(Batch)
  case register(Register)

  package var opcode: Opcode {
    switch self {
    case .startup: .startup
    case .authResponse: .authResponse
    case .options: .options
    case .query: .query
    case .prepare: .prepare
    case .execute: .execute
    case .batch: .batch
    case .register: .register
    }
  }
}

/// A request with what its frame says besides.
package struct RequestMessage: Equatable, Sendable {
  package var request: Request
  /// Whether the server is to keep a trace.
  package var isTraced: Bool
  /// For servers with a query handler of their own; nil values are null.
  package var customPayload: [String: [UInt8]?]
  /// How many bytes followed the message; the specification tells readers to ignore them.
  package private(set) var trailingBytes = 0

  package init(_ request: Request, isTraced: Bool = false, customPayload: [String: [UInt8]?] = [:]) {
    self.request = request
    self.isTraced = isTraced
    self.customPayload = customPayload
  }
}

extension RequestMessage {
  /// Appends the whole frame.
  ///
  /// - Throws: `.valueDoesNotFit` or `.frameTooLarge` for what the protocol has no room for; nothing is appended then.
  package func encode(stream: Int16, into writer: inout FrameWriter) throws(CQLError) {
    var flags: FrameFlags = []
    if isTraced { flags.insert(.tracing) }
    if !customPayload.isEmpty { flags.insert(.customPayload) }
    try writer.frame(request.opcode, stream: stream, flags: flags) { writer throws(CQLError) in
      if !customPayload.isEmpty { try writer.writeBytesMap(customPayload) }
      try request.encode(into: &writer)
    }
  }

  /// Reads a frame's message.
  ///
  /// - Throws: `.malformedFrame`; `.unsupported` for a compressed body.
  package init(decoding frame: Frame) throws(CQLError) {
    do throws(CQLError) {
      guard !frame.header.flags.contains(.compression) else {
        throw CQLError(
          .unsupported, "the request is compressed, which this server does not offer: do without COMPRESSION")
      }
      var reader = FrameReader(frame.body)
      isTraced = frame.header.flags.contains(.tracing)
      customPayload =
        frame.header.flags.contains(.customPayload) ? try reader.readBytesMap("the custom payload") : [:]
      request = try Request(decoding: &reader, as: frame.header.opcode)
      trailingBytes = reader.remaining
    } catch {
      throw error.at("\(frame.header)")
    }
  }
}

extension Request {
  fileprivate init(decoding reader: inout FrameReader, as opcode: Opcode) throws(CQLError) {
    switch opcode {
    case .startup: self = .startup(try Startup(decoding: &reader))
    case .authResponse: self = .authResponse(try AuthResponse(decoding: &reader))
    case .options: self = .options
    case .query: self = .query(try Query(decoding: &reader))
    case .prepare: self = .prepare(try Prepare(decoding: &reader))
    case .execute: self = .execute(try Execute(decoding: &reader))
    case .batch: self = .batch(try Batch(decoding: &reader))
    case .register: self = .register(try Register(decoding: &reader))
    case .error, .ready, .authenticate, .supported, .result, .event, .authChallenge, .authSuccess:
      throw CQLError(.malformedFrame, "it is no request")
    }
  }

  fileprivate func encode(into writer: inout FrameWriter) throws(CQLError) {
    switch self {
    case .startup(let message): try message.encode(into: &writer)
    case .authResponse(let message): try message.encode(into: &writer)
    case .options: break
    case .query(let message): try message.encode(into: &writer)
    case .prepare(let message): try message.encode(into: &writer)
    case .execute(let message): try message.encode(into: &writer)
    case .batch(let message): try message.encode(into: &writer)
    case .register(let message): try message.encode(into: &writer)
    }
  }
}

extension RequestMessage: CustomStringConvertible {
  /// What is asked, without values, positions, tokens and payloads.
  package var description: String {
    switch request {
    case .query(let query): "QUERY \(query.text) [\(query.parameters)]"
    case .prepare(let prepare): "PREPARE \(prepare.text)"
    case .execute(let execute): "EXECUTE [\(execute.parameters)]"
    default: "\(request.opcode)"
    }
  }
}
