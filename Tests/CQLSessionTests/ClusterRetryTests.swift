import CQLPaging
import Testing

@testable import CQLSession

@Suite struct ClusterRetryTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let sentence: String
    let error: CQLError
    /// May it run twice? Then: the decisions at the first failure, and at the second.
    let twice: [RetryDecision]
    let once: [RetryDecision]
    var testDescription: String { sentence }

    init(_ sentence: String, _ error: CQLError, twice: [RetryDecision], once: [RetryDecision]) {
      (self.sentence, self.error, self.twice, self.once) = (sentence, error, twice, once)
    }

    init(
      _ sentence: String, _ code: ServerError.Code, _ details: ServerError.Details = .none, twice: [RetryDecision],
      once: [RetryDecision]
    ) {
      let error = CQLError(.server, "words", server: ServerError(code: code, message: "words", details: details))
      self.init(sentence, error, twice: twice, once: once)
    }
  }

  static let never: [RetryDecision] = [.rethrow, .rethrow]
  static let nextAlways: [RetryDecision] = [.nextNode, .nextNode]

  static func readTimeout(_ received: Int32, of blockFor: Int32, data: Bool) -> ServerError.Details {
    .readTimeout(consistency: .quorum, received: received, blockFor: blockFor, dataPresent: data)
  }

  static func writeTimeout(_ type: String) -> ServerError.Details {
    .writeTimeout(consistency: .quorum, received: 0, blockFor: 2, writeType: type)
  }

  static let rows: [Row] = [
    Row(
      "too few replicas alive: another coordinator may see more, a third one hardly", .unavailable,
      .unavailable(consistency: .quorum, required: 2, alive: 1), twice: [.nextNode, .rethrow],
      once: [.nextNode, .rethrow]),
    Row(
      "replicas enough answered, but not the one with the rows: once more", .readTimeout,
      readTimeout(2, of: 2, data: false), twice: [.sameNode, .rethrow], once: [.sameNode, .rethrow]),
    Row(
      "more replicas than enough answered, but without the rows", .readTimeout, readTimeout(3, of: 2, data: false),
      twice: [.sameNode, .rethrow], once: [.sameNode, .rethrow]),
    Row(
      "too few replicas answered the read", .readTimeout, readTimeout(1, of: 2, data: false), twice: never, once: never),
    Row(
      "the rows came, other replicas did not", .readTimeout, readTimeout(1, of: 2, data: true), twice: never,
      once: never),
    Row(
      "the rows came, and replicas enough", .readTimeout, readTimeout(2, of: 2, data: true), twice: never, once: never),
    Row("a read timeout without its fields", .readTimeout, twice: never, once: never),
    Row(
      "the log of a batch was late: the batch has not begun", .writeTimeout, writeTimeout("BATCH_LOG"),
      twice: [.sameNode, .rethrow], once: never),
    Row("a write was late", .writeTimeout, writeTimeout("SIMPLE"), twice: never, once: never),
    Row("a counter was late", .writeTimeout, writeTimeout("COUNTER"), twice: never, once: never),
    Row("a batch was late", .writeTimeout, writeTimeout("BATCH"), twice: never, once: never),
    Row("a write type of later releases", .writeTimeout, writeTimeout("NEW"), twice: never, once: never),
    Row("the node has too much to do", .overloaded, twice: nextAlways, once: never),
    Row("the node failed", .serverError, twice: nextAlways, once: never),
    Row("TRUNCATE failed", .truncateError, twice: nextAlways, once: never),
    Row("the node is starting, and ran nothing", .isBootstrapping, twice: nextAlways, once: nextAlways),
    Row(
      "a replica failed to read: another coordinator asks the same replicas", .readFailure,
      .readFailure(consistency: .one, received: 0, blockFor: 1, failures: 1, dataPresent: false), twice: never,
      once: never),
    Row("a replica failed to write", .writeFailure, twice: never, once: never),
    Row("a function failed", .functionFailure, twice: never, once: never),
    Row("no CQL", .syntaxError, twice: never, once: never),
    Row("not allowed", .unauthorized, twice: never, once: never),
    Row("cannot be run", .invalid, twice: never, once: never),
    Row("a wrong setting", .configurationError, twice: never, once: never),
    Row("exists already", .alreadyExists, twice: never, once: never),
    Row("not prepared: seen to where statements are prepared", .unprepared, twice: never, once: never),
    Row("a protocol error", .protocolError, twice: never, once: never),
    Row("a code of later releases", ServerError.Code(rawValue: 0x1700), twice: never, once: never),
    Row("the connection ended", CQLError(.connectionClosed, "cut"), twice: nextAlways, once: never),
    Row(
      "the connection ended before the request was sent", CQLError(.connectionClosed, "cut").ofRequestNotRun.at("a"),
      twice: [.anew, .anew], once: [.anew, .anew]),
    Row(
      "another request's answer ended the connection before this one was sent",
      CQLError(.malformedFrame, "bytes").ofRequestNotRun.at("a"), twice: [.anew, .anew], once: [.anew, .anew]),
    Row("the session was closed before", CQLError.sessionClosed.ofRequestNotRun, twice: never, once: never),
    Row("the page's time is over", CQLError(.timeout, "late"), twice: never, once: never),
    Row("the scan's time is over", CQLError(.deadlineExceeded, "late"), twice: never, once: never),
    Row("a frame that makes no sense", CQLError(.malformedFrame, "bytes"), twice: never, once: never),
    Row("a page too large", CQLError(.frameTooLarge, "bytes"), twice: never, once: never),
    Row("a state that is refused", CQLError(.cursorNoLongerValid, "no"), twice: never, once: never),
    Row("wrong values", CQLError(.wrongValues, "no"), twice: never, once: never),
    Row("closed", CQLError(.sessionClosed, "over"), twice: never, once: never),
    Row("a server's error without what the server said", CQLError(.server, "?"), twice: never, once: never),
  ]

  @Test("F7: what becomes of a page that failed, by kind of error and idempotence", arguments: rows)
  func decisions(_ row: Row) {
    let twice = (0...1).map { RetryDecision(after: row.error, mayRunTwice: true, retries: $0) }
    let once = (0...1).map { RetryDecision(after: row.error, mayRunTwice: false, retries: $0) }
    #expect(twice == row.twice)
    #expect(once == row.once)
  }

  @Test("F5: tries to reach a node: at once, then waits that double up to the longest, and from the beginning again")
  func reconnection() {
    var schedule = ReconnectionSchedule()
    func delays(_ count: Int, chance: Double) -> [Double] {
      (0..<count).map { _ in schedule.nextDelay(chance: chance) / .seconds(1) }
    }
    #expect(delays(8, chance: 1) == [0, 1, 2, 4, 8, 16, 30, 30])
    #expect(schedule.attempts == 8)
    schedule.reset()
    #expect(delays(8, chance: 0) == [0, 0.5, 1, 2, 4, 8, 15, 15], "chance takes half of it at most")
    #expect(delays(100_000, chance: 0.5).last == 22.5, "nothing overflows in the long run")
    schedule.reset()
    #expect(schedule.attempts == 0)
    #expect(delays(2, chance: 7) == [0, 1], "a chance above 1 is 1")
    var short = ReconnectionSchedule(base: .seconds(5), longest: .seconds(2))
    #expect((0..<3).map { _ in short.nextDelay(chance: 1) } == [.zero, .seconds(2), .seconds(2)])
  }
}
