/// What went wrong, where, and what to do about it.
///
/// One type for everything this library finds wrong, so that a `catch` has one thing to look at: decide by ``code``,
/// show ``description`` to a person. This library puts no bound values, paging states, cursors or passwords into it; a
/// server's own words, which are in it, can repeat parts of a statement.
public struct CQLError: Error, Sendable {
  // One reference, so that a function which may throw returns through a single register.
  private let storage: Storage

  private final class Storage: Sendable {
    let code: Code
    let message: String
    let server: ServerError?
    let cause: (any Error)?
    let mayHaveRun: Bool

    init(code: Code, message: String, server: ServerError?, cause: (any Error)?, mayHaveRun: Bool) {
      self.code = code
      self.message = message
      self.server = server
      self.cause = cause
      self.mayHaveRun = mayHaveRun
    }
  }

  /// An error of this library's kind, for sources and decoders of your own.
  ///
  /// - Parameters:
  ///   - code: the kind of failure.
  ///   - message: a sentence that says what, where and what to do; it must hold no secrets.
  ///   - server: the server's own error, where it sent one.
  ///   - cause: the error beneath this one.
  public init(_ code: Code, _ message: String, server: ServerError? = nil, cause: (any Error)? = nil) {
    self.init(Storage(code: code, message: message, server: server, cause: cause, mayHaveRun: true))
  }

  /// The kind of failure.
  public var code: Code { storage.code }
  /// A sentence for a person.
  public var message: String { storage.message }
  /// The server's own error; nil where the failure was found on this side of the wire.
  public var server: ServerError? { storage.server }
  /// The error beneath this one, for example of the operating system.
  public var cause: (any Error)? { storage.cause }

  /// Whether the request may have been run. Where it was not, asking another server cannot do anything twice.
  package var mayHaveRun: Bool { storage.mayHaveRun }

  /// The error of a request that was certainly not run: it never left this process, or was still to be prepared, when its
  /// connection ended with this error. What others did on the connection is the cause and no more than that.
  package var ofRequestNotRun: CQLError {
    switch code {
    case .connectionClosed, .sessionClosed, .certificateNotTrusted:
      CQLError(Storage(code: code, message: message, server: server, cause: cause, mayHaveRun: false))
    default:
      CQLError(
        Storage(
          code: .connectionClosed, message: "the connection ended before the request was sent: \(message)",
          server: nil, cause: self, mayHaveRun: false))
    }
  }

  /// The message; the code alone where it may have the words of a server.
  package var wordsOfOurs: String { serverBeneath.map { "the server's error \($0.code)" } ?? message }

  /// Messages are made of those of their causes.
  private var serverBeneath: ServerError? { server ?? (cause as? CQLError)?.serverBeneath }

  private init(_ storage: Storage) { self.storage = storage }

  /// The same error with its place in front: `column "age": expected 4 bytes, found 8`.
  public func at(_ place: @autoclosure () -> String) -> CQLError {
    CQLError(
      Storage(code: code, message: "\(place()): \(message)", server: server, cause: cause, mayHaveRun: mayHaveRun))
  }
}

extension CQLError: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(code): \(message)" }

  public var customMirror: Mirror {
    Mirror(self, children: ["code": code, "message": message], displayStyle: .struct)
  }
}

extension CQLError {
  /// The kinds of failure. More can come with a new release, so a `switch` needs a `default`.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    private init(_ name: String) { description = name }

    // What the caller gave.

    /// A page size outside 1 … 2,147,483,646.
    public static let invalidPageSize = Code("invalidPageSize")
    /// A page number below 1.
    public static let invalidPageNumber = Code("invalidPageNumber")
    /// More than a bound that the caller set: a page beyond the guard of an ``OffsetPager``, a row more than
    /// ``PagedRows/collect(max:)`` may hold.
    public static let limitExceeded = Code("limitExceeded")
    /// A paging state's or cursor's text that is not one.
    public static let invalidCursor = Code("invalidCursor")
    /// A sealed cursor that none of the keys has sealed, or that was altered since.
    public static let cursorForged = Code("cursorForged")
    /// A sealed cursor whose time is over.
    public static let cursorExpired = Code("cursorExpired")
    /// A cursor of another statement, other values, another keyspace, or another audience.
    public static let cursorForeign = Code("cursorForeign")
    /// A cursor above the length that was set.
    public static let cursorTooLong = Code("cursorTooLong")
    /// A position that a server would ignore without a word, to start again at row 0.
    public static let resumeIgnored = Code("resumeIgnored")
    /// A statement that cannot be sent as it is.
    public static let invalidStatement = Code("invalidStatement")
    /// Too few, too many, or unknown values for the statement's bind markers.
    public static let wrongValues = Code("wrongValues")
    /// A value that its column cannot hold.
    public static let valueDoesNotFit = Code("valueDoesNotFit")
    /// A setting that cannot work.
    public static let invalidConfiguration = Code("invalidConfiguration")
    /// A table or view that the schema does not have.
    public static let unknownTable = Code("unknownTable")
    /// Token ranges that leave a part of the ring out, or have one twice.
    public static let invalidTokenRanges = Code("invalidTokenRanges")
    /// A scan's checkpoint that is none, was cut short or altered.
    public static let invalidCheckpoint = Code("invalidCheckpoint")
    /// A checkpoint of another table, other columns or another shard.
    public static let checkpointForeign = Code("checkpointForeign")

    // What a row holds.

    /// A column that the row does not have.
    public static let unknownColumn = Code("unknownColumn")
    /// A Swift type that cannot be read from the column's CQL type.
    public static let typeMismatch = Code("typeMismatch")
    /// A null where the Swift type has none: ask for an Optional.
    public static let unexpectedNull = Code("unexpectedNull")
    /// Bytes that are no value of the column's type.
    public static let malformedValue = Code("malformedValue")

    // What a server did.

    /// The server answered with an ERROR message; see ``CQLError/server``.
    public static let server = Code("server")
    /// The server refused the login, or wants one and none was given.
    public static let authenticationFailed = Code("authenticationFailed")
    /// The server refused the paging state: damaged, or of another kind of statement. Answer 400 or 410, not 500.
    public static let cursorNoLongerValid = Code("cursorNoLongerValid")
    /// What does not follow the protocol. Behind a wrong header nothing can be read, so it ends the connection; a wrong body
    /// ends the request that it answers.
    public static let malformedFrame = Code("malformedFrame")
    /// An answer that follows the protocol but does not fit the question, such as VOID in the middle of a result.
    public static let unexpectedResponse = Code("unexpectedResponse")
    /// A frame above the limit that was set.
    public static let frameTooLarge = Code("frameTooLarge")
    /// A page whose columns are not those of the page before; see ``PagedRows/requiringSameColumns()``.
    public static let columnsChanged = Code("columnsChanged")
    /// The same position again, or more empty pages in a row than allowed.
    public static let stalledPaging = Code("stalledPaging")

    // What the network did.

    /// No contact point, or no node, can be used; the message lists each with its reason.
    public static let noHostAvailable = Code("noHostAvailable")
    /// Client or server does not trust the other's certificate: expired, for another name, of an unknown authority, or
    /// none at all. Trying again does not help.
    public static let certificateNotTrusted = Code("certificateNotTrusted")
    /// The connection ended before the answer came.
    public static let connectionClosed = Code("connectionClosed")
    /// Time ran out before the answer came.
    public static let timeout = Code("timeout")
    /// The time that was set for a whole scan is over; see ``DeadlineSource``. Trying again does not help.
    public static let deadlineExceeded = Code("deadlineExceeded")
    /// The session has been closed.
    public static let sessionClosed = Code("sessionClosed")
    /// A capability that this build does not have; the message says how to get it.
    public static let unsupported = Code("unsupported")
  }
}
