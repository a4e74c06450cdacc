import CQLPaging
import CQLSession
import Testing

@Suite struct ServerErrorTests {
  typealias Row = (code: ServerError.Code, message: String, withState: Bool, wanted: CQLError.Code)

  @Test(
    "C6: a refused position is told from all other errors, by what servers say",
    arguments: [
      (.protocolError, "Invalid value for the paging state", true, .cursorNoLongerValid),
      (.invalid, "Incompatible paging state", true, .cursorNoLongerValid),
      (
        .invalid,
        "The schema has changed since the previous page of the DESCRIBE statement result. Please retry the DESCRIBE "
          + "statement.", true, .cursorNoLongerValid
      ),
      // Without a position in the request it cannot be the position's fault.
      (.protocolError, "Invalid value for the paging state", false, .server),
      (.protocolError, "The page size cannot be 0", true, .server),
      (.invalid, "table w does not exist", true, .server),
      (.serverError, "java.lang.NullPointerException", true, .server),
    ] as [Row])
  func refusedPosition(row: Row) {
    let server = ServerError(code: row.code, message: row.message)
    let error = CQLError(server: server, doing: "node", withState: row.withState)
    #expect(error.code == row.wanted)
    #expect(error.server == server)
  }
}
