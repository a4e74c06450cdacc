/// The ERROR message a server sent: protocol v4, sections 4.2.1 and 9.
public struct ServerError: Error, Hashable, Sendable {
  /// The error code of section 9. Codes that this library does not know survive as they came.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The server has failed; its words say more.
    public static let serverError = Code(rawValue: 0x0000)
    /// A message that the server did not understand, a page size of 0, or a paging state that it refuses.
    public static let protocolError = Code(rawValue: 0x000A)
    /// The login was refused.
    public static let badCredentials = Code(rawValue: 0x0100)
    /// Too few replicas are alive for the consistency; nothing was tried.
    public static let unavailable = Code(rawValue: 0x1000)
    /// The node has too much to do.
    public static let overloaded = Code(rawValue: 0x1001)
    /// The node is only just starting.
    public static let isBootstrapping = Code(rawValue: 0x1002)
    /// TRUNCATE failed.
    public static let truncateError = Code(rawValue: 0x1003)
    /// Too few replicas confirmed a write in time; it may have been done.
    public static let writeTimeout = Code(rawValue: 0x1100)
    /// Too few replicas answered a read in time.
    public static let readTimeout = Code(rawValue: 0x1200)
    /// A replica failed while it read, for example on too many tombstones.
    public static let readFailure = Code(rawValue: 0x1300)
    /// A user-defined function failed.
    public static let functionFailure = Code(rawValue: 0x1400)
    /// A replica failed while it wrote.
    public static let writeFailure = Code(rawValue: 0x1500)
    /// The statement is no CQL.
    public static let syntaxError = Code(rawValue: 0x2000)
    /// The user may not do that.
    public static let unauthorized = Code(rawValue: 0x2100)
    /// The statement is CQL but cannot be run: no such table, a guardrail, a query that cannot be paged.
    public static let invalid = Code(rawValue: 0x2200)
    /// A setting of a schema statement is wrong.
    public static let configurationError = Code(rawValue: 0x2300)
    /// The keyspace or table exists already.
    public static let alreadyExists = Code(rawValue: 0x2400)
    /// The node does not know the prepared statement; a session prepares it again by itself.
    public static let unprepared = Code(rawValue: 0x2500)
  }

  /// What follows the message for some codes.
  public enum Details: Hashable, Sendable {
    /// The code has no fields, or is unknown.
    case none
    /// 0x1000: too few live replicas.
    case unavailable(consistency: Consistency, required: Int32, alive: Int32)
    /// 0x1100: too few replicas confirmed the write in time.
    case writeTimeout(consistency: Consistency, received: Int32, blockFor: Int32, writeType: String)
    /// 0x1200: too few replicas answered the read in time.
    case readTimeout(consistency: Consistency, received: Int32, blockFor: Int32, dataPresent: Bool)
    /// 0x1300: replicas failed, other than by time-out.
    case readFailure(consistency: Consistency, received: Int32, blockFor: Int32, failures: Int32, dataPresent: Bool)
    /// 0x1400: a user-defined function failed.
    case functionFailure(keyspace: String, function: String, argumentTypes: [String])
    /// 0x1500: replicas failed the write, other than by time-out.
    case writeFailure(consistency: Consistency, received: Int32, blockFor: Int32, failures: Int32, writeType: String)
    /// 0x2400: the keyspace, or the table (empty for a keyspace), that exists already.
    case alreadyExists(keyspace: String, table: String)
    /// 0x2500: the prepared statement's id that the node does not know.
    case unprepared(id: [UInt8])
  }

  /// The kind of error.
  public let code: Code
  /// The server's words; they differ between releases, so decide by ``code``.
  public let message: String
  /// What the server said besides, for some codes.
  public let details: Details

  /// An error as a server would send it, for fakes and tests.
  public init(code: Code, message: String, details: Details = .none) {
    self.code = code
    self.message = message
    self.details = details
  }
}

extension ServerError: CustomStringConvertible {
  public var description: String { "\(code): \(message)" }
}

extension ServerError.Code: CustomStringConvertible {
  /// The code as the specification writes it, with its name where it has one: `0x2200 invalid`.
  public var description: String {
    let digits = String(UInt32(bitPattern: rawValue), radix: 16, uppercase: true)
    let padded = "0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    guard let name = Self.names[self] else { return padded }
    return "\(padded) \(name)"
  }

  private static let names: [Self: String] = [
    .serverError: "server error", .protocolError: "protocol error", .badCredentials: "bad credentials",
    .unavailable: "unavailable", .overloaded: "overloaded", .isBootstrapping: "is bootstrapping",
    .truncateError: "truncate error", .writeTimeout: "write timeout", .readTimeout: "read timeout",
    .readFailure: "read failure", .functionFailure: "function failure", .writeFailure: "write failure",
    .syntaxError: "syntax error", .unauthorized: "unauthorized", .invalid: "invalid",
    .configurationError: "configuration error", .alreadyExists: "already exists", .unprepared: "unprepared",
  ]
}
