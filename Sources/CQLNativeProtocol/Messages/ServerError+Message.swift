import CQLPaging

// ERROR: protocol v4, sections 4.2.1 and 9.
extension ServerError {
  /// - Parameter version: of the frame. Other versions write the details differently, so only code and words are read.
  init(decoding reader: inout FrameReader, version: UInt8) throws(CQLError) {
    let code = Code(rawValue: try reader.readInt("the error's code"))
    let message = try reader.readString("the error's message")
    let details = version == FrameHeader.version ? try Details(decoding: &reader, of: code) : .none
    self.init(code: code, message: message, details: details)
  }

  func encode(into writer: inout FrameWriter) throws(CQLError) {
    guard details.code ?? code == code, details != .none || !Details.codes.contains(code) else {
      throw CQLError(.invalidConfiguration, "an ERROR \(code) has other details than the ones given")
    }
    writer.writeInt(code.rawValue)
    try writer.writeString(message)
    try details.encode(into: &writer)
  }
}

extension ServerError.Details {
  /// The codes that have details.
  fileprivate static let codes: Set<ServerError.Code> = [
    .unavailable, .writeTimeout, .readTimeout, .readFailure, .functionFailure, .writeFailure, .alreadyExists,
    .unprepared,
  ]

  fileprivate var code: ServerError.Code? {
    switch self {
    case .none: nil
    case .unavailable: .unavailable
    case .writeTimeout: .writeTimeout
    case .readTimeout: .readTimeout
    case .readFailure: .readFailure
    case .functionFailure: .functionFailure
    case .writeFailure: .writeFailure
    case .alreadyExists: .alreadyExists
    case .unprepared: .unprepared
    }
  }

  fileprivate init(decoding reader: inout FrameReader, of code: ServerError.Code) throws(CQLError) {
    switch code {
    case .unavailable:
      self = .unavailable(
        consistency: try reader.readConsistency("the error's consistency"), required: try reader.readInt("required"),
        alive: try reader.readInt("alive"))
    case .writeTimeout:
      self = .writeTimeout(
        consistency: try reader.readConsistency("the error's consistency"), received: try reader.readInt("received"),
        blockFor: try reader.readInt("blockfor"), writeType: try reader.readString("the write type"))
    case .readTimeout:
      self = .readTimeout(
        consistency: try reader.readConsistency("the error's consistency"), received: try reader.readInt("received"),
        blockFor: try reader.readInt("blockfor"), dataPresent: try reader.readByte("data_present") != 0)
    case .readFailure:
      self = .readFailure(
        consistency: try reader.readConsistency("the error's consistency"), received: try reader.readInt("received"),
        blockFor: try reader.readInt("blockfor"), failures: try reader.readInt("the failures"),
        dataPresent: try reader.readByte("data_present") != 0)
    case .functionFailure:
      self = .functionFailure(
        keyspace: try reader.readString("the keyspace"), function: try reader.readString("the function"),
        argumentTypes: try reader.readStringList("the argument types"))
    case .writeFailure:
      self = .writeFailure(
        consistency: try reader.readConsistency("the error's consistency"), received: try reader.readInt("received"),
        blockFor: try reader.readInt("blockfor"), failures: try reader.readInt("the failures"),
        writeType: try reader.readString("the write type"))
    case .alreadyExists:
      self = .alreadyExists(
        keyspace: try reader.readString("the keyspace"), table: try reader.readString("the table"))
    case .unprepared:
      self = .unprepared(id: try reader.readShortBytes("the statement's id"))
    default:
      self = .none
    }
  }

  fileprivate func encode(into writer: inout FrameWriter) throws(CQLError) {
    switch self {
    case .none: break
    case .unavailable(let consistency, let required, let alive):
      writer.writeConsistency(consistency)
      writer.writeInt(required)
      writer.writeInt(alive)
    case .writeTimeout(let consistency, let received, let blockFor, let writeType):
      writer.writeReplicas(consistency, received, blockFor)
      try writer.writeString(writeType)
    case .readTimeout(let consistency, let received, let blockFor, let dataPresent):
      writer.writeReplicas(consistency, received, blockFor)
      writer.writeByte(dataPresent ? 1 : 0)
    case .readFailure(let consistency, let received, let blockFor, let failures, let dataPresent):
      writer.writeReplicas(consistency, received, blockFor)
      writer.writeInt(failures)
      writer.writeByte(dataPresent ? 1 : 0)
    case .functionFailure(let keyspace, let function, let argumentTypes):
      try writer.writeString(keyspace)
      try writer.writeString(function)
      try writer.writeStringList(argumentTypes)
    case .writeFailure(let consistency, let received, let blockFor, let failures, let writeType):
      writer.writeReplicas(consistency, received, blockFor)
      writer.writeInt(failures)
      try writer.writeString(writeType)
    case .alreadyExists(let keyspace, let table):
      try writer.writeString(keyspace)
      try writer.writeString(table)
    case .unprepared(let id):
      try writer.writeShortBytes(id)
    }
  }
}

extension FrameWriter {
  fileprivate mutating func writeReplicas(_ consistency: Consistency, _ received: Int32, _ blockFor: Int32) {
    writeConsistency(consistency)
    writeInt(received)
    writeInt(blockFor)
  }
}
