import CQLNativeProtocol
import CQLPaging
import Testing

@Suite("Rows")
struct RowsResultTests {
  @Test("rows without metadata take the columns that are known")
  func knownColumns() throws {
    let sent = RowsResult(
      columns: Samples.columns, rowCount: 1, content: Samples.cells([[0, 0, 0, 1], nil]), noMetadata: true)
    #expect(sent.columns == nil && sent.columnCount == 2 && sent.flags == [.globalTable, .noMetadata])
    #expect(try sent.rows(columns: Samples.columns).columns == Samples.columns)

    let without = #expect(throws: CQLError.self) { try sent.rows() }
    #expect(without?.code == .unexpectedResponse)
    let other = #expect(throws: CQLError.self) {
      try sent.rows(columns: Columns([Column(name: "a", type: .int)]))
    }
    #expect(other?.code == .unexpectedResponse)
    #expect(other?.message.contains("rows of 2 columns came where 1 are known") == true)
  }

  @Test("F4: the columns that came with the rows win over those that are known")
  func ownColumns() throws {
    let known = Columns([Column(name: "old", type: .blob)])
    #expect(try Samples.rows.rows(columns: known).columns == Samples.columns)
  }

  @Test("only the paging state says that more pages follow")
  func pagingState() throws {
    #expect(Samples.rows.flags.contains(.hasMorePages))
    let empty = RowsResult(columns: Samples.columns, rowCount: 0, content: [], pagingState: [])
    let sent = try frame(try ResponseMessage(.result(.rows(empty))).encoded(), .responses)
    guard case .result(.rows(let read)) = try ResponseMessage(decoding: sent).response else {
      Issue.record("no rows")
      return
    }
    #expect(read.pagingState == [] && read.rowCount == 0)
  }

  @Test("a cell that reaches behind the page is found when the rows are made")
  func cellTooLong() throws {
    let result = RowsResult(
      columns: Samples.columns, rowCount: 1, content: [0, 0, 0, 4, 1, 2, 3, 4, 0x7F, 255, 255, 255])
    let error = #expect(throws: CQLError.self) { try result.rows() }
    #expect(error?.code == .malformedFrame)
    #expect(error?.message.contains("row 0 of 1, column \"b\"") == true)
    #expect(throws: CQLError.self) { try result.trailingBytes() }
  }

  @Test("the rows' bytes are the frame's own, not a copy")
  func noCopy() throws {
    let sent = try frame(try ResponseMessage(.result(.rows(Samples.rows))).encoded(), .responses)
    guard case .result(.rows(let read)) = try ResponseMessage(decoding: sent).response else {
      Issue.record("no rows")
      return
    }
    #expect(read.buffer === sent.body)
  }

  @Test("descriptions show neither values, positions, tokens nor payloads")
  func descriptions() throws {
    let secret: [UInt8] = [115, 101, 99]
    let parameters = QueryParameters(
      consistency: .one, values: .positional([.bytes(secret)]), pageSize: 7, pagingState: secret)
    let requests: [Request] = [
      .query(Query("SELECT ?", parameters: parameters)), .execute(Execute(id: [1], parameters: parameters)),
      .authResponse(AuthResponse(token: secret)),
      .query(
        Query(
          "SELECT :a", parameters: QueryParameters(consistency: .one, values: .named([("a", .bytes(secret))])))),
      .batch(
        Batch(kind: .logged, entries: [Batch.Entry(.text("Q"), values: [.bytes(secret)])], consistency: .one)),
    ]
    for request in requests {
      let message = RequestMessage(request, customPayload: ["a": secret])
      #expect(!"\(message) \(request)".contains("115, 101"), "\(request.opcode)")
    }
    #expect("\(RequestMessage(requests[0]))" == "QUERY SELECT ? [ONE, 1 value, by 7 rows, continued]")
    let rows = RowsResult(columns: Samples.columns, rowCount: 0, content: [], pagingState: secret)
    #expect("\(rows)" == "0 rows of 2 columns, more follow")
    #expect("\(ResponseMessage(.authSuccess(secret)))" == "AUTH_SUCCESS")
  }
}
