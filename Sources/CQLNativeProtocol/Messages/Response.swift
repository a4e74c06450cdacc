package import CQLPaging

/// What a server sends: protocol v4, section 4.2.
package enum Response: Equatable, Sendable {
  case error(ServerError)
  case ready
  /// The class of the authenticator in use.
  case authenticate(authenticator: String)
  /// The options that STARTUP may have, with the values of each.
  case supported([String: [String]])
  case result(QueryResult)
  case event(ServerEvent)
  case authChallenge([UInt8]?)
  case authSuccess([UInt8]?)

  package var opcode: Opcode {
    switch self {
    case .error: .error
    case .ready: .ready
    case .authenticate: .authenticate
    case .supported: .supported
    case .result: .result
    case .event: .event
    case .authChallenge: .authChallenge
    case .authSuccess: .authSuccess
    }
  }
}

/// A response with what its frame says besides.
package struct ResponseMessage: Equatable, Sendable {
  package var response: Response
  /// The id of the trace that the server keeps: 16 bytes.
  package var tracingID: [UInt8]?
  package var warnings: [String]
  /// nil values are null.
  package var customPayload: [String: [UInt8]?]
  /// How many bytes followed the message; the specification tells clients to ignore them. Rows are not walked for it:
  /// see ``RowsResult/trailingBytes()``.
  package private(set) var trailingBytes = 0

  package init(
    _ response: Response, tracingID: [UInt8]? = nil, warnings: [String] = [], customPayload: [String: [UInt8]?] = [:]
  ) {
    self.response = response
    self.tracingID = tracingID
    self.warnings = warnings
    self.customPayload = customPayload
  }
}

extension ResponseMessage {
  /// Appends the whole frame.
  ///
  /// - Parameter version: another one than 4 only for an ERROR, as servers without v4 send it.
  /// - Throws: `.valueDoesNotFit` or `.frameTooLarge` for what the protocol has no room for, `.invalidConfiguration` for
  ///   an error whose details are not its code's. Nothing is appended then.
  package func encode(
    stream: Int16, version: UInt8 = FrameHeader.version, into writer: inout FrameWriter
  ) throws(CQLError) {
    var flags: FrameFlags = []
    if tracingID != nil { flags.insert(.tracing) }
    if !warnings.isEmpty { flags.insert(.warning) }
    if !customPayload.isEmpty { flags.insert(.customPayload) }
    try writer.frame(response.opcode, stream: stream, flags: flags, version: version) { writer throws(CQLError) in
      if let tracingID { try writer.writeUUID(tracingID) }
      if !warnings.isEmpty { try writer.writeStringList(warnings) }
      if !customPayload.isEmpty { try writer.writeBytesMap(customPayload) }
      try response.encode(into: &writer)
    }
  }

  /// Reads a frame's message.
  ///
  /// - Parameter columnMemory: remembers the columns of rows from one message to the next.
  /// - Throws: `.malformedFrame`; `.unsupported` for a compressed body.
  package init(decoding frame: Frame, columnMemory: ColumnMemory? = nil) throws(CQLError) {
    let flags = frame.header.flags
    do throws(CQLError) {
      guard !flags.contains(.compression) else {
        throw CQLError(.unsupported, "the answer is compressed, which nobody has asked for")
      }
      var reader = FrameReader(frame.body, columnMemory: columnMemory)
      tracingID = flags.contains(.tracing) ? try reader.readUUID("the tracing id") : nil
      warnings = flags.contains(.warning) ? try reader.readStringList("the warnings") : []
      customPayload = flags.contains(.customPayload) ? try reader.readBytesMap("the custom payload") : [:]
      response = try Response(decoding: &reader, header: frame.header)
      if case .result(.rows) = response { trailingBytes = 0 } else { trailingBytes = reader.remaining }
    } catch {
      throw error.at("\(frame.header)")
    }
  }
}

extension Response {
  fileprivate init(decoding reader: inout FrameReader, header: FrameHeader) throws(CQLError) {
    switch header.opcode {
    case .error: self = .error(try ServerError(decoding: &reader, version: header.version))
    case .ready: self = .ready
    case .authenticate: self = .authenticate(authenticator: try reader.readString("the authenticator"))
    case .supported: self = .supported(try reader.readStringMultimap("the options"))
    case .result: self = .result(try QueryResult(decoding: &reader))
    case .event: self = .event(try ServerEvent(decoding: &reader))
    case .authChallenge: self = .authChallenge(try reader.readBytes("the token"))
    case .authSuccess: self = .authSuccess(try reader.readBytes("the token"))
    case .startup, .options, .query, .prepare, .execute, .register, .batch, .authResponse:
      throw CQLError(.malformedFrame, "it is no response")
    }
  }

  fileprivate func encode(into writer: inout FrameWriter) throws(CQLError) {
    switch self {
    case .error(let error): try error.encode(into: &writer)
    case .ready: break
    case .authenticate(let authenticator): try writer.writeString(authenticator)
    case .supported(let options): try writer.writeStringMultimap(options)
    case .result(let result): try result.encode(into: &writer)
    case .event(let event): try event.encode(into: &writer)
    case .authChallenge(let token), .authSuccess(let token): try writer.writeBytes(token)
    }
  }
}

extension ResponseMessage: CustomStringConvertible {
  /// What came, not what it holds: tokens and tracing ids stay out.
  package var description: String {
    switch response {
    case .error(let error): "ERROR \(error.code)"
    case .result(.rows(let rows)): "RESULT of \(rows)"
    default: "\(response.opcode)"
    }
  }
}
