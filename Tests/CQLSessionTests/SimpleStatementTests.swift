import CQLPaging
import CQLPagingTesting
import CQLSession
import Testing

@Suite struct SimpleStatementTests {
  @Test(
    "F3: values of a statement that is not prepared go along with each page, in their order or by their names",
    arguments: [false, true])
  func values(isNamed: Bool) async throws {
    let coordinator = FakeCoordinator(tables: [.numbered(rows: 50)])
    let (part, most) = (Int32(0), Int32(12))
    let select = "SELECT number FROM test.numbers WHERE part ="
    var statement =
      isNamed
      ? Statement(select + " :part LIMIT :most", named: ["part": part, "most": most])
      : Statement(select + " ? LIMIT ?", values: [part, most])
    statement.preparation = .never
    try await Scripted.withSession(coordinator) { [statement] session, _ async throws in
      #expect(try await session.numbers(statement, pageSize: 5) == Array(0..<12))
    }
    #expect(coordinator.requests.count == 3)
    #expect(coordinator.requests.allSatisfy { !$0.isPrepared })
    // Those with names travel in the order of their names.
    let bytes: [[UInt8]?] = isNamed ? [[0, 0, 0, 12], [0, 0, 0, 0]] : [[0, 0, 0, 0], [0, 0, 0, 12]]
    #expect(coordinator.requests.allSatisfy { $0.values == bytes })
  }
}
