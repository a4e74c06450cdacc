import CQLPaging
import Testing

@testable import cqlpage

@Suite("G5: exit codes")
struct ExitCodeTests {
  @Test(
    "Each kind of failure has its code",
    arguments: [
      (CQLError.Code.invalidPageSize, 64), (.wrongValues, 64), (.valueDoesNotFit, 64), (.typeMismatch, 64),
      (.invalidConfiguration, 64), (.unsupported, 64), (.invalidCursor, 65), (.cursorNoLongerValid, 65),
      (.cursorForged, 65), (.cursorExpired, 65), (.cursorForeign, 65), (.cursorTooLong, 65), (.resumeIgnored, 64),
      (.invalidCheckpoint, 65), (.checkpointForeign, 65), (.unknownTable, 66),
      (.unknownColumn, 66), (.limitExceeded, 64), (.invalidPageNumber, 64),
      (.invalidStatement, 66), (.noHostAvailable, 69), (.authenticationFailed, 77), (.connectionClosed, 75),
      (.timeout, 75), (.sessionClosed, 75), (.malformedFrame, 75), (.unexpectedResponse, 75), (.frameTooLarge, 75),
      (.stalledPaging, 75), (.malformedValue, 75), (.server, 75),
    ])
  func codes(code: CQLError.Code, number: Int) {
    #expect(ExitCode(for: CQLError(code, "x"), pagesReceived: 0).rawValue == Int32(number))
    let wrapped = PagingError(
      underlying: CQLError(code, "x"), cursor: Cursor(state: nil), rowsDelivered: 0, pagesDelivered: 0)
    #expect(ExitCode(for: wrapped, pagesReceived: 0).rawValue == Int32(number))
  }

  @Test(
    "What a server refuses is told apart by its code",
    arguments: [
      (ServerError.Code.syntaxError, 66), (.invalid, 66), (.configurationError, 66), (.alreadyExists, 66),
      (.functionFailure, 66), (.unauthorized, 77), (.badCredentials, 77), (.unavailable, 75), (.overloaded, 75),
      (.isBootstrapping, 75), (.readTimeout, 75), (.readFailure, 75), (.serverError, 75), (.protocolError, 75),
      (.unprepared, 75), (ServerError.Code(rawValue: 0x7777), 75),
    ])
  func serverCodes(code: ServerError.Code, number: Int) {
    let server = ServerError(code: code, message: "x")
    #expect(ExitCode(for: CQLError(.server, "x", server: server), pagesReceived: 0).rawValue == Int32(number))
    #expect(ExitCode(for: server, pagesReceived: 3).rawValue == Int32(number))
  }

  @Test("A server that is lost on the way is another matter than none at all")
  func lostServer() {
    #expect(ExitCode(for: CQLError(.noHostAvailable, "x"), pagesReceived: 1) == .endedEarly)
  }

  @Test("How a run ended, and what ended it, make the code")
  func endings() {
    func code(_ ending: RunEnding, _ cause: StopCause? = nil) -> Int32 {
      RunReport(ending: ending).exitCode(cause).rawValue
    }
    let error = CQLError(.connectionClosed, "x")
    #expect(code(.complete) == 0)
    #expect(code(.limitReached) == 0)
    #expect(code(.readerGone) == 0)
    #expect(code(.complete, .signal) == 0)
    #expect(code(.cancelled, .signal) == 130)
    #expect(code(.failed(error), .signal) == 130)
    #expect(code(.cancelled, .deadline(.seconds(1))) == 75)
    #expect(code(.failed(error), .deadline(.seconds(1))) == 75)
    #expect(code(.failed(error)) == 75)
    #expect(code(.failed(OutputFailure.failed("disk full"))) == 75)
  }
}
